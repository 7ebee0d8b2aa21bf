"""A tab whose contents are made when it is first shown: the window starts without them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget


class LazyTab(QWidget):
    """Holds the place of a widget until somebody looks.

    It has no layout. One would hand on to the window that something inside has a new layout, and
    the window's tabs would then paint everything again, though nothing has another size.

    Parameters
    ----------
    make : callable () -> QWidget
        Called once, at the first show.
    """

    def __init__(self, make: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make: Callable[[], QWidget] | None = make
        self._made: QWidget | None = None
        self._least = QSize()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Need what the contents need."""
        return self._least

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Make the contents if this is the first time."""
        if self._make is not None:
            make, self._make = self._make, None
            self._made = make()
            self._made.setParent(self)
            self._made.setGeometry(self.rect())
            self._made.show()
            self._measure()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Give all of the room to the contents."""
        super().resizeEvent(event)
        if self._made is not None:
            self._made.setGeometry(self.rect())

    def event(self, event: QEvent) -> bool:
        """Ask for more room only if the contents need more."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._measure()
        return super().event(event)

    def _measure(self) -> None:
        if self._made is not None and self._made.minimumSizeHint() != self._least:
            self._least = self._made.minimumSizeHint()
            self.updateGeometry()
