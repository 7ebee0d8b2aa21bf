"""PyTorch on one core, written with care: no DataLoader, fused optimisers, few conversions."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.contenders.case import Case
from nn import Network

torch.set_num_threads(1)

ACTIVATIONS = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh}


def new_module(case: Case, seed: int = 0) -> torch.nn.Sequential:
    torch.manual_seed(seed)
    sizes = case.layer_sizes
    layers: list[torch.nn.Module] = []
    for n_in, n_out in pairwise(sizes):
        layers += [torch.nn.Linear(n_in, n_out), ACTIVATIONS[case.activation]()]
    return torch.nn.Sequential(*layers[:-1])


def new_optimizer(case: Case, module: torch.nn.Module) -> torch.optim.Optimizer:
    """Make the optimiser in the form that is quickest here; the penalty is the same."""
    decay = case.alpha / case.batch_size
    if case.solver == "adam":
        return torch.optim.Adam(
            module.parameters(), case.learning_rate, weight_decay=decay, fused=True
        )
    return torch.optim.SGD(
        module.parameters(),
        case.learning_rate,
        momentum=0.9,
        nesterov=True,
        weight_decay=decay,
        fused=True,
    )


class _Training:
    """A module with its data, trained an epoch at a time."""

    def __init__(self, case: Case, seed: int = 0) -> None:
        self.case = case
        self.module = new_module(case, seed)
        self.optimizer = new_optimizer(case, self.module)
        self.X = torch.from_numpy(case.X)
        if case.layer_sizes[-1] == 1:
            self.targets = torch.from_numpy(case.labels[:, np.newaxis].astype(np.float32))
            self.loss: torch.nn.Module = torch.nn.BCEWithLogitsLoss()
        else:
            self.targets = torch.from_numpy(case.labels)
            self.loss = torch.nn.CrossEntropyLoss()

    def epoch(self) -> float:
        n_samples, batch_size = len(self.X), self.case.batch_size
        order = torch.randperm(n_samples)
        total = torch.zeros(())
        for start in range(0, n_samples, batch_size):
            indices = order[start : start + batch_size]
            self.optimizer.zero_grad(set_to_none=True)
            loss = self.loss(self.module(self.X[indices]), self.targets[indices])
            loss.backward()
            self.optimizer.step()
            total += loss.detach() * len(indices)
        return total.item() / n_samples


def training(case: Case) -> Callable[[], object]:
    def work() -> None:
        run = _Training(case)
        for _ in range(case.epochs):
            run.epoch()

    return work


def inference(network: Network, X: NDArray[np.float32]) -> Callable[[], object]:
    """Predict with the same weights, from an array to an array."""
    layers: list[torch.nn.Module] = []
    for weights, biases in zip(network.weights, network.biases, strict=True):
        linear = torch.nn.Linear(weights.shape[1], weights.shape[0])
        linear.weight.data = torch.from_numpy(np.ascontiguousarray(weights))
        linear.bias.data = torch.from_numpy(np.ascontiguousarray(biases))
        layers += [linear, torch.nn.ReLU()]
    module = torch.nn.Sequential(*layers[:-1], torch.nn.Softmax(1))

    def work() -> NDArray[np.float32]:
        with torch.inference_mode():
            found: NDArray[np.float32] = module(torch.from_numpy(X)).numpy()
        return found

    assert np.allclose(work(), network.predict_proba(X), atol=1e-4)
    return work


def to_accuracy(
    case: Case, X: NDArray[np.float32], labels: NDArray[np.int64], goal: float
) -> Callable[[int], int]:
    """Train epoch by epoch until that many of other samples are read rightly."""
    others, expected = torch.from_numpy(X), torch.from_numpy(labels)

    def work(seed: int) -> int:
        run = _Training(case, seed)
        for epoch in range(1, case.epochs + 1):
            run.epoch()
            with torch.inference_mode():
                right = (run.module(others).argmax(1) == expected).float().mean().item()
            if right >= goal:
                return epoch
        raise RuntimeError(f"PyTorch did not reach {goal:.0%}.")

    return work
