"""A training that can be paused, stepped, watched, changed while it runs, and rewound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from nn import BatchReport, Network, Trainer, TrainingSettings
from ocr_app.engine.scoring import digits_right, share_of_rate
from ocr_app.engine.workbench.data import TrainingData
from ocr_app.engine.workbench.examiner import Examiner
from ocr_app.engine.workbench.messages import (
    CurvePoint,
    Message,
    RateMark,
    Rewound,
    RunStatus,
    StatusReport,
    Thinned,
)
from ocr_app.engine.workbench.moments import Moments
from ocr_app.engine.workbench.pace import Pace
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.engine.workbench.verdict import diverged_sentence, finished_sentence

_SMALL: Final = 50_000
_AT_ONCE: Final = 8
"""So many mini-batches are reported in one go, if one takes no more products of a weight and a
value than that: all together take half a millisecond, and each report a fifth of one of them.
"""

_LATEST: Final = 0.75
"""Part of an epoch within which it may get points before its end."""


class TrainingSession:
    """One training of the workbench, a mini-batch at a time. Knows no thread, process or window.

    Everything that watchers should know is given to `tell`. The same set-up, data and first
    parameters give the same parameters bit for bit, however often it is paused or rewound.

    Parameters
    ----------
    setup : TrainingSetup
    data : TrainingData
    tell : callable (Message) -> None
    parameters : ndarray of shape (n_parameters,), optional
        To begin with, instead of a random start.

    Attributes
    ----------
    status : RunStatus
        PAUSED until `run` is called; FINISHED or DIVERGED in the end.

    Raises
    ------
    ValueError
        If the parameters do not fit the network.
    """

    def __init__(
        self,
        setup: TrainingSetup,
        data: TrainingData,
        tell: Callable[[Message], None],
        parameters: NDArray[np.float32] | None = None,
    ) -> None:
        self._setup, self._data, self._tell = setup, data, tell
        self._rate, self._momentum = setup.learning_rate_init, setup.momentum
        self._trainer = _make_trainer(setup, data, parameters)
        self._examiner = Examiner(self._trainer.network, data, setup.loss)
        self._moments = Moments()
        self._pace = Pace()
        self._losses: list[float] = []
        self._rewound_to: int | None = None
        self.status = RunStatus.PAUSED
        self._keep_moment()
        self._tell_point(np.nan)
        self.report()

    @property
    def network(self) -> Network:
        """The network in training; read or copy it between two calls."""
        return self._trainer.network

    @property
    def epoch(self) -> float:
        """Epochs done, with the part of the running one."""
        trainer = self._trainer
        return trainer.progress.epoch + trainer.position / trainer.n_samples

    def run(self, should_yield: Callable[[], bool], most_batches: int | None = None) -> None:
        """Train until told to yield, or so many mini-batches long, or to the end.

        Parameters
        ----------
        should_yield : callable () -> bool
            Looked at before every mini-batch, or every eighth small one; the training then stands
            between two of them.
        most_batches : int, optional
        """
        self._begin_running()
        self._pace.start()
        left = most_batches
        is_small = self._trainer.batch_size * self.network.parameters.size <= _SMALL
        at_once = _AT_ONCE if is_small and most_batches is None else 1
        for batch in self._trainer.batches(should_yield, at_once):
            self._after(batch)
            if left is not None:
                left -= 1
                if left <= 0:
                    break
        reason = self._trainer.stop_reason
        if reason is not None and reason != "stopped":
            self._end(reason)

    def resume(self) -> None:
        """Be ready to run: whoever calls `run` decides when."""
        if self.status is RunStatus.PAUSED:
            self._begin_running()

    def show(self) -> None:
        """Draw the point reached, and let the views see its network."""
        if self._losses:
            self._tell_point(float(np.mean(self._losses)))
            self.report()
        if self.epoch != self._moments.latest.epoch:
            self._keep_moment()

    def step_batch(self) -> None:
        """Learn from one mini-batch, then pause."""
        if self.status.is_active:
            self.run(_never, 1)
            self.pause(show=True)

    def step_epoch(self, should_yield: Callable[[], bool]) -> None:
        """Go on to the end of the running epoch, or until told to yield, then pause."""
        if not self.status.is_active:
            return
        trainer = self._trainer
        done = -(-trainer.position // trainer.batch_size)
        self.run(should_yield, trainer.n_batches - done)
        self.pause(show=True)

    def pause(self, show: bool = False) -> None:
        """Stand still; nothing is lost. With `show`, the point reached is drawn as well."""
        if not self.status.is_active:
            return
        if show:
            self.show()
        self.status = RunStatus.PAUSED
        self.report()

    def finish(self) -> None:
        """Stop here and keep the result."""
        if self.status.is_active:
            self._trainer.take_best()
            self._end("stopped")

    def change(
        self, learning_rate_init: float | None = None, momentum: float | None = None
    ) -> None:
        """Change learning rate and momentum from the next mini-batch on.

        Raises
        ------
        ValueError
            If a value is impossible; the training goes on as before.
        """
        changed = replace(
            self._setup,
            learning_rate_init=self._rate if learning_rate_init is None else learning_rate_init,
            momentum=self._momentum if momentum is None else momentum,
        )
        self._rate, self._momentum = changed.learning_rate_init, changed.momentum
        self._set_rate()
        self._tell(RateMark(self.epoch, self._rate, self._momentum))

    def rewind(self, index: int) -> None:
        """Go back to a moment and pause there; later ones are forgotten when it goes on."""
        try:
            kept = self._moments.get(index)
        except KeyError:
            return
        self._trainer.restore(kept.snapshot)
        self._rate, self._momentum = kept.learning_rate_init, kept.momentum
        self._losses.clear()
        self.status = RunStatus.PAUSED
        self._rewound_to = index
        self._tell(Rewound(index))
        self.report()

    def report(self, sentence: str = "", can_go_on: bool = False) -> None:
        """Tell how the training stands; see `StatusReport`."""
        trainer = self._trainer
        fraction = min(1.0, self.epoch / trainer.settings.max_iter)
        speed = self._pace.samples_per_second
        left = None
        if self.status is RunStatus.RUNNING and speed > 0:
            left = (1 - fraction) * trainer.settings.max_iter * trainer.n_samples / speed
        self._tell(
            StatusReport(
                self.status,
                trainer.progress.epoch,
                -(-trainer.position // trainer.batch_size),
                trainer.n_batches,
                trainer.settings.max_iter,
                fraction,
                speed,
                left,
                sentence,
                can_go_on,
            )
        )

    def _begin_running(self) -> None:
        if self._rewound_to is not None:
            if self._moments.forget_after(self._rewound_to):
                self._tell(Thinned(self._moments.indices))
            self._rewound_to = None
        if self.status is not RunStatus.RUNNING:
            self.status = RunStatus.RUNNING
            self.report()

    def _after(self, batch: BatchReport) -> None:
        n_batches = -(-len(batch.indices) // self._trainer.batch_size)
        self._losses += [batch.loss] * n_batches
        self._pace.add(len(batch.indices))
        if batch.finished_epoch is not None:
            # A trainer that has a reason to stop would forget it with new settings.
            if self._trainer.stop_reason is None:
                self._set_rate()
            if self._pace.has_time_to_watch():
                with self._pace.watching():
                    self._keep_moment()
        is_epoch_end = batch.finished_epoch is not None
        # Not shortly before the end of an epoch: too few mini-batches would be left for its own
        # point, whose mean loss would jump.
        may_show = is_epoch_end or self._trainer.position <= _LATEST * self._trainer.n_samples
        if may_show and self._pace.may_examine(is_epoch_end, n_batches):
            with self._pace.watching():
                self._tell_point(float(np.mean(self._losses)))
                self.report()
            self._pace.note_point()

    def _tell_point(self, loss: float) -> None:
        self._losses.clear()
        seen = self._seen = self._examiner.examine(self.network)
        self._examined = self.network.parameters.copy()
        self._tell(
            CurvePoint(
                self.epoch,
                seen.loss if np.isnan(loss) else loss,
                seen.validation_loss,
                seen.accuracy,
                seen.validation_accuracy,
                self._trainer.optimizer.learning_rate,
            )
        )

    def _keep_moment(self) -> None:
        moment, thinned = self._moments.add(
            self.epoch, self._trainer.snapshot(), self._rate, self._momentum
        )
        self._tell(moment)
        if thinned:
            self._tell(Thinned(self._moments.indices))

    def _end(self, reason: str) -> None:
        """Show the very end, which early stopping or divergence may have moved back."""
        if self._losses:
            self._tell_point(float(np.mean(self._losses)))
        if not np.array_equal(self.network.parameters, self._examined):
            self._tell_point(np.nan)
        if not np.array_equal(self.network.parameters, self._moments.latest.parameters):
            self._keep_moment()
        if reason == "diverged":
            self.status = RunStatus.DIVERGED
            self.report(diverged_sentence(self._trainer.progress.epoch, self._rate))
        else:
            self.status = RunStatus.FINISHED
            is_stopped = reason == "stopped" and self.epoch < self._setup.max_iter
            self.report(finished_sentence(reason, self._seen), can_go_on=is_stopped)

    def _share_of_rate(self) -> float:
        """Share of the initial learning rate that the schedule has come down to."""
        if self._setup.learning_rate == "constant":
            return 1.0
        done = self._trainer.progress.epoch / self._setup.max_iter
        return share_of_rate(done)

    def _set_rate(self) -> None:
        trainer = self._trainer
        patience = trainer.progress.no_improvement
        trainer.settings = replace(
            trainer.settings,
            learning_rate_init=self._rate * self._share_of_rate(),
            momentum=self._momentum,
        )
        # New settings make a trainer patient again; the schedule is no reason to be.
        trainer.progress.no_improvement = patience


def _make_trainer(
    setup: TrainingSetup, data: TrainingData, parameters: NDArray[np.float32] | None
) -> Trainer:
    network = Network(setup.layer_sizes, setup.activation, setup.output_activation)
    if parameters is None:
        network.initialize(np.random.default_rng(setup.random_state))
    elif parameters.shape != network.parameters.shape:
        raise ValueError(
            "The weights to begin with belong to a network of another shape; "
            "choose the same hidden layers and outputs."
        )
    else:
        network.parameters[:] = parameters
    settings = TrainingSettings(
        solver=setup.solver,
        learning_rate_init=setup.learning_rate_init,
        momentum=setup.momentum,
        nesterovs_momentum=False,
        alpha=setup.alpha,
        batch_size=setup.batch_size,
        max_iter=setup.max_iter,
        random_state=setup.random_state,
        early_stopping=setup.early_stopping,
        n_iter_no_change=setup.n_iter_no_change if setup.early_stopping else float("inf"),
    )
    validation = (data.X_validation, data.y_validation) if setup.early_stopping else None
    return Trainer(
        network,
        data.X,
        data.y,
        settings,
        loss=setup.loss,
        validation=validation,
        score=digits_right,
    )


def _never() -> bool:
    return False
