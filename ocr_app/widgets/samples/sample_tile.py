"""How one sample is painted: the drawing, what it is, and what the network reads in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ocr_app.widgets.samples.sample import Sample
from ocr_app.widgets.samples.samples_model import SamplesModel
from ocr_app.widgets.samples.thumbnails import Thumbnails
from ocr_app.widgets.theme import LIGHT, Theme, theme_of

SIDE: Final = 72
"""Of the picture, in device-independent pixels."""

_PADDING: Final = 5
_GAP: Final = 3
_CORNER: Final = 5


class SampleTile(QStyledItemDelegate):
    """Paints the rows of a `SamplesModel` as tiles.

    Parameters
    ----------
    model : SamplesModel
    parent : QObject, optional
    """

    def __init__(self, model: SamplesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._thumbnails = Thumbnails()
        self._size = QSize(SIDE, SIDE)

    def set_size(self, size: QSize) -> None:
        """Make tiles so large from the next layout on, at least as large as `tile_size`."""
        self._size = size

    def sizeHint(  # noqa: N802 -- Qt's name
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size that was set."""
        return self._size

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one tile."""
        sample = self._model.sample(index)
        widget: QWidget | None = option.widget
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        theme = LIGHT if widget is None else theme_of(widget)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tile = rect.adjusted(3, 3, -3, -3)
        _paint_ground(painter, tile, state, theme)
        left = rect.left() + (rect.width() - SIDE) // 2
        top = rect.top() + _PADDING + 2
        ratio = 1.0 if widget is None else widget.devicePixelRatioF()
        ink = theme.color("text")
        picture = self._thumbnails.picture(sample.id, sample.drawing, SIDE, ratio, ink)
        painter.drawPixmap(left, top, picture)
        below = QRect(tile.left(), top + SIDE + _GAP, tile.width(), painter.fontMetrics().height())
        self._paint_words(painter, below.adjusted(_PADDING, 0, -_PADDING, 0), sample, theme)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, sample: Sample, theme: Theme) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        if self._model.is_read(sample):
            if self._model.is_misread(sample):
                read = self._model.reading(sample)
                words, color = ("no digit?" if read is None else f"read as {read}"), "error"
            else:
                words, color = "✓", "muted"
            painter.setPen(theme.color(color))
            painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, words)
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignLeft, str(sample.label))


def tile_size(metrics: QFontMetrics) -> QSize:
    """Return the size of a tile with words in this font."""
    words = metrics.horizontalAdvance("0 read as 0") + metrics.averageCharWidth()
    width = max(SIDE, words) + 2 * _PADDING + 6
    return QSize(width, 2 * _PADDING + SIDE + _GAP + metrics.height() + 4)


def _paint_ground(painter: QPainter, tile: QRect, state: QStyle.StateFlag, theme: Theme) -> None:
    is_chosen = bool(state & QStyle.StateFlag.State_Selected)
    has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
    is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    painter.setBrush(theme.color("accent", 0.16) if is_chosen else theme.color("card"))
    painter.setPen(
        QPen(theme.color("accent"), 2 if has_focus else 1)
        if is_chosen or has_focus
        else theme.color("muted" if is_hovered else "border")
    )
    painter.drawRoundedRect(tile.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
