"""A panel of arithmetic: what it shows, and that running numbers do not shake it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from ocr_app.engine.arithmetic import OVERVIEW, UPDATE, Phase, PhaseKind, Section, phases_of
from ocr_app.engine.formula import frac, lines, mark, num, row
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


@pytest.mark.parametrize("width", [240, 420, 700])
def test_no_formula_is_ever_cut_off(panel, width):
    panel.resize(width, 260)
    long = row("E", "=", *(part for n in range(20) for part in (num(n + 0.5), "+")), num(1.0))
    tall = lines(row("E", "=", frac("1", "2")), row("", "=", num(0.25)), long)
    for formulas in ([long], [long, tall], [tall], [row("E", "=", "1"), tall, long], [long, long]):
        panel.show_sections(
            [Section(str(n), "Title", "Sentence. " * 9, each) for n, each in enumerate(formulas)]
        )
        for _ in range(5):
            QApplication.processEvents()
        for view in panel.formulas:
            assert view.height() >= view.heightForWidth(view.width())


def test_a_widget_stands_beside_the_section_that_it_belongs_to(panel):
    beside = QLabel("a curve")
    panel.add_beside("error", beside)
    panel.show_sections(sections(0.5))
    formula = next(view for view in panel.formulas if view.objectName() == "formula_error")
    assert beside.isVisible()
    assert beside.parent() is formula.parent()
    panel.show_sections(sections(0.5, ("net",)))
    assert not beside.isVisible()
    panel.show_sections(sections(0.5, ("error", "net")))
    assert beside.isVisible()
    assert beside.parent() is panel.formulas[0].parent()
