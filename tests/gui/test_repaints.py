"""With a movement of the pen only what has changed is painted, and all of that."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF
from PySide6.QtGui import QImage, QPaintEvent, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from datasets.drawing import Drawing
from ocr_app.controllers.reading.controller import ReadingController
from ocr_app.demonstration import bundled_drawing
from ocr_app.main_window import MainWindow
from ocr_app.widgets.pen_stroke import PenStroke
from ocr_app.widgets.probability_bars import ProbabilityBars
from ocr_app.widgets.theme import theme_of
from ocr_app.widgets.xor.lab_tab import LabTab


class Painted(QObject):
    """The part of a widget that is painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.region = QRegion()
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QPaintEvent):
            self.region += event.region()
        return False


def picture(widget: QWidget) -> np.ndarray:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint32)
    return data.reshape(image.height(), image.bytesPerLine() // 4)[:, : image.width()].copy()


PROBABILITIES = np.array([0.0, 0.1, 0.02, 0.6, 0.08, 0.05, 0.05, 0.04, 0.03, 0.03])


@pytest.fixture
def bars(qtbot: QtBot) -> ProbabilityBars:
    made = ProbabilityBars()
    qtbot.addWidget(made)
    made.resize(280, 233)  # rows of no whole number of pixels
    made.show_probabilities(PROBABILITIES)
    made.show()
    qtbot.waitExposed(made)
    QApplication.processEvents()
    return made


def swapped(a: int, b: int) -> np.ndarray:
    probabilities = PROBABILITIES.copy()
    probabilities[[a, b]] = probabilities[[b, a]]
    return probabilities


@pytest.mark.parametrize(("a", "b"), [(1, 2), (3, 9), (0, 4)])
def test_rows_that_stay_are_not_painted(bars: ProbabilityBars, a: int, b: int) -> None:
    before = picture(bars)
    painted = Painted(bars)
    bars.show_probabilities(swapped(a, b))
    QApplication.processEvents()
    region = QRegion(painted.region)  # not what is painted for the picture
    after = picture(bars)
    rows, columns = np.nonzero(before != after)
    assert len(rows)
    unpainted = [
        (x, y)
        for x, y in zip(columns.tolist(), rows.tolist(), strict=True)
        if not region.contains(QPoint(x, y))
    ]
    assert not unpainted
    n_rows = sum(rect.height() for rect in region) / (bars.height() / 10)
    assert n_rows < 3


def test_the_same_again_paints_nothing(bars: ProbabilityBars) -> None:
    painted = Painted(bars)
    bars.show_probabilities(PROBABILITIES.copy())
    QApplication.processEvents()
    assert painted.region.isEmpty()
    bars.show_probabilities(PROBABILITIES, is_muted=True)
    QApplication.processEvents()
    assert painted.region.boundingRect() == bars.rect()


def test_a_larger_font_moves_the_bars(bars: ProbabilityBars) -> None:
    def first_bar() -> int:
        row = picture(bars)[bars.height() // 20]
        paper = np.uint32(theme_of(bars).color("card").rgb())
        groove = picture(bars)[bars.height() // 20, bars.width() // 2]
        assert groove != paper
        return int(np.argmax(row == groove))

    before = first_bar()
    font = bars.font()
    font.setPointSizeF(font.pointSizeF() * 2)
    bars.setFont(font)
    assert first_bar() > before


def test_the_pen_paints_neither_the_window_nor_the_cards(window: MainWindow, qtbot: QtBot) -> None:
    tab, canvas = window.draw_tab, window.draw_tab.canvas
    canvas.set_drawing(bundled_drawing())
    qtbot.waitUntil(lambda: bool(tab.neighbours.neighbours))
    side = canvas.square().width()
    canvas.pen_down(QPointF(0.3 * side, 0.3 * side))
    QApplication.processEvents()
    behind = [Painted(tab), Painted(tab.prediction.parentWidget())]
    of_canvas = Painted(canvas)
    for step in range(5):
        canvas.pen_move(QPointF(0.3 * side + 4 * step, 0.35 * side + 9 * step))
        QApplication.processEvents()
    canvas.pen_up()
    assert not of_canvas.region.isEmpty()
    assert [part.region.isEmpty() for part in behind] == [True, True]


def test_what_is_filled_has_the_colour_of_what_lies_behind(window: MainWindow) -> None:
    tab = window.draw_tab
    seen = picture(window)
    for widget, name in ((tab.canvas, "window"), (tab.prediction, "card")):
        corner = widget.mapTo(window, QPoint(0, 0))
        expected = np.uint32(theme_of(window).color(name).rgb())
        assert seen[corner.y(), corner.x()] == expected, name


@pytest.mark.parametrize("n", [1, 2, 255, 256, 257, 1000])
def test_a_stroke_is_the_same_for_qt_and_numpy(n: int) -> None:
    points = [QPointF(i, i / 3) for i in range(n)]
    stroke = PenStroke(points[:1])
    for point in points[1:]:
        stroke.append(point)
    assert stroke.points == points
    assert stroke.array() == pytest.approx(np.array([(p.x(), p.y()) for p in points]))
    assert stroke.scaled(2).array() == pytest.approx(2 * stroke.array())
    assert not PenStroke([])


def test_a_drawing_does_not_change_while_its_stroke_goes_on(window: MainWindow) -> None:
    canvas = window.draw_tab.canvas
    canvas.pen_down(QPointF(10, 10))
    canvas.pen_move(QPointF(20, 30))
    before = canvas.drawing
    copy = Drawing.from_points(before.to_points())
    for i in range(300):
        canvas.pen_move(QPointF(21 + i % 50, 30 + i % 70))
    assert before == copy
    assert canvas.drawing.n_points == 302
    canvas.pen_up()


class Counted(QObject):
    """How often a widget was painted, and asked for a new layout."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.n_paints = self.n_layouts = 0
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        self.n_paints += event.type() == QEvent.Type.Paint
        self.n_layouts += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.mark.parametrize("number", [0, 1, 2, 3])
def test_a_tab_is_painted_once_when_it_is_shown_again(
    window: MainWindow, qtbot: QtBot, number: int
) -> None:
    for other in (number, (number + 1) % 4):
        window.tabs.setCurrentIndex(other)
        for _ in range(20):
            QApplication.processEvents()
        for reading in window.findChildren(ReadingController):
            # The Read tab's first picture is shown when it has been read.
            qtbot.waitUntil(lambda reading=reading: not reading.is_busy)
    counted = Counted(window.tabs.widget(number))
    window.tabs.setCurrentIndex(number)
    for _ in range(20):
        QApplication.processEvents()
    assert counted.n_paints == 1


def test_a_new_layout_inside_of_a_tab_does_not_reach_the_window(window: MainWindow) -> None:
    window.tabs.setCurrentIndex(2)
    tab = window.findChild(LabTab)
    for _ in range(20):
        QApplication.processEvents()
    inside, outside = Counted(tab), Counted(window)
    tab.transport.show_tour("Resume &tour")
    for _ in range(20):
        QApplication.processEvents()
    assert inside.n_layouts > 0
    assert outside.n_layouts == 0
