"""Array types that the whole package shares."""

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.floating[Any]]
IntArray: TypeAlias = npt.NDArray[np.integer[Any]]
RandomSource: TypeAlias = np.random.Generator | np.random.RandomState
