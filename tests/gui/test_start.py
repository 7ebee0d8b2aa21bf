"""What the first window may import, and how the program decides whether it can show one."""

import runpy
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ocr_app import display
from ocr_app.widgets import preview

HEAVY = ("sklearn", "scipy", "pyqtgraph", "click", "rich", "PySide6.QtNetwork", "PySide6.QtSvg")

SCRIPT = f"""
import sys
from ocr_app.app import make_application, make_window
from ocr_app.demonstration import bundled_drawing, replay
app = make_application(["ocr-app"])
window = make_window(app)
window.show()
replay(bundled_drawing(), window.draw_tab.canvas)
app.processEvents()
assert window.recognition.reading.digit == 3
print([name for name in {HEAVY!r} if name in sys.modules])
window.close()
"""


def test_the_first_window_reads_without_the_heavy_libraries() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


LATER = (
    *HEAVY,
    "PIL",
    "concurrent.futures",
    "importlib.metadata",
    "multiprocessing",
    "numpy.ma",
    "numpy.random",
    "sqlite3",
)
"""Needed by the first reading, by samples and by the other tabs, and by no first paint."""

MOST_MODULES = 95
"""Of ours: each takes almost a millisecond of the start."""

PAINTED = f"""
import sys
from ocr_app.lean_imports import import_qt
import_qt()
from ocr_app.app import make_application, make_window
app = make_application(["ocr-app"])
window = make_window(app)
window.show()
app.processEvents()
print([name for name in {LATER!r} if name in sys.modules])
ours = ("ocr_app", "nn", "datasets", "resources")
print(len([name for name in sys.modules if name.partition(".")[0] in ours]))
window.close()
"""


def test_the_first_paint_waits_for_nothing_that_can_come_later() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PAINTED], capture_output=True, text=True, check=True
    )
    later, count = done.stdout.splitlines()
    assert later == "[]"
    assert int(count) <= MOST_MODULES


EARLY = """
import sys
from ocr_app import app
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from ocr_app.workers.early_imports import EarlyImports
done = app.make_application(["ocr-app"])
window = app.make_window(done)
window.show()
app.after_first_paint(window)
window.findChild(EarlyImports).finished.connect(done.quit)
done.exec()
before = set(sys.modules)
for number in range(window.tabs.count()):
    window.tabs.setCurrentIndex(number)
    done.processEvents()
ours = ("ocr_app", "nn", "datasets", "resources", "pyqtgraph", "numpy", "scipy")
print(sorted(n for n in set(sys.modules) - before if n.partition(".")[0] in ours))
window.close()
"""


def test_showing_a_tab_imports_nothing_that_could_have_been_imported_early() -> None:
    done = subprocess.run([sys.executable, "-c", EARLY], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


UNREAD = """
import linecache
from ocr_app.lean_imports import import_qt
import_qt()
from ocr_app.app import make_application, make_window
app = make_application(["ocr-app"])
window = make_window(app)
print(sum("numpy" in file or "ocr_app" in file for file in linecache.cache))
"""


def test_pyside_reads_no_source_of_what_the_first_window_imports() -> None:
    done = subprocess.run(
        [sys.executable, "-c", UNREAD], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) == 0, "PySide6 stands in for Python's import"


WRONG_CALLS = """
import inspect, sys
{first}
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QLabel
from PySide6.support.signature import get_signature
from PySide6.support.signature.lib.enum_sig import EnumFormatter
app = QApplication([])
label = QLabel()
for call in (
    lambda: label.setText(3),
    lambda: label.setBuddy(5),
    lambda: QPointF("a", "b"),
    lambda: QLabel(nonsense=1),
    lambda: sys.modules["PySide6.support.signature.parser"].nonsense,
):
    try:
        call()
    except Exception as error:
        print(type(error), error)
print(inspect.isclass(EnumFormatter), get_signature(QLabel.setText))
"""


def test_pyside_says_what_is_wrong_with_a_call_as_it_always_does() -> None:
    first = "from ocr_app.lean_imports import import_qt; import_qt()"
    said = [
        subprocess.run(
            [sys.executable, "-c", WRONG_CALLS.format(first=each)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for each in ("", first)
    ]
    assert "setText(arg__1: str" in said[0]
    assert said[1] == said[0]


NUMPYS_HELP = """
import sys
from ocr_app.lean_imports import put_off_numpys_help
{first}
from ocr_app import app
from ocr_app.workers.early_imports import EarlyImports
done = app.make_application(["ocr-app"])
window = app.make_window(done)
window.show()
done.processEvents()
import numpy as np
print(np.array.__doc__ is None, file=sys.stderr)
app.after_first_paint(window)
window.findChild(EarlyImports).finished.connect(done.quit)
done.exec()
for owner in (np, np.ndarray):
    for name in sorted(dir(owner)):
        print(name, getattr(getattr(owner, name), "__doc__", None))
"""


def test_numpy_has_its_help_texts_a_little_later() -> None:
    at_once, later = (
        subprocess.run(
            [sys.executable, "-c", NUMPYS_HELP.format(first=first)],
            capture_output=True,
            text=True,
            check=True,
        )
        for first in ("", "put_off_numpys_help()")
    )
    assert "False" in at_once.stderr
    assert "True" in later.stderr
    assert "Create an array" in at_once.stdout
    assert later.stdout == at_once.stdout


DESCRIBED = """
import sys
from ocr_app.lean_imports import import_qt
import_qt()
from ocr_app.app import make_application, make_window
from ocr_app.demonstration import bundled_drawing, replay
app = make_application(["ocr-app"])
window = make_window(app)
window.show()
replay(bundled_drawing(), window.draw_tab.canvas)
app.processEvents()
names = [n for n in sys.modules if n.startswith("shibokensupport.signature.")]
print(sorted(n for n in names if "__getattr__" in vars(sys.modules[n])))
"""


def test_the_first_reading_needs_no_description_of_functions() -> None:
    done = subprocess.run(
        [sys.executable, "-c", DESCRIBED], capture_output=True, text=True, check=True
    )
    for name in ("parser", "layout", "lib.pyi_generator"):
        assert f"shibokensupport.signature.{name}" in done.stdout


@pytest.mark.parametrize(("platform", "shown"), [("offscreen", False), ("minimal", False)])
def test_a_platform_without_windows_is_no_display(
    monkeypatch: pytest.MonkeyPatch, platform: str, shown: bool
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert display.has_display() is shown


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11")
@pytest.mark.parametrize("name", ["", "nonsense", ":", ":x", ":987", "localhost:987"])
def test_an_x_server_that_does_not_answer_is_no_display(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", name)
    assert not display.has_display()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11")
def test_an_x_server_that_answers_is_a_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":4711.0")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("\0/tmp/.X11-unix/X4711")
        server.listen()
        assert display.has_display()


WIDGETS = Path(display.__file__).parent / "widgets"
ALONE = sorted(
    ".".join(("ocr_app.widgets", *file.relative_to(WIDGETS).with_suffix("").parts))
    for file in WIDGETS.rglob("*.py")
    if "from ocr_app.widgets.preview import run" in file.read_text("utf-8")
)


@pytest.mark.parametrize("name", ALONE)
def test_widgets_run_alone(name: str, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []

    def run(make_widget: Callable[[], QWidget]) -> None:
        widget = make_widget()
        qtbot.addWidget(widget)
        widget.show()
        shown.append(widget)

    monkeypatch.setattr(preview, "run", run)
    # A module that is there already would be run a second time, which Python warns of.
    monkeypatch.delitem(sys.modules, name, raising=False)
    runpy.run_module(name, run_name="__main__")
    assert len(shown) == 1
    qtbot.waitExposed(shown[0])


def test_the_widgets_that_run_alone_are_found() -> None:
    assert {"ocr_app.widgets.draw_tab", "ocr_app.widgets.train.train_tab"} <= set(ALONE)
