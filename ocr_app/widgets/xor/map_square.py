"""The square that maps of the lab are drawn in: colours, axes, places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from ocr_app.widgets.theme import SPACING, Theme
from ocr_app.widgets.ticks import linear_ticks, plain

BAR: Final = 12
"""Width of the bar that explains the colours."""

_LEVELS: Final = 256

_LINES_WITH_NAMES: Final = 8
"""The square gets as high as a map of so many lines of text allows, before its axes are named."""


@dataclass(frozen=True, slots=True)
class MapSquare:
    """A square in a widget, and the coordinates in it.

    Attributes
    ----------
    rect : QRectF
    x_range, y_range : tuple of (float, float)
        Coordinates at the left and right, and at the bottom and top edge.
    has_names : bool
        Whether there is room for the names of the axes.
    """

    rect: QRectF
    x_range: tuple[float, float]
    y_range: tuple[float, float]
    has_names: bool = True

    @classmethod
    def within(
        cls,
        area: QRectF,
        font: QFont,
        x_range: tuple[float, float],
        y_range: tuple[float, float],
        *,
        bar_text: str = "0.5",
    ) -> MapSquare:
        """Find the largest square that leaves room for the axes and a bar of colours.

        Where there is hardly any room, the axes have no names.
        """
        metrics = QFontMetricsF(font)
        left = metrics.horizontalAdvance("−0.5") + 8
        has_names = area.height() > _LINES_WITH_NAMES * metrics.height()
        bottom = (2 if has_names else 1) * metrics.height() + 4
        right = SPACING + BAR + 6 + metrics.horizontalAdvance(bar_text) if bar_text else 4
        side = int(max(20.0, min(area.width() - left - right, area.height() - bottom - 2)))
        x = area.left() + left + max(0.0, (area.width() - left - right - side) / 2)
        rect = QRectF(int(x) + 0.5, area.top() + 1.5, side, side)
        return cls(rect, x_range, y_range, has_names)

    def place(self, x: float, y: float) -> QPointF:
        """Return where coordinates are in the widget."""
        (left, right), (bottom, top) = self.x_range, self.y_range
        across, up = (x - left) / (right - left), (y - bottom) / (top - bottom)
        return QPointF(
            self.rect.left() + across * self.rect.width(),
            self.rect.bottom() - up * self.rect.height(),
        )

    def coordinates(self, at: QPointF) -> tuple[float, float] | None:
        """Return the coordinates of a place in the widget; None outside of the square."""
        if not self.rect.contains(at):
            return None
        across = (at.x() - self.rect.left()) / self.rect.width()
        up = (self.rect.bottom() - at.y()) / self.rect.height()
        (left, right), (bottom, top) = self.x_range, self.y_range
        return left + across * (right - left), bottom + up * (top - bottom)

    def paint_axes(self, painter: QPainter, theme: Theme, across: str, up: str) -> None:
        """Write some ticks and the names of the axes: below, and above the upper left corner."""
        painter.setPen(theme.color("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(self.rect)
        painter.setPen(theme.color("muted"))
        metrics = painter.fontMetrics()
        height = metrics.height()
        room = self.rect.width() / (1.3 * metrics.horizontalAdvance("−0.5"))
        for x in _ticks(self.x_range, room):
            at = self.place(x, self.y_range[0])
            box = QRectF(at.x() - 30, at.y() + 2, 60, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _number(x))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for y in _ticks(self.y_range, self.rect.height() / height):
            at = self.place(self.x_range[0], y)
            box = QRectF(at.x() - 66, at.y() - height / 2, 60, height)
            painter.drawText(box, right, _number(y))
        painter.setPen(theme.color("text"))
        names = f"{across}  →      ↑  {up}"
        if "→" in across + up:  # of weights: an arrow more would be taken for a part of the name
            names = f"across: {across}      up: {up}"
        if self.has_names:
            width = metrics.horizontalAdvance(names) + 2.0
            left = max(0.0, self.rect.center().x() - width / 2)
            below = QRectF(left, self.rect.bottom() + height + 2, width, height)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, names)

    def paint_bar(
        self,
        painter: QPainter,
        theme: Theme,
        colors: NDArray[np.uint32],
        texts: tuple[str, str, str],
    ) -> None:
        """Explain the colours: a bar with texts at its lower end, middle and upper end."""
        bar = QRectF(self.rect.right() + SPACING, self.rect.top(), BAR, self.rect.height())
        painter.drawImage(bar, to_image(np.ascontiguousarray(colors[::-1, np.newaxis])))
        painter.setPen(theme.color("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(bar)
        painter.setPen(theme.color("muted"))
        height = painter.fontMetrics().height()
        shares = (0.0, 0.5, 1.0)
        if bar.height() < len(shares) * height:
            shares, texts = (0.0, 1.0, 1.0), (texts[0], texts[2], "")
        for share, text in zip(shares, texts, strict=True):
            y = bar.bottom() - share * (bar.height() - height) - height
            box = QRectF(bar.right() + 6, y, 60, height)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)


def two_colors(theme: Theme) -> NDArray[np.uint32]:
    """Make 256 colours from orange over the card's colour to blue, as 0xffRRGGBB."""
    return _blend([theme.color(name) for name in ("second", "card", "accent")])


def one_color(theme: Theme) -> NDArray[np.uint32]:
    """Make 256 colours from blue, for what is low, to the card's colour."""
    return _blend([theme.color("accent"), theme.color("card")])


def colored(values: NDArray[np.floating], colors: NDArray[np.uint32]) -> QImage:
    """Make a picture of values from 0 to 1."""
    levels = np.clip(values * (_LEVELS - 1) + 0.5, 0, _LEVELS - 1).astype(np.uint8)
    return to_image(colors[levels])


def to_image(pixels: NDArray[np.uint32]) -> QImage:
    """Make a picture of pixels, of shape (height, width)."""
    height, width = pixels.shape
    data = np.ascontiguousarray(pixels)
    image = QImage(data.data, width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy()  # the array may go; the picture stays


def _blend(ends: list[QColor]) -> NDArray[np.uint32]:
    stops, places = np.linspace(0, 1, _LEVELS), np.linspace(0, 1, len(ends))
    red, green, blue = (
        np.interp(stops, places, [getattr(end, name)() for end in ends]).round().astype(np.uint32)
        for name in ("red", "green", "blue")
    )
    packed: NDArray[np.uint32] = np.uint32(0xFF000000) | (red << 16) | (green << 8) | blue
    return packed


def _ticks(ends: tuple[float, float], room: float) -> list[float]:
    """Choose ticks where there is room for so many texts."""
    return linear_ticks(*ends, at_most=min(4, max(2, int(room))))


def _number(value: float) -> str:
    return plain(value).replace("-", "−")
