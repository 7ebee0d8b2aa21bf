"""Which part of a picture is seen in a widget, and how large."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtWidgets import QWidget

MARGIN: Final = 24
"""Pixels around a picture of which all is seen."""

_LARGEST_ZOOM: Final = 16.0
_LARGEST_FITTING: Final = 4.0


class Viewport:
    """Zoom and place of a picture.

    Parameters
    ----------
    widget : QWidget
        Where it is seen.
    """

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._size = QSizeF()
        self._zoom: float | None = None  # None: as large as fits
        self._centre = QPointF()

    @property
    def zoom(self) -> float:
        """Pixels of the screen, device-independent, for each of the picture."""
        return self._fitting() if self._zoom is None else self._zoom

    @property
    def is_fitted(self) -> bool:
        """Whether all of the picture is seen, however large the widget is."""
        return self._zoom is None

    @property
    def corner(self) -> QPointF:
        """Where the upper left corner of the picture is in the widget."""
        return QRectF(self._widget.rect()).center() - self._centre * self.zoom

    @property
    def seen(self) -> QRectF:
        """The part of the picture's plane that is seen."""
        return QRectF(self.to_picture(QPointF()), QSizeF(self._widget.size()) / self.zoom)

    def show(self, size: QSize) -> None:
        """Show all of a picture of some size."""
        self._size = QSizeF(size)
        self.fit()

    def fit(self) -> None:
        """Show all of it."""
        self._zoom = None
        self._centre = QRectF(QPointF(), self._size).center()

    def to_view(self, box: QRectF) -> QRectF:
        """Return where a rectangle of the picture is in the widget."""
        return QRectF(box.topLeft() * self.zoom + self.corner, box.size() * self.zoom)

    def to_picture(self, at: QPointF) -> QPointF:
        """Return the point of the picture at a point of the widget."""
        return (at - self.corner) / self.zoom

    def zoom_about(self, zoom: float, at: QPointF) -> None:
        """Zoom, and keep what is at a point of the widget there."""
        if self._size.isEmpty():
            return
        under = self.to_picture(at)
        self._zoom = max(min(zoom, _LARGEST_ZOOM), min(self._fitting(), 1.0) / 2)
        self._centre = under - (at - QRectF(self._widget.rect()).center()) / self._zoom
        self._keep_in_view()

    def move(self, by: QPointF) -> None:
        """Move the picture by pixels of the widget."""
        self._zoom = self.zoom
        self._centre -= by / self._zoom
        self._keep_in_view()

    def reveal(self, box: QRectF) -> None:
        """Bring a rectangle of the picture into view."""
        if not self.is_fitted and not QRectF(self._widget.rect()).contains(self.to_view(box)):
            self._centre = box.center()

    def _fitting(self) -> float:
        if self._size.isEmpty():
            return 1.0
        room = self._widget.size()
        width, height = room.width() - 2 * MARGIN, room.height() - 2 * MARGIN
        fitting = min(width / self._size.width(), height / self._size.height())
        return max(0.01, min(fitting, _LARGEST_FITTING))

    def _keep_in_view(self) -> None:
        x = max(0.0, min(self._centre.x(), self._size.width()))
        y = max(0.0, min(self._centre.y(), self._size.height()))
        self._centre = QPointF(x, y)
