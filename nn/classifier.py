"""`BackpropClassifier`: the network as a scikit-learn estimator.

It takes the parameters of scikit-learn's MLPClassifier, has its attributes, and follows it step by
step: the same `random_state` gives the same network up to rounding. Code that was written for the
one runs with the other.
"""

import warnings
from numbers import Integral, Real
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin, _fit_context
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils import check_random_state, column_or_1d
from sklearn.utils._param_validation import Interval, Options, StrOptions
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import _check_partial_fit_first_call, type_of_target, unique_labels
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from nn._types import FloatArray
from nn.network import Network
from nn.reports import EpochReport
from nn.samples import Samples, accuracy, predict_in_chunks
from nn.settings import TrainingSettings
from nn.training import Trainer

_NON_FINITE = (
    "Solver produced non-finite parameter weights. "
    "The input data may contain large values and need to be preprocessed."
)


def _has_partial_fit(estimator: "BackpropClassifier") -> bool:
    if estimator.solver == "lbfgs":
        raise AttributeError(
            "partial_fit is only available for stochastic optimizers. lbfgs is not stochastic."
        )
    return True


class BackpropClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A backpropagation network as a scikit-learn classifier.

    For two classes or more, and for multilabel targets (an indicator matrix). Sparse samples are
    made dense a mini-batch at a time. Numbers are computed in the dtype of the samples, float32 or
    float64; "lbfgs" always computes in float64.

    Parameters
    ----------
    hidden_layer_sizes : array-like of int or int, default=(100,)
        The number of units of each hidden layer; ``()`` for none.
    activation : {"identity", "logistic", "sigmoid", "tanh", "relu"}, default="relu"
        Of the hidden layers. "logistic" and "sigmoid" are the same.
    loss : {"cross_entropy", "squared_error"}, default="cross_entropy"
        "squared_error" is ½ Σ (a − p)² with sigmoid outputs; for several classes, predicted
        probabilities are the outputs divided by their sum.
    solver : {"lbfgs", "sgd", "adam"}, default="adam"
    alpha : float, default=0.0001
        L2 penalty, divided by the number of samples in the mini-batch.
    batch_size : int or "auto", default="auto"
        "auto" is min(200, n_samples).
    learning_rate : {"constant", "invscaling", "adaptive"}, default="constant"
        Only for "sgd"; see `nn.TrainingSettings`.
    learning_rate_init : float, default=0.001
    power_t : float, default=0.5
    max_iter : int, default=200
        Epochs, or iterations of "lbfgs".
    shuffle : bool, default=True
    random_state : int, RandomState instance or None, default=None
        Seeds the weights, the order of the samples and the validation split.
    tol : float, default=0.0001
    verbose : bool, default=False
        Print the loss of every epoch.
    warm_start : bool, default=False
        Start the next `fit` where the last one ended.
    momentum : float, default=0.9
    nesterovs_momentum : bool, default=True
    early_stopping : bool, default=False
        Hold out some samples and stop when their score no longer improves.
    validation_fraction : float, default=0.1
        How many to hold out.
    beta_1, beta_2, epsilon : float, default=0.9, 0.999, 1e-8
        For "adam".
    n_iter_no_change : int, default=10
        Epochs without an improvement by `tol` to put up with.
    max_fun : int, default=15000
        For "lbfgs": evaluations of the loss.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    loss_ : float
        The last loss.
    best_loss_ : float or None
        The least loss of an epoch; None with `early_stopping`.
    loss_curve_ : list of float
        The loss of every epoch. Not with "lbfgs".
    validation_scores_ : list of float or None
        The score of the held-out samples after every epoch; None without `early_stopping`.
    best_validation_score_ : float or None
    coefs_ : list of ndarray of shape (n_in, n_out)
    intercepts_ : list of ndarray of shape (n_out,)
    network_ : Network
        A copy of the network, for `nn.save_network` and for looking inside.
    n_features_in_ : int
    feature_names_in_ : ndarray of shape (n_features_in_,)
        If the samples had column names.
    n_iter_ : int
        Epochs or iterations of the last `fit`.
    n_layers_ : int
    n_outputs_ : int
    out_activation_ : {"softmax", "logistic"}
    t_ : int
        Samples seen.

    See Also
    --------
    nn.Trainer : Training with progress, pause and snapshots.

    Examples
    --------
    >>> from sklearn.datasets import load_digits
    >>> X, y = load_digits(return_X_y=True)
    >>> classifier = BackpropClassifier((32,), tol=1e-3, random_state=0).fit(X[:1000], y[:1000])
    >>> classifier.predict(X[:3])
    array([0, 1, 2])
    """

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = {
        "hidden_layer_sizes": ["array-like", Interval(Integral, 1, None, closed="left")],
        "activation": [StrOptions({"identity", "logistic", "sigmoid", "tanh", "relu"})],
        "loss": [StrOptions({"cross_entropy", "squared_error"})],
        "solver": [StrOptions({"lbfgs", "sgd", "adam"})],
        "alpha": [Interval(Real, 0, None, closed="left")],
        "batch_size": [StrOptions({"auto"}), Interval(Integral, 1, None, closed="left")],
        "learning_rate": [StrOptions({"constant", "invscaling", "adaptive"})],
        "learning_rate_init": [Interval(Real, 0, None, closed="neither")],
        "power_t": [Interval(Real, 0, None, closed="left")],
        "max_iter": [Interval(Integral, 1, None, closed="left")],
        "shuffle": ["boolean"],
        "random_state": ["random_state"],
        "tol": [Interval(Real, 0, None, closed="left")],
        "verbose": ["verbose"],
        "warm_start": ["boolean"],
        "momentum": [Interval(Real, 0, 1, closed="both")],
        "nesterovs_momentum": ["boolean"],
        "early_stopping": ["boolean"],
        "validation_fraction": [Interval(Real, 0, 1, closed="left")],
        "beta_1": [Interval(Real, 0, 1, closed="left")],
        "beta_2": [Interval(Real, 0, 1, closed="left")],
        "epsilon": [Interval(Real, 0, None, closed="neither")],
        "n_iter_no_change": [Interval(Integral, 1, None, closed="left"), Options(Real, {np.inf})],
        "max_fun": [Interval(Integral, 1, None, closed="left")],
    }

    def __init__(
        self,
        hidden_layer_sizes: Any = (100,),
        activation: str = "relu",
        *,
        loss: str = "cross_entropy",
        solver: str = "adam",
        alpha: float = 0.0001,
        batch_size: int | str = "auto",
        learning_rate: str = "constant",
        learning_rate_init: float = 0.001,
        power_t: float = 0.5,
        max_iter: int = 200,
        shuffle: bool = True,
        random_state: int | np.random.RandomState | None = None,
        tol: float = 1e-4,
        verbose: bool = False,
        warm_start: bool = False,
        momentum: float = 0.9,
        nesterovs_momentum: bool = True,
        early_stopping: bool = False,
        validation_fraction: float = 0.1,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
        n_iter_no_change: float = 10,
        max_fun: int = 15000,
    ) -> None:
        self.hidden_layer_sizes = hidden_layer_sizes
        self.activation = activation
        self.loss = loss
        self.solver = solver
        self.alpha = alpha
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.learning_rate_init = learning_rate_init
        self.power_t = power_t
        self.max_iter = max_iter
        self.shuffle = shuffle
        self.random_state = random_state
        self.tol = tol
        self.verbose = verbose
        self.warm_start = warm_start
        self.momentum = momentum
        self.nesterovs_momentum = nesterovs_momentum
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.epsilon = epsilon
        self.n_iter_no_change = n_iter_no_change
        self.max_fun = max_fun

    @_fit_context(prefer_skip_nested_validation=True)  # type: ignore[untyped-decorator]
    def fit(self, X: Any, y: Any, sample_weight: npt.ArrayLike | None = None) -> Self:
        """Train the network.

        Parameters
        ----------
        X : array-like or sparse matrix of shape (n_samples, n_features)
        y : array-like of shape (n_samples,) or (n_samples, n_classes)
            Class labels, or the indicator matrix of several labels.
        sample_weight : array-like of shape (n_samples,), optional

        Returns
        -------
        self : BackpropClassifier

        Raises
        ------
        ValueError
            If a parameter or the data are invalid, or if the training diverged.
        """
        return self._fit(X, y, sample_weight, incremental=False)

    @available_if(_has_partial_fit)  # type: ignore[untyped-decorator]
    @_fit_context(prefer_skip_nested_validation=True)  # type: ignore[untyped-decorator]
    def partial_fit(
        self,
        X: Any,
        y: Any,
        sample_weight: npt.ArrayLike | None = None,
        classes: npt.ArrayLike | None = None,
    ) -> Self:
        """Train the network for one more epoch on these samples.

        Parameters
        ----------
        X : array-like or sparse matrix of shape (n_samples, n_features)
        y : array-like of shape (n_samples,) or (n_samples, n_classes)
        sample_weight : array-like of shape (n_samples,), optional
        classes : array-like of shape (n_classes,)
            All classes that will ever come; needed in the first call.

        Returns
        -------
        self : BackpropClassifier

        Raises
        ------
        ValueError
            If a parameter or the data are invalid, or if the training diverged.
        """
        if _check_partial_fit_first_call(self, classes):
            multilabel = type_of_target(y).startswith("multilabel")
            self._label_binarizer = LabelBinarizer().fit(y if multilabel else classes)
        return self._fit(X, y, sample_weight, incremental=True)

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """Predict classes.

        Parameters
        ----------
        X : array-like or sparse matrix of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples,) or (n_samples, n_classes)
        """
        outputs = self._outputs(X)
        labels: npt.NDArray[Any] = self._label_binarizer.inverse_transform(
            outputs.ravel() if self.n_outputs_ == 1 else outputs
        )
        return labels

    def predict_proba(self, X: Any) -> FloatArray:
        """Predict the probabilities of the classes.

        Parameters
        ----------
        X : array-like or sparse matrix of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            In the order of `classes_`.
        """
        outputs = self._outputs(X)
        if self.n_outputs_ == 1:
            return np.hstack([1 - outputs, outputs])
        if self._label_binarizer.y_type_ == "multiclass" and self.out_activation_ != "softmax":
            outputs /= np.maximum(outputs.sum(axis=1, keepdims=True), np.finfo(outputs.dtype).tiny)
        return outputs

    def predict_log_proba(self, X: Any) -> FloatArray:
        """Predict the logarithms of the probabilities.

        Parameters
        ----------
        X : array-like or sparse matrix of shape (n_samples, n_features)

        Returns
        -------
        ndarray of shape (n_samples, n_classes)
            Minus infinity where a probability is zero.
        """
        probabilities = self.predict_proba(X)
        with np.errstate(divide="ignore"):
            return np.log(probabilities, out=probabilities)

    @property
    def network_(self) -> Network:
        """A copy of the trained network."""
        check_is_fitted(self)
        return self._current_network().copy()

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.sparse = True
        tags.classifier_tags.multi_label = True
        return tags

    def __getstate__(self) -> dict[str, Any]:
        # The network is made again from the coefficients, which would come back untied from it.
        state = dict(super().__getstate__())
        state.pop("_bound", None)
        return state

    def _outputs(self, X: Any) -> FloatArray:
        check_is_fitted(self)
        X = validate_data(self, X, accept_sparse=["csr", "csc"], reset=False)
        return predict_in_chunks(self._current_network(), X.tocsr() if hasattr(X, "tocsr") else X)

    # Fitting

    def _fit(self, X: Any, y: Any, sample_weight: Any, *, incremental: bool) -> Self:
        hidden = self._hidden_sizes()
        first_pass = not hasattr(self, "coefs_") or (not self.warm_start and not incremental)
        X, y = self._validate_samples(X, y, incremental=incremental, reset=first_pass)
        if sample_weight is not None:
            sample_weight = _check_sample_weight(sample_weight, X)
        self.n_outputs_ = y.shape[1]
        self._random_state = check_random_state(self.random_state)
        if first_pass:
            self._start(X, hidden)
        if self.solver == "lbfgs":
            self._fit_lbfgs(X, y, sample_weight)
        else:
            self._fit_stochastic(X, y, sample_weight, incremental=incremental)
        return self

    def _hidden_sizes(self) -> list[Any]:
        sizes = self.hidden_layer_sizes
        sizes = list(sizes) if hasattr(sizes, "__iter__") else [sizes]
        if np.any(np.array(sizes) <= 0):
            raise ValueError(f"hidden_layer_sizes must be > 0, got {sizes}.")
        return sizes

    def _validate_samples(
        self, X: Any, y: Any, *, incremental: bool, reset: bool
    ) -> tuple[Any, npt.NDArray[np.bool_]]:
        """Check the samples and turn labels into one column of booleans per output."""
        X, y = validate_data(
            self,
            X,
            y,
            accept_sparse=["csr", "csc"],
            multi_output=True,
            dtype=(np.float64, np.float32),
            reset=reset,
        )
        if y.ndim == 2 and y.shape[1] == 1:
            y = column_or_1d(y, warn=True)
        if not hasattr(self, "classes_") or (not self.warm_start and not incremental):
            self._label_binarizer = LabelBinarizer().fit(y)
            self.classes_ = self._label_binarizer.classes_
        else:
            self._require_known_classes(unique_labels(y))
        return X, self._label_binarizer.transform(y).astype(bool)

    def _require_known_classes(self, classes: npt.NDArray[Any]) -> None:
        if self.warm_start:
            if set(classes) != set(self.classes_):
                raise ValueError(
                    "warm_start can only be used where `y` has the same classes as in the previous "
                    f"call to fit. Previously got {self.classes_}, `y` has {classes}"
                )
        elif len(np.setdiff1d(classes, self.classes_, assume_unique=True)):
            raise ValueError(
                "`y` has classes not in `self.classes_`. "
                f"`self.classes_` has {self.classes_}. 'y' has {classes}."
            )

    def _start(self, X: Any, hidden: list[Any]) -> None:
        """Forget everything and draw new weights."""
        multiclass = self._label_binarizer.y_type_ == "multiclass"
        use_softmax = multiclass and self.loss == "cross_entropy"
        self.out_activation_ = "softmax" if use_softmax else "logistic"
        self.n_layers_ = len(hidden) + 2
        self.n_iter_ = self.t_ = 0
        network = Network(
            [X.shape[1], *hidden, self.n_outputs_],
            self.activation,
            self.out_activation_,
            dtype=np.float64 if self.solver == "lbfgs" else X.dtype,
        )
        network.initialize(self._random_state, "glorot")
        self._adopt(network)
        if self.solver != "lbfgs":
            self.loss_curve_: list[float] = []
            self._no_improvement_count = 0
            self.best_loss_ = None if self.early_stopping else np.inf
            self.validation_scores_: list[float] | None = [] if self.early_stopping else None
            self.best_validation_score_ = -np.inf if self.early_stopping else None

    def _fit_lbfgs(self, X: Any, y: npt.NDArray[np.bool_], sample_weight: Any) -> None:
        from nn.lbfgs import minimize  # noqa: PLC0415 - scipy.optimize takes long

        network = self._current_network().astype(np.float64)
        samples = Samples(network, X, y, sample_weight)
        result = minimize(
            network,
            samples,
            loss=self.loss,
            alpha=self.alpha,
            tol=self.tol,
            max_iter=self.max_iter,
            max_fun=self.max_fun,
        )
        if not np.isfinite(network.parameters).all():
            raise ValueError(_NON_FINITE)
        self._adopt(network)
        self.loss_, self.n_iter_ = result.loss, result.n_iter
        if self.verbose:
            print(f"Iteration {result.n_iter}, loss = {result.loss:.8f}")
        if not result.converged:
            warnings.warn(
                f"lbfgs failed to converge after {result.n_iter} iteration(s): {result.message}\n"
                "Increase the number of iterations to improve the convergence "
                f"(max_iter={self.max_iter}).",
                ConvergenceWarning,
                stacklevel=2,
            )

    def _fit_stochastic(
        self, X: Any, y: npt.NDArray[np.bool_], sample_weight: Any, *, incremental: bool
    ) -> None:
        if self.early_stopping and incremental:
            raise ValueError("partial_fit does not support early_stopping=True")
        validation = None
        if self.early_stopping:
            X, y, sample_weight, validation = self._hold_out(X, y, sample_weight)
        if self.batch_size != "auto" and int(self.batch_size) > X.shape[0]:
            warnings.warn(
                "Got `batch_size` less than 1 or larger than sample size. "
                "It is going to be clipped",
                stacklevel=2,
            )
        trainer = Trainer(
            self._current_network(),
            X,
            y,
            self._settings(),
            loss=self.loss,
            sample_weight=sample_weight,
            validation=validation,
            score=self._validation_score,
        )
        self._resume(trainer, incremental=incremental)
        try:
            for report in trainer.epochs():
                self._note(report)
                if incremental:
                    break
        except KeyboardInterrupt:
            trainer.take_best()
            warnings.warn("Training interrupted by user.", stacklevel=2)
        self._finish(trainer, incremental=incremental)

    def _hold_out(
        self, X: Any, y: npt.NDArray[np.bool_], sample_weight: Any
    ) -> tuple[Any, npt.NDArray[np.bool_], Any, tuple[Any, ...]]:
        """Split off validation samples, with the same mix of classes if they are classes."""
        arrays = [X, y] if sample_weight is None else [X, y, sample_weight]
        parts = train_test_split(
            *arrays,
            random_state=self._random_state,
            test_size=self.validation_fraction,
            stratify=y if self.n_outputs_ == 1 else None,
        )
        training, validation = parts[::2], tuple(parts[1::2])
        if validation[0].shape[0] < 2:
            raise ValueError(
                "The validation set is too small. Increase 'validation_fraction' or the size of "
                "your dataset."
            )
        return training[0], training[1], (training[2:] or [None])[0], validation

    def _settings(self) -> TrainingSettings:
        names = set(TrainingSettings.__dataclass_fields__) - {"random_state"}
        values = {name: getattr(self, name) for name in names}
        return TrainingSettings(**values, random_state=self._random_state)

    def _validation_score(
        self, outputs: FloatArray, targets: FloatArray, sample_weight: FloatArray | None
    ) -> float:
        if self._label_binarizer.y_type_ == "multiclass":
            return accuracy(outputs, targets, sample_weight)
        right = ((outputs > 0.5) == (targets > 0.5)).all(axis=1)
        return float(np.average(right, weights=sample_weight))

    def _resume(self, trainer: Trainer, *, incremental: bool) -> None:
        """Give the trainer what earlier calls have come to."""
        if incremental and hasattr(self, "_optimizer"):
            trainer.optimizer = self._optimizer
        progress = trainer.progress
        progress.samples_seen = self.t_
        progress.no_improvement = self._no_improvement_count
        if self.best_loss_ is not None:
            progress.best_loss = self.best_loss_
        if self.early_stopping and self.best_validation_score_ is not None:
            progress.best_score = self.best_validation_score_

    def _note(self, report: EpochReport) -> None:
        self.loss_ = report.loss
        self.loss_curve_.append(report.loss)
        if self.verbose:
            print(f"Iteration {report.epoch}, loss = {report.loss:.8f}")
        if self.early_stopping and report.validation_score is not None:
            if self.validation_scores_ is None:
                self.validation_scores_ = []
            self.validation_scores_.append(report.validation_score)
            if self.verbose:
                print(f"Validation score: {report.validation_score:.6f}")

    def _finish(self, trainer: Trainer, *, incremental: bool) -> None:
        """Take over what the trainer has come to, and say how it ended."""
        progress = trainer.progress
        self._adopt(trainer.network)
        self._optimizer = trainer.optimizer
        self.n_iter_, self.t_ = progress.epoch, progress.samples_seen
        self._no_improvement_count = progress.no_improvement
        if self.early_stopping:
            self.best_loss_, self.best_validation_score_ = None, progress.best_score
        else:
            self.best_loss_ = progress.best_loss
        if trainer.stop_reason in ("converged", "early_stopping") and self.verbose:
            what = "Validation score" if self.early_stopping else "Training loss"
            print(
                f"{what} did not improve more than tol={self.tol:f} for {self.n_iter_no_change} "
                "consecutive epochs. Stopping."
            )
        elif trainer.stop_reason == "max_iter" and not incremental:
            warnings.warn(
                f"Stochastic Optimizer: Maximum iterations ({self.max_iter}) reached and the "
                "optimization hasn't converged yet.",
                ConvergenceWarning,
                stacklevel=2,
            )
        elif trainer.stop_reason == "diverged":
            if not self.early_stopping or not progress.epoch:
                raise ValueError(_NON_FINITE)
            warnings.warn(
                f"Stochastic Optimizer: the loss diverged after {progress.epoch} epochs; the "
                "parameters are those of the best epoch. Use a smaller learning_rate_init.",
                ConvergenceWarning,
                stacklevel=2,
            )

    # The network behind the coefficients

    def _adopt(self, network: Network) -> None:
        """Make the coefficients views of a network's parameters."""
        self.coefs_ = [weights.T for weights in network.weights]
        self.intercepts_ = list(network.biases)
        self._bound = network, [*self.coefs_, *self.intercepts_]

    def _current_network(self) -> Network:
        """Return the network that `coefs_` and `intercepts_` describe.

        It is made from them if someone has replaced them, or if they come from a pickle.
        """
        if hasattr(self, "_bound"):
            network, views = self._bound
            current = [*self.coefs_, *self.intercepts_]
            if all(array is view for array, view in zip(current, views, strict=True)):
                return network
        made = Network(
            [len(self.coefs_[0]), *(np.shape(coefs)[1] for coefs in self.coefs_)],
            self.activation,
            self.out_activation_,
            dtype=np.result_type(*self.coefs_),
        )
        layers = zip(made.weights, made.biases, self.coefs_, self.intercepts_, strict=True)
        for weights, biases, coefs, intercepts in layers:
            weights[:] = np.transpose(coefs)
            biases[:] = intercepts
        self._adopt(made)
        return made
