"""Modules imported while nobody waits for them."""

import sys
import threading
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ocr_app import app
from ocr_app.main_window import MainWindow
from ocr_app.paths import lab_file
from ocr_app.training_room import TrainingViews
from ocr_app.widgets.train.train_tab import TrainTab
from ocr_app.widgets.xor.lab_tab import LabTab
from ocr_app.workers.early_imports import EarlyImports
from ocr_app.xor_room import LabViews

Write = Callable[[dict[str, str]], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Write modules that can be imported; they are forgotten after the test."""
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)

    def write_them(modules: dict[str, str]) -> None:
        for name, text in modules.items():
            (tmp_path / f"{name}.py").write_text(text, "utf-8")

    yield write_them
    for name in set(sys.modules) - before:
        del sys.modules[name]


def chain(n: int) -> dict[str, str]:
    """Return modules of which each imports the next one."""
    links = {f"early_{i}": f"import early_{i + 1}\n" for i in range(n - 1)}
    return {**links, f"early_{n - 1}": ""}


def test_all_are_imported_and_told_in_order(write: Write, qtbot: QtBot) -> None:
    write({**chain(5), "early_other": ""})
    early = EarlyImports(["early_0", "early_other"])
    told: list[str] = []
    early.imported.connect(told.append)
    with qtbot.waitSignal(early.finished):
        early.start()
    assert told == ["early_0", "early_other"]
    assert {f"early_{i}" for i in range(5)} <= set(sys.modules)
    assert not any("Gate" in type(finder).__name__ for finder in sys.meta_path)


def test_the_window_has_the_processor_while_nothing_is_given_to_the_thread(
    write: Write, qtbot: QtBot
) -> None:
    write(chain(30))
    early = EarlyImports(["early_0"])
    early.start()
    # Nothing has been given yet: the event loop has not run.
    assert "early_1" not in sys.modules
    with qtbot.waitSignal(early.finished):
        pass


def test_nothing_is_imported_while_a_mouse_button_is_held(write: Write, qtbot: QtBot) -> None:
    write(chain(30))
    paper = QWidget()
    qtbot.addWidget(paper)
    paper.show()
    early = EarlyImports(["early_0"])
    heard: list[bool] = []
    early._timer.timeout.connect(lambda: heard.append("early_1" in sys.modules))
    qtbot.mousePress(paper, Qt.MouseButton.LeftButton)
    early.start()
    qtbot.waitUntil(lambda: len(heard) > 20)
    assert not any(heard)
    qtbot.mouseRelease(paper, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(early.finished):
        pass


def test_who_needs_a_module_that_is_being_imported_gets_it(write: Write, qtbot: QtBot) -> None:
    write(chain(30))
    early = EarlyImports(["early_0"])
    with qtbot.waitSignal(early.finished):
        early.start()
        early._give_slice()  # the thread stands somewhere in the chain, or is through
        module = import_module("early_0")
        assert "early_29" in sys.modules
        assert module.early_1 is sys.modules["early_1"]


def test_what_cannot_be_imported_is_left_to_who_needs_it(write: Write, qtbot: QtBot) -> None:
    write({"early_bad": "import no_such_library_at_all\n", "early_good": ""})
    early = EarlyImports(["early_bad", "no_such_module_either", "early_good"])
    with qtbot.waitSignal(early.finished):
        early.start()
    assert "early_good" in sys.modules
    assert "early_bad" not in sys.modules


def test_cancelled_it_leaves_nothing_half_imported(write: Write) -> None:
    # A module that does without a missing library must not think so of this one.
    optional = "try:\n    import {0}\nexcept ImportError:\n    {0} = None\n"
    links = {f"early_{i}": optional.format(f"early_{i + 1}") for i in range(9)}
    slow = "import time\ntime.sleep(0.1)\n"  # longer than a slice: the thread is in here
    write({**links, "early_5": slow + links["early_5"], "early_9": ""})
    early = EarlyImports(["early_0"])
    early.start()
    early._give_slice()
    early.cancel()
    early.cancel()
    assert not any(thread.name == "early imports" for thread in threading.enumerate())
    assert not [name for name in sys.modules if name.startswith("early_")]
    assert import_module("early_0").early_1.early_2 is not None


@pytest.mark.parametrize("n_made", [0, 1, 3, 99])
def test_the_train_tab_takes_what_has_been_made_of_it_already(
    window: MainWindow, qtbot: QtBot, n_made: int
) -> None:
    views = window.training_views = TrainingViews()
    for _ in range(n_made):
        views.make_next()
    window.tabs.setCurrentIndex(1)
    assert window.findChildren(TrainTab) == [views.tab]
    qtbot.waitUntil(views.tab.isVisible)
    assert views.tab.views.indexOf(views.runs) > 0
    assert not views.make_next()


@pytest.mark.parametrize("n_made", [1, 2, 99])
def test_the_xor_tab_looks_the_same_if_it_has_been_made_already(
    qapp: QApplication, qtbot: QtBot, n_made: int
) -> None:
    def shown(views: LabViews | None) -> list[QImage]:
        window = app.make_window(qapp)
        qtbot.addWidget(window)
        window.resize(900, 700)
        window.show()
        window.lab_views = views
        window.tabs.setCurrentIndex(2)
        qapp.processEvents()
        (tab,) = window.findChildren(LabTab)
        # Not the buttons above, where an earlier test may have left the mouse.
        parts = (tab.picture, tab.arithmetic, tab.views, tab.table)
        seen = [part.grab().toImage() for part in parts]
        window.close()
        return seen

    views = LabViews()
    for _ in range(n_made):
        views.make_next()
    assert shown(views) == shown(None)


def test_an_xor_tab_that_nobody_has_seen_keeps_nothing(window: MainWindow) -> None:
    views = window.lab_views = LabViews()
    views.make_all()
    window.close()
    assert not lab_file().exists()


def test_no_widget_is_made_under_a_pen(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mousePress(window.draw_tab.canvas, Qt.MouseButton.LeftButton)
    app._make_tabs_early(window)
    views = window.training_views
    assert views is not None
    ticks: list[int] = []
    for timer in window.findChildren(QTimer):
        timer.timeout.connect(lambda: ticks.append(1))
    qtbot.waitUntil(lambda: len(ticks) > 5)
    assert not hasattr(views, "tab")
    qtbot.mouseRelease(window.draw_tab.canvas, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: hasattr(views, "runs"))
    qtbot.waitUntil(lambda: window.lab_views is not None and window.lab_views.is_made)


@pytest.mark.parametrize("name", app.EARLY)
def test_what_the_application_imports_early_exists(name: str) -> None:
    assert find_spec(name) is not None
