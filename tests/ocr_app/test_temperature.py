import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_app.engine.temperature import HIGHEST, LOWEST, fit_temperature


def logits_and_labels(rng: np.random.Generator, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Logits whose softmax is right as often as it says."""
    logits = rng.normal(0, 2, (n, 10))
    labels = (logits + rng.gumbel(size=logits.shape)).argmax(axis=1)
    return logits, labels


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
def test_what_made_a_network_too_sure_or_not_sure_enough_is_found(factor: float) -> None:
    logits, labels = logits_and_labels(np.random.default_rng(0), 20_000)
    assert fit_temperature(factor * logits, labels) == pytest.approx(factor, rel=0.05)


@given(st.integers(0, 2**32 - 1), st.integers(1, 50), st.floats(0.01, 100))
def test_it_stays_within_bounds(seed: int, n: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    found = fit_temperature(scale * rng.normal(size=(n, 10)), rng.integers(0, 10, n))
    assert LOWEST <= found <= HIGHEST


def test_a_network_that_is_always_right_is_not_made_infinitely_sure() -> None:
    assert fit_temperature(5 * np.eye(10), np.arange(10)) == pytest.approx(LOWEST, rel=0.01)
