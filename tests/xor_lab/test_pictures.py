"""What is drawn of a network: surface, borders, hidden space, landscape; and how often it works."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ocr_app.engine.xor_lab.geometry import (
    Border,
    borders,
    clearest_units,
    hidden_space,
    is_linearly_separable,
    surface,
)
from ocr_app.engine.xor_lab.lab import Lab
from ocr_app.engine.xor_lab.landscape import parameter_names, survey
from ocr_app.engine.xor_lab.presets import HAND_BUILT
from ocr_app.engine.xor_lab.problems import PROBLEMS, XOR, Problem
from ocr_app.engine.xor_lab.settings import LabSettings
from ocr_app.engine.xor_lab.stack import Stack, are_solved, first_parameters
from ocr_app.engine.xor_lab.success import UNITS, rates_for, try_many


def test_the_surface_is_a_picture_with_x2_upwards():
    network = HAND_BUILT.moment().network()
    picture = surface(network, 60)
    place = {0: 10, 1: 50}  # of 0 and 1 on the way from −0.25 to 1.25, in pixels
    for x1, x2 in XOR.inputs:
        pixel = picture[59 - place[int(x2)], place[int(x1)]]
        assert pixel == pytest.approx(network.predict_proba([[x1, x2]])[0, 0], abs=0.2)


def test_borders_are_where_net_inputs_vanish():
    lab = Lab()
    lab.learn(400)
    for border in borders(lab.network):
        ends = border.within(-0.25, 1.25)
        if ends is None:
            continue
        net = lab.network.forward(np.array(ends)).net_inputs[0][:, border.unit]
        np.testing.assert_allclose(net, 0.0, atol=1e-9)


@given(st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5))
def test_a_border_within_a_square_ends_at_its_edges(a, b, c):
    ends = Border(0, a, b, c).within(0.0, 1.0)
    if ends is not None:
        for x, y in ends:
            assert -1e-8 <= x <= 1 + 1e-8
            assert -1e-8 <= y <= 1 + 1e-8
            assert min(abs(x), abs(1 - x), abs(y), abs(1 - y)) < 1e-8


def test_the_hidden_space_of_a_solution_can_be_separated_and_the_inputs_cannot():
    moment = HAND_BUILT.moment()
    space = hidden_space(moment, moment.network(), (0, 1))
    assert space is not None
    assert space.is_separable
    assert (space.low, space.high) == (0.0, 1.0)
    np.testing.assert_allclose(np.rint(space.points), [[0, 1], [1, 1], [1, 1], [1, 0]])
    assert space.border is not None
    sides = space.points @ [space.border.a, space.border.b] + space.border.c > 0
    assert sides.tolist() == [False, True, True, False]
    assert not is_linearly_separable(XOR.X, XOR.T[:, 0] > 0.5)


@pytest.mark.parametrize("key", ["and", "or", "nand"])
def test_what_one_neuron_learns_is_separable(key):
    problem = PROBLEMS[key]
    assert is_linearly_separable(problem.X, problem.T[:, 0] > 0.5)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(2, 6), st.booleans())
def test_separability_of_random_points(seed, n_coordinates, shifted):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=(20, n_coordinates))
    classes = points[:, 0] > 0
    if shifted:  # a gap between the classes
        points[:, 0] += np.where(classes, 0.2, -0.2)
        assert is_linearly_separable(points, classes)
    else:  # a point of one class in the middle of points of the other
        points = np.vstack([points, -points, np.zeros(n_coordinates)])
        assert not is_linearly_separable(points, np.arange(41) == 40)


def can_be_parted(points, classes):
    """Whether weights and a bias exist that put every point on its side, by linear programming."""
    sides = np.where(classes, 1.0, -1.0)[:, np.newaxis]
    rows = -sides * np.column_stack([points, np.ones(len(points))])
    found = linprog(np.zeros(3), A_ub=rows, b_ub=-np.ones(len(points)), bounds=(None, None))
    return found.status == 0


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 8))
def test_two_units_are_looked_at_between_which_a_line_parts_the_classes(seed, n_points):
    lab = Lab()
    lab.configure(replace(lab.settings, hidden_layer_sizes=(4,), seed=seed))
    problem = Problem(
        "points",
        "Your points",
        tuple(map(tuple, np.random.default_rng(seed).uniform(0, 1, (n_points, 2)).tolist())),
        tuple(float(row % 2) for row in range(n_points)),
    )
    lab.use_problem(problem)
    network, outputs = lab.network, lab.network.forward(problem.X).outputs[-2]
    across, up = clearest_units(lab.moment, network, (0, 1))
    space = hidden_space(lab.moment, network, (across, up))
    classes = np.array(problem.targets) > 0.5
    if space.is_separable_here:
        assert can_be_parted(outputs[:, [across, up]], classes)
    else:
        assert (across, up) == (0, 1)
        for pair in combinations(range(4), 2):
            assert not is_linearly_separable(outputs[:, list(pair)], classes)


def test_no_hidden_layer_has_no_hidden_space():
    lab = Lab()
    lab.configure(replace(lab.settings, hidden_layer_sizes=()))
    assert hidden_space(lab.moment, lab.network, (0, 1)) is None


def test_the_landscape_has_the_error_of_each_pair_of_weights_and_room_for_the_path():
    lab = Lab()
    lab.learn(600)
    path = lab.path()
    land = survey(lab.moment, 2, 7, path, resolution=9)
    for at, (low, high) in ((2, land.x_range), (7, land.y_range)):
        assert low < path[:, at].min() <= path[:, at].max() < high
    network = lab.moment.network()
    network.parameters[2] = land.x_range[0] + 2.5 * (land.x_range[1] - land.x_range[0]) / 9
    network.parameters[7] = land.y_range[1] - 0.5 * (land.y_range[1] - land.y_range[0]) / 9
    expected = 0.5 * np.mean((network.predict_proba(XOR.X) - XOR.T) ** 2)
    assert land.errors[0, 2] == pytest.approx(expected, rel=1e-12)


def test_the_path_begins_at_the_start_and_ends_here():
    lab = Lab()
    start = lab.moment.parameters
    lab.learn(600)
    path = lab.path()
    np.testing.assert_array_equal(path[0], start)
    np.testing.assert_array_equal(path[-1], lab.moment.parameters)
    assert len(path) > 10


def test_every_weight_has_a_name():
    lab = Lab()
    lab.configure(replace(lab.settings, hidden_layer_sizes=(2, 2)))
    names = parameter_names(lab.moment)
    assert len(set(names)) == len(names) == len(lab.moment.parameters)
    assert names[0] == "x₁ → h₁₁"
    assert names[-1] == "bias of y"


@settings(max_examples=20, deadline=None)
@given(
    st.sampled_from(["sigmoid", "tanh", "relu"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([(), (2,), (3, 2)]),
    st.sampled_from([0.0, 0.9]),
)
def test_networks_side_by_side_learn_what_each_would_alone(
    activation, bias, full_batch, sizes, momentum
):
    chosen = LabSettings(
        hidden_layer_sizes=sizes,
        activation=activation,
        bias=bias,
        full_batch=full_batch,
        momentum=momentum,
    )
    stack = Stack(XOR, chosen, first_parameters(XOR, chosen, range(3)))
    for _ in range(20):
        stack.epoch()
    for seed in range(3):
        lab = Lab()
        lab.configure(replace(chosen, seed=seed))
        lab.learn(20 * lab.moment.steps_per_epoch)
        np.testing.assert_allclose(stack.parameters[:, seed], lab.moment.parameters, rtol=1e-9)


def test_more_units_solve_more_often_and_it_can_be_cancelled():
    told: list[float] = []
    results = list(
        try_many(XOR, LabSettings(), lambda: False, told.append, n_seeds=12, max_epochs=400)
    )
    chosen = LabSettings()
    assert [(r.units, r.learning_rate) for r in results] == [
        (units, rate) for units in UNITS for rate in rates_for(chosen)
    ]
    share = {(r.units, r.learning_rate): r.share for r in results}
    assert share[1, 1.0] == 0.0
    assert share[1, 1.0] < share[2, 1.0] < share[4, 1.0]
    assert told == sorted(told)
    assert told[-1] > 0.8
    assert list(try_many(XOR, LabSettings(), lambda: True, n_seeds=4, max_epochs=100)) == []


def test_what_is_counted_as_solved_is_what_the_lab_calls_solved():
    chosen = LabSettings(learning_rate=1.0, hidden_layer_sizes=(4,))
    stack = Stack(XOR, chosen, first_parameters(XOR, chosen, range(8)))
    for _ in range(120):
        stack.epoch()
    solved = are_solved(XOR, stack.outputs())
    for seed in range(8):
        lab = Lab()
        lab.configure(replace(chosen, seed=seed))
        lab.learn(480)
        assert lab.is_solved == solved[seed]
