"""`BackpropClassifier` is used like scikit-learn's MLPClassifier, and does the same."""

import copy
import pickle
import warnings

import numpy as np
import pytest
import scipy.sparse
from sklearn.base import clone
from sklearn.datasets import load_digits, make_classification, make_multilabel_classification
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from nn import BackpropClassifier, load_network, save_network

not_converged = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")


def samples(kind):
    if kind == "multilabel":
        return make_multilabel_classification(60, 8, n_classes=4, random_state=0)
    return make_classification(
        60,
        8,
        n_informative=6,
        n_classes={"binary": 2, "multiclass": 3}[kind],
        random_state=0,
    )


def assert_same(ours, theirs, X):
    assert ours.loss_ == pytest.approx(theirs.loss_, rel=1e-6)
    for a, b in zip(ours.coefs_, theirs.coefs_, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-8)
    for a, b in zip(ours.intercepts_, theirs.intercepts_, strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5, atol=1e-8)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-7)
    np.testing.assert_array_equal(ours.predict(X), theirs.predict(X))
    for name in ("n_iter_", "n_layers_", "n_outputs_", "n_features_in_", "out_activation_", "t_"):
        assert getattr(ours, name) == getattr(theirs, name), name
    np.testing.assert_array_equal(ours.classes_, theirs.classes_)
    for name in ("loss_curve_", "validation_scores_", "best_loss_", "best_validation_score_"):
        assert hasattr(ours, name) == hasattr(theirs, name), name
        if getattr(theirs, name, None) is not None:
            np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), err_msg=name)
        else:
            assert getattr(ours, name, None) is None


@not_converged
@pytest.mark.parametrize("kind", ["binary", "multiclass", "multilabel"])
@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"activation": "logistic", "hidden_layer_sizes": (7, 5)},
        {"activation": "tanh", "hidden_layer_sizes": 6, "batch_size": 16, "alpha": 0.1},
        {"activation": "identity", "hidden_layer_sizes": (), "batch_size": 7, "shuffle": False},
        {"solver": "sgd", "batch_size": 16, "learning_rate_init": 0.1},
        {"solver": "sgd", "nesterovs_momentum": False, "learning_rate": "invscaling"},
        {"solver": "sgd", "momentum": 0, "learning_rate": "adaptive", "tol": 0.1, "max_iter": 60},
        {"solver": "adam", "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-4},
        {"early_stopping": True, "validation_fraction": 0.3, "n_iter_no_change": 2},
        {"solver": "lbfgs", "max_iter": 8},
    ],
    ids=str,
)
def test_same_network_as_scikit_learn(kind, parameters):
    X, y = samples(kind)
    parameters = {"max_iter": 15, "hidden_layer_sizes": (10,), "random_state": 3, **parameters}
    ours = BackpropClassifier(**parameters).fit(X, y)
    theirs = MLPClassifier(**parameters).fit(X, y)
    assert_same(ours, theirs, X)


@not_converged
@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
def test_same_with_sample_weights(solver):
    X, y = samples("multiclass")
    weight = np.random.default_rng(0).uniform(0, 3, len(y))
    parameters = {"solver": solver, "max_iter": 8, "batch_size": 16, "random_state": 0}
    ours = BackpropClassifier(**parameters).fit(X, y, sample_weight=weight)
    theirs = MLPClassifier(**parameters).fit(X, y, sample_weight=weight)
    assert_same(ours, theirs, X)


@not_converged
@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
def test_same_when_warm_started(solver):
    X, y = samples("multiclass")
    parameters = {"solver": solver, "max_iter": 6, "warm_start": True, "random_state": 0}
    ours, theirs = BackpropClassifier(**parameters), MLPClassifier(**parameters)
    for _ in range(3):
        ours.fit(X, y)
        theirs.fit(X, y)
        assert_same(ours, theirs, X)


@pytest.mark.parametrize("solver", ["sgd", "adam"])
def test_same_in_partial_fits(solver):
    X, y = samples("multiclass")
    parameters = {"solver": solver, "learning_rate": "invscaling", "random_state": 0}
    ours, theirs = BackpropClassifier(**parameters), MLPClassifier(**parameters)
    for part in (slice(0, 20), slice(20, 60), slice(0, 60)):
        ours.partial_fit(X[part], y[part], classes=[0, 1, 2])
        theirs.partial_fit(X[part], y[part], classes=[0, 1, 2])
        assert_same(ours, theirs, X)


@not_converged
@pytest.mark.parametrize("solver", ["sgd", "adam", "lbfgs"])
@pytest.mark.parametrize("container", [scipy.sparse.csr_matrix, scipy.sparse.csc_array])
def test_sparse_samples_are_the_same_samples(solver, container):
    X, y = samples("multiclass")
    X[X < 0] = 0
    model = BackpropClassifier(solver=solver, max_iter=5, random_state=0)
    dense = model.fit(X, y).predict_proba(X)
    sparse = model.fit(container(X), y).predict_proba(container(X))
    np.testing.assert_array_equal(dense, sparse)


@not_converged
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numbers_keep_the_dtype_of_the_samples(dtype):
    X, y = samples("multiclass")
    model = BackpropClassifier(max_iter=3).fit(X.astype(dtype), y)
    assert {array.dtype for array in (*model.coefs_, *model.intercepts_)} == {np.dtype(dtype)}
    assert model.predict_proba(X.astype(dtype)).dtype == dtype


@pytest.mark.parametrize("kind", ["binary", "multiclass", "multilabel"])
def test_squared_error_learns_too(kind):
    X, y = samples(kind)
    X = StandardScaler().fit_transform(X)
    model = BackpropClassifier(
        loss="squared_error", activation="sigmoid", solver="lbfgs", random_state=0, max_iter=500
    ).fit(X, y)
    probabilities = model.predict_proba(X)
    assert model.score(X, y) > 0.85
    assert model.out_activation_ == "logistic"
    assert probabilities.min() >= 0
    assert probabilities.max() <= 1
    if kind != "multilabel":
        np.testing.assert_allclose(probabilities.sum(axis=1), 1)


@not_converged
def test_digits():
    X, y = load_digits(return_X_y=True)
    model = make_pipeline(StandardScaler(), BackpropClassifier((32,), max_iter=100, random_state=0))
    assert model.fit(X[:1200], y[:1200]).score(X[1200:], y[1200:]) > 0.9


@not_converged
def test_labels_may_be_words():
    X, y = samples("multiclass")
    words = np.array(["apple", "pear", "plum"])[y]
    model = BackpropClassifier(solver="lbfgs", max_iter=200, random_state=0).fit(X, words)
    np.testing.assert_array_equal(model.classes_, ["apple", "pear", "plum"])
    assert (model.predict(X) == words).mean() > 0.9


@not_converged
def test_log_probabilities():
    X, y = samples("multiclass")
    model = BackpropClassifier(max_iter=5, random_state=0).fit(X, y)
    np.testing.assert_allclose(np.exp(model.predict_log_proba(X)), model.predict_proba(X))
    model.coefs_[-1][:] *= 1e6  # so certain that some probabilities are zero
    assert np.isneginf(model.predict_log_proba(X)).any()


@not_converged
def test_the_same_seed_gives_the_same_bits():
    X, y = samples("multiclass")
    first, second, other = (
        BackpropClassifier(max_iter=5, random_state=seed).fit(X, y).network_.parameters
        for seed in (0, 0, 1)
    )
    assert first.tobytes() == second.tobytes()
    assert first.tobytes() != other.tobytes()


# Life with a fitted estimator


@pytest.fixture
def fitted():
    X, y = samples("multiclass")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return BackpropClassifier((6,), max_iter=5, random_state=0).fit(X, y), X, y


def pickled(model):
    return pickle.loads(pickle.dumps(model))  # noqa: S301 - our own bytes


@pytest.mark.parametrize("duplicate", [pickled, copy.deepcopy])
def test_copies_predict_and_learn_alike(fitted, duplicate):
    model, X, y = fitted
    twin = duplicate(model)
    np.testing.assert_array_equal(twin.predict_proba(X), model.predict_proba(X))
    before = model.predict_proba(X)
    twin.partial_fit(X, y)
    np.testing.assert_array_equal(model.predict_proba(X), before)
    model.partial_fit(X, y)
    np.testing.assert_array_equal(twin.predict_proba(X), model.predict_proba(X))


def test_clones_are_unfitted(fitted):
    model, X, _ = fitted
    with pytest.raises(NotFittedError):
        clone(model).predict(X)
    with pytest.raises(NotFittedError):
        _ = BackpropClassifier().network_


def test_coefficients_may_be_changed_or_replaced(fitted):
    model, X, _ = fitted
    expected = MLPClassifier((6,), max_iter=1, random_state=0)
    with pytest.warns(ConvergenceWarning):
        expected.fit(*fitted[1:])
    for change in ("in place", "replaced"):
        for i in range(2):
            if change == "in place":
                model.coefs_[i][:] = expected.coefs_[i]
                model.intercepts_[i][:] = expected.intercepts_[i]
            else:
                expected.coefs_[i] = expected.coefs_[i] / 2
                model.coefs_[i] = expected.coefs_[i]
        np.testing.assert_allclose(model.predict_proba(X), expected.predict_proba(X))


def test_the_network_can_be_saved(fitted, tmp_path):
    model, X, _ = fitted
    save_network(tmp_path / "model.npz", model.network_)
    network, _ = load_network(tmp_path / "model.npz")
    np.testing.assert_array_equal(network.predict_proba(X), model.predict_proba(X))
    model.network_.parameters[:] = 0  # a copy
    assert model.predict_proba(X).std() > 0


@not_converged
def test_grid_search():
    X, y = samples("binary")
    search = GridSearchCV(
        BackpropClassifier(max_iter=5, random_state=0), {"activation": ["sigmoid", "relu"]}, cv=2
    )
    assert search.fit(X, y).best_params_["activation"] in ("sigmoid", "relu")


def test_progress_is_printed_only_if_asked_for(capsys):
    X, y = samples("binary")
    for solver in ("sgd", "adam", "lbfgs"):
        for verbose in (False, True):
            model = BackpropClassifier(
                solver=solver, max_iter=2000, tol=0.1, early_stopping=True, verbose=verbose
            )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", ConvergenceWarning)
                model.fit(X, y)
            printed = capsys.readouterr().out
            assert ("loss = " in printed) == verbose
            assert ("Validation score" in printed) == (verbose and solver != "lbfgs")


# Warnings and errors


def test_warnings():
    X, y = samples("binary")
    with pytest.warns(ConvergenceWarning, match=r"Maximum iterations \(2\) reached"):
        BackpropClassifier(max_iter=2).fit(X, y)
    with pytest.warns(ConvergenceWarning, match="lbfgs failed to converge after 2 iteration"):
        BackpropClassifier(max_iter=2, solver="lbfgs").fit(X, y)
    with pytest.warns(UserWarning, match="batch_size.*going to be clipped"):
        BackpropClassifier(batch_size=1000, tol=1, max_iter=50).fit(X, y)


@not_converged
def test_interrupting_keeps_what_was_learnt(monkeypatch):
    X, y = samples("binary")

    def interrupted(line):
        if line.startswith("Iteration 3"):
            raise KeyboardInterrupt

    monkeypatch.setattr("builtins.print", interrupted)
    with pytest.warns(UserWarning, match="interrupted by user"):
        model = BackpropClassifier(random_state=0, verbose=True).fit(X, y)
    monkeypatch.undo()
    assert model.n_iter_ == 3
    expected = BackpropClassifier(random_state=0, max_iter=3).fit(X, y)
    np.testing.assert_array_equal(model.predict_proba(X), expected.predict_proba(X))


def test_divergence_is_an_error():
    X, y = samples("binary")
    model = BackpropClassifier(solver="sgd", learning_rate_init=1e200, activation="identity")
    with pytest.raises(ValueError, match="Solver produced non-finite parameter weights"):
        model.fit(X * 1e200, y)


@pytest.mark.parametrize(
    "parameters",
    [
        {"hidden_layer_sizes": -1},
        {"hidden_layer_sizes": (4, 0)},
        {"activation": "swish"},
        {"loss": "hinge"},
        {"solver": "newton"},
        {"learning_rate_init": -1},
        {"momentum": 2},
        {"batch_size": 0},
        {"validation_fraction": 1},
        {"beta_1": 1},
        {"n_iter_no_change": 0},
        {"shuffle": "yes"},
    ],
    ids=str,
)
def test_invalid_parameters(parameters):
    X, y = samples("binary")
    with pytest.raises(ValueError, match=next(iter(parameters))):
        BackpropClassifier(**parameters).fit(X, y)


def test_errors_of_use(fitted):
    model, X, y = fitted
    assert not hasattr(BackpropClassifier(solver="lbfgs"), "partial_fit")
    with pytest.raises(ValueError, match="classes must be passed on the first call"):
        BackpropClassifier().partial_fit(X, y)
    with pytest.raises(ValueError, match="`y` has classes not in"):
        model.partial_fit(X, y + 1)
    with pytest.raises(ValueError, match="expecting 8 features"):
        model.predict(X[:, :5])
    with pytest.raises(ValueError, match="warm_start can only be used where"):
        model.set_params(warm_start=True).fit(X, y + 1)
    with pytest.raises(ValueError, match="partial_fit does not support early_stopping"):
        BackpropClassifier(early_stopping=True).partial_fit(X, y, classes=[0, 1, 2])
    with pytest.raises(ValueError, match="validation set is too small"):
        BackpropClassifier(early_stopping=True).fit(
            *make_multilabel_classification(5, 3, random_state=0)
        )
