"""Leafing through a file of several pages: back, which one of how many, and on.

Run ``python -m ocr_app.widgets.read.page_bar`` to try it.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QToolButton, QWidget

from ocr_app.widgets.buttons import make_small_button
from ocr_app.widgets.theme import SPACING


class PageBar(QWidget):
    """Says which page people want; seen only where there are several.

    Signals
    -------
    page_chosen : int
        From 0.
    all_requested
        All pages are to be read.
    """

    page_chosen = Signal(int)
    all_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageBar")
        self._back = self._button("‹", "pageBack", "Page before", "The page before (PgUp).")
        self._back.clicked.connect(lambda: self.leaf(-1))
        self._on = self._button("›", "pageOn", "Next page", "The next page (PgDn).")
        self._on.clicked.connect(lambda: self.leaf(1))
        self._number = _PageNumber()
        self._number.setObjectName("pageNumber")
        self._number.setAccessibleName("Page of the file")
        self._number.setPrefix("Page ")
        self._number.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._number.setGroupSeparatorShown(True)
        self._number.setKeyboardTracking(False)  # 12 is not page 1 on the way
        self._number.setToolTip("Type a page to look at it.")
        self._number.valueChanged.connect(lambda number: self.page_chosen.emit(number - 1))
        tip = "Read all pages now; otherwise each is read when it is looked at."
        self._all = self._button("Read all", "readAllPages", "Read all pages", tip)
        self._all.clicked.connect(self.all_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        for widget in (self._back, self._number, self._on, self._all):
            row.addWidget(widget)
        self.show_page(0, 1)

    def show_page(self, number: int, n_pages: int, has_unread: bool = False) -> None:
        """Show which page is seen, from 0, of how many, and whether all can be read."""
        with QSignalBlocker(self._number):
            self._number.setRange(1, n_pages)
            self._number.setSuffix(f" of {n_pages:,}")
            self._number.setValue(number + 1)
        self._back.setEnabled(number > 0)
        self._on.setEnabled(number + 1 < n_pages)
        self._all.setEnabled(has_unread)
        self.setVisible(n_pages > 1)

    def leaf(self, step: int) -> bool:
        """Go some pages on, or back; return whether there are several."""
        if self._number.maximum() == 1:
            return False
        self._number.setValue(self._number.value() + step)
        return True

    def _button(self, text: str, name: str, what: str, tip: str) -> QToolButton:
        button = make_small_button(text, name, what, tip)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button


class _PageNumber(QSpinBox):
    """A number to type; PgUp and PgDn are left to those who leaf."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 -- Qt's name
        """Take all keys but these."""
        if event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            event.ignore()
        else:
            super().keyPressEvent(event)


def _demo() -> QWidget:
    bar = PageBar()
    bar.show_page(1, 5, has_unread=True)
    bar.page_chosen.connect(lambda number: bar.show_page(number, 5, has_unread=True))
    return bar


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(_demo)
