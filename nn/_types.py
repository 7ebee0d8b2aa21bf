"""Array types that the whole package shares."""

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.floating[Any]]
IntArray: TypeAlias = npt.NDArray[np.integer[Any]]
if TYPE_CHECKING:
    RandomSource: TypeAlias = np.random.Generator | np.random.RandomState
else:
    # NumPy imports its generators late, and a network that only predicts needs none.
    RandomSource = Any
