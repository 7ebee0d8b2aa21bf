"""Writing a whole number on the canvas, with a real mouse and keyboard."""

from __future__ import annotations

import pytest
from mouse import drag
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolButton

from datasets.drawing import Drawing
from ocr_app.storage import SampleStore
from ocr_app.widgets.digit_canvas import NUMBER_WIDTH

LEFT = Qt.MouseButton.LeftButton

ONE = [(0.15, 0.15), (0.15, 0.5), (0.15, 0.85)]
FOUR = (
    [(0.5, 0.15), (0.4, 0.35), (0.32, 0.6), (0.5, 0.6), (0.64, 0.6)],
    [(0.56, 0.3), (0.56, 0.6), (0.56, 0.88)],
)
SEVEN = (
    [(0.85, 0.15), (1.0, 0.15), (1.2, 0.15), (1.1, 0.5), (0.98, 0.88)],
    [(0.93, 0.5), (1.05, 0.5), (1.18, 0.5)],
)


def press(window, name):
    QTest.mouseClick(window.findChild(QToolButton, name), LEFT)


def write(window, qtbot, *strokes):
    for stroke in strokes:
        drag_on_paper(window.draw_tab.canvas, stroke)
    settle(window, qtbot)


def drag_on_paper(canvas, points):
    side = canvas.square().width()
    places = [QPointF(x * side, y * side).toPoint() for x, y in points]
    QTest.mousePress(canvas, LEFT, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(canvas, place)
    QTest.mouseRelease(canvas, LEFT, pos=places[-1])


def settle(window, qtbot):
    qtbot.waitUntil(lambda: not window.number.is_busy, timeout=30_000)


@pytest.fixture
def written(window, qtbot):
    """The window with 147 on wide paper."""
    press(window, "numberMode")
    write(window, qtbot, ONE, *FOUR, *SEVEN)
    return window


def test_a_number_is_read_as_it_is_written(window, qtbot):
    tab = window.draw_tab
    press(window, "numberMode")
    assert tab.canvas.is_number
    assert tab.canvas.width() == pytest.approx(NUMBER_WIDTH * tab.canvas.height(), abs=2)
    write(window, qtbot, ONE)
    assert tab.number.text == "1"
    write(window, qtbot, *FOUR)
    assert tab.number.text == "14"
    write(window, qtbot, *SEVEN)
    assert tab.number.text == "147"
    assert "sure of all of it" in tab.number.sentence
    assert len(tab.canvas.marks) == 3
    assert "It reads 1 4 7" in tab.canvas.accessibleDescription()


def test_what_is_written_last_is_explained_until_a_digit_is_chosen(written, qtbot):
    tab, canvas = written.draw_tab, written.draw_tab.canvas
    assert written.recognition.reading.digit == 7
    assert len(canvas.subject.strokes) == 2
    cell = tab.number.digits.cell(0).center().toPoint()
    QTest.mouseClick(tab.number.digits, LEFT, pos=cell)
    assert written.recognition.reading.digit == 1
    assert canvas.subject.strokes[0][:, 0].mean() == pytest.approx(0.5)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert written.recognition.reading.digit == 4
    middle = canvas.marks[2].box.center() * canvas.square().width()
    QTest.mouseClick(canvas, Qt.MouseButton.RightButton, pos=middle.toPoint())
    assert written.recognition.reading.digit == 7
    assert len(canvas.drawing.strokes) == 5  # choosing draws nothing


def test_a_click_on_a_label_chooses_and_draws_nothing(written):
    canvas = written.draw_tab.canvas
    side, pen = canvas.square().width(), canvas.pen_width / 2
    box = canvas.marks[0].box
    canvas.grab()  # labels are where they were painted
    label = QPointF((box.left() - pen) * side + 2, (box.top() - pen) * side - 8)
    QTest.mouseClick(canvas, LEFT, pos=label.toPoint())
    assert written.recognition.reading.digit == 1
    assert len(canvas.drawing.strokes) == 5


def test_undo_redo_and_clear(written, qtbot):
    tab = written.draw_tab
    for _ in range(2):  # the bar of the 7, then the 7
        QTest.keySequence(written, "Ctrl+Z")
        settle(written, qtbot)
    assert tab.number.text == "14"
    QTest.keySequence(written, "Ctrl+Shift+Z")
    settle(written, qtbot)
    assert tab.number.text == "147"
    QTest.keyClick(written, Qt.Key.Key_Delete)
    settle(written, qtbot)
    assert tab.number.text == ""
    assert tab.canvas.marks == ()
    assert written.recognition.reading is None
    QTest.keySequence(written, "Ctrl+Z")
    settle(written, qtbot)
    assert tab.number.text == "147"


def test_each_paper_keeps_what_is_on_it(window, qtbot):
    tab, canvas = window.draw_tab, window.draw_tab.canvas
    drag(canvas, ONE)
    digit = canvas.drawing
    press(window, "numberMode")
    assert canvas.is_blank
    write(window, qtbot, *FOUR)
    number = canvas.drawing
    press(window, "digitMode")
    assert canvas.drawing == digit
    assert window.recognition.reading.digit == 1
    assert canvas.width() == canvas.height()
    press(window, "numberMode")
    settle(window, qtbot)
    assert canvas.drawing == number
    assert tab.number.text == "4"


def test_the_digit_on_the_other_paper_is_explained_no_longer(window, qtbot):
    drag(window.draw_tab.canvas, ONE)
    qtbot.waitUntil(lambda: window.recognition.reading is not None)
    press(window, "numberMode")
    assert window.recognition.reading is None
    press(window, "digitMode")
    qtbot.waitUntil(lambda: window.recognition.reading is not None)


def test_switching_can_be_undone(window, qtbot):
    canvas = window.draw_tab.canvas
    drag(canvas, ONE)
    digit = canvas.drawing
    press(window, "numberMode")
    write(window, qtbot, *FOUR)
    for _ in range(3):
        QTest.keySequence(window, "Ctrl+Z")
    assert not canvas.is_number
    assert window.findChild(QToolButton, "digitMode").isChecked()
    assert canvas.drawing == digit
    for _ in range(3):
        QTest.keySequence(window, "Ctrl+Shift+Z")
    settle(window, qtbot)
    assert canvas.is_number
    assert window.draw_tab.number.text == "4"


def test_copying(written, qtbot):
    QGuiApplication.clipboard().clear()
    QTest.mouseClick(written.findChild(QPushButton, "copyNumber"), LEFT)
    assert QGuiApplication.clipboard().text() == "147"
    QGuiApplication.clipboard().clear()
    written.draw_tab.canvas.setFocus()
    QTest.keySequence(written.draw_tab.canvas, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "147"


def test_teaching_saves_the_chosen_digit(written, qtbot):
    QTest.mouseClick(
        written.draw_tab.number.digits,
        LEFT,
        pos=written.draw_tab.number.digits.cell(1).center().toPoint(),
    )
    QTest.keyClick(written, Qt.Key.Key_9)
    qtbot.waitUntil(lambda: written.samples.total == 1, timeout=30_000)
    store = SampleStore()
    (sample,) = store.samples()
    store.close()
    assert sample.label == 9
    assert sample.drawing == written.draw_tab.canvas.subject
    assert written.draw_tab.number.text == "197"
    QTest.mouseClick(written.findChild(QPushButton, "copyNumber"), LEFT)
    assert QGuiApplication.clipboard().text() == "197"
    written.draw_tab.teach_bar.undo_requested.emit()
    qtbot.waitUntil(lambda: written.samples.total == 0, timeout=30_000)
    assert written.draw_tab.number.text == "147"


def test_a_wide_drawing_is_opened_as_a_number_and_a_small_one_as_a_digit(written, qtbot, tmp_path):
    canvas = written.draw_tab.canvas
    saved = tmp_path / "number.jsonl"
    number = canvas.drawing
    written._drawings.save_file(saved)
    press(written, "digitMode")
    written._drawings.open_file(saved)
    settle(written, qtbot)
    assert canvas.is_number
    assert canvas.drawing == number
    assert written.draw_tab.number.text == "147"
    canvas.set_drawing(Drawing.from_points([[[0.5, 0.1], [0.5, 0.9]]]))
    assert not canvas.is_number


def test_another_model_reads_the_number_anew(written, qtbot):
    told = []
    written.number.number_changed.connect(told.append)
    written.number.use_model(written.models.model)
    settle(written, qtbot)
    assert told == ["147"]


def test_closing_while_a_number_is_read(window):
    press(window, "numberMode")
    drag_on_paper(window.draw_tab.canvas, ONE)
    window.close()
