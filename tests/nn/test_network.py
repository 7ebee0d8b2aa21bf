import copy
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nn import Network, Trainer, TrainingSettings
from nn.activations import HIDDEN_ACTIVATIONS


def initialized(*args, seed=0, **kwargs):
    network = Network(*args, **kwargs)
    network.initialize(np.random.default_rng(seed))
    return network


@given(
    sizes=st.lists(st.integers(1, 6), min_size=2, max_size=5),
    activation=st.sampled_from(HIDDEN_ACTIVATIONS),
    output_activation=st.sampled_from(["softmax", "sigmoid", "identity"]),
    bias=st.booleans(),
    n=st.integers(0, 4),
)
def test_forward_is_weighted_sums_and_activations(sizes, activation, output_activation, bias, n):
    network = initialized(sizes, activation, output_activation, bias=bias, dtype=np.float64)
    network.parameters[:] += 0.1
    X = np.random.default_rng(1).normal(size=(n, sizes[0]))
    passed = network.forward(X)
    inputs = X
    for weights, biases, net_inputs, outputs in zip(
        network.weights, network.biases, passed.net_inputs, passed.outputs, strict=True
    ):
        np.testing.assert_allclose(net_inputs, inputs @ weights.T + biases, atol=1e-12)
        assert net_inputs.shape == outputs.shape == (n, len(biases))
        inputs = outputs
    np.testing.assert_allclose(network.predict_proba(X), passed.outputs[-1])


def test_weights_and_biases_are_views_of_the_parameters():
    network = Network((3, 4, 2))
    assert [w.shape for w in network.weights] == [(4, 3), (2, 4)]
    assert [b.shape for b in network.biases] == [(4,), (2,)]
    assert network.parameters.shape == (3 * 4 + 4 + 4 * 2 + 2,)
    network.parameters[:] = 1.0
    for array in (*network.weights, *network.biases):
        assert (array == 1.0).all()
        array[...] = 2.0
    assert (network.parameters == 2.0).all()


def test_without_biases():
    network = initialized((3, 4, 2), bias=False)
    assert network.parameters.shape == (3 * 4 + 4 * 2,)
    assert [b.tolist() for b in network.biases] == [[0] * 4, [0] * 2]
    with pytest.raises(ValueError, match="read-only"):
        network.biases[0][:] = 1
    np.testing.assert_array_equal(network.forward([[0, 0, 0]]).net_inputs[0], [[0, 0, 0, 0]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_results_have_the_dtype_of_the_network(dtype):
    network = initialized((3, 4, 2), dtype=dtype)
    passed = network.forward([[1, 2, 3]])
    for array in (*passed.net_inputs, *passed.outputs, network.predict_proba([[1, 2, 3]])):
        assert array.dtype == dtype


def test_forward_pass_is_read_only():
    passed = initialized((3, 4, 2)).forward([[1, 2, 3]])
    for array in (*passed.net_inputs, *passed.outputs):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_single_samples_and_batches_agree():
    network = initialized((64, 64, 10))
    X = np.random.default_rng(0).random((20, 64))
    one_by_one = np.concatenate([network.predict_proba(row[np.newaxis]) for row in X])
    np.testing.assert_allclose(network.predict_proba(X), one_by_one, rtol=1e-5)


def test_the_same_seed_gives_the_same_network_in_either_precision():
    a, b = (initialized((5, 7, 3), seed=4) for _ in range(2))
    np.testing.assert_array_equal(a.parameters, b.parameters)
    double = initialized((5, 7, 3), seed=4, dtype=np.float64)
    np.testing.assert_array_equal(a.parameters, double.parameters.astype(np.float32))
    assert not np.array_equal(a.parameters, initialized((5, 7, 3), seed=5).parameters)


def pickled(network):
    return pickle.loads(pickle.dumps(network))  # noqa: S301 - our own bytes


@pytest.mark.parametrize("duplicate", [Network.copy, copy.deepcopy, pickled])
def test_copies_are_equal_and_independent(duplicate):
    network = initialized((3, 4, 2), "tanh", "sigmoid", bias=False, dtype=np.float64)
    twin = duplicate(network)
    assert repr(twin) == repr(network)
    np.testing.assert_array_equal(twin.parameters, network.parameters)
    before = network.parameters.copy()
    twin.weights[0][:] = 9.0
    assert np.count_nonzero(twin.parameters == 9.0) == 12
    np.testing.assert_array_equal(network.parameters, before)


def test_threads_may_read_while_another_network_trains():
    network = initialized((20, 30, 5))
    rng = np.random.default_rng(0)
    inputs = [rng.random((n, 20)) for n in (1, 3, 50)]
    expected = [network.predict_proba(X) for X in inputs]

    def read(i):
        for _ in range(200):
            passed = network.forward(inputs[i]).outputs[-1]
            proba = network.predict_proba(inputs[i])
            if not (np.array_equal(proba, expected[i]) and np.allclose(passed, expected[i])):
                return False
        return True

    def train():
        settings = TrainingSettings(max_iter=30, batch_size=8, random_state=0)
        trainer = Trainer(network, rng.random((60, 20)), np.arange(60) % 5, settings)
        return len(list(trainer.epochs()))

    with ThreadPoolExecutor(4) as pool:
        training = pool.submit(train)
        readings = list(pool.map(read, range(3)))
        assert training.result() == 30
    assert readings == [True] * 3


@pytest.mark.parametrize("sizes", [(), (3,), (3, 0), (3, -1, 2), (3, 2.5), (3, True), ("3", 2)])
def test_impossible_sizes(sizes):
    with pytest.raises(ValueError, match="layer_sizes must be whole numbers"):
        Network(sizes)


def test_numpy_integers_are_sizes():
    assert Network(np.array([3, 2])).layer_sizes == (3, 2)


def test_impossible_names_and_types():
    with pytest.raises(ValueError, match="Hidden layers cannot be softmax"):
        Network((2, 2, 2), activation="softmax")
    with pytest.raises(ValueError, match="no activation 'swish'"):
        Network((2, 2), output_activation="swish")
    with pytest.raises(ValueError, match="float32 or float64, not int64"):
        Network((2, 2), dtype=np.int64)
    with pytest.raises(ValueError, match="no initializer 'magic'"):
        Network((2, 2)).initialize(np.random.default_rng(), "magic")


@pytest.mark.parametrize("shape", [(3,), (2, 4), (1, 2, 3), ()])
def test_inputs_of_another_shape(shape):
    network = Network((3, 2))
    for read in (network.forward, network.predict_proba):
        with pytest.raises(ValueError, match=r"samples of 3 numbers"):
            read(np.zeros(shape))


@pytest.mark.parametrize(
    ("scheme", "activation", "variance", "biases"),
    [
        ("auto", "relu", 2 / 300, 0.0),
        ("he", "tanh", 2 / 300, 0.0),
        ("auto", "tanh", 2 / 700, 0.0),
        ("xavier", "relu", 2 / 700, 0.0),
        ("glorot", "relu", 2 / 700, 2 / 700),
        ("glorot", "sigmoid", 2 / 3 / 700, 2 / 3 / 700),
    ],
)
def test_initial_variance(scheme, activation, variance, biases):
    network = Network((300, 400, 1), activation)
    network.initialize(np.random.default_rng(0), scheme)
    assert network.weights[0].mean() == pytest.approx(0, abs=4 * (variance / 120_000) ** 0.5)
    assert network.weights[0].var() == pytest.approx(variance, rel=0.02)
    assert network.biases[0].var() == pytest.approx(biases, rel=0.2)
