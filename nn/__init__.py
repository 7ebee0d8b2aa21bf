"""A backpropagation network in NumPy.

Importing this package imports NumPy only. `BackpropClassifier`, the scikit-learn estimator, is
imported when it is first asked for.
"""

from typing import TYPE_CHECKING, Any

from nn.backpropagation import BackwardPass, backpropagate
from nn.network import ForwardPass, Network
from nn.serialization import NetworkFileError, load_network, save_network
from nn.settings import TrainingSettings
from nn.training import BatchReport, EpochReport, Trainer, TrainerSnapshot

if TYPE_CHECKING:
    from nn.classifier import BackpropClassifier

__all__ = [
    "BackpropClassifier",
    "BackwardPass",
    "BatchReport",
    "EpochReport",
    "ForwardPass",
    "Network",
    "NetworkFileError",
    "Trainer",
    "TrainerSnapshot",
    "TrainingSettings",
    "backpropagate",
    "load_network",
    "save_network",
]


def __getattr__(name: str) -> Any:
    if name == "BackpropClassifier":
        from nn.classifier import BackpropClassifier  # noqa: PLC0415 - scikit-learn takes long

        return BackpropClassifier
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
