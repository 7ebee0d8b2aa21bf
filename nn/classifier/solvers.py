"""How each solver fits a `BackpropClassifier`: `nn.Trainer` and `nn.lbfgs` in scikit-learn's words.

The functions leave in the estimator what scikit-learn's own has after a `fit`, and print and warn
as it does.
"""

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split

from nn._types import FloatArray
from nn.reports import EpochReport
from nn.samples import Samples, accuracy
from nn.settings import TrainingSettings
from nn.training import Trainer

if TYPE_CHECKING:
    from nn.classifier.estimator import BackpropClassifier

_NON_FINITE = (
    "Solver produced non-finite parameter weights. "
    "The input data may contain large values and need to be preprocessed."
)


def fit_lbfgs(
    estimator: "BackpropClassifier", X: Any, y: npt.NDArray[np.bool_], sample_weight: Any
) -> None:
    """Fit to all samples at once, with SciPy's L-BFGS."""
    from nn.lbfgs import minimize  # noqa: PLC0415 - scipy.optimize takes long

    network = estimator._current_network().astype(np.float64)
    result = minimize(
        network,
        Samples(network, X, y, sample_weight),
        loss=estimator.loss,
        alpha=estimator.alpha,
        tol=estimator.tol,
        max_iter=estimator.max_iter,
        max_fun=estimator.max_fun,
    )
    if not np.isfinite(network.parameters).all():
        raise ValueError(_NON_FINITE)
    estimator._adopt(network)
    estimator.loss_, estimator.n_iter_ = result.loss, result.n_iter
    if estimator.verbose:
        print(f"Iteration {result.n_iter}, loss = {result.loss:.8f}")
    if not result.converged:
        warnings.warn(
            f"lbfgs failed to converge after {result.n_iter} iteration(s): {result.message}\n"
            "Increase the number of iterations to improve the convergence "
            f"(max_iter={estimator.max_iter}).",
            ConvergenceWarning,
            stacklevel=2,
        )


def fit_stochastic(
    estimator: "BackpropClassifier",
    X: Any,
    y: npt.NDArray[np.bool_],
    sample_weight: Any,
    *,
    incremental: bool,
) -> None:
    """Fit by mini-batches, until there is a reason to stop; if incremental, for one epoch."""
    if estimator.early_stopping and incremental:
        raise ValueError("partial_fit does not support early_stopping=True")
    validation = None
    if estimator.early_stopping:
        X, y, sample_weight, validation = _hold_out(estimator, X, y, sample_weight)
    if estimator.batch_size != "auto" and int(estimator.batch_size) > X.shape[0]:
        warnings.warn(
            "Got `batch_size` less than 1 or larger than sample size. It is going to be clipped",
            stacklevel=2,
        )
    is_multiclass = estimator._label_binarizer.y_type_ == "multiclass"
    trainer = Trainer(
        estimator._current_network(),
        X,
        y,
        _settings(estimator),
        loss=estimator.loss,
        sample_weight=sample_weight,
        validation=validation,
        score=accuracy if is_multiclass else _subset_accuracy,
    )
    _resume(estimator, trainer, incremental=incremental)
    try:
        for report in trainer.epochs():
            _note(estimator, report)
            if incremental:
                break
    except KeyboardInterrupt:
        trainer.take_best()
        warnings.warn("Training interrupted by user.", stacklevel=2)
    _take_over(estimator, trainer)
    _tell_end(estimator, trainer, incremental=incremental)


def _hold_out(
    estimator: "BackpropClassifier", X: Any, y: npt.NDArray[np.bool_], sample_weight: Any
) -> tuple[Any, npt.NDArray[np.bool_], Any, tuple[Any, ...]]:
    """Split off validation samples, with the same mix of classes if they are classes."""
    arrays = [X, y] if sample_weight is None else [X, y, sample_weight]
    parts = train_test_split(
        *arrays,
        random_state=estimator._random_state,
        test_size=estimator.validation_fraction,
        stratify=y if estimator.n_outputs_ == 1 else None,
    )
    training, validation = parts[::2], tuple(parts[1::2])
    if validation[0].shape[0] < 2:
        raise ValueError(
            "The validation set is too small. Increase 'validation_fraction' or the size of "
            "your dataset."
        )
    return training[0], training[1], (training[2:] or [None])[0], validation


def _settings(estimator: "BackpropClassifier") -> TrainingSettings:
    names = set(TrainingSettings.__dataclass_fields__) - {"random_state"}
    values = {name: getattr(estimator, name) for name in names}
    return TrainingSettings(**values, random_state=estimator._random_state)


def _subset_accuracy(
    outputs: FloatArray, targets: FloatArray, sample_weight: FloatArray | None
) -> float:
    """Count how often all labels of a sample are right."""
    right = ((outputs > 0.5) == (targets > 0.5)).all(axis=1)
    return float(np.average(right, weights=sample_weight))


def _resume(estimator: "BackpropClassifier", trainer: Trainer, *, incremental: bool) -> None:
    """Give the trainer what earlier calls have come to."""
    if incremental and hasattr(estimator, "_optimizer"):
        trainer.optimizer = estimator._optimizer
    progress = trainer.progress
    progress.samples_seen = estimator.t_
    progress.no_improvement = estimator._no_improvement_count
    if estimator.best_loss_ is not None:
        progress.best_loss = estimator.best_loss_
    if estimator.early_stopping and estimator.best_validation_score_ is not None:
        progress.best_score = estimator.best_validation_score_


def _note(estimator: "BackpropClassifier", report: EpochReport) -> None:
    estimator.loss_ = report.loss
    estimator.loss_curve_.append(report.loss)
    if estimator.verbose:
        print(f"Iteration {report.epoch}, loss = {report.loss:.8f}")
    if estimator.early_stopping and report.validation_score is not None:
        if estimator.validation_scores_ is None:
            estimator.validation_scores_ = []
        estimator.validation_scores_.append(report.validation_score)
        if estimator.verbose:
            print(f"Validation score: {report.validation_score:.6f}")


def _take_over(estimator: "BackpropClassifier", trainer: Trainer) -> None:
    """Leave in the estimator what the trainer has come to."""
    progress = trainer.progress
    estimator._adopt(trainer.network)
    estimator._optimizer = trainer.optimizer
    estimator.n_iter_, estimator.t_ = progress.epoch, progress.samples_seen
    estimator._no_improvement_count = progress.no_improvement
    if estimator.early_stopping:
        estimator.best_loss_, estimator.best_validation_score_ = None, progress.best_score
    else:
        estimator.best_loss_ = progress.best_loss


def _tell_end(estimator: "BackpropClassifier", trainer: Trainer, *, incremental: bool) -> None:
    if trainer.stop_reason in ("converged", "early_stopping") and estimator.verbose:
        what = "Validation score" if estimator.early_stopping else "Training loss"
        print(
            f"{what} did not improve more than tol={estimator.tol:f} for "
            f"{estimator.n_iter_no_change} consecutive epochs. Stopping."
        )
    elif trainer.stop_reason == "max_iter" and not incremental:
        warnings.warn(
            f"Stochastic Optimizer: Maximum iterations ({estimator.max_iter}) reached and the "
            "optimization hasn't converged yet.",
            ConvergenceWarning,
            stacklevel=2,
        )
    elif trainer.stop_reason == "diverged":
        epoch = trainer.progress.epoch
        if not estimator.early_stopping or not epoch:
            raise ValueError(_NON_FINITE)
        warnings.warn(
            f"Stochastic Optimizer: the loss diverged after {epoch} epochs; the parameters are "
            "those of the best epoch. Use a smaller learning_rate_init.",
            ConvergenceWarning,
            stacklevel=2,
        )
