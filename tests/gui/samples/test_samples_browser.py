"""My samples: the browser, with real clicks and keys."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from mouse import drag
from point_digits import ONE, SEVEN, ZERO
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from sample_desk import LEFT, choose, drawing, many, place, shown, status

from datasets.drawing import Drawing
from ocr_app.storage import SampleStore
from ocr_app.widgets.samples.sample_tile import SIDE
from ocr_app.widgets.samples.samples_browser import SamplesBrowser
from ocr_app.widgets.samples.samples_model import ALL, MISREAD
from ocr_app.widgets.samples.thumbnails import paint_drawing


def test_an_empty_browser_says_what_to_do(desk):
    browser = desk.browse()
    before = browser.view.grab().toImage()
    browser.view.set_empty_text("")
    assert browser.view.grab().toImage() != before
    assert not browser.findChild(QPushButton, "exportSamplesButton").isEnabled()


def test_samples_come_oldest_first_with_counts(filled):
    browser = filled.browse()
    assert shown(browser) == [3] * 10 + [7, 1]
    assert status(browser).startswith("12 samples")
    assert browser.filter.button(3).accessibleDescription() == "10 samples"
    assert browser.filter.button(ALL).accessibleDescription() == "12 samples"


def test_a_click_on_a_digit_shows_only_that(filled):
    browser = filled.browse()
    filled.qtbot.mouseClick(browser.filter.button(7), LEFT)
    assert shown(browser) == [7]
    filled.qtbot.mouseClick(browser.filter.button(5), LEFT)
    assert shown(browser) == []
    filled.qtbot.mouseClick(browser.filter.button(ALL), LEFT)
    assert len(shown(browser)) == 12


def test_digit_keys_relabel_the_chosen_and_undo_brings_back(filled):
    browser = filled.browse()
    choose(filled, browser, 0, 2)
    filled.qtbot.keyClick(browser.view, Qt.Key.Key_8)
    filled.qtbot.waitUntil(lambda: shown(browser)[:3] == [8, 3, 8])
    filled.qtbot.waitUntil(lambda: status(browser) == "2 samples relabelled: an\u00a08.")
    assert filled.labels == [8, 3, 8] + [3] * 7 + [7, 1]
    assert [sample.id for sample in browser.view.chosen()] == [1, 3]
    filled.qtbot.keySequence(browser, QKeySequence(QKeySequence.StandardKey.Undo))
    filled.qtbot.waitUntil(lambda: shown(browser)[:3] == [3, 3, 3])
    assert filled.labels == [3] * 10 + [7, 1]


def test_the_menu_relabels_too(filled):
    browser = filled.browse()
    menu = browser.findChild(QPushButton, "relabelButton").menu()
    choose(filled, browser, 10)
    assert [action.text() for action in menu.actions()] == [f"&{digit}" for digit in range(10)]
    menu.actions()[2].trigger()
    filled.qtbot.waitUntil(lambda: shown(browser)[10] == 2)


def test_delete_takes_the_chosen_and_undo_brings_them_back(filled):
    browser = filled.browse()
    choose(filled, browser, 10, 11)
    filled.qtbot.keyClick(browser.view, Qt.Key.Key_Delete)
    filled.qtbot.waitUntil(lambda: len(shown(browser)) == 10)
    assert filled.labels == [3] * 10
    filled.says("10 samples")
    filled.click("undoSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: shown(browser) == [3] * 10 + [7, 1])
    assert filled.labels == [3] * 10 + [7, 1]
    assert not browser.findChild(QPushButton, "undoSamplesButton").isEnabled()


def test_several_changes_are_taken_back_in_turn(filled):
    browser = filled.browse()
    choose(filled, browser, 0)
    for key in (Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_Delete):
        filled.qtbot.keyClick(browser.view, key)
        filled.qtbot.waitUntil(
            lambda key=key: shown(browser)[0] == (3 if key == Qt.Key.Key_Delete else key - 48)
        )
    for left in ([6, *[3] * 9], [5, *[3] * 9], [3] * 10):
        filled.click("undoSamplesButton", browser)
        filled.qtbot.waitUntil(lambda left=left: shown(browser)[:10] == left)
    assert filled.labels == [3] * 10 + [7, 1]


def test_after_deleting_the_next_one_is_chosen(filled):
    browser = filled.browse()
    choose(filled, browser, 4)
    filled.qtbot.keyClick(browser.view, Qt.Key.Key_Delete)
    filled.qtbot.waitUntil(lambda: len(shown(browser)) == 11)
    assert [sample.id for sample in browser.view.chosen()] == [6]
    filled.qtbot.keyClick(browser.view, Qt.Key.Key_Delete)
    filled.qtbot.waitUntil(lambda: len(shown(browser)) == 10)
    assert [sample.id for sample in browser.view.chosen()] == [7]


def test_a_relabelled_sample_leaves_its_filter(filled):
    browser = filled.browse()
    filled.qtbot.mouseClick(browser.filter.button(7), LEFT)
    choose(filled, browser, 0)
    filled.qtbot.keyClick(browser.view, Qt.Key.Key_1)
    filled.qtbot.waitUntil(lambda: shown(browser) == [])
    assert browser.filter.button(1).accessibleDescription() == "2 samples"


@pytest.mark.parametrize("how", ["double-click", "Return"])
def test_opening_a_sample_puts_it_onto_the_canvas(filled, how):
    browser = filled.browse()
    with filled.qtbot.waitSignal(filled.samples.drawing_opened) as opened:
        if how == "Return":
            choose(filled, browser, 10)
            filled.qtbot.keyClick(browser.view, Qt.Key.Key_Return)
        else:
            choose(filled, browser, 10)
            filled.qtbot.mouseDClick(browser.view.viewport(), LEFT, pos=place(browser, 10))
    assert opened.args == [drawing(*SEVEN)]
    assert filled.canvas.drawing == drawing(*SEVEN)
    filled.samples.teach(1)  # it is corrected, not saved twice
    filled.qtbot.waitUntil(lambda: filled.labels == [3] * 10 + [1, 1])
    filled.canvas.undo()
    assert filled.canvas.is_blank


def test_what_is_taught_appears_in_the_open_browser(filled):
    browser = filled.browse()
    filled.teach((ZERO, 0))
    filled.qtbot.waitUntil(lambda: shown(browser)[-1] == 0)


@pytest.mark.parametrize("front", ["window", "browser"])
def test_what_another_window_did_is_seen_when_this_one_comes_to_the_front(filled, front):
    browser = filled.browse()
    here, there = filled.window, browser
    if front == "browser":
        here, there = there, here
    there.activateWindow()
    filled.qtbot.waitUntil(there.isActiveWindow)
    filled.samples.samples()  # what coming to the front asked for is done
    other = SampleStore()
    other.add(drawing(*ZERO), 0)
    other.close()
    here.activateWindow()
    filled.qtbot.waitUntil(lambda: shown(browser)[-1] == 0)
    filled.qtbot.waitUntil(lambda: filled.samples.total == 13)


def test_misread_samples_are_marked_and_can_be_filtered(filled):
    calls = []

    def read(drawings):
        calls.append(len(drawings))
        return [None if each == drawing(*ONE) else 3 for each in drawings]

    browser = filled.browse()
    model = browser.view.model()
    filled.samples.set_reader(read)
    filled.qtbot.waitUntil(
        lambda: browser.filter.button(MISREAD).accessibleDescription() == "2 samples"
    )
    tips = [model.data(model.index(row), Qt.ItemDataRole.ToolTipRole) for row in (0, 10, 11)]
    assert "reads it right" in tips[0]
    assert "reads a\u00a03" in tips[1]
    assert "doesn't look like a digit" in tips[2]
    filled.qtbot.mouseClick(browser.filter.button(MISREAD), LEFT)
    assert shown(browser) == [7, 1]
    assert max(calls) <= 4
    filled.samples.set_reader(lambda drawings: [1] * len(drawings))
    filled.qtbot.waitUntil(lambda: shown(browser) == [3] * 10 + [7])
    filled.samples.set_reader(None)
    assert shown(browser) == []
    assert browser.filter.button(MISREAD).accessibleDescription() == "0 samples"


def test_a_hidden_browser_reads_nothing(filled):
    browser = filled.browse()
    calls = []
    browser.close()
    filled.samples.set_reader(lambda drawings: calls.append(1) or [0])
    filled.qtbot.wait(40)
    assert calls == []


def test_keys_in_the_browser_leave_the_canvas_alone(window, qtbot):
    drag(window.draw_tab.canvas, SEVEN)
    qtbot.mouseClick(window.draw_tab.teach_bar.buttons[7], LEFT)
    qtbot.waitUntil(lambda: window.samples.total == 1)
    before = window.draw_tab.canvas.drawing
    window.samples.browse()
    browser = window.samples.browser
    qtbot.waitUntil(lambda: shown(browser) == [7])
    qtbot.waitUntil(browser.isActiveWindow)
    qtbot.mouseClick(browser.view.viewport(), LEFT, pos=place(browser, 0))
    qtbot.keyClick(browser.view, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: shown(browser) == [1])
    qtbot.keyClick(browser.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: shown(browser) == [])
    for labels in ([1], [7]):
        qtbot.keySequence(browser.view, QKeySequence(QKeySequence.StandardKey.Undo))
        qtbot.waitUntil(lambda labels=labels: shown(browser) == labels)
    assert window.draw_tab.canvas.drawing == before
    qtbot.keyClick(browser, Qt.Key.Key_Escape)
    qtbot.waitUntil(browser.isHidden)
    assert window.draw_tab.canvas.drawing == before


@dataclass(frozen=True)
class MadeUp:
    id: int
    label: int
    drawing: Drawing
    created: datetime = datetime(2025, 1, 1, tzinfo=UTC)


def test_ten_thousand_samples_are_shown_at_once(qtbot):
    browser = SamplesBrowser()
    qtbot.addWidget(browser)
    with qtbot.waitExposed(browser):
        browser.show()
    samples = [MadeUp(i, i % 10, each) for i, each in enumerate(many(10_000))]
    began = time.perf_counter()
    browser.show_samples(samples)
    browser.view.scrollToBottom()
    browser.grab()
    assert time.perf_counter() - began < 1.0
    assert {sample.id for sample in browser.view.seen()} >= {9999}
    browser.close()


def test_thumbnails_show_every_drawing_within_their_square(qapp):
    color = Qt.GlobalColor.black
    for points in ([(0.5, 0.5)], [(-3, 9), (20, 9)], SEVEN, [(0.1, 0.1), (0.1001, 0.1)]):
        image = paint_drawing(drawing(*points), SIDE, 1.0, color).toImage()
        inked = [
            (x, y) for x in range(SIDE) for y in range(SIDE) if image.pixelColor(x, y).alpha() > 99
        ]
        assert inked
        assert min(map(min, inked)) > 2
        assert max(map(max, inked)) < SIDE - 3


def test_nothing_is_clipped_in_the_smallest_browser(filled):
    browser = filled.browse()
    browser.resize(browser.minimumSizeHint())
    browser.grab()
    for child in browser.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not child.isHidden() and not isinstance(child, QLabel):
            assert browser.rect().contains(child.geometry()), child.objectName()
