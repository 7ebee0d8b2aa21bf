import numpy as np
import pytest

from datasets.augmentation import WarpRanges, augment_fields
from datasets.digits import load_digits
from datasets.errors import DataError
from datasets.normalization import fields_from_counts
from datasets.xor import XOR_INPUTS, XOR_TARGETS


def test_the_honest_split_tests_on_the_last_fifth_in_file_order() -> None:
    from sklearn.datasets import load_digits as load_sklearn_digits

    digits = load_digits("writers")
    bunch = load_sklearn_digits()
    assert len(digits.y_test) == 359
    assert np.array_equal(digits.y_test, bunch.target[-359:])
    assert np.allclose(digits.counts_test * 16, bunch.data[-359:])
    assert len(digits.y_train) + len(digits.y_test) == 1797


def test_the_random_split_is_seeded_and_another_one() -> None:
    one, again = load_digits("random", random_state=1), load_digits("random", random_state=1)
    other = load_digits("random", random_state=2)
    assert np.array_equal(one.X_test, again.X_test)
    assert not np.array_equal(one.X_test, other.X_test)
    assert len(one.y_test) == 359


def test_an_unknown_split_is_refused_in_words() -> None:
    with pytest.raises(DataError, match="'writers' or 'random'"):
        load_digits("half")  # type: ignore[arg-type]


def test_digits_are_canonical() -> None:
    digits = load_digits()
    assert digits.X_train.shape == (1438, 64)
    assert digits.X_train.dtype == np.float32
    assert digits.X_train.min() >= 0
    assert digits.X_train.max() <= 1
    assert digits.X_train.mean() == pytest.approx(0.305, abs=0.01)


def test_varied_copies_are_seeded_varied_and_still_digits() -> None:
    digits = load_digits()
    fields = fields_from_counts(digits.counts_train[:200])
    one = augment_fields(fields, np.random.default_rng(0))
    again = augment_fields(fields, np.random.default_rng(0))
    other = augment_fields(fields, np.random.default_rng(1))
    assert np.array_equal(one, again)
    assert np.abs(one - other).mean() > 0.03
    # Nearer to their originals than to other digits of the same class.
    own = np.abs(one - digits.X_train[:200]).mean()
    others = np.abs(one - np.roll(digits.X_train[:200], 1, axis=0)).mean()
    assert own < 0.75 * others


def test_copies_that_do_not_stray_are_the_originals() -> None:
    digits = load_digits()
    fields = fields_from_counts(digits.counts_train[:50])
    still = augment_fields(fields, np.random.default_rng(0), WarpRanges().scaled(0))
    assert np.abs(still - digits.X_train[:50]).mean() < 0.01


def test_the_xor_table_cannot_be_changed() -> None:
    assert [int(a) ^ int(b) for a, b in XOR_INPUTS] == XOR_TARGETS.ravel().tolist()
    with pytest.raises(ValueError, match="read-only"):
        XOR_TARGETS[0] = 1
