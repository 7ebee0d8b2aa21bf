import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax

from datasets.digits import load_digits
from ocr_app.engine.model import Model
from ocr_app.engine.scoring import temperature_of
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


@given(st.integers(0, 2**32 - 1), st.integers(20, 300), st.floats(0.3, 3))
def test_it_agrees_with_scipys_minimiser(seed: int, n: int, scale: float) -> None:
    logits, labels = logits_and_labels(np.random.default_rng(seed), n)
    logits *= scale

    def cross_entropy(log_temperature: float) -> float:
        shares = log_softmax(logits / np.exp(log_temperature), axis=1)
        return -float(shares[np.arange(n), labels].mean())

    bounds = np.log([LOWEST, HIGHEST])
    best = minimize_scalar(cross_entropy, bounds=bounds, method="bounded", options={"xatol": 1e-7})
    # SciPy's stops a little short of the bounds.
    assume(1.01 * LOWEST < np.exp(best.x) < 0.99 * HIGHEST)
    assert fit_temperature(logits, labels) == pytest.approx(np.exp(best.x), abs=0.00051)


def test_the_factory_models_temperature_is_the_one_that_is_found() -> None:
    digits, model = load_digits("writers"), Model.factory()
    assert temperature_of(model.network, digits.X_test, digits.y_test) == model.temperature


def test_it_needs_no_scipy_which_takes_a_third_of_a_second_to_import() -> None:
    code = (
        "import sys, numpy as np; from ocr_app.engine.temperature import fit_temperature; "
        "fit_temperature(np.eye(10), np.arange(10)); "
        "sys.exit(any(name.split('.')[0] == 'scipy' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
