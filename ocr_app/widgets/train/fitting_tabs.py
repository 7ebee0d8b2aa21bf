"""Tabs whose titles get shorter where there is little room, so that all of them are in sight."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget


class FittingTabs(QTabWidget):
    """Tabs with a long title and a short one each.

    Parameters
    ----------
    parent : QWidget, optional
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDocumentMode(True)
        self._titles: list[tuple[str, str]] = []
        self._long_width = 0

    def add(self, view: QWidget, title: str, short: str = "") -> None:
        """Add a tab.

        Parameters
        ----------
        view : QWidget
        title : str
        short : str
            In place of the title where not all have room; the tooltip then tells the title.
        """
        self._titles.append((title, short or title))
        self._write(0)
        self.addTab(view, title)
        self._long_width = self.tabBar().sizeHint().width()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 -- Qt's name
        """Choose the titles that there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._write(int(self._long_width > self.width()))

    def _write(self, which: int) -> None:
        for number in range(self.count()):
            title = self._titles[number][which]
            if self.tabText(number) != title:
                self.setTabText(number, title)
                self.setTabToolTip(number, self._titles[number][0] if which else "")


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        tabs = FittingTabs()
        tabs.add(QWidget(), "What comes first", "First")
        tabs.add(QWidget(), "What comes then", "Then")
        return tabs

    run(_demo)
