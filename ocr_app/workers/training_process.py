"""The process that trains for the workbench: commands come in on stdin, messages go out on stdout.

Knows no Qt. Run by `ocr_app.workers.training_client`; it ends when its stdin does, so that it never
outlives the window.
"""

from __future__ import annotations

import os

# Two threads of one BLAS get in each other's way when the window needs a core. Before NumPy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import queue
import sys
import threading
import time
from typing import IO, Final

from datasets.digit_picture import written_from_json
from datasets.digits import load_digits
from ocr_app.engine.sample_portions import MakingCancelled
from ocr_app.engine.workbench.codec import to_frame
from ocr_app.engine.workbench.data import TrainingData, data_key, prepare
from ocr_app.engine.workbench.framing import BrokenFrameError, Frame, FrameReader, encode
from ocr_app.engine.workbench.messages import Message, Prepared, RunStatus, StatusReport
from ocr_app.engine.workbench.session import TrainingSession
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.workers.kept_samples import KeptSamples

_END: Final = Frame("end")
_REPORT_SECONDS: Final = 0.1


class TrainingProcess:
    """Answers commands, and trains between them.

    Parameters
    ----------
    out : binary file
        Messages are written to it.
    """

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.commands: queue.SimpleQueue[Frame] = queue.SimpleQueue()
        self._session: TrainingSession | None = None
        self._data: tuple[object, TrainingData] | None = None
        self._make_samples = KeptSamples()
        self._seconds_per_batch = 0.0

    def serve(self) -> None:
        """Answer commands until the last one, "end"."""
        while True:
            session = self._session
            is_running = session is not None and session.status is RunStatus.RUNNING
            if is_running and self.commands.empty():
                assert session is not None  # noqa: S101 -- for mypy
                self._train(session)
                continue
            command = self.commands.get()
            if command.kind == "end":
                return
            try:
                self._answer(command)
            except (ValueError, MemoryError) as error:
                self._session = None
                text = str(error) or "There is not enough memory for this; make less data."
                self._tell(StatusReport(RunStatus.FAILED, sentence=text))

    def _train(self, session: TrainingSession) -> None:
        """Train until the next command, or a batch at a time if it is to be slow."""
        if not self._seconds_per_batch:
            session.run(lambda: not self.commands.empty())
            return
        session.run(lambda: False, 1)
        session.show()
        until = time.perf_counter() + self._seconds_per_batch
        while self.commands.empty() and (left := until - time.perf_counter()) > 0:
            time.sleep(min(left, 0.02))

    def _answer(self, command: Frame) -> None:
        if command.kind == "start":
            self._start(command)
        elif command.kind == "warm_up":
            load_digits()
        elif command.kind == "speed":
            self._seconds_per_batch = float(command.values["seconds_per_batch"])
        elif self._session is not None:
            self._steer(self._session, command)

    def _steer(self, session: TrainingSession, command: Frame) -> None:
        match command.kind:
            case "pause":
                session.pause(show=True)
            case "resume":
                session.resume()
            case "step_batch":
                session.step_batch()
            case "step_epoch":
                session.step_epoch(lambda: not self.commands.empty())
            case "finish":
                session.finish()
            case "discard":
                self._session = None
                self._tell(StatusReport(RunStatus.IDLE))
            case "change":
                session.change(**command.values)
            case "rewind":
                session.rewind(int(command.values["index"]))

    def _start(self, command: Frame) -> None:
        self._session = None
        setup = TrainingSetup.from_json(command.values["setup"])
        data = self._prepare(setup, command)
        if data is None:
            self._tell(StatusReport(RunStatus.IDLE))
            return
        self._tell(_prepared(setup, data))
        self._session = TrainingSession(setup, data, self._tell, command.arrays.get("parameters"))
        self._session.resume()

    def _prepare(self, setup: TrainingSetup, command: Frame) -> TrainingData | None:
        """Make the samples, unless they are those of the last training; None if cancelled."""
        mine = command.values.get("my_samples", []) if setup.use_my_samples else []
        key = (data_key(setup), json.dumps(mine))
        if self._data is not None and self._data[0] == key:
            return self._data[1]
        self._data = None  # before the next are made: both may not fit into memory
        last = 0.0

        def report(fraction: float) -> None:
            nonlocal last
            if (now := time.perf_counter()) - last > _REPORT_SECONDS:
                last = now
                self._tell(StatusReport(RunStatus.PREPARING, fraction=fraction))

        report(0.0)
        try:
            drawings = [(written_from_json(one), label) for one, label in mine]
            data = prepare(
                setup, drawings, report, lambda: not self.commands.empty(), self._make_samples
            )
        except MakingCancelled:
            return None
        self._data = (key, data)
        return data

    def _tell(self, message: Message) -> None:
        self._out.write(encode(to_frame(message)))
        self._out.flush()


def _prepared(setup: TrainingSetup, data: TrainingData) -> Prepared:
    """Tell watchers of the samples."""
    some = data.some_learnt()
    return Prepared(
        len(data.y),
        setup.layer_sizes,
        data.X_validation,
        data.y_validation,
        data.numbers_validation,
        data.X[some],
        data.y[some],
    )


def _listen(source: IO[bytes], commands: queue.SimpleQueue[Frame]) -> None:
    """Put what comes in into a queue, in a thread of its own, since reading waits."""
    reader = FrameReader()
    try:
        while data := os.read(source.fileno(), 1 << 16):
            for frame in reader.feed(data):
                commands.put(frame)
    except (BrokenFrameError, OSError) as error:
        print(f"training: {error}", file=sys.stderr)
    commands.put(_END)


def main() -> int:
    """Serve whoever started this process."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever prints must not get between the messages.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    if hasattr(os, "nice"):
        os.nice(5)  # the window comes first
    process = TrainingProcess(out)
    threading.Thread(target=_listen, args=(sys.stdin, process.commands), daemon=True).start()
    try:
        process.serve()
    except BrokenPipeError:
        return 1  # nobody listens any more
    return 0


if __name__ == "__main__":
    sys.exit(main())
