"""Optimisers: what a gradient does to the parameters.

An optimiser sees one flat vector of parameters and one flat gradient, whatever the layers are. It
updates the parameters in place and may use the gradient's memory for its own arithmetic. Numbers
that it multiplies with are kept as arrays without axes: see `nn._constants`.
"""

from typing import Any, Protocol

import numpy as np

from nn._types import FloatArray
from nn.settings import TrainingSettings


class Optimizer(Protocol):
    """What the trainer asks of an optimiser.

    Attributes
    ----------
    learning_rate : float
        The learning rate of the next update.
    """

    learning_rate: float

    def update(self, parameters: FloatArray, gradient: FloatArray) -> None:
        """Change the parameters in place; the gradient is used up."""

    def configure(self, settings: TrainingSettings) -> None:
        """Take over from new settings what may change while training."""

    def state(self) -> dict[str, Any]:
        """Return a copy of everything that the next updates depend on."""

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to a `state`."""


class SGD:
    """Stochastic gradient descent, plain or with momentum.

    Plain: w ← w − α·∂E/∂w. With momentum μ a velocity v ← μ·v − α·∂E/∂w is added instead (Polyak
    1964); Nesterov's form looks one step ahead and adds μ·v − α·∂E/∂w with the new v (Sutskever et
    al., "On the importance of initialization and momentum in deep learning", ICML 2013).

    Parameters
    ----------
    parameters : ndarray of shape (n_parameters,)
        Gives the number and the type of the velocities.
    settings : TrainingSettings
    """

    def __init__(self, parameters: FloatArray, settings: TrainingSettings) -> None:
        self._velocity = np.zeros_like(parameters)
        self._scratch = np.empty_like(parameters)
        self._rate = np.zeros((), parameters.dtype)
        self._momentum = np.zeros((), parameters.dtype)
        self.learning_rate = settings.learning_rate_init
        self.configure(settings)

    def configure(self, settings: TrainingSettings) -> None:
        """Take over the momentum and its kind."""
        self.momentum = settings.momentum
        self._momentum.fill(self.momentum)
        self.nesterov = settings.nesterovs_momentum

    def update(self, parameters: FloatArray, gradient: FloatArray) -> None:
        """Go one step down the gradient."""
        self._rate.fill(self.learning_rate)
        gradient *= self._rate
        if self.momentum == 0.0:
            parameters -= gradient
            return
        velocity, scratch = self._velocity, self._scratch
        velocity *= self._momentum
        velocity -= gradient
        if self.nesterov:
            np.multiply(velocity, self._momentum, out=scratch)
            scratch -= gradient
            parameters += scratch
        else:
            parameters += velocity

    def state(self) -> dict[str, Any]:
        """Return a copy of the velocity and the learning rate."""
        return {"learning_rate": self.learning_rate, "velocity": self._velocity.copy()}

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to a `state`."""
        self.learning_rate = state["learning_rate"]
        np.copyto(self._velocity, state["velocity"])


class Adam:
    """Adam: every parameter has a step size of its own.

    Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1 in
    the cheaper order of computation at the end of section 2, as in scikit-learn.

    Parameters
    ----------
    parameters : ndarray of shape (n_parameters,)
        Gives the number and the type of the moments.
    settings : TrainingSettings
    """

    def __init__(self, parameters: FloatArray, settings: TrainingSettings) -> None:
        self._mean = np.zeros_like(parameters)
        self._square = np.zeros_like(parameters)
        self._steps = 0
        self.learning_rate = settings.learning_rate_init
        self.beta_1, self.beta_2 = settings.beta_1, settings.beta_2
        self._root = (1.0 - self.beta_2) ** 0.5
        dtype = parameters.dtype
        self._beta_1, self._beta_2 = np.array(self.beta_1, dtype), np.array(self.beta_2, dtype)
        self._epsilon = np.array(settings.epsilon / self._root, dtype)
        self._rate = np.zeros((), dtype)

    def configure(self, settings: TrainingSettings) -> None:
        """Take over nothing: only the learning rate may change while training."""

    def update(self, parameters: FloatArray, gradient: FloatArray) -> None:
        """Go one step: the mean gradient over the root of the mean squared gradient."""
        self._steps += 1
        mean, square = self._mean, self._square
        # The paper's moments are m ← β₁·m + (1 − β₁)·g and v ← β₂·v + (1 − β₂)·g². Kept without
        # the constant factors, which go into the step, they take two passes less.
        mean *= self._beta_1
        mean += gradient
        gradient *= gradient
        square *= self._beta_2
        square += gradient
        # Both started at zero and are too small at first; this makes up for it.
        correction = (1.0 - self.beta_2**self._steps) ** 0.5 / (1.0 - self.beta_1**self._steps)
        self._rate.fill(self.learning_rate * correction * (1.0 - self.beta_1) / self._root)
        np.sqrt(square, out=gradient)
        gradient += self._epsilon
        np.divide(mean, gradient, out=gradient)
        gradient *= self._rate
        parameters -= gradient

    def state(self) -> dict[str, Any]:
        """Return a copy of the moments, the number of steps and the learning rate."""
        return {
            "learning_rate": self.learning_rate,
            "steps": self._steps,
            "mean": self._mean.copy(),
            "square": self._square.copy(),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go back to a `state`."""
        self.learning_rate = state["learning_rate"]
        self._steps = state["steps"]
        np.copyto(self._mean, state["mean"])
        np.copyto(self._square, state["square"])


OPTIMIZERS: dict[str, type[SGD] | type[Adam]] = {"sgd": SGD, "adam": Adam}


def make_optimizer(parameters: FloatArray, settings: TrainingSettings) -> Optimizer:
    """Make the optimiser that the settings name, for parameters of this number and type."""
    return OPTIMIZERS[settings.solver](parameters, settings)
