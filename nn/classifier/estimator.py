"""`BackpropClassifier`: the network as a scikit-learn estimator.

It takes the parameters of scikit-learn's MLPClassifier, has its attributes, and follows it step by
step: the same `random_state` gives the same network up to rounding. Code that was written for the
one runs with the other.
"""

from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin, _fit_context
from sklearn.preprocessing import LabelBinarizer
from sklearn.utils import check_random_state
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import _check_partial_fit_first_call, type_of_target
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from nn._types import FloatArray
from nn.classifier.checks import PARAMETER_CONSTRAINTS, check_hidden_sizes, check_samples
from nn.classifier.coefficients import coefficients_of, network_of
from nn.classifier.solvers import fit_lbfgs, fit_stochastic
from nn.network import Network
from nn.samples import predict_in_chunks


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

    _parameter_constraints: ClassVar[dict[str, list[Any]]] = PARAMETER_CONSTRAINTS

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

    def _fit(self, X: Any, y: Any, sample_weight: Any, *, incremental: bool) -> Self:
        hidden = check_hidden_sizes(self.hidden_layer_sizes)
        first_pass = not hasattr(self, "coefs_") or (not self.warm_start and not incremental)
        X, y = check_samples(self, X, y, incremental=incremental, reset=first_pass)
        if sample_weight is not None:
            sample_weight = _check_sample_weight(sample_weight, X)
        self.n_outputs_ = y.shape[1]
        self._random_state = check_random_state(self.random_state)
        if first_pass:
            self._start(X, hidden)
        if self.solver == "lbfgs":
            fit_lbfgs(self, X, y, sample_weight)
        else:
            fit_stochastic(self, X, y, sample_weight, incremental=incremental)
        return self

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

    def _adopt(self, network: Network) -> None:
        """Make the coefficients views of a network's parameters."""
        self.coefs_, self.intercepts_ = coefficients_of(network)
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
        network = network_of(self.coefs_, self.intercepts_, self.activation, self.out_activation_)
        self._adopt(network)
        return network
