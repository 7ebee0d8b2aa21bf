"""Numbers as operands of arrays: a Python number costs NumPy a microsecond more at every call."""

from typing import Any, TypeAlias

import numpy as np

from nn._types import FloatArray

Constant: TypeAlias = dict[np.dtype[Any], FloatArray]


def constant(number: float) -> Constant:
    """Return a number as an array without axes for each dtype that networks have."""
    return {np.dtype(kind): np.array(number, kind) for kind in (np.float32, np.float64)}
