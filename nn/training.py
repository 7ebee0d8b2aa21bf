"""Training: mini-batches and epochs as an iterator.

The iterator is the one seam between training and whoever watches it. It never prints, looks at
`should_stop` before every mini-batch, and its state can be taken and restored bit for bit.
"""

import dataclasses
import math
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from nn._types import FloatArray, IntArray, RandomSource
from nn.backpropagation import Backpropagation
from nn.network import Network
from nn.optimizers import Optimizer, make_optimizer
from nn.reports import BatchReport, EpochReport, Progress, StopReason, TrainerSnapshot
from nn.samples import Samples, accuracy, all_finite, require_probabilities
from nn.settings import TrainingSettings

Score: TypeAlias = Callable[[FloatArray, FloatArray, FloatArray | None], float]

#: What may change between two steps of a running training.
CHANGEABLE = frozenset(
    {
        "learning_rate_init",
        "learning_rate",
        "power_t",
        "momentum",
        "nesterovs_momentum",
        "alpha",
        "max_iter",
        "shuffle",
        "tol",
        "n_iter_no_change",
    }
)


class Trainer:
    """Trains a copy of a network; the network that it was given stays as it is.

    Everything random comes from ``settings.random_state``: the same network, samples and settings
    give the same parameters bit for bit on the same machine.

    Parameters
    ----------
    network : Network
        Where training starts. Not changed.
    X : array-like or SciPy sparse matrix of shape (n_samples, n_inputs)
    targets : array-like of shape (n_samples, n_outputs), or whole numbers of shape (n_samples,)
    settings : TrainingSettings, optional
    loss : {"cross_entropy", "squared_error", "binary_cross_entropy"}
        See `nn.losses.get_loss`.
    sample_weight : array-like of shape (n_samples,), optional
    validation : tuple (X, targets) or (X, targets, sample_weight), optional
        Samples that are scored after every epoch and never trained on.
    score : callable (outputs, targets, sample_weight) -> float
        What validation samples are scored with; larger is better.

    Attributes
    ----------
    network : Network
        The network in training. Between two reports it may be read and copied.
    optimizer : Optimizer
    progress : Progress
    stop_reason : None or str
        Why the iterator ended, set before the last report: "max_iter"; "converged" (the loss no
        longer improves); "early_stopping" (the validation score no longer improves); "stopped"
        (`should_stop`; may be continued); "diverged" (the loss was no longer a finite number: the
        parameters are those from which the last epoch with a finite loss has started).

    Raises
    ------
    ValueError
        If samples, network, loss and settings do not fit each other.

    Examples
    --------
    >>> network = Network((2, 4, 1), activation="tanh", output_activation="sigmoid")
    >>> network.initialize(np.random.default_rng(0))
    >>> settings = TrainingSettings(max_iter=5, random_state=0)
    >>> trainer = Trainer(network, [[0, 0], [0, 1], [1, 0], [1, 1]], [0, 1, 1, 0], settings)
    >>> [report.epoch for report in trainer.epochs()]
    [1, 2, 3, 4, 5]
    >>> trainer.stop_reason
    'max_iter'
    """

    def __init__(
        self,
        network: Network,
        X: Any,
        targets: npt.ArrayLike,
        settings: TrainingSettings | None = None,
        *,
        loss: str = "cross_entropy",
        sample_weight: npt.ArrayLike | None = None,
        validation: tuple[Any, ...] | None = None,
        score: Score = accuracy,
    ) -> None:
        settings = settings or TrainingSettings()
        if settings.early_stopping and validation is None:
            raise ValueError(
                "early_stopping needs validation samples; pass validation=(X, targets)."
            )
        self.network = network.copy()
        self._samples = Samples(network, X, targets, sample_weight)
        self._validation = Samples(network, *validation) if validation is not None else None
        self._score = score
        n_samples = self._samples.n_samples
        wanted = 200 if settings.batch_size == "auto" else int(settings.batch_size)
        self.batch_size = min(wanted, n_samples)
        self.n_batches = -(-n_samples // self.batch_size)
        self._passes = Backpropagation(self.network, self.batch_size, loss, settings.alpha)
        for samples in (self._samples, self._validation):
            if samples is not None:
                require_probabilities(samples.targets, self._passes.loss)
        self._settings = settings
        self.optimizer: Optimizer = make_optimizer(self.network.parameters, settings)
        self._rng = _as_rng(settings.random_state)
        self._order: IntArray = np.arange(n_samples)
        self._position = 0
        self._loss_sum = 0.0
        self.progress = Progress()
        self.stop_reason: StopReason | None = None
        self._sound = self.network.parameters.copy()
        self._candidate = self.network.parameters.copy()
        self._best_parameters = self.network.parameters.copy()

    def epochs(self, should_stop: Callable[[], bool] | None = None) -> Iterator[EpochReport]:
        """Train until there is a reason to stop, and report every epoch.

        May be called again: after "stopped" it goes on in the middle of the epoch; after another
        reason it ends at once, unless `settings` were changed.

        Parameters
        ----------
        should_stop : callable () -> bool, optional
            Looked at before every mini-batch.

        Yields
        ------
        EpochReport
        """
        while self._may_go_on():
            # Overflows are found in the loss; the state must not leak into the consumer's code.
            with np.errstate(all="ignore"):
                report = self._rest_of_epoch(should_stop)
            if report is None:
                return
            yield report

    def batches(
        self, should_stop: Callable[[], bool] | None = None, at_once: int = 1
    ) -> Iterator[BatchReport]:
        """Train like `epochs`, with the same steps, and report every mini-batch.

        Parameters
        ----------
        should_stop : callable () -> bool, optional
            Looked at before every mini-batch, or before every `at_once` of them.
        at_once : int
            Mini-batches between two reports, at least 1; fewer at the end of an epoch. A report
            takes a fifth of the time of a mini-batch of one sample. That of several has all their
            samples, their mean loss, and the number of the last one.

        Yields
        ------
        BatchReport
        """
        while self._may_go_on():
            if should_stop is not None and should_stop():
                self.stop_reason = "stopped"
                return
            epoch, rate = self.progress.epoch + 1, self.optimizer.learning_rate
            start = self._position
            finished = None
            steps: list[tuple[float, int, IntArray]] = []
            with np.errstate(all="ignore"):
                for _ in range(at_once):
                    step = self._step()
                    if step is None:
                        return
                    steps.append(step)
                    if self._is_over():
                        finished = self._finish_epoch()
                        break
            if finished is None and self.stop_reason is not None:
                return
            loss, batch, indices = steps[-1]
            if len(steps) > 1:
                counts = [len(each) for _, _, each in steps]
                loss = sum(each * n for (each, _, _), n in zip(steps, counts, strict=True))
                loss /= sum(counts)
                indices = self._order[start : start + sum(counts)]
            yield BatchReport(epoch, batch, self.n_batches, indices, loss, rate, finished)

    @property
    def settings(self) -> TrainingSettings:
        """The settings; most may be replaced between two steps.

        Learning rate and momentum take effect with the next mini-batch. New settings also let a
        training that has ended go on, if they leave a reason to.
        """
        return self._settings

    @settings.setter
    def settings(self, settings: TrainingSettings) -> None:
        changed = {
            field.name
            for field in dataclasses.fields(settings)
            if getattr(settings, field.name) != getattr(self._settings, field.name)
        }
        if fixed := sorted(changed - CHANGEABLE):
            raise ValueError(
                f"{', '.join(fixed)} cannot change while training; start a new Trainer."
            )
        if changed & {"learning_rate_init", "learning_rate", "power_t"}:
            self.optimizer.learning_rate = settings.learning_rate_init
        self.optimizer.configure(settings)
        self._passes.alpha = settings.alpha
        self._settings = settings
        if changed:
            self.stop_reason = None
            self.progress.no_improvement = 0

    @property
    def n_samples(self) -> int:
        """Samples in an epoch."""
        return self._samples.n_samples

    @property
    def position(self) -> int:
        """Samples of the running epoch that have been learnt from; 0 between two epochs."""
        return self._position

    def snapshot(self) -> TrainerSnapshot:
        """Take the whole state of the training; `restore` brings back exactly this moment."""
        return TrainerSnapshot(
            settings=self._settings,
            parameters=self.network.parameters.copy(),
            sound=self._sound.copy(),
            best_parameters=self._best_parameters.copy(),
            optimizer=self.optimizer.state(),
            rng=_get_state(self._rng),
            order=self._order.copy(),
            position=self._position,
            loss_sum=self._loss_sum,
            progress=dataclasses.replace(self.progress),
            stop_reason=self.stop_reason,
        )

    def restore(self, snapshot: TrainerSnapshot) -> None:
        """Go back to a snapshot of this trainer, settings included.

        Parameters
        ----------
        snapshot : TrainerSnapshot
            Of this trainer or of one made from the same network, samples and settings.
        """
        self._settings = snapshot.settings
        self.optimizer.configure(snapshot.settings)
        self.optimizer.restore(snapshot.optimizer)
        self._passes.alpha = snapshot.settings.alpha
        np.copyto(self.network.parameters, snapshot.parameters)
        np.copyto(self._sound, snapshot.sound)
        np.copyto(self._best_parameters, snapshot.best_parameters)
        _set_state(self._rng, snapshot.rng)
        self._order = snapshot.order.copy()
        self._position, self._loss_sum = snapshot.position, snapshot.loss_sum
        self.progress = dataclasses.replace(snapshot.progress)
        self.stop_reason = snapshot.stop_reason

    def _may_go_on(self) -> bool:
        if self.stop_reason == "stopped":
            self.stop_reason = None
        if self.stop_reason is None and self.progress.epoch >= self._settings.max_iter:
            self.stop_reason = "max_iter"
        return self.stop_reason is None

    def _is_over(self) -> bool:
        return self._position >= self._samples.n_samples

    def _rest_of_epoch(self, should_stop: Callable[[], bool] | None) -> EpochReport | None:
        while True:
            if should_stop is not None and should_stop():
                self.stop_reason = "stopped"
                return None
            if self._step() is None:
                return None
            if self._is_over():
                return self._finish_epoch()

    def _step(self) -> tuple[float, int, IntArray] | None:
        """Learn from the next mini-batch; None if the loss is no longer finite."""
        if self._position == 0:
            self._start_epoch()
        indices = self._order[self._position : self._position + self.batch_size]
        self._passes.load(self._samples, indices)
        loss = self._passes.step(self.optimizer)
        self._position += len(indices)
        self._loss_sum += loss * len(indices)
        if not math.isfinite(loss):
            self._diverge()
            return None
        if self._position == len(indices):  # what the epoch has started from gives a finite loss
            self._sound, self._candidate = self._candidate, self._sound
        return loss, -(-self._position // self.batch_size), indices

    def _start_epoch(self) -> None:
        np.copyto(self._candidate, self.network.parameters)
        self._loss_sum = 0.0
        if self._settings.shuffle and self.n_batches > 1:
            self._order = self._order.copy()  # reports of the last epoch show parts of the old one
            self._rng.shuffle(self._order)

    def _finish_epoch(self) -> EpochReport | None:
        progress, rate = self.progress, self.optimizer.learning_rate
        loss = self._loss_sum / self._samples.n_samples
        validation_loss = validation_score = None
        well = all_finite(self.network.parameters)
        if well and self._validation is not None:
            outputs = self._validation.outputs(self.network)
            validation_loss = self._validation.mean_loss(outputs, self._passes.loss)
            well = all_finite(outputs) and math.isfinite(validation_loss)
        if not well:
            self._diverge()
            return None
        if self._validation is not None:
            validation_score = self._score(
                outputs, self._validation.targets, self._validation.sample_weight
            )
        self._position = 0
        progress.epoch += 1
        progress.samples_seen += self._samples.n_samples
        self._note_improvement(loss, validation_score)
        self._end_of_epoch()
        return EpochReport(progress.epoch, loss, validation_loss, validation_score, rate)

    def _note_improvement(self, loss: float, score: float | None) -> None:
        progress, tol = self.progress, self._settings.tol
        if self._settings.early_stopping and score is not None:
            worse = score < progress.best_score + tol
            if score > progress.best_score:
                progress.best_score = score
                np.copyto(self._best_parameters, self.network.parameters)
        else:
            worse = loss > progress.best_loss - tol
            progress.best_loss = min(progress.best_loss, loss)
        progress.no_improvement = progress.no_improvement + 1 if worse else 0

    def _end_of_epoch(self) -> None:
        """Set the next epoch's learning rate, or the reason why there is none."""
        settings, progress, optimizer = self._settings, self.progress, self.optimizer
        schedule = settings.learning_rate if settings.solver == "sgd" else "constant"
        if schedule == "invscaling":
            time = progress.samples_seen + 1
            optimizer.learning_rate = settings.learning_rate_init / time**settings.power_t
        if progress.no_improvement > settings.n_iter_no_change:
            if schedule == "adaptive" and optimizer.learning_rate > 1e-6:
                optimizer.learning_rate /= 5.0
                progress.no_improvement = 0
            else:
                self.stop_reason = "early_stopping" if settings.early_stopping else "converged"
        if self.stop_reason is None and progress.epoch >= settings.max_iter:
            self.stop_reason = "max_iter"
        if self.stop_reason is not None:
            self.take_best()

    def take_best(self) -> None:
        """With `early_stopping`, go back to the parameters of the best epoch so far.

        The iterator does it by itself when it ends, but not when it was stopped from outside: that
        training may be continued.
        """
        if self._settings.early_stopping and self.progress.best_score > -np.inf:
            np.copyto(self.network.parameters, self._best_parameters)

    def _diverge(self) -> None:
        np.copyto(self.network.parameters, self._sound)
        self.take_best()
        self.optimizer = make_optimizer(self.network.parameters, self._settings)
        self._position = 0
        self.stop_reason = "diverged"


def _as_rng(random_state: int | RandomSource | None) -> RandomSource:
    if isinstance(random_state, np.random.RandomState):
        return random_state
    return np.random.default_rng(random_state)


def _get_state(rng: RandomSource) -> Any:
    if isinstance(rng, np.random.RandomState):
        return rng.get_state()
    return rng.bit_generator.state


def _set_state(rng: RandomSource, state: Any) -> None:
    if isinstance(rng, np.random.RandomState):
        rng.set_state(state)
    else:
        rng.bit_generator.state = state
