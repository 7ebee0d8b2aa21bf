"""The main job, in the real window: draw, read, undo, save, open, change the network."""

import json
from pathlib import Path

import numpy as np
import pytest
from mouse import drag
from point_digits import ONE, SEVEN, ZERO
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QMessageBox,
    QToolButton,
)
from pytestqt.qtbot import QtBot

from nn import Network
from ocr_app.app import make_window
from ocr_app.engine.model import FACTORY_NAME, Model
from ocr_app.main_window import MainWindow
from ocr_app.paths import kept_model_file, made_samples_folder
from ocr_app.storage.sample_cache import SampleCache
from ocr_app.widgets.pixel_grid import PixelGrid
from ocr_app.widgets.probability_bars import ProbabilityBars


class Paints(QObject):
    """Counts how often what it is installed on is painted."""

    n = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.n += event.type() == QEvent.Type.Paint
        return False


def digit(window: MainWindow) -> str:
    return window.findChild(QLabel, "predictedDigit").text()


def sentence(window: MainWindow) -> str:
    return window.findChild(QLabel, "confidence").text().replace("\u00a0", " ")


def trigger(window: MainWindow, name: str) -> None:
    window.findChild(QAction, name).trigger()


def some_model(seed: int = 3) -> Model:
    network = Network((64, 5, 10))
    network.initialize(np.random.default_rng(seed))
    return Model(network=network, metadata={"held_out": {"n": 359, "accuracy": 0.5}})


@pytest.fixture
def said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What message boxes said; they are closed at once, as by Enter."""
    texts: list[str] = []

    def answer(box: QMessageBox) -> int:
        texts.append(f"{box.text()} {box.informativeText()}")
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return texts


def choose(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_args: (str(file), ""))


def test_a_blank_canvas_says_so_instead_of_guessing(window: MainWindow) -> None:
    assert digit(window) == "–"
    assert "Nothing drawn yet" in sentence(window)
    assert window.findChild(ProbabilityBars).probabilities is None
    assert window.findChild(PixelGrid).pixels is None


@pytest.mark.parametrize(("points", "expected"), [(ZERO, "0"), (ONE, "1"), (SEVEN, "7")])
def test_a_digit_drawn_with_the_mouse_is_read(
    window: MainWindow, points: list[tuple[float, float]], expected: str
) -> None:
    drag(window.draw_tab.canvas, points)
    assert digit(window) == expected
    assert f"a {expected}" in sentence(window)
    probabilities = window.findChild(ProbabilityBars).probabilities
    assert probabilities.sum() == pytest.approx(1, abs=1e-4)
    assert str(int(probabilities.argmax())) == expected


def test_a_small_digit_in_a_corner_is_read_as_well(window: MainWindow) -> None:
    drag(window.draw_tab.canvas, [(0.02 + x * 0.15, 0.82 + y * 0.15) for x, y in ZERO])
    assert digit(window) == "0"


def test_the_prediction_follows_the_pen(window: MainWindow) -> None:
    canvas = window.draw_tab.canvas
    seen = []
    window.recognition.reading_changed.connect(
        lambda reading: seen.append(reading.pixels.tobytes())
    )
    drag(canvas, SEVEN)
    assert len(seen) == len(SEVEN) + 1
    assert len(set(seen)) > len(SEVEN) / 2


def test_the_squares_are_what_the_network_gets(window: MainWindow) -> None:
    drag(window.draw_tab.canvas, SEVEN)
    grid = window.findChild(PixelGrid)
    reading = window.recognition.reading
    assert np.array_equal(grid.pixels, reading.pixels)
    model = window.models.model
    outputs = model.network.predict_proba(grid.pixels.reshape(1, 64))[0]
    assert outputs[10] == pytest.approx(reading.nondigit_probability, abs=1e-5)
    shares = outputs[:10] ** (1 / model.temperature)
    assert shares / shares.sum() == pytest.approx(reading.probabilities, abs=1e-5)


def test_undo_redo_and_clear_by_key(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.draw_tab.canvas
    window.activateWindow()
    drag(canvas, SEVEN)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert digit(window) == "–"
    QTest.keyClick(
        window,
        Qt.Key.Key_Z,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert digit(window) == "7"
    QTest.keyClick(window, Qt.Key.Key_Delete)
    assert digit(window) == "–"
    drag(canvas, SEVEN)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert digit(window) == "–"


def test_undo_redo_and_clear_by_button(window: MainWindow) -> None:
    def click(name: str) -> None:
        button = window.findChild(QToolButton, name)
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    for name in ("undoButton", "redoButton", "clearButton"):
        assert not window.findChild(QToolButton, name).isEnabled()
    drag(window.draw_tab.canvas, SEVEN)
    click("undoButton")
    assert digit(window) == "–"
    click("redoButton")
    assert digit(window) == "7"
    click("clearButton")
    assert digit(window) == "–"


def test_the_pen_changes_the_ink_but_not_the_reading(window: MainWindow) -> None:
    drag(window.draw_tab.canvas, SEVEN)
    before = window.recognition.reading.probabilities
    slider = window.draw_tab.findChild(object, "penWidth")
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert window.draw_tab.canvas.pen_width == pytest.approx(0.16)
    window.recognition.read_now()
    assert np.array_equal(window.recognition.reading.probabilities, before)


def test_a_drawing_is_saved_and_opened(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas = window.draw_tab.canvas
    choose(monkeypatch, tmp_path / "seven.jsonl")
    drag(canvas, SEVEN)
    drawn = canvas.drawing
    trigger(window, "saveDrawing")
    trigger(window, "clear")
    trigger(window, "openDrawing")
    assert canvas.drawing == drawn
    assert digit(window) == "7"
    trigger(window, "undo")
    assert canvas.drawing.is_blank


@pytest.mark.parametrize(
    "text", ["", "{", "[1, 2]", '{"strokes": [[["NaN", 0]]]}', '{"strokes": [[[NaN, 0]]]}', "\x00"]
)
def test_a_bad_drawing_file_leaves_everything(
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: list[str],
    text: str,
) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(text)
    choose(monkeypatch, file)
    drag(window.draw_tab.canvas, SEVEN)
    before = window.draw_tab.canvas.drawing
    trigger(window, "openDrawing")
    assert len(said) == 1
    assert "could not be opened" in said[0]
    assert window.draw_tab.canvas.drawing == before
    assert digit(window) == "7"


def test_a_drawing_of_a_million_points_is_refused(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    file = tmp_path / "long.jsonl"
    file.write_text('{"strokes": [[' + ",".join(["[0.5,0.5]"] * 1_000_000) + "]]}")
    choose(monkeypatch, file)
    trigger(window, "openDrawing")
    assert "1,000,000 points" in said[0]
    assert window.draw_tab.canvas.is_blank


def test_a_model_is_saved_opened_and_kept_for_the_next_start(
    window: MainWindow,
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "mine.npz"
    some_model().save(file)
    choose(monkeypatch, file)
    trigger(window, "openModel")
    opened = window.models.model
    assert opened.name == "mine"
    assert "mine" in window.findChild(QLabel, "modelName").text()
    trigger(window, "saveModel")
    assert Model.load(file).network.parameters.tobytes() == opened.network.parameters.tobytes()
    again = make_window(qapp)
    qtbot.addWidget(again)
    assert again.models.model.name == "mine"
    again.close()


def test_opening_a_model_reads_the_drawing_anew(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.npz"
    some_model().save(file)
    choose(monkeypatch, file)
    drag(window.draw_tab.canvas, SEVEN)
    before = window.recognition.reading.probabilities
    trigger(window, "openModel")
    assert not np.allclose(window.recognition.reading.probabilities, before)


@pytest.mark.parametrize("content", [b"", b"no network", b"PK\x03\x04 truncated"])
def test_a_bad_model_file_leaves_the_model(
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    said: list[str],
    content: bytes,
) -> None:
    file = tmp_path / "bad.npz"
    file.write_bytes(content)
    choose(monkeypatch, file)
    before = window.models.model
    trigger(window, "openModel")
    assert len(said) == 1
    assert "could not be opened" in said[0]
    assert window.models.model is before


def test_a_network_for_something_else_is_refused(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    from nn import save_network

    save_network(tmp_path / "xor.npz", Network((2, 4, 1), output_activation="sigmoid"))
    choose(monkeypatch, tmp_path / "xor.npz")
    trigger(window, "openModel")
    assert "64 inputs and 10 outputs" in said[0]
    assert window.models.model.name == FACTORY_NAME


def test_a_damaged_kept_model_is_set_aside(
    qapp: QApplication, qtbot: QtBot, said: list[str]
) -> None:
    file = kept_model_file()
    file.parent.mkdir(parents=True)
    file.with_suffix(".damaged.npz").write_bytes(b"damaged earlier")
    file.write_bytes(b"damaged")
    window = make_window(qapp)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(said))
    assert window.models.model.name == FACTORY_NAME
    assert not file.exists()
    assert file.with_suffix(".damaged-2.npz").read_bytes() == b"damaged"
    assert file.with_suffix(".damaged.npz").read_bytes() == b"damaged earlier"
    window.close()


@pytest.mark.parametrize("agree", [True, False])
def test_back_to_the_factory_model_only_after_asking(
    window: MainWindow, qtbot: QtBot, agree: bool
) -> None:
    window.models.keep(some_model())

    def answer() -> None:
        box = window.findChild(QMessageBox, "factoryQuestion")
        wanted = "Use factory model" if agree else "Cancel"
        (button,) = (
            b for b in box.findChildren(QAbstractButton) if b.text().replace("&", "") == wanted
        )
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, window, answer)
    trigger(window, "factoryModel")
    assert (window.models.model.name == FACTORY_NAME) == agree
    assert kept_model_file().exists() != agree


def test_colours_can_be_chosen_and_are_remembered(
    window: MainWindow, qapp: QApplication, qtbot: QtBot
) -> None:
    trigger(window, "dark")
    qtbot.waitUntil(lambda: window.palette().window().color().lightness() < 60)
    trigger(window, "light")
    qtbot.waitUntil(lambda: window.palette().window().color().lightness() > 200)
    trigger(window, "dark")
    window.close()
    again = make_window(qapp)
    qtbot.addWidget(again)
    assert again.findChild(QAction, "dark").isChecked()
    trigger(again, "followSystem")
    again.close()


def test_the_xor_tab_opens_and_takes_the_canvas_keys_along(
    window: MainWindow, qtbot: QtBot
) -> None:
    drag(window.draw_tab.canvas, SEVEN)
    bar = window.tabs.tabBar()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(1).center())
    assert window.tabs.currentIndex() == 1
    assert not window.findChild(QAction, "clear").isEnabled()
    assert not window.draw_tab.canvas.drawing.is_blank


def test_what_people_and_tests_use_has_a_name(window: MainWindow) -> None:
    named = ["digitCanvas", "predictedDigit", "confidence", "probabilityBars", "networkInput"]
    named += ["undoButton", "redoButton", "clearButton", "penWidth"]
    for name in named:
        widget = window.findChild(object, name)
        assert widget is not None, name
        assert widget.accessibleName(), name


def test_a_huge_scribble_does_not_hold_up_the_pen(window: MainWindow, qtbot: QtBot) -> None:
    rng = np.random.default_rng(0)
    points = rng.random((20_000, 2)).round(4).tolist()
    from datasets.drawing import Drawing

    canvas = window.draw_tab.canvas
    canvas.set_drawing(Drawing.from_points([points]))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    before = window.recognition.reading
    QTest.mouseMove(canvas, QPoint(60, 60))
    qtbot.waitUntil(lambda: window.recognition.reading is not before)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(60, 60))


def test_shortcuts_and_about_say_something(window: MainWindow, said: list[str]) -> None:
    trigger(window, "shortcuts")
    trigger(window, "about")
    assert "Ctrl+Z" in said[0]
    assert "NumPy" in said[1]


def test_saved_drawings_are_in_the_documented_format(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "seven")
    drag(window.draw_tab.canvas, SEVEN)
    trigger(window, "saveDrawing")
    record = json.loads((tmp_path / "seven.jsonl").read_text())
    assert len(record["strokes"][0]) == len(SEVEN)
    assert all(0 <= value <= 1 for point in record["strokes"][0] for value in point)


def test_another_reading_does_not_paint_the_whole_window(window: MainWindow, qtbot: QtBot) -> None:
    drag(window.draw_tab.canvas, SEVEN)  # the buttons below the canvas change with it
    of_bars, of_tabs = Paints(), Paints()
    window.findChild(ProbabilityBars).installEventFilter(of_bars)
    # The first similar digits of all lay the window out once more.
    qtbot.waitUntil(lambda: of_bars.n > 0 and bool(window.draw_tab.neighbours.neighbours))
    QApplication.processEvents()
    window.tabs.tabBar().installEventFilter(of_tabs)
    said = {sentence(window)}
    for points in (ONE, ZERO):
        of_bars.n = 0
        drag(window.draw_tab.canvas, points)
        qtbot.waitUntil(lambda: of_bars.n > 0)
        said.add(sentence(window))
    assert len(said) > 1
    assert of_tabs.n == 0


def test_made_samples_are_deleted_from_the_menu(window):
    action = window.findChild(QAction, "clearMadeSamples")
    cache = SampleCache(made_samples_folder())
    action.trigger()
    assert window.statusBar().currentMessage().startswith("There are no made samples")
    cache.put("some", (np.zeros((20_000, 64), np.float32), np.zeros(20_000, np.int64)))
    action.trigger()
    assert window.statusBar().currentMessage().startswith("5.3 MB of made samples deleted")
    assert cache.get("some") is None
