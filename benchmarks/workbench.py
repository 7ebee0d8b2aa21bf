"""The training workbench: does the window stay alive, and does the training keep its speed?"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QPushButton

from benchmarks.liveliness import Liveliness, gaps_while
from benchmarks.results import Row
from benchmarks.window import megabytes

if TYPE_CHECKING:
    from ocr_app.engine.workbench.setup import TrainingSetup
    from ocr_app.main_window import MainWindow
    from ocr_app.workers.training_client import TrainingClient

RUNS = 50
WARM_RUNS = 10
EPOCHS = 40
ENDS = 5
FAST_RUNS = 5
CURVES = "Curves"
VIEWS = ("Your drawing", "Mistakes", "Hidden units", "Layers")

AFTER_SECONDS = 1.0
"""What the end of a training brings along is over by then."""


class Room:
    """The Train tab of the real window, used as by a person who presses Start.

    Of a window that is open already, or of one of its own.
    """

    def __init__(self, app: QApplication, window: MainWindow | None = None) -> None:
        from ocr_app.app import make_window
        from ocr_app.widgets.train.train_tab import TrainTab

        self.app, self.window = app, window or make_window(app)
        self.window.show()
        action = self.window.findChild(QAction, "retrain")
        assert action is not None
        action.trigger()
        app.processEvents()
        tab, controller = self.window.findChild(TrainTab), self.window._workbench
        assert tab is not None
        assert controller is not None
        self.tab: TrainTab = tab
        self.client: TrainingClient = controller._client
        self.gaps: list[float] = []
        self.end_gaps: list[float] = []
        self.learning_since = self.learning_took = self.samples_took = 0.0
        self._processor_before = self.processor_took = 0.0
        self.client.prepared.connect(self._note_ready)

    def train(self, setup: TrainingSetup, watch_end: bool = True) -> float:
        """Train to the end and return the seconds since the click."""
        self.tab.form.set_setup(setup)
        start = time.perf_counter()
        button = self.tab.findChild(QPushButton, "runStart")
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.gaps += gaps_while(lambda: self.client.status.is_active)
        end = time.perf_counter()
        self.samples_took = self.learning_since - start
        self.learning_took = end - self.learning_since
        self.processor_took = self._processor_seconds() - self._processor_before
        if watch_end:
            # With the last gap of the training, at the end of which its end was heard of.
            after = gaps_while(lambda: time.perf_counter() < end + AFTER_SECONDS)
            self.end_gaps.append(max(self.gaps[-1], *after))
        return end - start

    def look_at(self, title: str) -> None:
        """Show one of the views beside the curves."""
        views = self.tab.views
        # Where there is little room, the title is shorter and the tip tells it.
        titles = [views.tabToolTip(i) or views.tabText(i) for i in range(views.count())]
        views.setCurrentIndex(titles.index(title))

    def close(self) -> None:
        """Close the window and end its process."""
        self.window.close()
        self.window.deleteLater()
        self.app.processEvents()

    def memory(self) -> tuple[float, float]:
        """Megabytes that this process and the training process take; 0 where it is unknown."""
        process = self.client._process
        assert process is not None
        return megabytes(os.getpid()), megabytes(process.processId())

    def _note_ready(self) -> None:
        self.learning_since = time.perf_counter()
        self._processor_before = self._processor_seconds()

    def _processor_seconds(self) -> float:
        """Seconds that the training process has computed; 0 where it is unknown."""
        process = self.client._process
        status = Path(f"/proc/{process.processId() if process else 0}/stat")
        if not status.exists():
            return 0.0
        # After the name in brackets, the 12th and 13th: in the program, and in the system for it.
        user, system = status.read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def run() -> list[Row]:
    """Train in the real tab with live plots, and beside it without any window."""
    from ocr_app.app import make_application
    from ocr_app.engine.workbench.presets import PRESETS

    app = QApplication.instance() or make_application(["ocr-app"])
    assert isinstance(app, QApplication)
    setups = {preset.key: preset.setup for preset in PRESETS}
    rows = _fast(app, setups["fast"])
    room = Room(app)
    overfit = dataclasses.replace(setups["overfit"], max_iter=EPOCHS)
    rows += [
        *_default(app, room, setups["default"]),
        *_ends(room, setups["fast"]),
        *_speed(room, "overfit", overfit, *VIEWS),
        *_speed(room, "article", dataclasses.replace(setups["article"], max_iter=EPOCHS)),
        *_memory_of_many_runs(room, dataclasses.replace(setups["fast"], copies=0)),
    ]
    room.close()
    return rows


def _fast(app: QApplication, setup: TrainingSetup) -> list[Row]:
    """Seconds from the click to the verdict, the moment that the tab was opened, and later."""
    cold, warm, bare = [], [], []
    _headless(setup)  # fills the caches of files and of compiled modules
    for _ in range(FAST_RUNS):
        start = time.perf_counter()
        _headless(setup)
        bare.append(time.perf_counter() - start)
        room = Room(app)
        cold.append(room.train(setup))
        warm.append(room.train(setup))
        room.close()
    return [
        Row(
            f"Workbench: preset 'fast' from the click to the end, {how}, {name} of {FAST_RUNS}",
            1000 * of(seconds),
            "ms",
            "a bare process",
            1000 * of(bare),
            "≤ 2 s",
            of(seconds) <= 2,
        )
        for how, seconds in (("just opened", cold), ("again", warm))
        for name, of in (("median", median), ("worst", max))
    ]


def _default(app: QApplication, room: Room, setup: TrainingSetup) -> list[Row]:
    """The first training after an installation, and how soon one begins after a restart."""
    seconds = room.train(setup)
    made = room.samples_took
    after_restart = Room(app)
    after_restart.train(dataclasses.replace(setup, max_iter=1))
    after_restart.close()
    name = "Workbench: preset 'default', from the click"
    return [
        Row(f"{name} to the end", 1000 * seconds, "ms", target="≤ 30 s", met=seconds <= 30),
        Row(
            f"{name} to the first batch, samples kept",
            1000 * after_restart.samples_took,
            "ms",
            "samples made",
            1000 * made,
        ),
    ]


def _ends(room: Room, setup: TrainingSetup) -> list[Row]:
    """Longest gap when a training ends: the very first one, and the median of some more."""
    first = room.end_gaps[0]
    room.end_gaps.clear()
    for _ in range(ENDS):
        room.train(setup)
    later = float(np.median(room.end_gaps))
    return [
        Row(
            f"Workbench: longest gap at the end of {which}",
            gap,
            "ms",
            target="≤ 50 ms",
            met=gap <= 50,
        )
        for which, gap in (("the first training", first), ("a later one, median", later))
    ]


def _speed(room: Room, name: str, setup: TrainingSetup, *views: str) -> list[Row]:
    """Speed of a training with the window and without, and how alive the window is meanwhile."""
    room.train(dataclasses.replace(setup, max_iter=1))  # the data are made
    alone = [_headless(setup)]
    rows = []
    for view in (CURVES, *views):
        room.look_at(view)
        lively = Liveliness(room.window, _button_in_sight(room))
        with lively.watching():
            room.train(setup)
        alone.append(_headless(setup))
        # What else the machine does comes and goes: compared with just before and just after.
        seconds, processor = np.mean(alone[-2:], axis=0).tolist()
        title = f"Workbench: {name!r}, {view}"
        frames, answer = lively.fewest_frames(), lively.slow_answer()
        rows += [
            Row(
                f"{title}, {EPOCHS} epochs",
                1000 * room.learning_took,
                "ms",
                "without a window",
                1000 * seconds,
                "≤ 1.25",
                room.learning_took <= seconds / 0.8,
            ),
            Row(
                f"{title}: processor time of the training",
                1000 * room.processor_took,
                "ms",
                "without a window",
                1000 * processor,
                "≤ 1.25",
                room.processor_took <= processor / 0.8,
            ),
            Row(
                f"{title}: frames in the poorest second",
                frames,
                "",
                target="≥ 30",
                met=frames >= 30,
            ),
            Row(
                f"{title}: from a click to its paint, p99 of {len(lively.answers)}",
                answer,
                "ms",
                target="≤ 50 ms",
                met=answer <= 50,
            ),
        ]
    room.look_at(CURVES)
    return rows


def _button_in_sight(room: Room) -> QAbstractButton:
    """Find the check box of the view that is seen; if it has none, put one into the status bar."""
    for name in ("trainLog", "confusionShares"):
        box = room.tab.findChild(QAbstractButton, name)
        if box is not None and box.isVisible():
            return box
    box = QCheckBox("Click")
    room.window.statusBar().addWidget(box)
    return box


HEADLESS = """
import json, os, sys, time
if hasattr(os, "nice"):
    os.nice(5)  # as the workbench's process: what else the machine does slows both alike
from ocr_app.engine.workbench.data import prepare
from ocr_app.engine.workbench.session import _make_trainer
from ocr_app.engine.workbench.setup import TrainingSetup
setup = TrainingSetup.from_json(json.loads(sys.argv[1]))
trainer = _make_trainer(setup, prepare(setup), None)
start, processor = time.perf_counter(), time.process_time()
for _ in trainer.epochs():
    pass
print(time.perf_counter() - start, time.process_time() - processor)
"""


def _headless(setup: TrainingSetup) -> tuple[float, float]:
    """Seconds, and seconds of the processor, of the same training by `nn.Trainer` alone."""
    import json

    command = [sys.executable, "-c", HEADLESS, json.dumps(setup.to_json())]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    seconds, processor = map(float, told.split())
    return seconds, processor


def _memory_of_many_runs(room: Room, setup: TrainingSetup) -> list[Row]:
    """Growth of both processes over many trainings, after the first few."""
    for _ in range(WARM_RUNS):
        room.train(setup, watch_end=False)
    before = room.memory()
    for _ in range(RUNS):
        room.train(setup, watch_end=False)
    after = room.memory()
    return [
        Row(
            f"Workbench: memory of the {who} after {RUNS} more runs",
            late,
            "MB",
            "before",
            early,
            "≤ 1.05",
            late <= 1.05 * early,
        )
        for who, early, late in zip(("window", "training"), before, after, strict=True)
        if early
    ]
