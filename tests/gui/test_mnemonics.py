"""Alt and a letter does one thing: no letter is underlined twice in what can be seen at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QGroupBox,
    QLabel,
    QMenu,
    QTabBar,
    QTabWidget,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ocr_app.engine.xor_lab.tour import TOUR
from ocr_app.main_window import MainWindow
from ocr_app.widgets.train.rewind_bar import RewindBar
from ocr_app.widgets.train.run_controls import RunControls
from ocr_app.widgets.train.verdict_bar import VerdictBar

TABS = range(4)


def texts_of(widget: QWidget) -> list[str]:
    """Return what may have an underlined letter."""
    if isinstance(widget, QAbstractButton):
        return [widget.text()]
    if isinstance(widget, QLabel):
        return [widget.text()] if widget.buddy() else []
    if isinstance(widget, QGroupBox):
        return [widget.title()]
    if isinstance(widget, QTabBar):
        return [widget.tabText(i) for i in range(widget.count())]
    return []


def twice(texts: Iterable[str]) -> dict[str, list[str]]:
    """Return the letters that are underlined more than once, and where."""
    found = defaultdict(list)
    for text in texts:
        if letter := QKeySequence.mnemonic(text).toString():
            found[letter].append(text)
    return {letter: where for letter, where in found.items() if len(where) > 1}


def seen(window: MainWindow, *hidden: QWidget) -> Iterator[str]:
    """Yield all texts that are seen, and those of some parts that are seen at times."""
    for action in window.menuBar().actions():
        yield action.text()
    parts = [*window.findChildren(QWidget), *hidden]
    at_times = {child for part in hidden for child in part.findChildren(QWidget)}
    for widget in dict.fromkeys([*parts, *at_times]):
        if widget.isVisible() or widget in at_times:
            yield from texts_of(widget)


def views_of(tab: QWidget) -> Iterator[None]:
    """Show one view of a tab after the other."""
    inner = [each for each in tab.findChildren(QTabWidget) if each.isVisible()]
    if not inner:
        yield
        return
    for number in range(inner[0].count()):
        inner[0].setCurrentIndex(number)
        yield


@pytest.mark.parametrize("number", TABS)
@pytest.mark.parametrize("size", [(900, 700), (1600, 1000)])
def test_no_letter_is_underlined_twice(
    window: MainWindow, qtbot: QtBot, number: int, size: tuple[int, int]
) -> None:
    window.resize(*size)
    window.tabs.setCurrentIndex(number)
    tab = window.tabs.widget(number)
    qtbot.waitUntil(lambda: any(child.isVisible() for child in tab.findChildren(QWidget)))
    n_letters = 0
    for _ in views_of(tab):
        texts = list(seen(window))
        n_letters += sum(bool(QKeySequence.mnemonic(text).toString()) for text in texts)
        assert twice(texts) == {}
    assert n_letters > 10  # they were found


def test_nor_of_what_comes_and_goes_with_a_training(window: MainWindow, qtbot: QtBot) -> None:
    window.tabs.setCurrentIndex(1)
    tab = window.tabs.widget(1)
    qtbot.waitUntil(lambda: any(child.isVisible() for child in tab.findChildren(QWidget)))
    bars = [tab.findChild(kind) for kind in (RunControls, RewindBar, VerdictBar)]
    assert all(bars)
    for _ in views_of(tab):
        assert twice(seen(window, *bars)) == {}


def test_nor_of_the_other_sides_of_the_draw_tab(window: MainWindow) -> None:
    window.draw_tab.canvas.set_number_mode(True)
    assert twice(seen(window)) == {}
    window.draw_tab.canvas.set_number_mode(False)
    window.findChild(QToolButton, "showNetwork").click()
    assert twice(seen(window)) == {}


def test_nor_of_the_tour_through_the_xor_tab(window: MainWindow, qtbot: QtBot) -> None:
    window.tabs.setCurrentIndex(2)
    tab = window.tabs.widget(2)
    qtbot.waitUntil(lambda: any(child.isVisible() for child in tab.findChildren(QWidget)))
    button = tab.findChild(QAbstractButton, "xorTourButton")
    button.click()
    for _ in TOUR:
        assert twice(seen(window)) == {}
        tab.findChild(QAbstractButton, "xorTourNext").click()
    assert not tab.findChild(QWidget, "xorTour").isVisible()


def test_every_entry_of_a_menu_has_a_letter_of_its_own(window: MainWindow) -> None:
    menus = window.menuBar().findChildren(QMenu)
    assert len(menus) >= 6
    for menu in menus:
        entries = [action.text() for action in menu.actions() if not action.isSeparator()]
        assert twice(entries) == {}, menu.title()
        assert all(QKeySequence.mnemonic(entry).toString() for entry in entries), entries
