"""A published worked example of backpropagation, in its own numbers.

Two inputs, three hidden units, one output; sigmoid everywhere, no biases, E = ½(target − output)².
"""

import numpy as np
import pytest

from nn import Network, Trainer, TrainingSettings, backpropagate


@pytest.fixture
def network():
    network = Network((2, 3, 1), "sigmoid", "sigmoid", bias=False, dtype=np.float64)
    network.weights[0][:] = np.transpose([[0.8, 0.4, 0.3], [0.2, 0.9, 0.5]])
    network.weights[1][:] = [[0.3, 0.5, 0.9]]
    return network


def test_forward_pass(network):
    hidden, output = network.forward([[1.0, 1.0]]).outputs
    net_inputs = network.forward([[1.0, 1.0]]).net_inputs
    np.testing.assert_allclose(net_inputs[0], [[1.0, 1.3, 0.8]])
    np.testing.assert_allclose(hidden, [[0.73, 0.79, 0.69]], atol=0.005)
    np.testing.assert_allclose(net_inputs[1], [[1.2332121]], atol=1e-7)
    np.testing.assert_allclose(output, [[0.77438027]], atol=1e-8)


def test_three_terms_of_the_chain_rule(network):
    hidden, output = (layer[0] for layer in network.forward([[1.0, 1.0]]).outputs)
    backward = backpropagate(network, [[1.0, 1.0]], [[0.0]], loss="squared_error")
    error_by_output = output[0] - 0.0
    output_by_net_input = output[0] * (1 - output[0])
    net_input_by_weight = hidden[0]
    assert error_by_output == pytest.approx(0.77, abs=0.005)
    assert output_by_net_input == pytest.approx(0.17, abs=0.005)
    assert net_input_by_weight == pytest.approx(0.73, abs=0.005)
    assert backward.deltas[-1][0, 0] == pytest.approx(error_by_output * output_by_net_input)
    product = error_by_output * output_by_net_input * net_input_by_weight
    assert backward.weights[1][0, 0] == pytest.approx(product)
    assert backward.weights[1][0, 0] == pytest.approx(0.0989, abs=5e-5)
    assert round(0.77 * 0.17 * 0.73, 3) == pytest.approx(backward.weights[1][0, 0], abs=0.005)
    assert backward.loss == pytest.approx(0.5 * output[0] ** 2)


def test_one_step_of_the_trainer_gives_the_new_weight(network):
    settings = TrainingSettings(
        solver="sgd", momentum=0, learning_rate_init=0.2, alpha=0, max_iter=1
    )
    trainer = Trainer(network, [[1.0, 1.0]], [[0.0]], settings, loss="squared_error")
    (report,) = trainer.epochs()
    assert report.loss == pytest.approx(0.29983, abs=1e-5)
    assert trainer.network.weights[1][0, 0] == pytest.approx(0.2802, abs=5e-5)
    assert trainer.network.weights[1][0, 0] == pytest.approx(0.281, abs=0.001)
    assert trainer.network.predict_proba([[1.0, 1.0]])[0, 0] < 0.77438
    assert network.weights[1][0, 0] == 0.3, "the given network must stay as it was"
