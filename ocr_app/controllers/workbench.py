"""The Train tab's training: joins the form, the controls and the views with the process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from nn import Network
from ocr_app.controllers.run_keeping import RunKeeper
from ocr_app.controllers.training_record import TrainingRecord
from ocr_app.dialogs import show_error, tell
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer
from ocr_app.engine.workbench.judgement import Judgement, judge
from ocr_app.engine.workbench.messages import Moment, Prepared, RunStatus, StatusReport
from ocr_app.engine.workbench.presets import fine_tuning_setup
from ocr_app.engine.workbench.result import make_model, make_network
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.engine.workbench.trial import Trial
from ocr_app.storage import RunStore, StorageError
from ocr_app.widgets.train.train_tab import TrainTab
from ocr_app.workers.one_thread import OneThread
from ocr_app.workers.training_client import TrainingClient

if TYPE_CHECKING:
    from concurrent.futures import Future

    from datasets.digit_picture import Written

_LOOK_MS: Final = 100
"""The views of a running network are renewed ten times a second."""

_OTHER_SHAPE: Final = (
    "The form's settings are for a network of another shape. To begin with the weights of "
    "this moment, set the same hidden layers and outputs again."
)

_ENDED: Final = {
    RunStatus.FINISHED: "finished",
    RunStatus.DIVERGED: "diverged",
    RunStatus.FAILED: "unfinished",
}
"""How runs that ended in some way are called in the file."""

_BUSY: Final = "There is a training already; stop it first, then fine-tune."
_UNKNOWN_KIND: Final = (
    "The network in use is of a kind that cannot be trained here; choose another one, or go back "
    "to the factory model."
)


class WorkbenchController(QObject):
    """Trains what the form says, and shows it.

    Parameters
    ----------
    tab : TrainTab
    window : QWidget
        If it is closed, the process is ended first.
    client : TrainingClient
        The process that trains.
    current_model : callable () -> Model
        What a new model is compared with.
    on_accept : callable (Model) -> None
        Called with a new model that is to be used.
    open_runs : callable () -> RunStore
    my_samples : callable () -> sequence of (Drawing or DigitPicture, int)
        What people drew themselves, and what it is; asked for when a training wants it.

    Signals
    -------
    network_shown : Network or None
        What is seen in the views now: the running network, or that of the chosen moment.
    samples_shown : Prepared
        With the held-out digits.
    run_ended
        A training is over, and in the file of runs.
    """

    network_shown = Signal(object)
    samples_shown = Signal(object)
    run_ended = Signal()

    def __init__(
        self,
        tab: TrainTab,
        window: QWidget,
        client: TrainingClient,
        current_model: Callable[[], Model],
        on_accept: Callable[[Model], None],
        open_runs: Callable[[], RunStore] = RunStore,
        my_samples: Callable[[], Sequence[tuple[Written, int]]] = tuple,
    ) -> None:
        super().__init__(window)
        self._tab, self._window = tab, window
        self._current_model, self._on_accept = current_model, on_accept
        self._my_samples = my_samples
        self._client = client
        self._thread = OneThread("runs", self)
        self._runs = RunKeeper(self._thread, open_runs, self._complain)
        self._record = TrainingRecord(client, tab.curves, tab.rewind, self)
        self._trial: Trial | None = None
        self._prepared: Prepared | None = None
        self._pixels: NDArray[np.float32] | None = None
        self._result: Model | None = None
        self._look = QTimer(self, singleShot=True, interval=_LOOK_MS)
        self._look.timeout.connect(self._show_network)
        self._connect_client()
        self._connect_tab()
        window.window().installEventFilter(self)
        self._on_form()
        self._client.warm_up()

    def fine_tune(self) -> None:
        """Let the network in use learn from one's own samples, unless a training is there."""
        if self._client.status.is_active:
            tell(self._window, "Fine-tune", _BUSY)
            return
        model = self._current_model()
        setup = fine_tuning_setup(model.network)
        if setup is None:
            tell(self._window, "Fine-tune", _UNKNOWN_KIND)
            return
        self._tab.form.set_setup(setup)
        self._begin_new(setup, model.network.parameters, f"“{model.name}”", model)

    def show_drawing(self, pixels: NDArray[np.float32] | None) -> None:
        """Follow the drawing (8, 8) on the Draw tab; None if nothing is drawn."""
        self._pixels = pixels
        self._request_look()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Never let the window go while a training still runs."""
        del watched
        if event.type() == QEvent.Type.Close:
            self.close()
        return False

    def close(self) -> None:
        """End the process and close the file of runs; an unfinished run stays there."""
        self._client.close()
        if self._record.latest is None:
            self._runs.discard()  # it was still making samples
        else:
            self._runs.save(self._record.curves, self._result_network)
        self._runs.close()

    @property
    def network(self) -> Network | None:
        """The network of the moment that is shown."""
        return self._network_of(self._record.shown)

    @property
    def _result_network(self) -> Network | None:
        """The network that the training has come to, whichever is looked at."""
        return self._network_of(self._record.latest)

    def _network_of(self, moment: Moment | None) -> Network | None:
        if self._trial is None or moment is None:
            return None
        return make_network(self._trial.setup, moment.parameters)

    def _connect_client(self) -> None:
        client = self._client
        client.prepared.connect(self._on_prepared)
        client.status_changed.connect(self._on_status)
        client.moments_taken.connect(lambda _: self._save_if_due())
        self._record.shown_changed.connect(self._request_look)

    def _connect_tab(self) -> None:
        tab, client = self._tab, self._client
        tab.form.changed.connect(self._on_form)
        tab.controls.start_requested.connect(self._start)
        tab.controls.pause_requested.connect(client.pause)
        tab.controls.resume_requested.connect(lambda: self._go_on(client.resume))
        tab.controls.batch_requested.connect(lambda: self._go_on(client.step_batch))
        tab.controls.epoch_requested.connect(lambda: self._go_on(client.step_epoch))
        tab.controls.finish_requested.connect(client.finish)
        tab.controls.discard_requested.connect(client.discard)
        tab.controls.rate_changed.connect(lambda rate: client.change(learning_rate_init=rate))
        tab.controls.momentum_changed.connect(lambda value: client.change(momentum=value))
        tab.controls.speed_changed.connect(client.set_speed)
        tab.rewind.go_on_requested.connect(lambda: self._go_on(client.resume))
        tab.rewind.branch_requested.connect(self._branch)
        tab.rewind.again_requested.connect(self._again)
        tab.verdict.use_requested.connect(self._use)

    def _on_form(self) -> None:
        setup = self._tab.form.setup
        self._tab.controls.set_can_start(setup is not None)
        if setup is not None and not self._client.status.is_active:
            self._tab.controls.show_live_settings(
                setup.learning_rate_init, setup.momentum, setup.solver == "sgd"
            )

    def _start(self) -> None:
        if (setup := self._tab.form.setup) is not None:
            self._begin_new(setup)

    def _again(self) -> None:
        if self._trial is not None:
            self._tab.form.set_setup(self._trial.setup)
            self._begin(self._trial)

    def _branch(self) -> None:
        setup, moment = self._tab.form.setup, self._record.shown
        if setup is None or self._trial is None or moment is None:
            return
        if setup.layer_sizes != self._trial.setup.layer_sizes:
            tell(self._window, "Branch off", _OTHER_SHAPE)
            return
        origin = f"“{self._runs.name or self._trial.title}” after epoch {moment.epoch:,.4g}"
        self._begin_new(setup, moment.parameters, origin)

    def _begin_new(
        self,
        setup: TrainingSetup,
        parameters: NDArray[np.float32] | None = None,
        began_with: str = "",
        fine_tuned: Model | None = None,
    ) -> None:
        mine: Sequence[tuple[Written, int]] = ()
        if setup.use_my_samples:
            try:
                mine = self._my_samples()
            except StorageError as error:
                show_error(self._window, "Your samples cannot be read", error)
                return
        self._begin(Trial(setup, tuple(mine), parameters, began_with, fine_tuned))

    def _begin(self, trial: Trial) -> None:
        self._keep_until_now("Kept under Runs as “{}”: the training until now.")
        self._trial, setup = trial, trial.setup
        self._result = self._prepared = None
        self._tab.verdict.hide()
        self._record.clear()
        self._tab.controls.show_live_settings(
            setup.learning_rate_init, setup.momentum, setup.solver == "sgd"
        )
        self._runs.begin(trial.title, setup.to_json())
        self._client.start(setup, my_samples=trial.my_samples, parameters=trial.parameters)

    def _keep_until_now(self, sentence: str) -> None:
        """Keep a training that something else takes the place of, and say so."""
        if was_open := self._runs.is_open:
            self._runs.end("stopped", self._record.curves, self._result_network, self._made())
            self._tell_run_ended()
        name = self._runs.name
        self._tab.controls.show_notice(sentence.format(name) if was_open and name else "")

    def _go_on(self, how: Callable[[], None]) -> None:
        """Go on from the moment that is shown; as another run, if it lies behind or was the end."""
        moment = self._record.shown
        lies_behind = not self._tab.rewind.is_at_end or not self._client.status.is_active
        if self._trial is not None and moment is not None and lies_behind:
            self._go_back(self._trial, moment)
        self._tab.verdict.hide()
        self._result = None
        how()

    def _go_back(self, trial: Trial, moment: Moment) -> None:
        """Keep the run until now, and begin another one at a moment of it."""
        epoch = f"epoch {moment.epoch:,.4g}"
        was_open, name = self._runs.is_open, self._runs.name
        self._keep_until_now("")
        self._tab.controls.show_notice(
            f"Kept under Runs as “{name}”: what came after {epoch}." if was_open and name else ""
        )
        self._runs.begin(f"{trial.title} from {epoch}", trial.setup.to_json())
        self._client.rewind(moment.index)

    def _on_prepared(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self.samples_shown.emit(prepared)

    def _on_status(self, report: StatusReport) -> None:
        status = report.status
        self._tab.controls.show_status(report)
        self._tab.form.set_editable(status not in {RunStatus.PREPARING, RunStatus.RUNNING})
        self._tab.rewind.set_can_act(
            status not in {RunStatus.PREPARING, RunStatus.RUNNING}, report.can_go_on
        )
        if status.is_active:
            return
        self._end(status)
        self._tell_run_ended()

    def _end(self, status: RunStatus) -> None:
        """Keep what has come of a training, and judge it."""
        network = self._result_network
        if status is RunStatus.IDLE or network is None:
            self._runs.discard()
            self._record.clear()
            self._request_look()
            return
        make = self._made() if status is RunStatus.FINISHED else None
        self._runs.end(_ENDED[status], self._record.curves, network, make)
        trial, prepared = self._trial, self._prepared
        if make is not None and trial is not None and prepared is not None:
            in_use, pixels = self._current_model(), self._pixels
            self._thread.do(
                lambda: judge(trial, make(), prepared, in_use, pixels),
                partial(self._show_judgement, trial),
            )

    def _made(self) -> Callable[[], Model] | None:
        """Return how to make a model of what the training has come to: once, in the thread."""
        network = self._result_network
        if network is None or self._trial is None or self._prepared is None:
            return None
        name = self._runs.name or self._trial.title
        return cache(partial(make_model, self._trial, network, self._prepared, name))

    def _save_if_due(self) -> None:
        if self._runs.is_due:
            self._runs.save(self._record.curves, self._result_network)

    def _tell_run_ended(self) -> None:
        # In the same thread, and so after the run is in the file.
        self._thread.do(lambda: None, lambda _: self.run_ended.emit())

    def _show_judgement(self, trial: Trial, done: Future[Judgement]) -> None:
        if trial is not self._trial or self._client.status.is_active:
            return  # something else has begun meanwhile
        judgement = done.result()
        self._result = judgement.model
        self._tab.verdict.ask(judgement.sentence, judgement.can_use)

    def _use(self) -> None:
        if self._result is not None:
            self._on_accept(self._result)

    def _request_look(self) -> None:
        if not self._look.isActive():
            self._look.start()

    def _show_network(self) -> None:
        network = self.network
        probabilities = None
        if network is not None and self._pixels is not None:
            probabilities = _shares(network, self._pixels)
        self._tab.drawing.show_reading(self._pixels, probabilities, network)
        self.network_shown.emit(network)

    def _complain(self, error: StorageError) -> None:
        show_error(self._window, "This training is not kept in Runs", error)


def _shares(network: Network, pixels: NDArray[np.float32]) -> NDArray[np.floating]:
    """Probabilities (10,) of the digits for one drawing (8, 8)."""
    shares: NDArray[np.floating] = Recognizer(Model(network)).probabilities(pixels.reshape(1, -1))
    return np.asarray(shares[0])
