import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from nn.activations import ACTIVATIONS, get_activation

# Small net inputs, as they usually are, and such that powers of e of them overflow.
net_inputs = st.tuples(
    st.sampled_from([np.float32, np.float64]), st.sampled_from([20, 1000]), st.sampled_from([6, 20])
).flatmap(
    lambda kind: arrays(
        kind[0],
        array_shapes(min_dims=2, max_dims=2, max_side=kind[2]),
        elements=st.floats(-kind[1], kind[1], width=32),
    )
)
DEFINITIONS = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + np.exp(-np.clip(z, -700, 700))),
    "tanh": np.tanh,
    "relu": lambda z: np.where(z > 0, z, 0),
    "softmax": lambda z: np.exp(z - z.max(axis=0)) / np.exp(z - z.max(axis=0)).sum(axis=0),
}


def apply(name, z):
    out = np.full_like(z, np.nan)
    get_activation(name).forward(z, out, np.full_like(z, np.nan))
    return out


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=net_inputs)
def test_values_follow_the_definition(name, z):
    expected = DEFINITIONS[name](z.astype(np.float64))
    np.testing.assert_allclose(apply(name, z), expected, rtol=2e-5, atol=1e-6)


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=net_inputs)
def test_in_place_is_the_same(name, z):
    expected = apply(name, z)
    get_activation(name).forward(z, z, np.empty_like(z))
    np.testing.assert_array_equal(z, expected)


@pytest.mark.parametrize("name", ["sigmoid", "softmax"])
@given(z=net_inputs)
def test_probabilities_stay_between_0_and_1(name, z):
    p = apply(name, z)
    assert p.min() >= 0
    assert p.max() <= 1


@given(z=net_inputs)
def test_softmax_adds_up_to_1(z):
    np.testing.assert_allclose(apply("softmax", z).sum(axis=0), 1, rtol=1e-5)


@pytest.mark.parametrize("n_units", [2, 16, 17, 10_000])
@pytest.mark.parametrize("size", [1, 59, 61, 1e5])
def test_softmax_of_any_number_of_units_and_any_size(n_units, size):
    z = np.random.default_rng(0).uniform(-size, size, (n_units, 3)).astype(np.float32)
    expected = DEFINITIONS["softmax"](z.astype(np.float64))
    np.testing.assert_allclose(apply("softmax", z), expected, rtol=2e-5, atol=1e-6)


def test_softmax_of_a_sample_far_below_the_others():
    z = np.array([[-200.0, 5.0], [-201.0, 4.0]], np.float32)
    np.testing.assert_allclose(apply("softmax", z), 1 / (1 + np.exp([[-1, -1], [1, 1]])), rtol=1e-5)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_softmax_passes_on_that_a_net_input_is_not_a_number(bad):
    z = np.array([[0.0, bad], [1.0, 0.0]], np.float32)
    with np.errstate(invalid="ignore"):
        p = apply("softmax", z)
    assert np.isfinite(p[:, 0]).all()
    assert np.isnan(p[:, 1]).any()


@pytest.mark.parametrize("n_samples", [1, 10_000])
def test_relu_passes_deltas_on_where_it_is_on(n_samples):
    z = np.tile(np.array([[-2.0], [0.0], [1e-6], [3.0]], np.float32), n_samples)
    delta = np.random.default_rng(0).normal(size=z.shape).astype(np.float32)
    expected = np.where(z > 0, delta, 0)
    get_activation("relu").backward(apply("relu", z), delta, np.empty_like(z))
    np.testing.assert_array_equal(delta, expected)


def test_logistic_is_another_name_of_sigmoid():
    assert get_activation("logistic") is get_activation("sigmoid")


@pytest.mark.parametrize("name", ["Relu", "", None, ["relu"]])
def test_unknown_name_lists_the_known_ones(name):
    with pytest.raises(ValueError, match=r"no activation .* identity, sigmoid, tanh, relu"):
        get_activation(name)
