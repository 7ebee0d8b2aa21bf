"""The window's end of the process that trains for the workbench."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from datasets.digit_picture import Written, written_to_json
from ocr_app.engine.workbench.codec import from_frame
from ocr_app.engine.workbench.framing import BrokenFrameError, Frame, FrameReader, encode
from ocr_app.engine.workbench.messages import (
    CurvePoint,
    Message,
    Moment,
    Prepared,
    RateMark,
    Rewound,
    RunStatus,
    StatusReport,
    Thinned,
)
from ocr_app.engine.workbench.setup import TrainingSetup

_SHOW_MS: Final = 50
"""Points and moments are handed on at most 20 times a second; more cannot be seen."""

_END_MS: Final = 2000
_CRASHED: Final = (
    "The training process ended unexpectedly. What it had reached is kept; start it again."
)
_NOT_STARTED: Final = "The training process could not be started; is Python still installed?"


class TrainingClient(QObject):
    """Trains in another process, so that the window stays alive whatever the training does.

    Parameters
    ----------
    parent : QObject, optional

    Signals
    -------
    prepared : Prepared
    status_changed : StatusReport
    points_added : tuple of CurvePoint
    moments_taken : tuple of Moment
    moments_thinned : tuple of int
        The indices that are still there.
    rewound : int
        Index of the moment that the training stands at.
    rate_changed : RateMark
    """

    prepared = Signal(object)
    status_changed = Signal(object)
    points_added = Signal(object)
    moments_taken = Signal(object)
    moments_thinned = Signal(object)
    rewound = Signal(int)
    rate_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._reader = FrameReader()
        self._status = RunStatus.IDLE
        self._seconds_per_batch = 0.0
        self._points: list[CurvePoint] = []
        self._moments: list[Moment] = []
        self._report: StatusReport | None = None
        self._show = QTimer(self, singleShot=True, interval=_SHOW_MS)
        self._show.timeout.connect(self._flush)

    @property
    def status(self) -> RunStatus:
        """How the training stands, as far as is known here."""
        return self._status

    def warm_up(self) -> None:
        """Start the process and let it load the digits, for a quick first training."""
        if self._process is None:
            self._write(Frame("warm_up"))

    def start(
        self,
        setup: TrainingSetup,
        *,
        my_samples: Sequence[tuple[Written, int]] = (),
        parameters: NDArray[np.float32] | None = None,
    ) -> None:
        """Begin a training; one that was there before is forgotten.

        Parameters
        ----------
        setup : TrainingSetup
        my_samples : sequence of (Drawing or DigitPicture, int)
            What people drew themselves, and what it is; used if the set-up says so.
        parameters : ndarray, optional
            Weights to begin with instead of a random start.
        """
        self._points, self._moments, self._report = [], [], None
        arrays: dict[str, NDArray[Any]] = {}
        if parameters is not None:
            arrays["parameters"] = parameters.astype(np.float32)
        self._take(StatusReport(RunStatus.PREPARING))
        self._flush()
        self._write(Frame("speed", {"seconds_per_batch": self._seconds_per_batch}))
        mine = [[written_to_json(drawing), label] for drawing, label in my_samples]
        values = {"setup": setup.to_json(), "my_samples": mine}
        self._write(Frame("start", values, arrays))

    def pause(self) -> None:
        """Stand still; nothing is lost."""
        self._send("pause")

    def resume(self) -> None:
        """Go on."""
        self._send("resume")

    def step_batch(self) -> None:
        """Learn from one mini-batch."""
        self._send("step_batch")

    def step_epoch(self) -> None:
        """Go on to the end of the epoch."""
        self._send("step_epoch")

    def finish(self) -> None:
        """Stop, and keep what was reached as the result."""
        self._send("finish")

    def discard(self) -> None:
        """Stop and forget."""
        self._send("discard")

    def change(
        self, *, learning_rate_init: float | None = None, momentum: float | None = None
    ) -> None:
        """Change learning rate or momentum while it runs."""
        self._send("change", learning_rate_init=learning_rate_init, momentum=momentum)

    def set_speed(self, batches_per_second: float | None) -> None:
        """Learn so many mini-batches a second; None: as fast as it can."""
        self._seconds_per_batch = 0.0 if not batches_per_second else 1 / batches_per_second
        self._send("speed", seconds_per_batch=self._seconds_per_batch)

    def rewind(self, index: int) -> None:
        """Go back to a moment and pause there."""
        self._send("rewind", index=index)

    def close(self) -> None:
        """Hand on what has come until now, and end the process; may be called twice."""
        self._read()
        self._flush()
        self._show.stop()
        process, self._process = self._process, None
        if process is None:
            return
        process.finished.disconnect()
        process.errorOccurred.disconnect()
        process.readyReadStandardOutput.disconnect()
        process.closeWriteChannel()
        process.kill()
        process.waitForFinished(_END_MS)
        process.deleteLater()

    def _send(self, kind: str, **values: object) -> None:
        if self._process is not None:
            self._write(Frame(kind, values))

    def _write(self, frame: Frame) -> None:
        self._running_process().write(encode(frame))

    def _running_process(self) -> QProcess:
        if self._process is None:
            process = QProcess(self)
            environment = QProcessEnvironment.systemEnvironment()
            environment.insert("OPENBLAS_NUM_THREADS", "1")
            # The modules that run here, wherever this process was started from.
            environment.insert("PYTHONPATH", _python_path())
            process.setProcessEnvironment(environment)
            process.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
            process.readyReadStandardOutput.connect(self._read)
            process.finished.connect(self._on_end)
            process.errorOccurred.connect(self._on_error)
            self._reader = FrameReader()
            self._process = process
            process.start(sys.executable, ["-m", "ocr_app.workers.training_process"])
        return self._process

    def _read(self) -> None:
        if self._process is None:
            return
        data = bytes(self._process.readAllStandardOutput().data())
        try:
            for frame in self._reader.feed(data):
                self._take(from_frame(frame))
        except BrokenFrameError:
            self._process.kill()

    def _take(self, message: Message) -> None:
        """Keep what comes often until it can be seen; hand on the rest at once, in order."""
        match message:
            case CurvePoint():
                self._points.append(message)
            case Moment():
                self._moments.append(message)
            case StatusReport():
                is_new = message.status is not self._status
                self._report, self._status = message, message.status
                if is_new:
                    self._flush()
            case Prepared():
                self.prepared.emit(message)
            case RateMark():
                self.rate_changed.emit(message)
            case Thinned():
                self._flush()
                self.moments_thinned.emit(message.kept)
            case Rewound():
                self._flush()
                self.rewound.emit(message.index)
        if not self._show.isActive():
            self._show.start()

    def _flush(self) -> None:
        """Hand on what has come since the last time."""
        points, self._points = self._points, []
        moments, self._moments = self._moments, []
        report, self._report = self._report, None
        if points:
            self.points_added.emit(tuple(points))
        if moments:
            self.moments_taken.emit(tuple(moments))
        if report is not None:
            self.status_changed.emit(report)

    def _on_end(self) -> None:
        self._lost(_CRASHED)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._lost(_NOT_STARTED)

    def _lost(self, sentence: str) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.deleteLater()
        if self._status.is_active:
            self._take(StatusReport(RunStatus.FAILED, sentence=sentence))
            self._flush()


def _python_path() -> str:
    import os  # noqa: PLC0415 -- only here

    return os.pathsep.join(path for path in sys.path if path)
