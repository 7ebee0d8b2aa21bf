"""The filmstrip follows the pen, and its switches show what each step is good for."""

import threading
from collections.abc import Callable

import numpy as np
import pytest
from mouse import drag
from point_digits import SEVEN, ZERO
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QSlider, QWidget
from pytestqt.qtbot import QtBot

from datasets.drawing import Drawing
from datasets.normalization import Steps, normalization_stages, normalize_drawing
from nn import Network
from ocr_app.controllers import ablation as ablation_controller
from ocr_app.engine.ablation import Ablation, measure_steps
from ocr_app.engine.model import Model
from ocr_app.engine.wording import percent
from ocr_app.main_window import MainWindow
from ocr_app.widgets.film_words import INVITATION, STAGES
from ocr_app.widgets.pixel_grid import PixelGrid
from ocr_app.workers import ablation_worker

SWITCHES = ("stepCrop", "stepUpright", "stepStretch", "stepEven")
LEANING = [(0.5 + 0.7 * (x - 0.5) - 0.4 * (y - 0.7), 0.35 + 0.5 * y) for x, y in SEVEN]


def switch(window: MainWindow, name: str) -> QCheckBox:
    return window.findChild(QCheckBox, name)


def click(button: QAbstractButton) -> None:
    middle = button.rect().center()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(12, middle.y()))


def text(window: MainWindow) -> str:
    return window.findChild(QLabel, "filmstripText").text()


def pixels(window: MainWindow) -> np.ndarray:
    return window.findChild(PixelGrid, "networkInput").pixels


def pictures(window: MainWindow) -> list[np.ndarray | None]:
    return [frame.picture for frame in window.draw_tab.film.frames]


def shows(window: MainWindow, steps: Steps | None = None) -> Callable[[], bool]:
    """Whether the strip shows the stages of what is on the canvas."""
    canvas = window.draw_tab.canvas

    def check() -> bool:
        expected = normalization_stages(canvas.drawing, steps or Steps(), canvas.pen_width)
        return all(
            shown is not None and np.array_equal(shown, stage.picture)
            for shown, stage in zip(pictures(window), expected, strict=True)
        )

    return check


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Model, Steps]]:
    """Measure in no time at all; return what was asked for."""
    asked: list[tuple[Model, Steps]] = []

    def run(worker: ablation_worker.AblationWorker) -> None:
        for steps in worker._wanted:
            asked.append((worker._model, steps))
            right = 100 + 50 * (steps == Steps())
            worker.measured.emit(Ablation(steps, n=200, right=right))

    monkeypatch.setattr(ablation_worker.AblationWorker, "run", run)
    return asked


def test_a_blank_canvas_has_no_pictures(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.wait(50)
    assert pictures(window) == [None] * 5
    assert pixels(window) is None
    assert text(window) == INVITATION
    assert all(switch(window, name).isChecked() for name in SWITCHES)
    assert not window.findChild(QAbstractButton, "allStepsOn").isVisible()


def test_the_pictures_follow_the_pen_before_it_is_lifted(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.draw_tab.canvas
    side = canvas.square().width()
    places = [QPoint(round(x * side), round(y * side)) for x, y in LEANING]
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:10]:
        QTest.mouseMove(canvas, place)
    qtbot.waitUntil(shows(window))
    unfinished = pictures(window)[0]
    for place in places[10:]:
        QTest.mouseMove(canvas, place)
    qtbot.waitUntil(shows(window))
    assert not np.array_equal(pictures(window)[0], unfinished)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])
    window.draw_tab.canvas.clear()
    assert pictures(window) == [None] * 5


def test_a_pen_that_never_rests_still_shows_pictures(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.draw_tab.canvas
    side = canvas.square().width()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    seen = set()
    for step in range(300):
        QTest.mouseMove(canvas, QPoint(round(side * (0.1 + 0.002 * step)), 20 + step % 2))
        QApplication.processEvents()
        seen.add(id(pictures(window)[0]))
        if len(seen) > 3:
            break
        qtbot.wait(1)
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton)
    assert len(seen) > 3


def test_what_is_drawn_while_pictures_are_made_is_shown_after_them(
    window: MainWindow, qtbot: QtBot
) -> None:
    drag(window.draw_tab.canvas, ZERO)
    qtbot.waitUntil(lambda: pictures(window)[0] is not None)
    drag(window.draw_tab.canvas, LEANING)
    qtbot.waitUntil(shows(window))


def test_a_hidden_strip_makes_no_pictures_and_catches_up(window: MainWindow, qtbot: QtBot) -> None:
    drag(window.draw_tab.canvas, ZERO)
    qtbot.waitUntil(shows(window))
    window.tabs.setCurrentIndex(1)
    before = pictures(window)
    window.draw_tab.canvas.set_drawing(Drawing.from_points([LEANING]))
    qtbot.wait(80)
    assert all(a is b for a, b in zip(before, pictures(window), strict=True))
    window.tabs.setCurrentIndex(0)
    qtbot.waitUntil(shows(window))


@pytest.mark.parametrize("number", range(4))
def test_each_switch_changes_what_the_network_sees(
    window: MainWindow, qtbot: QtBot, measured: list, number: int
) -> None:
    drag(window.draw_tab.canvas, LEANING)
    with_all = pixels(window)
    click(switch(window, SWITCHES[number]))
    taken = [True] * 4
    taken[number] = False
    steps = Steps(*taken)
    canvas = window.draw_tab.canvas
    expected = normalize_drawing(canvas.drawing, steps, canvas.pen_width).pixels
    assert np.array_equal(pixels(window), expected)
    assert np.abs(expected - with_all).max() > 0.2
    qtbot.waitUntil(shows(window, steps))
    assert STAGES[number + 1].without in text(window)
    click(switch(window, SWITCHES[number]))
    assert np.array_equal(pixels(window), with_all)
    assert text(window) == INVITATION or text(window) == STAGES[number + 1].explanation


def test_the_reading_collapses_without_cropping(window: MainWindow, measured: list) -> None:
    small = [(0.75 + 0.2 * (x - 0.5), 0.75 + 0.2 * (y - 0.5)) for x, y in ZERO]
    drag(window.draw_tab.canvas, small)
    before = window.recognition.reading
    assert before.digit == 0
    click(switch(window, "stepCrop"))
    after = window.recognition.reading
    assert after.probabilities[0] < 0.5 < before.probabilities[0]
    digit = window.findChild(QLabel, "predictedDigit").text()
    assert digit == str(after.digit) or not after.is_digit


def test_the_pen_matters_only_without_an_even_stroke(
    window: MainWindow, qtbot: QtBot, measured: list
) -> None:
    pen = window.findChild(QSlider, "penWidth")
    drag(window.draw_tab.canvas, ZERO)
    even = pixels(window)
    pen.setValue(120)
    assert np.array_equal(pixels(window), even)
    qtbot.waitUntil(shows(window))  # the pen is in the first four pictures
    click(switch(window, "stepEven"))
    fat = pixels(window)
    pen.setValue(20)
    assert pixels(window).mean() < fat.mean() / 2


def test_switch_all_on(window: MainWindow, measured: list) -> None:
    drag(window.draw_tab.canvas, LEANING)
    before = pixels(window)
    for name in SWITCHES:
        click(switch(window, name))
    button = window.findChild(QAbstractButton, "allStepsOn")
    assert button.isVisible()
    click(button)
    assert all(switch(window, name).isChecked() for name in SWITCHES)
    assert np.array_equal(pixels(window), before)
    assert not button.isVisible()


def test_the_measured_number_is_the_engines(window: MainWindow, qtbot: QtBot) -> None:
    click(switch(window, "stepUpright"))
    click(switch(window, "stepEven"))
    assert "measuring" in text(window)
    qtbot.waitUntil(lambda: "instead of" in text(window), timeout=60_000)
    model = window.models.model
    worse = measure_steps(model, Steps(upright=False, even=False))
    assert text(window) == (
        f"Without setting upright and an even stroke, the network reads {percent(worse.accuracy)} "
        f"of {worse.n} other people's digits right, instead of "
        f"{percent(measure_steps(model).accuracy)}."
    )


def test_what_is_known_is_not_measured_again(
    window: MainWindow, qtbot: QtBot, measured: list
) -> None:
    for _ in range(3):
        click(switch(window, "stepStretch"))
        qtbot.waitUntil(lambda: "50.0 %" in text(window))
        assert "200 other people's digits right, instead of 75.0 %." in text(window)
        click(switch(window, "stepStretch"))
    click(switch(window, "stepEven"))
    qtbot.waitUntil(lambda: "an even stroke, the network reads 50.0 %" in text(window))
    assert [steps for _, steps in measured] == [Steps(), Steps(stretch=False), Steps(even=False)]


def test_another_model_is_measured_again(window: MainWindow, qtbot: QtBot, measured: list) -> None:
    click(switch(window, "stepEven"))
    qtbot.waitUntil(lambda: "50.0 %" in text(window))
    network = Network((64, 5, 10))
    network.initialize(np.random.default_rng(3))
    model = Model(network=network)
    window.models.keep(model)
    qtbot.waitUntil(lambda: len(measured) == 4)
    assert [m.network is network for m, _ in measured] == [False, False, True, True]
    assert not window.recognition.model.network is not network


def test_what_cannot_be_measured_is_said(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise OSError("the digits are gone.")

    monkeypatch.setattr("ocr_app.engine.ablation.measure_steps", fail)
    click(switch(window, "stepEven"))
    qtbot.waitUntil(lambda: text(window) == "It could not be measured: the digits are gone.")


def test_closing_the_window_stops_the_measurement(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def run(worker: ablation_worker.AblationWorker) -> None:
        begun.set()
        assert worker._stop.wait(60)
        ended.set()

    monkeypatch.setattr(ablation_worker.AblationWorker, "run", run)
    click(switch(window, "stepEven"))
    qtbot.waitUntil(begun.is_set)
    worker = window.film._ablation._worker
    window.close()
    assert ended.is_set()
    assert worker.isFinished()
    assert not ablation_controller._keeper._running


def test_switching_again_stops_the_measurement_before(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = []

    def run(worker: ablation_worker.AblationWorker) -> None:
        stopped.append(worker._stop.wait(60))
        # Heard too late, or said by a thread that is on its way out: nobody listens any more.
        worker.errored.emit("too late")

    monkeypatch.setattr(ablation_worker.AblationWorker, "run", run)
    click(switch(window, "stepEven"))
    click(switch(window, "stepEven"))
    qtbot.waitUntil(lambda: stopped == [True])
    qtbot.wait(30)
    assert "too late" not in text(window)


@pytest.mark.parametrize("number", range(6))
def test_every_stage_is_explained_in_a_tooltip_and_to_screen_readers(
    window: MainWindow, number: int
) -> None:
    film = window.draw_tab.film
    picture = (*film.frames, film.grid)[number]
    assert picture.accessibleName()
    if picture is not film.grid:
        assert picture.toolTip() == picture.accessibleDescription() == STAGES[number].explanation
    hover(picture)
    assert text(window) == STAGES[number].explanation
    QApplication.sendEvent(picture, QEvent(QEvent.Type.Leave))
    assert text(window) == INVITATION


def test_the_keyboard_reaches_every_switch_and_explains_it(
    window: MainWindow, qtbot: QtBot, measured: list
) -> None:
    window.activateWindow()
    even = switch(window, "stepEven")
    even.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(even.hasFocus)
    assert text(window) == STAGES[4].explanation
    QTest.keyClick(even, Qt.Key.Key_Space)
    assert not even.isChecked()
    QTest.keyClick(even, Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is switch(window, "stepStretch")


@pytest.mark.parametrize("size", [(0, 0), (1000, 700), (1600, 1000)])
def test_nothing_is_cut_off_at_any_size(
    window: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window.resize(QSize(*size).expandedTo(window.minimumSize()))
    qtbot.wait(20)
    film = window.draw_tab.film
    assert film.rect().bottom() + film.y() < window.draw_tab.height()
    for child in film.findChildren(QWidget):
        if child.isVisible() and child.parent() is not None:
            assert child.width() >= child.minimumSizeHint().width()
            assert child.parentWidget().rect().contains(child.geometry())
    assert 49 <= film.grid.width() <= 97
    assert film.grid.size() == film.frames[0].size()
    assert window.draw_tab.canvas.width() >= 220


@pytest.mark.parametrize("size", [(800, 660), (1000, 700), (1600, 1000)])
def test_a_stroke_begun_right_after_a_resize_is_not_cut_off(
    window: MainWindow, qapp: QApplication, size: tuple[int, int]
) -> None:
    window.resize(*size)
    canvas = window.draw_tab.canvas
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(20, 20))
    for step in range(1, 20):
        QTest.mouseMove(canvas, QPoint(20 + 5 * step, 20 + 4 * step))
        qapp.processEvents()
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton)
    assert canvas.drawing.n_points == 20


def test_steps_are_not_remembered(window: MainWindow, qapp: QApplication, measured: list) -> None:
    from ocr_app.app import make_window

    click(switch(window, "stepCrop"))
    window.close()
    again = make_window(qapp)
    assert all(switch(again, name).isChecked() for name in SWITCHES)
    again.close()
    again.deleteLater()


def hover(widget: QWidget) -> None:
    at = QPointF(widget.rect().center())
    QApplication.sendEvent(widget, QEnterEvent(at, at, QPointF(widget.mapToGlobal(at))))
