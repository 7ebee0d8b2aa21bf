"""The numbers of the article's worked example, as it rounds them, beside the exact ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ocr_app.engine.xor_lab.presets import ARTICLE
from ocr_app.engine.xor_lab.step_numbers import StepNumbers


@dataclass(frozen=True, slots=True)
class ArticleNumber:
    """One of the numbers.

    Attributes
    ----------
    name : str
        What it is of.
    exact : float
    article : str
        What the article prints; it goes on with its rounded numbers.
    """

    name: str
    exact: float
    article: str


def is_article(numbers: StepNumbers) -> bool:
    """Whether a step is the article's: its network, input, target and learning rate."""
    begun = ARTICLE.moment()
    example, network = begun.network(), numbers.network
    return (
        network.layer_sizes == example.layer_sizes
        and network.bias == example.bias
        and network.activation == example.activation
        and numbers.inputs.tolist() == list(begun.problem.inputs[0])
        and numbers.target == begun.problem.targets[0]
        and numbers.learning_rate == begun.settings.learning_rate
        and np.array_equal(network.parameters, example.parameters)
    )


def article_numbers(numbers: StepNumbers) -> tuple[ArticleNumber, ...]:
    """List all numbers that the article prints, in its order.

    Parameters
    ----------
    numbers : StepNumbers
        Of the article's example.
    """
    (net, top), (hidden, out) = numbers.net_inputs, numbers.outputs
    gradient = numbers.at(numbers.point_gradient, 1, 0, 0)
    old = numbers.at(np.asarray(numbers.network.parameters), 1, 0, 0)
    return (
        *(
            ArticleNumber(f"net input of h{_BELOW[unit]}", float(net[unit]), printed)
            for unit, printed in enumerate(("1.0", "1.3", "0.8"))
        ),
        *(
            ArticleNumber(f"output of h{_BELOW[unit]}", float(hidden[unit]), printed)
            for unit, printed in enumerate(("0.73", "0.79", "0.69"))
        ),
        ArticleNumber("net input of y", float(top[0]), "1.2"),
        ArticleNumber("output of y", float(out[0]), "0.77"),
        ArticleNumber("∂E/∂output", float(out[0] - (numbers.target or 0.0)), "0.77"),
        ArticleNumber("∂output/∂net", float(numbers.slopes[1][0]), "0.17"),
        ArticleNumber("∂net/∂w", float(hidden[0]), "0.73"),
        ArticleNumber("∂E/∂w", gradient, "0.095"),
        ArticleNumber("w old", old, "0.3"),
        ArticleNumber("w new", numbers.at(numbers.after, 1, 0, 0), "0.281"),
    )


_BELOW = "₁₂₃"
