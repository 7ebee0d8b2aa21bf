"""My samples: the bar below the canvas and the browser, with real clicks and keys."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from mouse import drag
from point_digits import ONE, SEVEN, ZERO
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from datasets.drawing import Drawing
from datasets.files import read_labelled
from ocr_app.controllers.samples import SamplesController
from ocr_app.controllers.samples import browsing as samples_module
from ocr_app.paths import samples_file
from ocr_app.storage import SampleStore, StorageError
from ocr_app.widgets.digit_canvas import DigitCanvas
from ocr_app.widgets.samples.sample_tile import SIDE
from ocr_app.widgets.samples.samples_browser import SamplesBrowser
from ocr_app.widgets.samples.samples_model import ALL, MISREAD
from ocr_app.widgets.samples.teach_bar import TeachBar
from ocr_app.widgets.samples.thumbnails import paint_drawing

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


@pytest.fixture
def desk(qtbot):
    made = Desk(qtbot)
    yield made
    made.window.close()


@pytest.fixture
def filled(desk):
    """Twelve samples: ten 3s, a 7 and a 1."""
    store = SampleStore()
    store.add_many([(d, 3) for d in many(10)])
    store.add_many([(drawing(*SEVEN), 7), (drawing(*ONE), 1)])
    store.close()
    desk.samples.warm_up()
    desk.qtbot.waitUntil(lambda: desk.samples.total == 12)
    return desk


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


# -- the bar -----------------------------------------------------------------------------------


def test_nothing_can_be_taught_before_something_is_drawn(desk):
    assert desk.bar.message == "Draw a digit, then say what it is."
    assert not any(button.isEnabled() for button in desk.bar.buttons)
    desk.press(7)
    assert desk.labels == []
    desk.draw(SEVEN)
    assert desk.bar.message == ""
    assert all(button.isEnabled() for button in desk.bar.buttons)


def test_teaching_saves_the_drawing_and_says_so(desk):
    desk.draw(SEVEN)
    desk.press(7)
    desk.says("Saved as a\u00a07 · 1 sample")
    [(found, label)] = desk.stored()
    assert label == 7
    assert np.abs(found.strokes[0] - desk.canvas.drawing.strokes[0]).max() < 1e-6
    assert not desk.canvas.is_blank
    assert "1 sample of it" in desk.bar.buttons[7].toolTip()


def test_the_file_is_not_touched_before_it_is_needed(desk):
    desk.draw(SEVEN)
    assert not samples_file().exists()
    desk.press(7)
    desk.qtbot.waitUntil(samples_file().exists)


def test_keys_teach_through_the_controller_and_a_blank_canvas_says_why_not(desk):
    desk.samples.teach(3)
    assert desk.bar.message == "Draw a digit first."
    desk.draw(ONE)
    assert desk.bar.message == ""
    desk.samples.teach(1)
    desk.says("Saved as a\u00a01 · 1 sample")


def test_another_label_for_the_same_drawing_corrects_it(desk):
    desk.draw(ONE)
    desk.press(7)
    desk.press(1)
    desk.says("Saved as a\u00a01 · 1 sample")
    assert desk.labels == [1]
    desk.press(1)
    assert desk.labels == [1]


def test_a_changed_drawing_is_another_sample(desk):
    desk.draw(ONE)
    desk.press(1)
    desk.says("Saved as a\u00a01 · 1 sample")
    desk.draw([(0.3, 0.5), (0.7, 0.5)])
    desk.press(4)
    desk.says("Saved as a\u00a04 · 2 samples")
    assert desk.labels == [1, 4]


def test_undo_in_the_bar_takes_back_the_last_teaching(desk):
    desk.teach((ONE, 1), (SEVEN, 7))
    desk.says("Saved as a\u00a07 · 2 samples")
    desk.click("undoTeachButton")
    desk.says("Taken back: not a\u00a07 · 1 sample")
    assert desk.labels == [1]
    assert not desk.canvas.is_blank
    desk.press(2)
    desk.says("Saved as a\u00a02 · 2 samples")
    assert desk.labels == [1, 2]


def test_undo_of_a_correction_brings_the_first_label_back(desk):
    desk.draw(ONE)
    desk.press(7)
    desk.press(1)
    desk.says("Saved as a\u00a01 · 1 sample")
    desk.click("undoTeachButton")
    desk.says("Taken back: a\u00a07 again · 1 sample")
    assert desk.labels == [7]


def test_a_sample_that_was_deleted_meanwhile_is_saved_anew(desk):
    desk.teach((ONE, 1))
    other = SampleStore()
    other.delete([sample.id for sample in other.samples()])
    other.close()
    desk.press(1)
    desk.qtbot.waitUntil(lambda: desk.labels == [1])


def test_fine_tuning_is_offered_once_there_are_samples(desk):
    button = desk.window.findChild(QPushButton, "fineTuneButton")
    assert not button.isEnabled()
    assert "Save a few samples first" in button.toolTip()
    desk.teach((ONE, 1))
    with desk.qtbot.waitSignal(desk.samples.fine_tune_requested):
        desk.qtbot.mouseClick(button, LEFT)


def test_counts_are_told_once_they_change(desk):
    told = []
    desk.samples.samples_changed.connect(told.append)
    desk.teach((ONE, 1), (SEVEN, 7))
    desk.click("undoTeachButton")
    desk.qtbot.waitUntil(lambda: told == [1, 2, 1])


def test_what_is_saved_is_there_after_the_window_closed_at_once(desk):
    desk.draw(SEVEN)
    desk.press(7)
    desk.window.close()
    store = SampleStore()
    assert [sample.label for sample in store.samples()] == [7]
    store.close()


def test_the_bar_keeps_its_height_and_its_buttons_their_places(desk):
    def places():
        return [child.geometry() for child in (*desk.bar.buttons, desk.bar)]

    before = places()
    assert desk.bar.height() <= 36
    desk.teach((SEVEN, 7))
    desk.bar.show_message("A very long sentence that has no room beside the buttons at all. " * 3)
    desk.qtbot.wait(1)
    assert places() == before


def test_the_bar_fits_the_smallest_window(desk):
    assert desk.bar.minimumSizeHint().width() <= 680
    desk.bar.show_saved(8, [0] * 8 + [12, 0])
    desk.bar.resize(696, desk.bar.height())
    for child in desk.bar.findChildren(QWidget):
        if child.parentWidget() is desk.bar and not child.isHidden():
            assert desk.bar.rect().contains(child.geometry()), child.objectName()


def test_every_control_has_a_name_and_a_tip(filled):
    browser = filled.browse()
    for root in (filled.bar, browser):
        for control in root.findChildren(QAbstractButton):
            if control.objectName().startswith("qt_"):
                continue
            assert control.objectName()
            assert control.accessibleName()
            assert control.toolTip()


def test_a_store_that_fails_says_so_and_saves_nothing(qtbot):
    class Full(SampleStore):
        def add(self, drawing, label):
            raise StorageError("The disk is full; make room.")

    desk = Desk(qtbot, Full)
    seen = []
    answer_error(qtbot, seen)
    desk.draw(SEVEN)
    desk.press(7)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["The drawing was not saved. The disk is full; make room."]
    assert desk.bar.message == ""
    assert desk.labels == []
    desk.window.close()


def test_a_damaged_file_is_told_once(desk):
    samples_file().parent.mkdir(parents=True)
    samples_file().write_bytes(b"this is no database" * 100)
    seen = []
    answer_error(desk.qtbot, seen)
    desk.samples.warm_up()
    desk.qtbot.waitUntil(lambda: bool(seen))
    assert "damaged" in seen[0]
    desk.teach((SEVEN, 7))
    assert len(seen) == 1


# -- the browser -------------------------------------------------------------------------------


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


# -- files -------------------------------------------------------------------------------------


def write(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def choose_file(monkeypatch, path):
    monkeypatch.setattr(samples_module, "file_to_open", lambda *_: path)
    monkeypatch.setattr(samples_module, "file_to_save", lambda *_: path)


def test_export_and_import_bring_everything_back(filled, tmp_path, monkeypatch):
    path = tmp_path / "all.jsonl"
    choose_file(monkeypatch, path)
    browser = filled.browse()
    filled.click("exportSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: status(browser) == "12 samples written to all.jsonl.")
    assert [s.label for s in read_labelled(path)] == [3] * 10 + [7, 1]
    filled.click("importSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: "already" in status(browser))
    assert len(filled.stored()) == 12
    browser.view.setFocus()
    filled.qtbot.keyClick(browser.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    filled.qtbot.keyClick(browser.view, Qt.Key.Key_Delete)
    filled.qtbot.waitUntil(lambda: shown(browser) == [])
    filled.click("importSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: status(browser) == "12 samples imported.")
    assert filled.labels == [3] * 10 + [7, 1]


def test_export_takes_the_chosen_or_the_shown(filled, tmp_path, monkeypatch):
    path = tmp_path / "some.jsonl"
    choose_file(monkeypatch, path)
    browser = filled.browse()
    button = browser.findChild(QPushButton, "exportSamplesButton")
    assert button.text() == "&Export all…"
    filled.qtbot.mouseClick(browser.filter.button(3), LEFT)
    assert button.text() == "&Export shown…"
    choose(filled, browser, 1, 2)
    assert button.text() == "&Export chosen…"
    filled.qtbot.mouseClick(button, LEFT)
    filled.qtbot.waitUntil(lambda: status(browser) == "2 samples written to some.jsonl.")
    assert [s.drawing for s in read_labelled(path)] == many(10)[1:3]


def test_an_import_can_be_taken_back(filled, tmp_path, monkeypatch):
    record = {"label": 5, "strokes": [[[0.1, 0.1], [0.9, 0.9]]]}
    choose_file(monkeypatch, write(tmp_path / "d.jsonl", record, record))
    browser = filled.browse()
    filled.click("importSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: shown(browser)[-1] == 5)
    assert status(browser) == "1 sample imported. 1 more were there already."
    filled.click("undoSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: shown(browser) == [3] * 10 + [7, 1])


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ({"label": "a", "strokes": [[[0.1, 0.1]]]}, "line 2 is called “a”"),
        ({"strokes": [[[0.1, 0.1]]]}, "line 2 has no label"),
        ({"label": 3, "strokes": []}, "line 2 has no strokes"),
        ({"label": 3, "picture": "no PNG"}, "line 2: This is no picture of a digit"),
        ({"label": 3, "strokes": [[[0.1, "x"]]]}, "line 2: Stroke 1"),
        ("{broken", "line 2: there are no strokes"),
        ({"label": 3, "strokes": [[[0.1, 0.1]] * 50_001]}, "line 2 has 50,001 points"),
    ],
)
def test_a_bad_file_is_refused_as_a_whole(filled, tmp_path, second, says):
    path = write(tmp_path / "d.jsonl", {"label": 5, "strokes": [[[0.1, 0.1]]]}, second)
    seen = []
    answer_error(filled.qtbot, seen)
    filled.samples.import_file(path)
    filled.qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].startswith("Nothing was imported.")
    assert says in seen[0]
    assert seen[0].endswith(".")
    assert len(filled.stored()) == 12


def test_changing_ones_mind_about_a_file_changes_nothing(filled, monkeypatch):
    choose_file(monkeypatch, None)
    browser = filled.browse()
    filled.click("importSamplesButton", browser)
    filled.click("exportSamplesButton", browser)
    assert len(filled.stored()) == 12


def test_an_export_that_fails_says_why(filled, tmp_path, monkeypatch):
    choose_file(monkeypatch, tmp_path / "missing" / "d.jsonl")
    browser = filled.browse()
    seen = []
    answer_error(filled.qtbot, seen)
    filled.click("exportSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].startswith("Nothing was exported.")
    assert "no such folder" in seen[0]


# -- looks -------------------------------------------------------------------------------------


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
