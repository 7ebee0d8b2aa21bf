import numpy as np
import pytest

from nn import Network, Trainer, backpropagate
from nn.losses import LOSSES, get_loss

P = np.array([[0.7, 0.2], [0.2, 0.3], [0.1, 0.5]])
A = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]])


def value(name, p, a):
    out = np.empty_like(p)
    LOSSES[name].terms(p, a, out, np.empty_like(p))
    return out.sum(axis=0)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("squared_error", 0.5 * ((A - P) ** 2).sum(axis=0)),
        ("cross_entropy", -np.log([0.7, 0.5])),
        ("binary_cross_entropy", -np.log([0.7 * 0.8 * 0.9, 0.8 * 0.7 * 0.5])),
    ],
)
def test_values_follow_the_definition(name, expected):
    np.testing.assert_allclose(value(name, P, A), expected)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_total_is_the_sum_of_all_shares(name, dtype):
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(4), 30).T.astype(dtype)
    p[:, 0] = [0, 1, 0, 0]
    a = np.eye(4, dtype=dtype)[:, rng.integers(0, 4, 30)]
    scratch, more = np.empty_like(p), np.empty_like(p)
    total = LOSSES[name].total(p, a, scratch, more)
    assert total == pytest.approx(value(name, p, a).sum(), rel=1e-5)


@pytest.mark.parametrize("name", ["cross_entropy", "binary_cross_entropy"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_certain_and_wrong_is_expensive_but_finite(name, dtype):
    wrong = value(name, np.array([[0.0], [1.0]], dtype), np.array([[1.0], [0.0]], dtype))
    assert np.isfinite(wrong).all()
    assert wrong[0] > 10


def test_cross_entropy_of_sigmoid_outputs_is_the_binary_one():
    assert get_loss("cross_entropy", "sigmoid").name == "binary_cross_entropy"
    assert get_loss("cross_entropy", "softmax").name == "cross_entropy"


@pytest.mark.parametrize("loss", ["cross_entropy", "binary_cross_entropy"])
@pytest.mark.parametrize("activation", ["identity", "tanh", "relu"])
def test_logarithms_need_probabilities(loss, activation):
    network = Network((2, 2), output_activation=activation)
    with pytest.raises(ValueError, match="needs outputs between 0 and 1"):
        Trainer(network, [[0, 1]], [[0, 1]], loss=loss)


def test_unknown_loss_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"no loss 'mse'.*squared_error, cross_entropy"):
        get_loss("mse", "softmax")


@pytest.mark.parametrize("targets", [[[0.5, 0.6]], [[0, 0]], [[1.5, -0.5]]])
def test_cross_entropy_refuses_targets_that_are_no_distribution(targets):
    with pytest.raises(ValueError, match="cross_entropy needs"):
        backpropagate(Network((2, 2)), [[0, 1]], targets)
