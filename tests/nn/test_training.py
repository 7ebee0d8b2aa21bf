import dataclasses
import tracemalloc

import numpy as np
import pytest
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_digits

from nn import Network, Trainer, TrainingSettings
from nn.samples import Samples

XOR_X = [[0, 0], [0, 1], [1, 0], [1, 1]]
XOR_Y = [0, 1, 1, 0]


def make_network(sizes=(6, 8, 3), activation="tanh", output="softmax", seed=0, **kwargs):
    network = Network(sizes, activation, output, **kwargs)
    network.initialize(np.random.default_rng(seed))
    return network


def make_samples(n=50, seed=0):
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n, 6))
    return X, X[:, :3].argmax(axis=1)


def make_trainer(validation=False, sizes=(6, 8, 3), loss="cross_entropy", **changes):
    X, y = make_samples()
    values = {"max_iter": 5, "batch_size": 8, "random_state": 0, **changes}
    return Trainer(
        make_network(sizes),
        X,
        y,
        TrainingSettings(**values),
        loss=loss,
        validation=make_samples(30, seed=1) if validation else None,
    )


# Learning


@pytest.mark.parametrize(
    ("activation", "loss", "changes"),
    [
        ("tanh", "cross_entropy", {"learning_rate_init": 0.05}),
        ("relu", "squared_error", {"learning_rate_init": 0.05}),
        ("sigmoid", "squared_error", {"solver": "sgd", "learning_rate_init": 1.0}),
        ("tanh", "squared_error", {"solver": "sgd", "momentum": 0, "learning_rate_init": 1.0}),
    ],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_xor_is_solved(activation, loss, changes, dtype):
    network = make_network((2, 6, 1), activation, "sigmoid", seed=1, dtype=dtype)
    values = {"alpha": 0, "max_iter": 3000, "n_iter_no_change": 3000, "random_state": 0}
    trainer = Trainer(network, XOR_X, XOR_Y, TrainingSettings(**values, **changes), loss=loss)
    losses = [report.loss for report in trainer.epochs()]
    assert losses[-1] < losses[0] / 10
    np.testing.assert_array_equal(trainer.network.predict_proba(XOR_X)[:, 0] > 0.5, XOR_Y)


def test_digits_are_learnt():
    X, y = load_digits(return_X_y=True)
    trainer = Trainer(
        make_network((64, 32, 10), "relu"),
        X[:1400] / 16,
        y[:1400],
        TrainingSettings(max_iter=20, batch_size=32, random_state=0),
        validation=(X[1400:] / 16, y[1400:]),
    )
    reports = list(trainer.epochs())
    assert [report.epoch for report in reports] == list(range(1, 21))
    assert reports[-1].loss < reports[0].loss / 5
    assert reports[-1].validation_loss < reports[0].validation_loss
    assert reports[-1].validation_score > 0.88
    assert trainer.stop_reason == "max_iter"


def test_the_given_network_is_not_touched():
    X, y = make_samples()
    network = make_network()
    before = network.parameters.copy()
    trainer = Trainer(network, X, y, TrainingSettings(max_iter=2))
    list(trainer.epochs())
    np.testing.assert_array_equal(network.parameters, before)
    assert not np.array_equal(trainer.network.parameters, before)


def test_whole_numbers_mean_one_hot_targets():
    X, y = make_samples()
    runs = []
    for targets in (y, np.eye(3)[y]):
        trainer = Trainer(make_network(), X, targets, TrainingSettings(max_iter=2, random_state=0))
        list(trainer.epochs())
        runs.append(trainer.network.parameters)
    np.testing.assert_array_equal(*runs)


# Reproducibility


@pytest.mark.parametrize("solver", ["sgd", "adam"])
@pytest.mark.parametrize("random_state", [7, "generator", "legacy"])
def test_the_same_seed_gives_the_same_bits(solver, random_state):
    make = {
        7: lambda: 7,
        "generator": lambda: np.random.default_rng(3),
        "legacy": lambda: np.random.RandomState(3),
    }[random_state]
    runs = []
    for _ in range(2):
        trainer = make_trainer(solver=solver, random_state=make())
        reports = list(trainer.epochs())
        runs.append((reports, trainer.network.parameters.tobytes()))
    assert runs[0] == runs[1]


def test_another_seed_takes_another_order():
    a, b = (make_trainer(random_state=seed) for seed in (0, 1))
    assert [r.loss for r in a.epochs()] != [r.loss for r in b.epochs()]


@pytest.mark.parametrize("solver", ["sgd", "adam"])
@pytest.mark.parametrize("legacy", [False, True])
@given(before=st.integers(0, 20), between=st.integers(0, 20))
@settings(deadline=None, max_examples=15)
def test_restore_is_bit_exact_at_any_mini_batch(solver, legacy, before, between):
    random_state = np.random.RandomState(0) if legacy else 0
    trainer = make_trainer(
        solver=solver, validation=True, early_stopping=True, random_state=random_state
    )
    take(trainer, before)
    snapshot = trainer.snapshot()
    expected = take(trainer, between), trainer.network.parameters.tobytes()
    take(trainer, 3)
    for _ in range(2):  # a snapshot can be used more than once
        trainer.restore(snapshot)
        assert (take(trainer, between), trainer.network.parameters.tobytes()) == expected


def take(trainer, n):
    reports = [report for report, _ in zip(trainer.batches(), range(n), strict=False)]
    return [dataclasses.replace(report, indices=tuple(report.indices)) for report in reports]


def test_restore_brings_back_settings():
    trainer = make_trainer(solver="sgd")
    snapshot = trainer.snapshot()
    trainer.settings = dataclasses.replace(trainer.settings, learning_rate_init=0.5, momentum=0.1)
    trainer.restore(snapshot)
    assert trainer.settings == snapshot.settings
    assert next(trainer.epochs()).learning_rate == 1e-3


# Epochs and mini-batches


def test_batches_are_the_steps_that_epochs_are_made_of():
    by_epoch, by_batch = make_trainer(validation=True), make_trainer(validation=True)
    epochs, batches = list(by_epoch.epochs()), list(by_batch.batches())
    assert len(batches) == 5 * 7
    assert [(b.epoch, b.batch, b.n_batches) for b in batches[5:9]] == [
        (1, 6, 7),
        (1, 7, 7),
        (2, 1, 7),
        (2, 2, 7),
    ]
    assert [b.finished_epoch for b in batches if b.finished_epoch] == epochs
    np.testing.assert_array_equal(by_epoch.network.parameters, by_batch.network.parameters)
    first = np.concatenate([b.indices for b in batches[:7]])
    assert sorted(first) == list(range(50))
    assert list(first) != list(range(50))
    assert len(batches[6].indices) == 2


@pytest.mark.parametrize("at_once", [2, 3, 7, 100])
def test_batches_that_are_reported_together_are_the_same_steps(at_once):
    one, together = make_trainer(validation=True), make_trainer(validation=True)
    singles = list(one.batches())
    reports = list(together.batches(at_once=at_once))
    np.testing.assert_array_equal(one.network.parameters, together.network.parameters)
    assert len(reports) == 5 * -(-7 // at_once)
    assert [r.finished_epoch for r in reports if r.finished_epoch] == [
        r.finished_epoch for r in singles if r.finished_epoch
    ]
    first = [r for r in reports if r.epoch == 1]
    np.testing.assert_array_equal(
        np.concatenate([r.indices for r in first]),
        np.concatenate([s.indices for s in singles[:7]]),
    )
    assert first[-1].batch == 7
    n = min(at_once, 7)
    counts = [len(s.indices) for s in singles[:n]]
    mean = np.average([s.loss for s in singles[:n]], weights=counts)
    assert first[0].loss == pytest.approx(mean)
    assert first[0].batch == n


def test_batches_that_are_reported_together_stop_between_two():
    whole, stopped = make_trainer(), make_trainer()
    expected = list(whole.epochs())
    asked = iter([False, False, True])
    assert len(list(stopped.batches(lambda: next(asked), at_once=3))) == 2
    assert stopped.stop_reason == "stopped"
    assert list(stopped.epochs()) == expected
    np.testing.assert_array_equal(whole.network.parameters, stopped.network.parameters)


def test_epochs_finish_what_batches_began():
    whole, mixed = make_trainer(), make_trainer()
    expected = list(whole.epochs())
    take(mixed, 10)
    assert list(mixed.epochs()) == expected[1:]
    np.testing.assert_array_equal(whole.network.parameters, mixed.network.parameters)


def test_without_shuffling_samples_come_in_order():
    batches = list(make_trainer(shuffle=False, max_iter=2).batches())
    assert [i for b in batches for i in b.indices] == [*range(50), *range(50)]


@pytest.mark.parametrize("batch_size", [1, 7, 50, 64, "auto"])
def test_any_mini_batch_follows_the_mean_gradient(batch_size):
    """One epoch of plain gradient descent, against the same written out."""
    X, y = make_samples()
    network = make_network((6, 3), dtype=np.float64)
    values = {"solver": "sgd", "momentum": 0, "shuffle": False, "max_iter": 1}
    trainer = Trainer(
        network,
        X,
        y,
        TrainingSettings(**values, batch_size=batch_size, alpha=0.2, learning_rate_init=0.3),
    )
    (report,) = trainer.epochs()
    W, b, losses = network.weights[0].copy(), network.biases[0].copy(), []
    size = min(200 if batch_size == "auto" else batch_size, 50)
    for start in range(0, 50, size):
        x, t = X[start : start + size], np.eye(3)[y[start : start + size]]
        z = np.exp(x @ W.T + b)
        p = z / z.sum(axis=1, keepdims=True)
        losses.append(-(t * np.log(p)).sum() + 0.2 / 2 * (W**2).sum())
        W, b = (
            W - 0.3 * ((p - t).T @ x + 0.2 * W) / len(x),
            b - 0.3 * (p - t).sum(axis=0) / len(x),
        )
    np.testing.assert_allclose(trainer.network.weights[0], W)
    np.testing.assert_allclose(trainer.network.biases[0], b)
    assert report.loss == pytest.approx(sum(losses) / 50)


def test_sparse_samples_are_the_same_samples():
    X, y = make_samples()
    X[X < 0] = 0
    runs = []
    for data in (X, scipy.sparse.csr_matrix(X), scipy.sparse.csc_array(X)):
        values = TrainingSettings(max_iter=3, batch_size=8, random_state=0)
        trainer = Trainer(make_network(), data, y, values, validation=(data, y))
        runs.append((list(trainer.epochs()), trainer.network.parameters.tobytes()))
    assert runs[0] == runs[1] == runs[2]


@pytest.mark.parametrize("bias", [True, False])
def test_large_samples_are_learnt_from_where_they_are(monkeypatch, bias):
    X, y = make_samples()
    settings = TrainingSettings(max_iter=3, batch_size=7, random_state=0)
    network = make_network(bias=bias)
    copied = Trainer(network, X, y, settings, validation=(X, y))
    monkeypatch.setattr("nn.samples._LARGE", 1)
    in_place = Trainer(network, X.astype(np.float32), y, settings, validation=(X, y))
    assert list(copied.epochs()) == list(in_place.epochs())
    np.testing.assert_array_equal(copied.network.parameters, in_place.network.parameters)


def test_large_samples_take_no_memory_again():
    X = np.zeros((2**16, 128), np.float32)
    tracemalloc.start()
    Trainer(make_network((128, 2, 3)), X, np.zeros(len(X), int))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < X.nbytes / 4


def test_a_full_batch_is_not_shuffled():
    X, y = make_samples()
    settings = TrainingSettings(max_iter=2, batch_size=len(X), random_state=0)
    for report in Trainer(make_network(), X, y, settings).batches():
        np.testing.assert_array_equal(report.indices, np.arange(len(X)))


def test_samples_of_weight_zero_teach_nothing():
    X, y = make_samples()
    weight = (np.arange(50) < 30).astype(float)
    values = TrainingSettings(batch_size=50, max_iter=3, shuffle=False)
    weighted = Trainer(make_network(), X, y, values, sample_weight=weight)
    fewer = Trainer(make_network(), X[:30], y[:30], values)
    losses = [[report.loss for report in trainer.epochs()] for trainer in (weighted, fewer)]
    np.testing.assert_allclose(*losses, rtol=1e-5)
    np.testing.assert_allclose(
        weighted.network.parameters, fewer.network.parameters, rtol=1e-4, atol=1e-6
    )


def test_a_mini_batch_of_weight_zero_does_no_harm():
    X, y = make_samples()
    trainer = Trainer(
        make_network(), X, y, TrainingSettings(batch_size=8, max_iter=1), sample_weight=np.zeros(50)
    )
    assert next(trainer.epochs()).loss == 0
    assert np.isfinite(trainer.network.parameters).all()


# Reasons to stop


def test_should_stop_is_asked_before_every_mini_batch_and_training_can_go_on():
    asked = []
    trainer = make_trainer()
    stopped = list(trainer.epochs(should_stop=lambda: len(asked) == 10 or asked.append(1)))
    assert len(stopped) == 1
    assert len(asked) == 10
    assert trainer.stop_reason == "stopped"
    rest = list(trainer.epochs())
    whole = make_trainer()
    assert stopped + rest == list(whole.epochs())
    np.testing.assert_array_equal(trainer.network.parameters, whole.network.parameters)


@pytest.mark.parametrize("way", ["epochs", "batches"])
def test_stopping_at_once_changes_nothing(way):
    trainer = make_trainer()
    before = trainer.network.parameters.copy()
    assert list(getattr(trainer, way)(should_stop=lambda: True)) == []
    assert trainer.stop_reason == "stopped"
    np.testing.assert_array_equal(trainer.network.parameters, before)


def test_stop_reason_is_known_with_the_last_report():
    trainer = make_trainer(max_iter=2)
    assert [trainer.stop_reason for _ in trainer.epochs()] == [None, "max_iter"]
    assert list(trainer.epochs()) == []
    trainer.settings = dataclasses.replace(trainer.settings, max_iter=3)
    assert [report.epoch for report in trainer.epochs()] == [3]


def test_converged_when_the_loss_no_longer_improves():
    trainer = make_trainer(max_iter=500, tol=0.05, n_iter_no_change=3)
    losses = [report.loss for report in trainer.epochs()]
    assert trainer.stop_reason == "converged"
    assert len(losses) < 500
    best = np.minimum.accumulate(losses)
    assert (np.array(losses[-4:]) > best[-5:-1] - 0.05).all()


def test_early_stopping_ends_with_the_best_parameters():
    trainer = make_trainer(
        validation=True,
        sizes=(6, 30, 3),
        early_stopping=True,
        max_iter=300,
        n_iter_no_change=5,
        learning_rate_init=0.02,
    )
    scores, parameters = [], []
    for report in trainer.epochs():
        scores.append(report.validation_score)
        parameters.append(trainer.network.parameters.copy())
    assert trainer.stop_reason == "early_stopping"
    best = int(np.argmax(scores))
    assert best < len(scores) - 1
    assert trainer.progress.best_score == scores[best]
    np.testing.assert_array_equal(trainer.network.parameters, parameters[best])


def test_stopped_from_outside_the_best_parameters_can_be_taken():
    trainer = make_trainer(validation=True, early_stopping=True, max_iter=20)
    reports = trainer.epochs()
    seen = [(next(reports).validation_score, trainer.network.parameters.copy()) for _ in range(9)]
    trainer.take_best()
    best = max(range(9), key=lambda i: (seen[i][0], -i))
    np.testing.assert_array_equal(trainer.network.parameters, seen[best][1])


@pytest.mark.parametrize("way", ["epochs", "batches"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_divergence_goes_back_to_the_last_sound_epoch(way, dtype):
    X, y = make_samples()
    network = make_network((6, 5, 3), "relu", "identity", dtype=dtype)
    values = TrainingSettings(solver="sgd", batch_size=8, random_state=0, learning_rate_init=0.01)
    trainer = Trainer(network, X, y, values, loss="squared_error", validation=(X, y))
    reports = trainer.epochs()
    next(reports)
    next(reports)
    sound = trainer.network.parameters.copy()
    trainer.settings = dataclasses.replace(values, learning_rate_init=1e12)
    for report in getattr(trainer, way)():
        assert np.isfinite(report.loss)
        if way == "epochs":
            sound = trainer.network.parameters.copy()
    assert trainer.stop_reason == "diverged"
    np.testing.assert_array_equal(trainer.network.parameters, sound)
    assert np.isfinite(trainer.network.parameters).all()


def test_after_divergence_a_smaller_learning_rate_may_go_on():
    X, y = make_samples()
    network = make_network((6, 5, 3), "relu", "identity")
    values = TrainingSettings(solver="sgd", max_iter=20, learning_rate_init=1e30)
    trainer = Trainer(network, X, y, values, loss="squared_error")
    (report,) = trainer.epochs()  # the first step is finite, but where it leads to is not
    assert np.isfinite(report.loss)
    assert trainer.stop_reason == "diverged"
    np.testing.assert_array_equal(trainer.network.parameters, network.parameters)
    assert list(trainer.epochs()) == []
    trainer.settings = dataclasses.replace(values, learning_rate_init=0.01)
    losses = [report.loss for report in trainer.epochs()]
    assert len(losses) == 19
    assert losses[-1] < losses[0]


# Learning rates


def test_learning_rate_and_momentum_may_change_between_two_steps():
    X, y = make_samples()
    values = {"solver": "sgd", "batch_size": 50, "shuffle": False, "alpha": 0, "max_iter": 3}
    first = TrainingSettings(**values, learning_rate_init=0.1, momentum=0)
    trainer = Trainer(make_network(dtype=np.float64), X, y, first)
    reports = trainer.epochs()
    assert next(reports).learning_rate == 0.1
    trainer.settings = dataclasses.replace(first, learning_rate_init=0.4)
    before = trainer.network.copy()
    assert next(reports).learning_rate == 0.4
    after = Trainer(before, X, y, dataclasses.replace(trainer.settings, max_iter=1))
    list(after.epochs())
    np.testing.assert_array_equal(trainer.network.parameters, after.network.parameters)


@pytest.mark.parametrize(
    "changes",
    [{"solver": "adam"}, {"batch_size": 4}, {"random_state": 1}, {"early_stopping": True}],
)
def test_what_is_laid_down_at_the_start_cannot_change(changes):
    trainer = make_trainer(solver="sgd")
    with pytest.raises(ValueError, match=f"{next(iter(changes))} cannot change while training"):
        trainer.settings = dataclasses.replace(trainer.settings, **changes)


def test_invscaling_falls_with_the_samples_seen():
    trainer = make_trainer(
        solver="sgd", learning_rate="invscaling", learning_rate_init=0.5, power_t=0.25, max_iter=3
    )
    rates = [report.learning_rate for report in trainer.epochs()]
    np.testing.assert_allclose(rates, [0.5, 0.5 / 51**0.25, 0.5 / 101**0.25])


def test_adaptive_divides_by_five_before_it_gives_up():
    trainer = make_trainer(
        solver="sgd", learning_rate="adaptive", tol=10, n_iter_no_change=2, max_iter=500
    )
    rates = [report.learning_rate for report in trainer.epochs()]
    assert trainer.stop_reason == "converged"
    steps = np.unique(rates)[::-1]
    np.testing.assert_allclose(steps[1:] / steps[:-1], 1 / 5)
    assert steps[0] == 1e-3
    assert steps[-1] <= 1e-6


# What does not fit


@pytest.mark.parametrize(
    ("X", "targets", "sentence"),
    [
        (np.zeros((0, 6)), np.zeros((0, 3)), "n at least 1"),
        (np.zeros((4, 5)), [0, 1, 2, 0], r"shape \(n, 6\)"),
        (np.zeros(6), [0], r"shape \(n, 6\)"),
        (np.full((2, 6), np.nan), [0, 1], "X must be finite"),
        (np.zeros((2, 6)), [0, 3], "whole number from 0 to 2"),
        (np.zeros((2, 6)), [0, -1], "whole number from 0 to 2"),
        (np.zeros((2, 6)), [0.0, 1.0], "whole number from 0 to 2"),
        (np.zeros((2, 6)), [0, 1, 2], "each of 2 samples"),
        (np.zeros((2, 6)), np.zeros((2, 4)), r"shape \(2, 3\)"),
        (np.zeros((1, 6)), [[np.inf, 0, 0]], "targets must be finite"),
    ],
)
def test_samples_that_do_not_fit(X, targets, sentence):
    with pytest.raises(ValueError, match=sentence):
        Trainer(make_network(), X, targets)


def test_numbers_whose_sum_overflows_are_finite():
    huge = np.finfo(np.float32).max
    samples = Samples(make_network(), np.full((2, 6), huge), [0, 1])
    rows, targets = np.ones((2, 7), np.float32), np.empty((3, 2), np.float32)
    samples.take(np.array([1, 0]), rows, targets)
    assert (rows[:, :6] == huge).all()
    assert targets.T.tolist() == [[0, 1, 0], [1, 0, 0]]


@pytest.mark.parametrize("weight", [[1, -1], [1], [np.nan, 1], [np.inf, 1]])
def test_sample_weights_that_do_not_fit(weight):
    with pytest.raises(ValueError, match="sample_weight must be"):
        Trainer(make_network(), np.zeros((2, 6)), [0, 1], sample_weight=weight)


def test_early_stopping_needs_validation_samples():
    with pytest.raises(ValueError, match="early_stopping needs validation samples"):
        make_trainer(early_stopping=True)
