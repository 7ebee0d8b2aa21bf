"""Tabs whose titles get shorter where there is little room, so that all of them are in sight."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget


class _Title(NamedTuple):
    long: str
    short: str
    tip: str


class FittingTabs(QTabWidget):
    """Tabs with a long title and a short one each.

    Parameters
    ----------
    parent : QWidget, optional
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self._titles: dict[QWidget, _Title] = {}
        self._long_width = 0

    def add(
        self, view: QWidget, title: str, short: str = "", tip: str = "", at: int | None = None
    ) -> None:
        """Add a tab.

        Parameters
        ----------
        view : QWidget
        title : str
        short : str
            In place of the title where not all have room; the tooltip then tells the title, too.
        tip : str
            What the tooltip says in any case.
        at : int, optional
            Before which tab; after all others if None.
        """
        self._titles[view] = _Title(title, short or title, tip)
        self.insertTab(self.count() if at is None else at, view, title)
        self._measure()

    def take(self, view: QWidget) -> None:
        """Take a tab away."""
        self.removeTab(self.indexOf(view))
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 -- Qt's name
        """Choose the titles that there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _measure(self) -> None:
        self._write(is_short=False)
        self._long_width = self.tabBar().sizeHint().width()
        self._fit()

    def _fit(self) -> None:
        self._write(is_short=self._long_width > self.width())

    def _write(self, *, is_short: bool) -> None:
        for number in range(self.count()):
            view = self.widget(number)
            assert view is not None  # noqa: S101 -- there are so many
            long, short, tip = self._titles[view]
            text = short if is_short else long
            said = "\n".join(filter(None, (long if text != long else "", tip)))
            if (self.tabText(number), self.tabToolTip(number)) != (text, said):
                self.setTabText(number, text)
                self.setTabToolTip(number, said)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        tabs = FittingTabs()
        tabs.add(QWidget(), "What comes first", "First")
        tabs.add(QWidget(), "What comes then", "Then")
        return tabs

    run(_demo)
