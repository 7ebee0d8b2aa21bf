"""What trains and predicts in the speed comparison: this project's `nn` and those beside it.

Each module has two functions: ``training(case)`` and ``inference(network, X)``. Both return a
function without arguments that does the work once, so that all can be timed in turns.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec

Work = Callable[[], object]

OURS = "ocr-app"

#: Name in tables, module, library that it needs.
CONTENDERS = (
    (OURS, "ours", "numpy"),
    ("scikit-learn", "scikit_learn", "sklearn"),
    ("scikit-learn, float32", "scikit_learn_float32", "sklearn"),
    ("PyTorch", "pytorch", "torch"),
    ("textbook NumPy", "textbook", "numpy"),
    ("floor", "floor", "numpy"),
)


def prepare(kind: str, *arguments: object) -> dict[str, Work | None]:
    """Make every contender ready; None stands for one that is not installed.

    Parameters
    ----------
    kind : {"training", "inference"}
    *arguments
        What that function takes.
    """
    ready: dict[str, Work | None] = {}
    for name, module, library in CONTENDERS:
        if find_spec(library) is None:
            ready[name] = None
        else:
            ready[name] = getattr(import_module(f"{__name__}.{module}"), kind)(*arguments)
    return ready
