"""Single steps: every number that is shown is what `nn` and central differences say."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nn import Network, Trainer, TrainingSettings
from nn.gradient_check import check_gradient
from ocr_app.engine.arithmetic import OVERVIEW
from ocr_app.engine.diagram import BIAS, Weight
from ocr_app.engine.formula import Mark, Node, to_text
from ocr_app.engine.xor_lab.arithmetic import sections
from ocr_app.engine.xor_lab.article import article_numbers, is_article
from ocr_app.engine.xor_lab.chain_rule import error_by_output
from ocr_app.engine.xor_lab.lab import Lab
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.presets import ARTICLE, HAND_BUILT, PRESETS
from ocr_app.engine.xor_lab.problems import PROBLEMS, XOR
from ocr_app.engine.xor_lab.settings import LabSettings
from ocr_app.engine.xor_lab.shallow import ShallowDescent, make_descent
from ocr_app.engine.xor_lab.step_numbers import compute_step
from ocr_app.engine.xor_lab.tape import Descent

some_settings = st.builds(
    LabSettings,
    hidden_layer_sizes=st.lists(st.integers(1, 8), max_size=3).map(tuple),
    activation=st.sampled_from(["sigmoid", "tanh", "relu"]),
    bias=st.booleans(),
    full_batch=st.booleans(),
    learning_rate=st.floats(0.01, 2.0),
    momentum=st.sampled_from([0.0, 0.5, 0.9]),
    seed=st.integers(0, 1000),
)

shallow_settings = st.builds(
    LabSettings,
    hidden_layer_sizes=st.tuples(st.integers(1, 8)),
    activation=st.sampled_from(["sigmoid", "tanh"]),
    bias=st.booleans(),
    full_batch=st.just(True),
    learning_rate=st.floats(0.01, 2.0),
    momentum=st.sampled_from([0.0, 0.5, 0.9]),
    seed=st.integers(0, 1000),
)


def shown_number(text: str) -> float:
    """Read the last number of a formula as a person would."""
    last = text.replace("−", "-").split("=")[-1].strip().strip("()")
    match = re.fullmatch(r"(-?[\d.]+)(?: · 10\^\{?(-?\d+)\}?)?", last)
    assert match, last
    return float(match[1]) * 10.0 ** int(match[2] or 0)


def agree(shown: float, value: float) -> bool:
    """Whether they are the same to the digits shown: four, or six decimals of what is tiny."""
    return math.isclose(shown, value, rel_tol=6e-4, abs_tol=6e-5)


@settings(max_examples=60, deadline=None)
@given(some_settings, st.sampled_from(sorted(PROBLEMS)), st.data())
def test_what_the_panel_shows_is_what_central_differences_say(chosen, key, data):
    problem = PROBLEMS[key]
    row = data.draw(st.integers(0, problem.n_rows - 1))
    # Away from biases of 0, with which a ReLU sits on its kink for the input (0, 0).
    weights = chosen.new_network(problem.n_inputs).parameters
    weights += np.random.default_rng(chosen.seed).uniform(0.05, 0.3, weights.shape)
    moment = Moment.begin(problem, chosen, weights, row)
    numbers = compute_step(moment, row, None)
    layer = data.draw(st.integers(0, numbers.n_layers - 1))
    rows = numbers.network.shapes[layer][0]
    sources = [*range(numbers.network.layer_sizes[layer])] + [BIAS] * chosen.bias
    at = Weight(layer, data.draw(st.integers(0, rows - 1)), data.draw(st.sampled_from(sources)))
    one = check_gradient(
        moment.network(), problem.X[row : row + 1], problem.T[row : row + 1], loss="squared_error"
    )
    whole = check_gradient(moment.network(), problem.X, problem.T, loss="squared_error")
    numerical = numbers.at(one.numerical, at.layer, at.unit, at.source)
    mean = numbers.at(whole.numerical, at.layer, at.unit, at.source)
    shown = {part.key: to_text(part.formula) for part in sections(numbers, at, OVERVIEW)}

    assert agree(shown_number(shown["gradient"]), numerical)
    old = numbers.at(moment.parameters, at.layer, at.unit, at.source)
    step = mean if chosen.full_batch else numerical
    assert agree(shown_number(shown["update"]), old - chosen.learning_rate * step)
    forward = moment.network().forward(problem.X[row : row + 1])
    assert agree(shown_number(shown["net"]), forward.net_inputs[layer][0, at.unit])
    first_line = shown["output"].splitlines()[0]
    assert agree(shown_number(first_line), forward.outputs[layer][0, at.unit])
    output = float(forward.outputs[-1][0, 0])
    assert agree(shown_number(shown["error"]), 0.5 * (problem.targets[row] - output) ** 2)


def error_with(network: Network, layer: int, outputs: np.ndarray, target: float) -> float:
    """E if some layer gave other outputs: written down here once more, apart from `nn`."""
    for matrix, activation in zip(
        network.matrices[layer + 1 :], network.activations[layer + 1 :], strict=True
    ):
        ones = [1.0] * network.bias
        outputs = CURVES[activation.name](matrix @ np.array([*outputs, *ones]))
    return 0.5 * (target - float(outputs[0])) ** 2


CURVES = {
    "sigmoid": lambda net: 1.0 / (1.0 + np.exp(-net)),
    "tanh": np.tanh,
    "relu": lambda net: np.maximum(net, 0.0),
}


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("sizes", [(), (3,), (3, 2), (2, 3, 2)])
@pytest.mark.parametrize("row", [1, 3])
def test_each_term_of_each_weight_is_a_central_difference(activation, bias, sizes, row):
    chosen = LabSettings(hidden_layer_sizes=sizes, activation=activation, bias=bias, momentum=0.5)
    n = chosen.empty_network(2).parameters.size
    velocity, rng = np.linspace(-0.2, 0.3, n), np.random.default_rng(1)
    while True:
        weights = rng.uniform(-0.8, 1.5, n)
        moment = replace(Moment.begin(XOR, chosen, weights, row), velocity=velocity)
        numbers = compute_step(moment, row, None)
        if all(net.all() for net in numbers.net_inputs):  # no unit sits on the kink of ReLU
            break
    network, target, h = moment.network(), XOR.targets[row], 1e-6
    numerical = check_gradient(
        network, XOR.X[row : row + 1], XOR.T[row : row + 1], loss="squared_error"
    ).numerical
    parts = network.split(np.arange(n))
    places = [
        Weight(layer, unit, BIAS if source == network.layer_sizes[layer] else source)
        for layer, part in enumerate(parts)
        for unit, source in np.ndindex(part.shape)
    ]
    assert len(places) == n
    for at in places:
        shown = {part.key: to_text(part.formula) for part in sections(numbers, at, OVERVIEW)}
        place = int(parts[at.layer][at.unit, at.source])
        assert agree(shown_number(shown["gradient"]), numerical[place])
        after = weights[place] - 0.5 * numerical[place] + 0.5 * velocity[place]
        assert agree(shown_number(shown["update"]), after)

        outputs, moved = numbers.outputs[at.layer], np.eye(len(numbers.outputs[at.layer]))[at.unit]
        blame = (
            error_with(network, at.layer, outputs + h * moved, target)
            - error_with(network, at.layer, outputs - h * moved, target)
        ) / (2 * h)
        net = float(numbers.net_inputs[at.layer][at.unit])
        curve = CURVES[network.activations[at.layer].name]
        slope = float(curve(net + h) - curve(net - h)) / (2 * h)
        value = 1.0 if at.source == BIAS else numbers.values_into(at.layer)[at.source]
        terms = [*map(shown_number, shown["gradient"].splitlines()[1].strip(" =").split("×"))]
        assert len(terms) == 3
        assert all(map(agree, terms, (blame, slope, value)))
        assert agree(shown_number(shown["paths"]), blame)
        assert agree(shown_number(shown["output"]), slope)
        assert agree(shown_number(shown["net"]), net)
        assert agree(shown_number(shown["output"].splitlines()[0]), float(curve(net)))


@settings(max_examples=40, deadline=None)
@given(some_settings, st.integers(0, 3))
def test_the_sum_over_paths_is_the_slope_of_the_error_by_a_hidden_output(chosen, row):
    numbers = compute_step(Moment.begin(XOR, chosen), row, None)
    for layer in range(numbers.n_layers - 1):
        for unit, delta in enumerate(numbers.deltas[layer].tolist()):
            blame = error_by_output(numbers, layer, unit)
            assert blame * numbers.slopes[layer][unit] == pytest.approx(delta, abs=1e-15)


@settings(max_examples=40, deadline=None)
@given(some_settings, st.integers(1, 30))
def test_fast_descent_does_what_nn_does(chosen, epochs):
    network = chosen.new_network(2)
    trainer = Trainer(
        network,
        XOR.X,
        XOR.T,
        TrainingSettings(
            solver="sgd",
            learning_rate_init=chosen.learning_rate,
            momentum=chosen.momentum,
            nesterovs_momentum=False,
            alpha=0.0,
            batch_size=4 if chosen.full_batch else 1,
            shuffle=False,
            max_iter=epochs,
            n_iter_no_change=math.inf,
        ),
        loss="squared_error",
    )
    for _ in trainer.epochs():
        pass
    descent = make_descent(network, XOR.X, XOR.T, full_batch=chosen.full_batch)
    descent.configure(chosen.learning_rate, chosen.momentum)
    descent.run(epochs if chosen.full_batch else 4 * epochs)
    expected = trainer.network.parameters
    np.testing.assert_allclose(network.parameters, expected, rtol=1e-10, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(
    shallow_settings,
    st.sampled_from(sorted(PROBLEMS)),
    st.lists(st.integers(0, 60), min_size=1, max_size=5),
)
def test_the_short_way_through_net_inputs_leads_where_the_plain_one_does(chosen, key, chunks):
    problem = PROBLEMS[key]
    networks = [chosen.new_network(problem.n_inputs) for _ in range(2)]
    plain, short = (
        make(network, problem.X, problem.T, full_batch=True)
        for make, network in zip((Descent, make_descent), networks, strict=True)
    )
    # A step by the article's only point says nothing about three inputs; that is not for it.
    assert isinstance(short, ShallowDescent) == (problem.n_rows >= problem.n_inputs + chosen.bias)
    for n_steps in chunks:
        for descent in (plain, short):
            descent.configure(chosen.learning_rate, chosen.momentum)
            descent.run(n_steps)
        same = {"rtol": 1e-9, "atol": 1e-11}
        np.testing.assert_allclose(networks[1].parameters, networks[0].parameters, **same)
        np.testing.assert_allclose(short.velocity, plain.velocity, **same)
        np.testing.assert_allclose(short.misses(), plain.misses(), **same)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("first", [0, 3])
def test_many_rounds_at_a_time_are_the_same_steps(momentum, first):
    networks = [LabSettings().new_network(2) for _ in range(2)]
    at_once, one_by_one = (Descent(network, XOR.X, XOR.T, full_batch=False) for network in networks)
    for descent in (at_once, one_by_one):
        descent.configure(0.3, momentum)
    at_once.run(450, first)
    for step in range(450):
        one_by_one.run(1, first + step)
    np.testing.assert_array_equal(networks[0].parameters, networks[1].parameters)
    np.testing.assert_array_equal(at_once.velocity, one_by_one.velocity)


def test_points_that_nearly_coincide_are_learned_from_through_the_weights():
    X = np.array([[0.0, 0.0], [0.0, 1e-6], [1.0, 0.5], [1.0, 0.5 + 1e-6]])
    network = LabSettings(full_batch=True).new_network(2)
    assert type(make_descent(network, X, XOR.T, full_batch=True)) is Descent


@settings(max_examples=30, deadline=None)
@given(some_settings, st.integers(0, 3))
def test_a_step_changes_the_weights_by_what_the_update_says(chosen, row):
    lab = Lab()
    lab.configure(chosen)
    lab.learn(5)
    lab.use_row(row)
    numbers = lab.numbers
    lab.finish_step()
    np.testing.assert_allclose(lab.moment.parameters, numbers.after, rtol=1e-11, atol=1e-13)


def test_every_number_of_the_article_appears_beside_its_rounding():
    lab = Lab(ARTICLE)
    assert is_article(lab.numbers)
    numbers = article_numbers(lab.numbers)
    for printed in ("1.0", "1.3", "0.8", "0.73", "0.79", "0.69", "1.2", "0.77", "0.17"):
        assert printed in [number.article for number in numbers]
    for number in numbers:
        # Each is the article's but for its rounding; ∂E/∂w was made of rounded numbers.
        tolerance = 0.005 if number.name in {"∂E/∂w", "∂output/∂net"} else 0.05 + 1e-9
        assert number.exact == pytest.approx(float(number.article), abs=tolerance)
    by_name = {number.name: number for number in numbers}
    assert by_name["∂E/∂w"].exact == pytest.approx(0.0989, abs=5e-5)
    assert by_name["w new"].exact == pytest.approx(0.3 - 0.2 * 0.0989, abs=5e-5)
    terms = [by_name[name].exact for name in ("∂E/∂output", "∂output/∂net", "∂net/∂w")]
    assert math.prod(terms) == pytest.approx(by_name["∂E/∂w"].exact, rel=1e-12)
    assert pytest.approx(float(by_name["∂E/∂w"].article), abs=1e-3) == 0.77 * 0.17 * 0.73


def test_it_is_the_articles_no_longer_when_a_weight_is_changed():
    lab = Lab(ARTICLE)
    lab.set_parameter(1, 0, 0, 0.31)
    assert not is_article(lab.numbers)


@pytest.mark.parametrize("rate", [0.25, 0.05, 12.5, 0.123, 1.0])
def test_the_learning_rate_is_shown_as_it_was_typed(rate):
    lab = Lab()
    lab.configure(replace(lab.settings, learning_rate=rate, momentum=0.125))
    update = sections(lab.numbers, Weight(1, 0, 0), OVERVIEW)[-1]
    assert f" − {rate:g} × " in to_text(update.formula)
    assert " + 0.125 × " in to_text(update.formula)


def test_an_input_is_shown_as_it_was_typed():
    lab = Lab()
    lab.use_own_input((-0.125, 1e-5))
    net = to_text(sections(lab.numbers, Weight(0, 0, 0), OVERVIEW)[0].formula)
    assert "· (−0.125)" in net
    assert "· 0.00001000 " in net


def test_the_network_built_by_hand_solves_xor_and_says_what_its_units_do():
    moment = HAND_BUILT.moment()
    forward = moment.network().forward(XOR.X)
    assert np.rint(forward.outputs[-1][:, 0]).tolist() == [0, 1, 1, 0]
    assert np.rint(forward.outputs[0]).T.tolist() == [[0, 1, 1, 1], [1, 1, 1, 0]]  # OR, NAND
    assert set(HAND_BUILT.notes) == {(0, 0), (0, 1), (1, 0)}


def test_marks_of_a_formula_name_the_weights_of_the_picture():
    numbers = Lab().numbers
    net = sections(numbers, Weight(0, 2, 0), OVERVIEW)[0]
    assert {"w:0:2:0", "w:0:2:1", "w:0:2:-1", "net:0:2"} <= set(_marks(net.formula))


def test_all_presets_can_be_begun_with_and_have_different_names():
    assert len({preset.name for preset in PRESETS}) == len(PRESETS)
    for preset in PRESETS:
        network = preset.moment().network()
        assert isinstance(network, Network)
        assert network.parameters.any()


def _marks(part: Node) -> list[str]:
    """Find the keys of all marks inside a formula."""
    if isinstance(part, Mark):
        return [part.key, *_marks(part.inner)]
    found: list[str] = []
    for name in ("parts", "pieces", "inner", "above", "below", "left", "right", "base", "of"):
        value = getattr(part, name, None)
        for each in value if isinstance(value, tuple) else (value,):
            if each is not None and not isinstance(each, str):
                found += _marks(each)
    return found
