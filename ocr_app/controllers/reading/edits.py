"""What people change in a reading: correct, join, divide, add, leave out, undo and redo."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QRectF, Signal

from ocr_app.controllers.reading.opened_picture import OpenedPicture, box_of
from ocr_app.engine.reader import editing
from ocr_app.engine.reader.reader import PageReader
from ocr_app.engine.reader.result import FoundDigit, PageReading
from ocr_app.widgets.read.read_tab import ReadTab


class EditsController(QObject):
    """Answers the page and the panel of the chosen digit.

    Parameters
    ----------
    tab : ReadTab
    picture : callable () -> OpenedPicture or None
        The picture that is seen.
    reader : callable () -> PageReader
        Reads what is joined, divided or added; that takes a few milliseconds.

    Signals
    -------
    changed : int
        The page is to be shown anew, with this digit chosen.
    job_undone
        The picture is to be shown as it was read before, or read so again.
    """

    changed = Signal(int)
    job_undone = Signal()

    def __init__(
        self,
        tab: ReadTab,
        picture: Callable[[], OpenedPicture | None],
        reader: Callable[[], PageReader],
    ) -> None:
        super().__init__(tab)
        self._tab, self._picture, self._reader = tab, picture, reader
        tab.page.digit_typed.connect(self._correct)
        tab.page.box_drawn.connect(self._add)
        tab.undo_requested.connect(self._undo)
        tab.redo_requested.connect(self._redo)
        for source in (tab.page, tab.digit):
            source.join_requested.connect(self._join)
            source.divide_requested.connect(self._divide)
            source.delete_requested.connect(self._remove)

    def chosen(self) -> tuple[OpenedPicture, PageReading, FoundDigit] | None:
        """Return the chosen digit, with its picture and page."""
        picture, number = self._picture(), self._tab.page.chosen_mark
        if picture is None or picture.page is None or not 0 <= number < len(picture.digits):
            return None
        return picture, picture.page, picture.digits[number]

    def _to_change(self) -> tuple[OpenedPicture, PageReading, FoundDigit] | None:
        """Return the chosen digit, if it can be changed now."""
        self._tell_if_waiting()
        return self.chosen()

    def _tell_if_waiting(self) -> None:
        picture = self._picture()
        if picture is not None and picture.is_waiting:
            self._tab.show_status("It is being read anew: change it when that is done.")

    def _correct(self, digit: int) -> None:
        if (chosen := self._to_change()) is not None:
            picture, page, found = chosen
            same = found.correction is None and found.text() == str(digit)
            self._change(picture, editing.corrected(page, found, digit), step=1)
            self._tab.show_status("That is what it reads." if same else "Corrected. Ctrl+Z undoes.")

    def _remove(self) -> None:
        if (chosen := self._to_change()) is not None:
            picture, page, found = chosen
            self._change(picture, editing.removed(page, found))
            self._tab.show_status("Left out. Ctrl+Z brings it back.")

    def _divide(self) -> None:
        if (chosen := self._to_change()) is not None:
            picture, page, found = chosen
            divided = editing.divided(page, found, self._reader())
            if divided is None:
                self._tab.show_status("There is no place to divide this digit.")
            else:
                self._change(picture, divided)
                self._tab.show_status("Divided. Ctrl+Z undoes.")

    def _join(self) -> None:
        if (chosen := self._to_change()) is not None:
            picture, page, found = chosen
            number = picture.digits.index(found)
            if number + 1 >= len(picture.digits):
                self._tab.show_status("There is no digit after this one.")
                return
            joined = editing.joined(page, found, picture.digits[number + 1], self._reader())
            if joined is not None:
                self._change(picture, joined)
                self._tab.show_status("Joined. Ctrl+Z undoes.")

    def _add(self, rectangle: QRectF) -> None:
        self._tell_if_waiting()
        picture = self._picture()
        if picture is None or picture.page is None or picture.result is None:
            return
        box = box_of(rectangle, picture.page.reduction)
        page = editing.added(picture.page, box, picture.result.prepared, self._reader())
        if page is None:
            self._tab.show_status("There is no ink in this box.")
            return
        old = picture.digits
        self._change(picture, page)
        new = next(i for i, found in enumerate(picture.digits) if found not in old)
        self._tab.page.choose(new)
        self._tab.show_status("Added. Ctrl+Z undoes.")

    def show_state(self) -> None:
        """Offer to undo and redo what can be."""
        picture = self._picture()
        can_undo, can_redo = (
            (False, False) if picture is None else (picture.can_undo, picture.can_redo)
        )
        self._tab.show_edits(can_undo, can_redo)

    def _undo(self) -> None:
        if (picture := self._picture()) is not None and picture.can_undo:
            self._go(picture, picture.undo)
            self._tab.show_status("Undone. Ctrl+Shift+Z does it again.")

    def _redo(self) -> None:
        if (picture := self._picture()) is not None and picture.can_redo:
            self._go(picture, picture.redo)
            if not picture.is_waiting:
                self._tab.show_status("Done again. Ctrl+Z undoes.")

    def _go(self, picture: OpenedPicture, go: Callable[[], bool]) -> None:
        """Undo or redo, and choose the digit of which something has changed."""
        old, chosen = picture.digits, self._tab.page.chosen_mark
        if go():
            self.job_undone.emit()
            return
        known = {id(found): number for number, found in enumerate(old)}
        changed = [i for i, found in enumerate(picture.digits) if id(found) not in known]
        if not changed and 0 <= chosen < len(old):
            changed = [i for i, found in enumerate(picture.digits) if found is old[chosen]]
        self.changed.emit(-1)
        if changed:
            self._tab.page.choose(changed[0])

    def _change(self, picture: OpenedPicture, page: PageReading, step: int = 0) -> None:
        picture.change(page)
        self.changed.emit(self._tab.page.chosen_mark)
        if step and self._tab.page.chosen_mark + step < len(picture.digits):
            # Whoever corrects a number types on.
            self._tab.page.choose(self._tab.page.chosen_mark + step)
