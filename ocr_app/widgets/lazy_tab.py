"""A tab whose contents are made when it is first shown: the window starts without them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class LazyTab(QWidget):
    """Holds the place of a widget until somebody looks.

    Parameters
    ----------
    make : callable () -> QWidget
        Called once, at the first show.
    """

    def __init__(self, make: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make: Callable[[], QWidget] | None = make
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 -- Qt's name
        """Make the contents if this is the first time."""
        if self._make is not None:
            make, self._make = self._make, None
            layout = self.layout()
            assert layout is not None  # noqa: S101 -- set in __init__
            layout.addWidget(make())
        super().showEvent(event)
