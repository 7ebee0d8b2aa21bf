import numpy as np
import pytest

from nn.products import gradient_product


@pytest.mark.parametrize("n_samples", [1, 2, 63, 64, 200])
@pytest.mark.parametrize("n_inputs", [1, 127, 128, 513])
@pytest.mark.parametrize("n_units", [1, 10, 32, 33])
@pytest.mark.parametrize("order", ["C", "F"])
def test_every_way_gives_the_same_product(n_units, n_inputs, n_samples, order):
    rng = np.random.default_rng(0)
    delta = rng.normal(size=(n_units, n_samples))
    inputs = np.array(rng.normal(size=(n_inputs, n_samples)), order=order)
    out = np.full((n_units, n_inputs), np.nan)
    gradient_product(n_units, inputs)(delta, inputs, out)
    np.testing.assert_allclose(out, np.einsum("ij,kj->ik", delta, inputs), rtol=1e-10, atol=1e-12)
