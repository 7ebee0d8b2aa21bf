"""Formulas on screen, with real keys and clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtTest import QTest

from ocr_app.engine.formula import frac, lines, mark, num, partial, row, sub, to_latex, to_text
from ocr_app.widgets.formula.formula_view import FormulaView

FORMULA = row(
    partial("E", "w"),
    "=",
    mark("first", partial("E", "output")),
    "×",
    mark("second", partial("output", "net")),
    "=",
    *(part for n in range(8) for part in (num(n + 0.25), "+")),
    num(1.0),
)


@pytest.fixture
def view(qtbot):
    made = FormulaView()
    qtbot.addWidget(made)
    made.show_formula(FORMULA)
    made.resize(made.sizeHint())
    made.show()
    qtbot.waitExposed(made)
    return made


def test_keys_copy_it_as_text_and_as_latex(view):
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == to_text(FORMULA)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view, Qt.Key.Key_C, both)
    assert QGuiApplication.clipboard().text() == to_latex(FORMULA)
    assert [action.text() for action in view.actions()] == ["&Copy as text", "Copy as &LaTeX"]


def test_screen_readers_get_the_text(view):
    assert view.accessibleDescription() == to_text(FORMULA)


def test_a_click_on_a_marked_part_tells_which(view, qtbot):
    for key in ("first", "second"):
        with qtbot.waitSignal(view.mark_clicked) as clicked:
            place = view.place_of(key)
            QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=place.toPoint())
        assert clicked.args == [key]
    assert view.place_of("nothing") is None


def test_a_marked_part_stands_out(view):
    before = view.grab().toImage()
    view.set_marked(["first"])
    assert view.grab().toImage() != before


def test_a_narrow_view_breaks_the_line_and_is_higher(view):
    wide = view.heightForWidth(view.width())
    narrow = view.heightForWidth(view.width() // 3)
    assert narrow > 1.8 * wide
    assert view._setter.set(FORMULA, 200).width <= 200


def test_it_grows_with_the_font(view):
    before = view.sizeHint()
    font = QFont(view.font())
    font.setPointSizeF(2 * font.pointSizeF())
    view.setFont(font)
    assert view.sizeHint().width() > 1.7 * before.width()
    assert view.sizeHint().height() > 1.6 * before.height()


def test_a_fraction_is_higher_than_a_line_and_its_parts_do_not_overlap(view):
    setter = view._setter
    plain, fraction = setter.set(row("w")), setter.set(frac("w", sub("w", "old")))
    assert fraction.height > 2 * plain.height
    aligned = setter.set(lines(row("a", "=", "1"), row(sub("w", "new"), "=", frac("1", "2"))))
    (_, first, top), (_, second, below) = aligned.inside
    assert first + top.descent <= second - below.ascent


def test_nothing_is_shown_for_nothing(view):
    view.show_formula(None)
    assert to_text(view.formula) == ""
    view.grab()
