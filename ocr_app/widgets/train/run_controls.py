"""Start, pause, step, stop; speed and learning rate while it runs; how far it is."""

from __future__ import annotations

import math
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from ocr_app.engine.workbench.messages import RunStatus, StatusReport
from ocr_app.engine.workbench.setup import LIMITS
from ocr_app.widgets.samples.saved_line import SavedLine
from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.train.rate_field import RateField
from ocr_app.widgets.wrapped_label import WrappedLabel

_SLOWEST, _FASTEST = 1.0, 200.0
"""Mini-batches a second at the ends of the slider, but for its last step: as fast as it can."""

_SPEED_STEPS: Final = 20
_SETTLE_MS: Final = 200
"""A learning rate is handed on when the slider has rested so long, not for every pixel."""


class RunControls(QWidget):
    """The buttons and what they steer.

    Signals
    -------
    start_requested, pause_requested, resume_requested, batch_requested, epoch_requested,
    finish_requested, discard_requested
    rate_changed : float
    momentum_changed : float
    speed_changed : float or None
        Mini-batches a second; None: as fast as it can.
    """

    start_requested = Signal()
    pause_requested = Signal()
    resume_requested = Signal()
    batch_requested = Signal()
    epoch_requested = Signal()
    finish_requested = Signal()
    discard_requested = Signal()
    rate_changed = Signal(float)
    momentum_changed = Signal(float)
    speed_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = RunStatus.IDLE
        self._can_start = True
        self._make_buttons()
        self._make_live_settings()
        self._stage = WrappedLabel("", 2)
        self._stage.setObjectName("runStage")
        self._stage.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._notice = SavedLine()
        self._notice.setObjectName("runNotice")
        self._notice.setAccessibleName("What became of the training before")
        self._notice.hide()
        self._bar = QProgressBar()
        self._bar.setObjectName("runProgress")
        self._bar.setAccessibleName("Progress of the training")
        self._bar.setRange(0, 1000)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(8)
        self._lay_out()
        self.show_status(StatusReport(RunStatus.IDLE))

    def show_status(self, report: StatusReport) -> None:
        """Show how the training stands, and offer what can be done now."""
        self._status = report.status
        self._bar.setValue(round(1000 * report.fraction))
        self._stage.setText(_stage_text(report))
        self._stage.setToolTip(report.sentence)
        self._update_buttons()

    def show_notice(self, sentence: str) -> None:
        """Say below it what has become of an earlier training; nothing if empty."""
        self._notice.say(sentence, is_quiet=True)
        self._notice.setVisible(bool(sentence))

    def set_can_start(self, can_start: bool) -> None:
        """Say whether the settings make sense."""
        self._can_start = can_start
        self._update_buttons()

    def show_live_settings(
        self, learning_rate_init: float, momentum: float, has_momentum: bool
    ) -> None:
        """Show learning rate and momentum of the training that runs."""
        for part in (self._rate, self._momentum):
            part.blockSignals(True)
        self._rate.set_value(learning_rate_init)
        self._momentum.setValue(momentum)
        for part in (self._rate, self._momentum):
            part.blockSignals(False)
        self._settle.stop()
        self._has_momentum = has_momentum
        self._update_buttons()

    def _make_buttons(self) -> None:
        def button(text: str, name: str, tip: str, signal: SignalInstance) -> QPushButton:
            made = QPushButton(text)
            made.setObjectName(name)
            made.setToolTip(tip)
            made.clicked.connect(signal)
            return made

        self._start = button("S&tart", "runStart", "Train a new network.", self.start_requested)
        self._pause = button("&Pause", "runPause", "Stand still.", self.pause_requested)
        self._resume = button("&Go on", "runResume", "Go on training.", self.resume_requested)
        self._batch = button(
            "One &batch", "runBatch", "One step: learn from one mini-batch.", self.batch_requested
        )
        self._epoch = button(
            "One epo&ch",
            "runEpoch",
            "Go on until every digit was seen once more.",
            self.epoch_requested,
        )
        self._finish = button(
            "Stop and &keep", "runFinish", "End here; the result is kept.", self.finish_requested
        )
        self._discard = button(
            "Disca&rd", "runDiscard", "End, and forget this training.", self.discard_requested
        )

    def _make_live_settings(self) -> None:
        self._speed = QSlider(Qt.Orientation.Horizontal)
        self._speed.setObjectName("runSpeed")
        self._speed.setAccessibleName("Speed")
        self._speed.setRange(0, _SPEED_STEPS)
        self._speed.setValue(_SPEED_STEPS)
        self._speed.setMinimumWidth(60)
        self._speed.valueChanged.connect(self._change_speed)
        self._speed_text = QLabel()
        self._speed_text.setObjectName("runSpeedText")
        self._speed_text.setFixedWidth(
            self.fontMetrics().horizontalAdvance("as fast as it can") + 8
        )
        self._show_speed()
        self._rate = RateField(*LIMITS["learning_rate_init"], name="runRate")
        self._rate.setToolTip("The learning rate α can be changed while it runs.")
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(lambda: self.rate_changed.emit(self._rate.value))
        self._rate.changed.connect(lambda _: self._settle.start())
        self._momentum = QDoubleSpinBox(decimals=3)
        self._momentum.setObjectName("runMomentum")
        self._momentum.setAccessibleName("Momentum")
        self._momentum.setRange(*LIMITS["momentum"])
        self._momentum.setSingleStep(0.05)
        self._momentum.setKeyboardTracking(False)
        self._momentum.setToolTip("Share of the last step that is taken again; for plain steps.")
        self._momentum.valueChanged.connect(self.momentum_changed)
        self._has_momentum = False

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING // 2)
        for button in (self._start, self._pause, self._resume, self._batch, self._epoch):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self._finish)
        buttons.addWidget(self._discard)
        speed, live = QHBoxLayout(), QHBoxLayout()
        for row, text, control, stretch in (
            (speed, "Speed", self._speed, 1),
            (speed, "", self._speed_text, 0),
            (live, "α", self._rate, 1),
            (live, "Momentum", self._momentum, 0),
        ):
            row.setSpacing(SPACING // 2)
            if text:
                label = QLabel(text)
                label.setBuddy(control)
                row.addWidget(label)
            row.addWidget(control, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 2)
        column.addLayout(buttons)
        column.addLayout(live)
        column.addLayout(speed)
        column.addWidget(self._bar)
        column.addWidget(self._stage)
        column.addWidget(self._notice)

    def _update_buttons(self) -> None:
        status = self._status
        active = status.is_active
        running, paused = status is RunStatus.RUNNING, status is RunStatus.PAUSED
        shown = self._resume if paused else self._pause if active else self._start
        # Hidden first: two of them at once would make the window wider, and it would stay so.
        for button in (self._start, self._pause, self._resume):
            if button is not shown:
                button.hide()
        shown.show()
        self._start.setEnabled(self._can_start)
        self._pause.setEnabled(running)
        self._batch.setEnabled(paused)
        self._epoch.setEnabled(paused)
        self._finish.setEnabled(running or paused)
        self._discard.setEnabled(active)
        self._rate.setEnabled(running or paused)
        self._momentum.setEnabled((running or paused) and self._has_momentum)

    @property
    def _batches_per_second(self) -> float | None:
        step = self._speed.value()
        if step == _SPEED_STEPS:
            return None
        return _SLOWEST * math.pow(_FASTEST / _SLOWEST, step / (_SPEED_STEPS - 1))

    def _change_speed(self) -> None:
        self._show_speed()
        self.speed_changed.emit(self._batches_per_second)

    def _show_speed(self) -> None:
        speed = self._batches_per_second
        text = "as fast as it can" if speed is None else f"{speed:.2g} batches/s"
        if speed is not None and speed >= 100:
            text = f"{speed:.0f} batches/s"
        self._speed_text.setText(text)
        self._speed.setToolTip(f"How fast it learns: {text}.")


def _stage_text(report: StatusReport) -> str:
    """Say in a line or two how the training stands."""
    if report.status is RunStatus.IDLE:
        return report.sentence or "Choose settings, or just press Start."
    if report.status is RunStatus.PREPARING:
        return f"Making the training digits: {100 * report.fraction:.0f} %"
    if report.status not in {RunStatus.RUNNING, RunStatus.PAUSED}:
        warning = "⚠ " if report.status in {RunStatus.DIVERGED, RunStatus.FAILED} else ""
        return f"{warning}{report.sentence}"
    parts = [f"Epoch {min(report.epoch + 1, report.max_iter):,} of {report.max_iter:,}"]
    if report.status is RunStatus.PAUSED:
        parts = [f"Paused after {report.epoch:,} of {report.max_iter:,} epochs"]
    parts.append(f"batch {report.batch:,} of {report.n_batches:,}")
    if report.status is RunStatus.RUNNING and report.samples_per_second > 0:
        parts.append(f"{_rounded(report.samples_per_second):,} digits/s")
    if report.seconds_left is not None and report.seconds_left >= 1:
        parts.append(_left(report.seconds_left))
    return " · ".join(parts)


def _rounded(number: float) -> int:
    """Two digits; more only flicker."""
    place = int(10.0 ** max(0, math.floor(math.log10(max(number, 1))) - 1))
    return round(number / place) * place


def _left(seconds: float) -> str:
    return f"{seconds:.0f} s left" if seconds < 90 else f"{seconds / 60:.0f} min left"


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(RunControls)
