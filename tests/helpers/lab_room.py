"""The XOR tab as somebody at the screen has it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QWidget,
)

from ocr_app.controllers.xor_lab import XorLabController
from ocr_app.engine.formula import to_text
from ocr_app.xor_room import make_xor_room

LEFT = Qt.MouseButton.LeftButton


class Memory:
    """Where the tour's place is kept."""

    def __init__(self, step=-1):
        self.tour_step = step


class Room:
    """The tab as somebody at the screen has it."""

    def __init__(self, qtbot, memory=None, size=(1000, 760)):
        self.qtbot, self.memory = qtbot, memory or Memory()
        self.window = QWidget()
        self.tab = make_xor_room(self.window, self.memory)
        self.main = self.tab.findChild(XorLabController)
        self.lab = self.main.lab
        qtbot.addWidget(self.tab)
        qtbot.addWidget(self.window)
        self.tab.resize(*size)
        with qtbot.waitExposed(self.tab):
            self.tab.show()

    def find(self, kind, name):
        found = self.tab.findChild(kind, name)
        assert found is not None, name
        return found

    def click(self, name):
        self.qtbot.mouseClick(self.find(QWidget, name), LEFT)

    def click_at(self, widget, place, button=LEFT, keys=Qt.KeyboardModifier.NoModifier):
        QTest.mouseClick(widget, button, keys, QPointF(place).toPoint())

    def type_number(self, kind, name, value, decimals=0):
        box = self.find(kind, name)
        box.setFocus()
        box.selectAll()
        text = box.locale().toString(float(value), "f", decimals)
        self.qtbot.keyClicks(box, text)
        self.qtbot.keyClick(box, Qt.Key.Key_Return)

    def choose(self, name, index):
        box = self.find(QComboBox, name)
        box.setFocus()
        self.qtbot.keyClick(box, Qt.Key.Key_Home)
        for _ in range(index):
            self.qtbot.keyClick(box, Qt.Key.Key_Down)

    def open_view(self, view):
        bar, at = self.tab.views.tabBar(), self.tab.views.indexOf(view)
        self.qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(at).center())
        assert self.tab.views.currentWidget() is view

    def edit_weight(self, weight, text):
        picture = self.tab.picture
        self.click_at(picture, self.label_of(weight))
        editor = next(box for box in picture.findChildren(QLineEdit) if box.isVisible())
        editor.selectAll()
        self.qtbot.keyClicks(editor, text)
        self.qtbot.keyClick(editor, Qt.Key.Key_Return)

    def label_of(self, weight):
        return self.tab.picture.place_of(weight)

    def cells(self, column):
        table = self.tab.table
        return [table.item(row, column).text() for row in range(table.rowCount())]

    @property
    def formulas(self):
        return {
            view.objectName().removeprefix("formula_"): to_text(view.formula)
            for view in self.tab.arithmetic.formulas
        }

    @property
    def status(self):
        return self.tab.status.text


def opened(qtbot):
    """Open the tab for a test, and close it behind it."""
    made = Room(qtbot)
    yield made
    made.main.set_running(False)
    made.window.close()
