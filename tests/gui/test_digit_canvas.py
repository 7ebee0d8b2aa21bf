import numpy as np
import pytest
from mouse import drag
from point_digits import SEVEN, ZERO
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from datasets.drawing import Drawing
from ocr_app.widgets.digit_canvas import DigitCanvas


@pytest.fixture
def canvas(qtbot: QtBot) -> DigitCanvas:
    made = DigitCanvas()
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_mouse_drag_becomes_a_stroke_on_the_unit_canvas(canvas: DigitCanvas) -> None:
    drag(canvas, SEVEN)
    (stroke,) = canvas.drawing.strokes
    assert stroke.shape == (len(SEVEN), 2)
    assert np.abs(stroke - SEVEN).max() < 0.5 / 400 + 1e-9


def test_a_click_is_a_dot(canvas: DigitCanvas) -> None:
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
    assert canvas.drawing == Drawing.from_points([[[0.25, 0.5]]])


def test_only_the_left_button_draws(canvas: DigitCanvas) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.RightButton, pos=QPoint(50, 50))
    QTest.mouseMove(canvas, QPoint(90, 90))
    QTest.mouseRelease(canvas, Qt.MouseButton.RightButton, pos=QPoint(90, 90))
    assert canvas.drawing.is_blank


def test_moving_without_a_button_draws_nothing(canvas: DigitCanvas) -> None:
    QTest.mouseMove(canvas, QPoint(50, 50))
    QTest.mouseMove(canvas, QPoint(90, 90))
    assert canvas.drawing.is_blank


def test_a_pen_that_leaves_the_canvas_stays_at_its_edge(canvas: DigitCanvas) -> None:
    drag(canvas, [(0.5, 0.5), (1.4, 0.5), (1.4, -0.3)])
    points = np.concatenate(canvas.drawing.strokes)
    assert points.min() >= 0
    assert points.max() <= 1
    assert points[-1] == pytest.approx([1, 0])


def test_every_movement_is_told(canvas: DigitCanvas, qtbot: QtBot) -> None:
    told: list[int] = []
    canvas.drawing_changed.connect(lambda drawing: told.append(drawing.n_points))
    drag(canvas, [(0.1, 0.1), (0.2, 0.2), (0.3, 0.2)])
    assert told == [1, 2, 3, 3]


def test_undo_and_redo_go_stroke_by_stroke(canvas: DigitCanvas) -> None:
    drag(canvas, SEVEN)
    one = canvas.drawing
    drag(canvas, ZERO)
    two = canvas.drawing
    canvas.undo()
    assert canvas.drawing == one
    canvas.undo()
    assert canvas.drawing.is_blank
    canvas.undo()
    assert canvas.drawing.is_blank
    canvas.redo()
    canvas.redo()
    assert canvas.drawing == two


def test_clear_can_be_undone(canvas: DigitCanvas) -> None:
    drag(canvas, SEVEN)
    before = canvas.drawing
    canvas.clear()
    assert canvas.drawing.is_blank
    canvas.undo()
    assert canvas.drawing == before


def test_undo_while_the_pen_is_down_takes_back_that_stroke(canvas: DigitCanvas) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(50, 50))
    QTest.mouseMove(canvas, QPoint(90, 90))
    canvas.undo()
    assert canvas.drawing.is_blank
    QTest.mouseMove(canvas, QPoint(120, 120))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(120, 120))
    assert canvas.drawing.is_blank


def test_a_drawing_keeps_its_shape_when_the_window_is_resized(canvas: DigitCanvas) -> None:
    drag(canvas, SEVEN)
    before = canvas.drawing
    canvas.resize(700, 300)
    assert canvas.drawing == before


def test_a_stroke_survives_a_resize_under_the_pen(canvas: DigitCanvas) -> None:
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(canvas, QPoint(200, 200))
    canvas.resize(300, 300)
    assert np.concatenate(canvas.drawing.strokes) == pytest.approx(
        np.array([[0.25, 0.25], [0.5, 0.5]]), abs=0.005
    )
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))


def test_ink_is_seen_where_it_was_drawn(canvas: DigitCanvas) -> None:
    paper = canvas.grab().toImage().pixelColor(200, 100).lightness()
    drag(canvas, [(0.2, 0.5), (0.4, 0.5), (0.6, 0.5), (0.8, 0.5)])
    image = canvas.grab().toImage()
    ink = image.pixelColor(200, 200).lightness()
    assert paper > 200
    assert ink < 80
    assert image.pixelColor(200, 100).lightness() == paper


def test_live_ink_equals_ink_drawn_afresh(canvas: DigitCanvas) -> None:
    """Drawn piece by piece under the mouse, or at once after a resize: the same picture."""
    drag(canvas, ZERO)
    live = _grey(canvas)
    canvas.resize(401, 401)
    canvas.resize(400, 400)
    afresh = _grey(canvas)
    assert np.abs(live - afresh).mean() < 1.0


def test_a_finger_draws(canvas: DigitCanvas) -> None:
    screen = QTest.createTouchDevice()
    QTest.touchEvent(canvas, screen).press(0, QPoint(40, 40), canvas).commit()
    QTest.touchEvent(canvas, screen).move(0, QPoint(80, 40), canvas).commit()
    QTest.touchEvent(canvas, screen).release(0, QPoint(80, 40), canvas).commit()
    assert canvas.drawing == Drawing.from_points([[[0.1, 0.1], [0.2, 0.1]]])


def _grey(canvas: DigitCanvas) -> np.ndarray:
    image = canvas.grab().toImage()
    return np.array(
        [[image.pixelColor(x, y).lightness() for x in range(0, 400, 4)] for y in range(0, 400, 4)],
        dtype=float,
    )
