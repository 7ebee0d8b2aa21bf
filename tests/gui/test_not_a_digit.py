"""What the Draw tab says of a drawing that doesn't look like a digit, and when."""

import numpy as np
import pytest
from mouse import drag
from point_digits import SEVEN, ZERO
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from datasets.drawing import Drawing
from nn import Network
from ocr_app.controllers.refusal import PAUSE_MS
from ocr_app.engine.model import Model
from ocr_app.main_window import MainWindow
from ocr_app.widgets.prediction_view import NOT_CHECKED, REFUSAL, PredictionView
from ocr_app.widgets.probability_bars import ProbabilityBars

SCRIBBLE = [(0.5 + 0.4 * np.sin(23 * t), 0.5 + 0.4 * np.cos(31 * t + 1)) for t in np.linspace(0, 1)]


def text(window: MainWindow, name: str) -> str:
    return window.findChild(QLabel, name).text().replace("\u00a0", " ")


def is_refused(window: MainWindow) -> bool:
    return text(window, "confidence") == REFUSAL


def model_that(refuses: bool) -> Model:
    network = Network((64, 16, 11))
    network.initialize(np.random.default_rng(3))
    network.biases[-1][10] = 50 if refuses else -50
    return Model(network=network)


@pytest.fixture
def refusing(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with a network that takes nothing for a digit."""
    qtbot.wait(100)  # a new window's layout settles in a few steps, each resizing the canvas
    window.recognition.use_model(model_that(refuses=True))
    return window


def test_a_drawing_that_is_no_digit_is_called_so(refusing: MainWindow, qtbot: QtBot) -> None:
    drag(refusing.draw_tab.canvas, SCRIBBLE)
    qtbot.waitUntil(lambda: is_refused(refusing))
    digit = refusing.recognition.reading.digit
    assert text(refusing, "predictedDigit") == "?"
    assert text(refusing, "confidenceMeaning").endswith(f"the network would say {digit}.")


def test_it_is_said_what_no_digit_is_like(window: MainWindow, qtbot: QtBot) -> None:
    drag(window.draw_tab.canvas, [(0.1 + 0.03 * x, 0.5 + 0.1 * (x % 2)) for x in range(25)])
    qtbot.waitUntil(lambda: is_refused(window))
    assert text(window, "confidenceMeaning").startswith("It is wider than a digit. If")
    window.draw_tab.canvas.clear()
    drag(window.draw_tab.canvas, [(0.2 + 0.6 * (y % 2), 0.2 + 0.025 * y) for y in range(25)])
    qtbot.waitUntil(lambda: is_refused(window))
    assert text(window, "confidenceMeaning").startswith("Its line is longer than a digit's. If")


def test_what_is_refused_is_not_marked_as_read(refusing: MainWindow) -> None:
    """The browser of samples would put a tick on it."""
    seven = Drawing.from_points([SEVEN])
    assert refusing.recognition.read_digits([seven]) == [None]
    refusing.recognition.use_model(Model.factory())
    scribble = Drawing.from_points([SCRIBBLE])
    blank = Drawing.from_points([])
    assert refusing.recognition.read_digits([seven, scribble, blank]) == [7, None, None]


def test_the_factory_model_refuses_a_scribble_and_reads_a_seven(
    window: MainWindow, qtbot: QtBot
) -> None:
    drag(window.draw_tab.canvas, SCRIBBLE)
    qtbot.waitUntil(lambda: is_refused(window))
    window.draw_tab.canvas.clear()
    drag(window.draw_tab.canvas, SEVEN)
    qtbot.wait(PAUSE_MS + 200)
    assert text(window, "predictedDigit") == "7"
    assert not is_refused(window)


def test_the_bars_say_what_it_would_be(refusing: MainWindow, qtbot: QtBot) -> None:
    bars = refusing.findChild(ProbabilityBars)
    headings = lambda: {label.text() for label in refusing.draw_tab.findChildren(QLabel)}  # noqa: E731
    drag(refusing.draw_tab.canvas, SCRIBBLE)
    assert not bars.is_muted
    assert "How sure it is of each digit" in headings()
    qtbot.waitUntil(lambda: is_refused(refusing))
    assert bars.is_muted
    assert bars.probabilities.sum() == pytest.approx(1)
    assert "How sure, if it is a digit" in headings()
    refusing.draw_tab.canvas.clear()
    assert "How sure it is of each digit" in headings()
    assert bars.probabilities is None


def test_nothing_is_said_while_the_pen_moves(refusing: MainWindow, qtbot: QtBot) -> None:
    canvas, bars = refusing.draw_tab.canvas, refusing.findChild(ProbabilityBars)
    shown = set()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    for step in range(1, 31):  # longer than the pause, all in all
        QTest.mouseMove(canvas, QPoint(40 + 4 * step, 40 + (step % 5) * 20))
        qtbot.wait(20)
        assert not is_refused(refusing)
        shown.add(bars.probabilities.tobytes())
    assert len(shown) > 20, "the bars stay live"
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(160, 40))
    assert not is_refused(refusing), "another stroke may follow"
    qtbot.waitUntil(lambda: is_refused(refusing))


def test_a_pen_that_rests_is_told(refusing: MainWindow, qtbot: QtBot) -> None:
    canvas = refusing.draw_tab.canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    QTest.mouseMove(canvas, QPoint(90, 90))
    qtbot.waitUntil(lambda: is_refused(refusing))
    QTest.mouseMove(canvas, QPoint(120, 90))
    assert is_refused(refusing), "no flicker while it still looks like no digit"
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(120, 90))


def test_what_looks_like_a_digit_is_read_at_once(refusing: MainWindow, qtbot: QtBot) -> None:
    drag(refusing.draw_tab.canvas, SEVEN)
    qtbot.waitUntil(lambda: is_refused(refusing))
    refusing.recognition.use_model(model_that(refuses=False))
    assert text(refusing, "predictedDigit") == str(refusing.recognition.reading.digit)
    assert not refusing.findChild(ProbabilityBars).is_muted
    refusing.recognition.use_model(model_that(refuses=True))
    assert is_refused(refusing), "nobody is drawing: there is nothing to wait for"


def test_an_opened_drawing_is_judged_at_once(refusing: MainWindow) -> None:
    refusing.draw_tab.canvas.set_drawing(Drawing.from_points([SCRIBBLE]))
    assert is_refused(refusing)


def test_a_cleared_canvas_is_blank_and_stays_so(refusing: MainWindow, qtbot: QtBot) -> None:
    drag(refusing.draw_tab.canvas, SCRIBBLE)
    refusing.draw_tab.canvas.clear()
    qtbot.wait(PAUSE_MS + 100)
    assert text(refusing, "predictedDigit") == "–"
    assert text(refusing, "confidenceMeaning") == "Draw a digit from 0 to 9."


@pytest.mark.parametrize("size", [(720, 640), (1000, 700), (1500, 1000)])
def test_nothing_that_is_said_resizes_the_canvas_under_the_pen(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    tab, seen = window.draw_tab, set()
    window.resize(*size)
    qtbot.wait(50)
    points = np.zeros((8, 8), np.float32)
    sure, unsure = np.eye(10)[4], np.full(10, 0.1)
    for show in (
        tab.show_nothing,
        lambda: tab.show_reading(4, sure, points),
        lambda: tab.show_reading(4, unsure, points),
        lambda: tab.show_reading(4, unsure, points, is_refused=True),
    ):
        for is_calibrated in (True, False):
            tab.prediction.set_calibrated(is_calibrated)
            show()
            qtbot.wait(20)
            seen.add(tab.canvas.geometry().getRect())
    assert len(seen) == 1
    drag(tab.canvas, ZERO)
    (stroke,) = tab.canvas.drawing.strokes
    assert len(stroke) == len(ZERO)


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [
        (0.97, "Of 100 drawings it is this sure of, about 97 are read right."),
        (0.994, "Of 100 drawings it is this sure of, about 99 are read right."),
        (0.999, "Of 100 drawings it is this sure of, hardly one is read wrong."),
        (1.0, "Of 100 drawings it is this sure of, hardly one is read wrong."),
    ],
)
def test_a_checked_percentage_is_explained(qtbot: QtBot, confidence: float, expected: str) -> None:
    view = PredictionView()
    qtbot.addWidget(view)
    view.set_calibrated(True)
    probabilities = np.full(10, (1 - confidence) / 9)
    probabilities[7] = confidence
    view.show_prediction(7, probabilities)
    assert view.findChild(QLabel, "confidenceMeaning").text() == expected
    assert "nine of ten" in view.findChild(QLabel, "confidence").toolTip()


def test_only_a_model_with_a_temperature_was_checked(window: MainWindow) -> None:
    model = model_that(refuses=False)
    window.recognition.use_model(model)
    drag(window.draw_tab.canvas, SEVEN)
    assert text(window, "confidenceMeaning") == NOT_CHECKED
    window.recognition.use_model(Model(model.network, {"temperature": 1.3}))
    assert "drawings it is this sure of" in text(window, "confidenceMeaning")


def test_with_a_step_left_out_no_percentage_was_checked(window: MainWindow) -> None:
    drag(window.draw_tab.canvas, SEVEN)
    assert "drawings it is this sure of" in text(window, "confidenceMeaning")
    switch = window.findChild(QCheckBox, "stepEven")
    switch.click()
    assert text(window, "confidenceMeaning") == NOT_CHECKED
    switch.click()
    assert "drawings it is this sure of" in text(window, "confidenceMeaning")
