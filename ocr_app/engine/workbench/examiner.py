"""How well a network in training reads: what it learnt, and what is held out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nn import Network
from nn.losses import get_loss
from nn.samples import Samples
from ocr_app.engine.scoring import digits_right
from ocr_app.engine.workbench.data import TrainingData


@dataclass(frozen=True, slots=True)
class Examination:
    """What a network does with some digits.

    Attributes
    ----------
    loss, validation_loss : float
        Mean loss of learnt and of held-out digits.
    accuracy, validation_accuracy : float
        Share of them that is read right, 0..1.
    """

    loss: float
    validation_loss: float
    accuracy: float
    validation_accuracy: float


class Examiner:
    """Examines a network on a fixed choice of learnt digits and on all held-out ones.

    Parameters
    ----------
    network : Network
        One of the shape that will be examined.
    data : TrainingData
    loss : str
        See `nn.losses.get_loss`.
    """

    def __init__(self, network: Network, data: TrainingData, loss: str) -> None:
        # The same choice each time, so that the curve does not tremble by the choice.
        some = data.some_learnt()
        self._learnt = Samples(network, data.X[some], data.y[some])
        self._held_out = Samples(network, data.X_validation, data.y_validation)
        self._loss = get_loss(loss, network.output_activation)

    def examine(self, network: Network) -> Examination:
        """Read all of them."""
        with np.errstate(all="ignore"):  # a diverging network is examined as well
            learnt = self._read(network, self._learnt)
            held_out = self._read(network, self._held_out)
        return Examination(learnt[0], held_out[0], learnt[1], held_out[1])

    def _read(self, network: Network, samples: Samples) -> tuple[float, float]:
        outputs = samples.outputs(network)
        return samples.mean_loss(outputs, self._loss), digits_right(outputs, samples.targets)
