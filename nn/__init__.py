"""A backpropagation network in NumPy.

Importing this package imports NumPy and what a finished network needs. What trains one, and
`BackpropClassifier`, the scikit-learn estimator, are imported when they are first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from nn.network import ForwardPass, Network
from nn.serialization import (
    NetworkFileError,
    dump_network,
    load_network,
    parse_network,
    save_network,
)

if TYPE_CHECKING:
    from nn.averaging import average_networks
    from nn.backward_pass import BackwardPass, backpropagate
    from nn.classifier import BackpropClassifier
    from nn.reports import BatchReport, EpochReport, TrainerSnapshot
    from nn.settings import TrainingSettings
    from nn.training import Trainer

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
    "average_networks",
    "backpropagate",
    "dump_network",
    "load_network",
    "parse_network",
    "save_network",
]

_HOMES = {
    "BackpropClassifier": "nn.classifier",
    "BackwardPass": "nn.backward_pass",
    "BatchReport": "nn.reports",
    "EpochReport": "nn.reports",
    "Trainer": "nn.training",
    "TrainerSnapshot": "nn.reports",
    "TrainingSettings": "nn.settings",
    "average_networks": "nn.averaging",
    "backpropagate": "nn.backward_pass",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
