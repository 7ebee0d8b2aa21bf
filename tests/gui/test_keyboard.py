"""The window without a mouse: the Tab key, names for screen readers, and who has the focus."""

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from ocr_app.demonstration import bundled_drawing
from ocr_app.made_in_parts import MadeInParts
from ocr_app.main_window import MainWindow
from ocr_app.training_room import TrainingViews
from ocr_app.xor_room import LabViews

OF_LINE_EDITS = "qt_spinbox_lineedit"


@pytest.fixture
def active(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window, with the keyboard's focus and a drawing."""
    window.activateWindow()
    window.windowHandle().requestActivate()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.draw_tab.canvas.set_drawing(bundled_drawing())
    return window


def show(window: MainWindow, qtbot: QtBot, number: int) -> QWidget:
    window.tabs.setCurrentIndex(number)
    tab = window.tabs.widget(number)
    qtbot.waitUntil(lambda: any(child.isVisible() for child in tab.findChildren(QWidget)))
    QApplication.processEvents()
    return tab


def views(tab: QWidget) -> list[tuple[QTabWidget | None, int]]:
    """Return the inner tabs that a tab has, and their numbers."""
    inner = [each for each in tab.findChildren(QTabWidget) if each.isVisible()]
    return [(inner[0], n) for n in range(inner[0].count())] if inner else [(None, 0)]


def stops(tab: QWidget) -> list[QWidget]:
    """Return what the Tab key should come to."""
    return [
        child
        for child in tab.findChildren(QWidget)
        if child.isVisible()
        and child.isEnabled()
        and child.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and child.focusProxy() is None
        and child.objectName() != OF_LINE_EDITS
    ]


def walk(window: MainWindow, qtbot: QtBot) -> list[QWidget]:
    """Press Tab until it is where it began; return what had the focus, in order."""
    start = window.tabs.tabBar()
    start.setFocus()
    found: list[QWidget] = []
    for _ in range(100):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        if at is start or at in found:
            break
        found.append(at)
    return found


@pytest.mark.parametrize("number", range(4))
def test_the_tab_key_comes_to_everything(active: MainWindow, qtbot: QtBot, number: int) -> None:
    tab = show(active, qtbot, number)
    missed = set(stops(tab)) - set(walk(active, qtbot))
    # A few buttons with one choice between them are one stop; arrow keys go on.
    missed = {each for each in missed if not getattr(each, "group", lambda: None)()}
    assert sorted(each.objectName() for each in missed) == []


def test_the_tab_key_goes_through_the_draw_tab_as_people_read(
    active: MainWindow, qtbot: QtBot
) -> None:
    show(active, qtbot, 0)
    names = [each.objectName() for each in walk(active, qtbot)]
    tools = ["digitCanvas", "undoButton", "clearButton", "penWidth", "showNetwork", "teachButton0"]
    assert [name for name in names if name in tools] == tools


def test_a_new_layer_comes_where_it_is_seen(active: MainWindow, qtbot: QtBot) -> None:
    tab = show(active, qtbot, 1)
    add = tab.findChild(QWidget, "addLayer")
    add.click()
    QApplication.processEvents()
    names = [each.objectName() for each in walk(active, qtbot)]
    layers = ["layer1", "removeLayer1", "layer2", "removeLayer2", "addLayer", "setup_activation"]
    assert [name for name in names if name in layers] == layers
    tab.findChild(QWidget, "removeLayer1").click()
    add.click()
    QApplication.processEvents()
    names = [each.objectName() for each in walk(active, qtbot)]
    assert [name for name in names if name in layers] == layers


@pytest.mark.parametrize("number", range(4))
def test_screen_readers_have_a_name_for_everything(
    active: MainWindow, qtbot: QtBot, number: int
) -> None:
    tab = show(active, qtbot, number)
    nameless = set()
    for inner, view in views(tab):
        if inner is not None:
            inner.setCurrentIndex(view)
            QApplication.processEvents()
        for each in stops(tab):
            read = QAccessible.queryAccessibleInterface(each)
            if not read.text(QAccessible.Text.Name) and not isinstance(each.parent(), QTabWidget):
                nameless.add(f"{type(each).__name__} {each.objectName()}")
    assert nameless == set()


class Windows(QObject):
    """Notes all windows that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if (
            event.type() == QEvent.Type.Show
            and isinstance(watched, QWidget)
            and watched.isWindow()
            and watched.windowType() != Qt.WindowType.ToolTip
        ):
            self.shown.append(f"{type(watched).__name__} {watched.objectName()}")
        return False


def test_no_part_of_a_tab_is_a_window_for_a_moment(
    active: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    # It would flash on the screen and take the keyboard away from the real one.
    windows = Windows()
    qapp.installEventFilter(windows)
    for number in range(active.tabs.count()):
        tab = show(active, qtbot, number)
        for inner, view in views(tab):
            if inner is not None:
                inner.setCurrentIndex(view)
                QApplication.processEvents()
        assert QApplication.activeWindow() is active
    qapp.removeEventFilter(windows)
    assert windows.shown == []


@pytest.mark.parametrize("make_views", [TrainingViews, LabViews])
def test_what_is_made_early_is_no_window_for_a_moment(
    active: MainWindow, qapp: QApplication, make_views: type[MadeInParts]
) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    views = make_views()
    while views.make_next():
        QApplication.processEvents()
    qapp.removeEventFilter(windows)
    assert windows.shown == []
    assert QApplication.activeWindow() is active


def test_the_whole_way_with_the_keyboard_alone(active: MainWindow, qtbot: QtBot) -> None:
    tabs = active.tabs
    tabs.tabBar().setFocus()
    assert tabs.currentIndex() == 0
    qtbot.keyClick(tabs.tabBar(), Qt.Key.Key_Right)
    assert tabs.currentIndex() == 1
    qtbot.waitUntil(lambda: tabs.widget(1).findChild(QWidget, "runStart") is not None)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert tabs.currentIndex() == 2
    qtbot.keyClick(
        QApplication.focusWidget(),
        Qt.Key.Key_Tab,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    assert tabs.currentIndex() == 1


def test_what_has_the_focus_is_scrolled_into_view(active: MainWindow, qtbot: QtBot) -> None:
    active.resize(900, 700)
    tab = show(active, qtbot, 1)
    form = tab.findChild(QWidget, "setupForm")
    for name in ("setup_random_state", "setup_use_digits", "setup_max_iter"):
        field = tab.findChild(QWidget, name)
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        at = field.mapTo(form, QPoint(0, 0))
        assert 0 <= at.y() <= form.height() - field.height(), name
