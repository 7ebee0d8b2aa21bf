"""The XOR table: the smallest problem that a single neuron cannot solve."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

XOR_INPUTS: Final[NDArray[np.float32]] = np.array(
    [[0, 0], [0, 1], [1, 0], [1, 1]], dtype=np.float32
)
"""The four rows of the truth table, shape (4, 2)."""

XOR_TARGETS: Final[NDArray[np.float32]] = np.array([[0], [1], [1], [0]], dtype=np.float32)
"""1 where exactly one input is 1, shape (4, 1)."""

for _table in (XOR_INPUTS, XOR_TARGETS):
    _table.flags.writeable = False
