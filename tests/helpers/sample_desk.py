"""A small window to teach digits in, as somebody at the screen has it."""

from __future__ import annotations

from mouse import drag
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox, QVBoxLayout, QWidget

from datasets.drawing import Drawing
from ocr_app.controllers.samples import SamplesController
from ocr_app.storage import SampleStore
from ocr_app.widgets.digit_canvas import DigitCanvas
from ocr_app.widgets.samples.teach_bar import TeachBar

LEFT = Qt.MouseButton.LeftButton


def drawing(*points: tuple[float, float]) -> Drawing:
    return Drawing.from_points([list(points)])


def many(number: int) -> list[Drawing]:
    """Drawings that all differ."""
    return [drawing((0.2, 0.2), (0.3 + 0.5 * i / number, 0.8)) for i in range(number)]


class Desk:
    """A small window with canvas and bar, as somebody at the screen has it."""

    def __init__(self, qtbot, store_factory=SampleStore):
        self.qtbot, self.window = qtbot, QWidget()
        self.canvas, self.bar = DigitCanvas(), TeachBar()
        layout = QVBoxLayout(self.window)
        layout.addWidget(self.canvas)
        layout.addWidget(self.bar)
        self.samples = SamplesController(self.bar, self.canvas, self.window, store_factory)
        qtbot.addWidget(self.window)
        self.window.resize(700, 500)
        with qtbot.waitExposed(self.window):
            self.window.show()

    def draw(self, points):
        drag(self.canvas, points)

    def press(self, digit):
        self.qtbot.mouseClick(self.bar.buttons[digit], LEFT)

    def click(self, name, where=None):
        button = (where or self.window).findChild(QAbstractButton, name)
        assert button is not None, name
        self.qtbot.mouseClick(button, LEFT)

    def says(self, text):
        self.qtbot.waitUntil(lambda: self.bar.message == text)

    def teach(self, *labelled):
        """Draw and say what it is."""
        for points, label in labelled:
            self.canvas.clear()
            self.draw(points)
            total = self.samples.total
            self.press(label)
            self.qtbot.waitUntil(lambda total=total: self.samples.total == total + 1)

    def stored(self):
        """What is in the file, as the next start finds it."""
        self.samples.samples()  # after all that was asked for
        store = SampleStore()
        try:
            return [(sample.drawing, sample.label) for sample in store.samples()]
        finally:
            store.close()

    @property
    def labels(self):
        return [label for _, label in self.stored()]

    def browse(self):
        self.click("browseSamplesButton")
        browser = self.samples.browser
        self.qtbot.waitExposed(browser)
        self.qtbot.waitUntil(lambda: len(browser.view.model().samples) == self.samples.total)
        return browser


def place(browser, row):
    """The middle of a tile."""
    return browser.view.visualRect(browser.view.model().index(row)).center()


def choose(desk, browser, *rows):
    for number, row in enumerate(rows):
        with_ctrl = Qt.KeyboardModifier.ControlModifier if number else Qt.KeyboardModifier(0)
        desk.qtbot.mouseClick(browser.view.viewport(), LEFT, with_ctrl, place(browser, row))


def shown(browser):
    return [sample.label for sample in browser.view.model().shown]


def status(browser):
    return browser.findChild(QWidget, "samplesStatus").text


def answer_error(qtbot, seen):
    """Read the next error message and press OK."""

    def answer():
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(10, answer)
            return
        seen.append(f"{box.text()} {box.informativeText()}")
        box.accept()

    QTimer.singleShot(10, answer)
