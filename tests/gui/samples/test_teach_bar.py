"""My samples: the bar below the canvas, with real clicks and keys."""

from __future__ import annotations

import numpy as np
from point_digits import ONE, SEVEN
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from sample_desk import LEFT, Desk, answer_error

from ocr_app.paths import samples_file
from ocr_app.storage import SampleStore, StorageError


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
