"""scikit-learn's digits, normalised as drawings are, with an honest and a flattering split."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from datasets.errors import DataError
from datasets.normalization import fields_from_counts, normalize_fields

Split = Literal["writers", "random"]

TEST_SHARE = 0.2

_AT_ONCE = 128


@dataclass(frozen=True, slots=True)
class DigitsSplit:
    """Training and test digits; all arrays are read-only.

    Attributes
    ----------
    X_train, X_test : ndarray of shape (n, 64), float32
        Canonical 8×8 digits in 0..1, row by row from the top.
    y_train, y_test : ndarray of shape (n,), int64
        0 to 9.
    counts_train, counts_test : ndarray of shape (n, 64), float32
        The same digits as scikit-learn has them, divided by 16, for augmentation.
    numbers_train, numbers_test : ndarray of shape (n,), int64
        Where they are in scikit-learn's file, from 0.
    """

    X_train: NDArray[np.float32]
    y_train: NDArray[np.int64]
    X_test: NDArray[np.float32]
    y_test: NDArray[np.int64]
    counts_train: NDArray[np.float32]
    counts_test: NDArray[np.float32]
    numbers_train: NDArray[np.int64]
    numbers_test: NDArray[np.int64]


@lru_cache(maxsize=4)
def load_digits(split: Split = "writers", *, random_state: int = 0) -> DigitsSplit:
    """Load scikit-learn's 1,797 digits and split off a fifth for testing.

    Parameters
    ----------
    split : {"writers", "random"}
        ``"writers"`` tests on the last fifth in file order: other people's hands, which is what a
        stranger's drawing is. ``"random"`` mixes the writers, which flatters by several points.
    random_state : int
        Seed of the random split.

    Raises
    ------
    DataError
        If `split` is not one of the two.
    """
    if split not in get_args(Split):
        raise DataError(f"There is no split {split!r}: choose 'writers' or 'random'.")
    counts, labels, pixels = _all_digits()
    n_test = round(TEST_SHARE * len(labels))
    order = np.arange(len(labels), dtype=np.int64)
    if split == "random":
        order = np.random.default_rng(random_state).permutation(len(labels))
    train, test = order[:-n_test], order[-n_test:]
    return DigitsSplit(
        X_train=_read_only(pixels[train]),
        y_train=_read_only(labels[train]),
        X_test=_read_only(pixels[test]),
        y_test=_read_only(labels[test]),
        counts_train=_read_only(counts[train]),
        counts_test=_read_only(counts[test]),
        numbers_train=_read_only(train.copy()),
        numbers_test=_read_only(test.copy()),
    )


@lru_cache(maxsize=1)
def _all_digits() -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.float32]]:
    """Return counts (n, 64) in 0..1, labels (n,) and canonical pixels (n, 64), in file order."""
    rows = _read_file()
    counts = (rows[:, :64] / 16).astype(np.float32)
    # A few at a time stay in the processor's cache: that takes half as long.
    pixels = [
        normalize_fields(fields_from_counts(counts[start : start + _AT_ONCE]))
        for start in range(0, len(counts), _AT_ONCE)
    ]
    return counts, rows[:, 64].astype(np.int64), np.concatenate(pixels)


def _read_file() -> NDArray[np.float64]:
    """Read scikit-learn's file without scikit-learn, which takes a second or two to import."""
    spec = find_spec("sklearn")
    for folder in (spec and spec.submodule_search_locations) or ():
        file = Path(folder, "datasets", "data", "digits.csv.gz")
        if file.is_file():
            rows: NDArray[np.float64] = np.loadtxt(file, delimiter=",")
            return rows
    # Another release may keep it elsewhere, and knows where.
    from sklearn.datasets import load_digits as load_sklearn_digits  # noqa: PLC0415

    bunch = load_sklearn_digits()
    return np.column_stack([bunch.data, bunch.target])


def _read_only(array: NDArray[Any]) -> NDArray[Any]:
    """Protect an array that later callers get as well."""
    array.flags.writeable = False
    return array
