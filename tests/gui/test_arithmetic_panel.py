"""A panel of arithmetic: what it shows, and that running numbers do not shake it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from ocr_app.engine.arithmetic import OVERVIEW, UPDATE, Phase, PhaseKind, Section, phases_of
from ocr_app.engine.formula import mark, num, row
from ocr_app.widgets.formula.arithmetic_panel import ArithmeticPanel


def sections(value, keys=("net", "error")):
    return [
        Section(key, key.title(), f"About {key}.", row("E", "=", mark(key, num(value))))
        for key in keys
    ]


@pytest.fixture
def panel(qtbot):
    made = ArithmeticPanel()
    qtbot.addWidget(made)
    made.resize(360, 300)
    made.show_sections(sections(0.5))
    made.show()
    qtbot.waitExposed(made)
    return made


def test_it_shows_titles_sentences_and_formulas(panel):
    shown = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert shown == ["Net", "About net.", "Error", "About error."]
    assert [view.accessibleDescription() for view in panel.formulas] == ["E = 0.50", "E = 0.50"]
    panel.show_sections(sections(0.25, ("update",)))
    assert [view.accessibleDescription() for view in panel.formulas] == ["E = 0.25"]


def test_running_numbers_ask_no_layout_for_room(panel, qtbot):
    class Counter(QObject):
        n = 0

        def eventFilter(self, watched, event):  # noqa: N802
            self.n += event.type() == QEvent.Type.LayoutRequest
            return False

    panel.show_sections(sections(0.51))
    QApplication.processEvents()
    counter = Counter()
    panel.widget().installEventFilter(counter)
    views = panel.formulas
    for n in range(20):
        panel.show_sections(sections(0.52 + 0.01 * n))
        QApplication.processEvents()
    assert panel.formulas == views
    assert counter.n == 0


def test_a_click_tells_which_part(panel, qtbot):
    view = panel.formulas[1]
    with qtbot.waitSignal(panel.mark_clicked) as clicked:
        place = view.place_of("error").toPoint()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert clicked.args == ["error"]
    panel.set_marked(["error"])
    assert view.marked == {"error"}


def test_the_parts_of_a_step_go_forward_and_back():
    phases = phases_of(2)
    assert phases[0] == OVERVIEW
    assert phases[-1] == UPDATE
    assert [phase.layer for phase in phases if phase.kind is PhaseKind.FORWARD] == [0, 1]
    assert [phase.layer for phase in phases if phase.kind is PhaseKind.BACKWARD] == [1, 0]
    assert Phase(PhaseKind.ERROR) in phases
