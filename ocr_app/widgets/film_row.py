"""The pictures of a filmstrip side by side, with arrows between them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from ocr_app.widgets.theme import SPACING, theme_of

_WIDEST: Final = 136
"""Width of a column beyond which pictures would drift apart."""

_ARROW: Final = 16
_HEAD: Final = 4


class FilmRow(QWidget):
    """Pictures, what is below each, and arrows.

    Parameters
    ----------
    pictures, labels : sequence of QWidget
        As many of one as of the other; they become its children.
    """

    def __init__(self, pictures: Sequence[QWidget], labels: Sequence[QWidget]) -> None:
        super().__init__()
        self._pictures = tuple(pictures)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(SPACING)
        layout.setVerticalSpacing(SPACING // 3)
        for column, row in enumerate(zip(pictures, labels, strict=True)):
            layout.setColumnStretch(column, 1)
            for number, widget in enumerate(row):
                layout.addWidget(widget, number, column, Qt.AlignmentFlag.AlignHCenter)
        self.setMaximumWidth(_WIDEST * len(self._pictures))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 -- Qt's name
        """Paint an arrow in the middle between every two pictures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme_of(self).color("muted"), 1.5, c=Qt.PenCapStyle.RoundCap))
        for left, right in itertools.pairwise(picture.geometry() for picture in self._pictures):
            x = (left.right() + 1 + right.left()) / 2
            length = min(_ARROW, right.left() - left.right() - 5)
            tip = QPointF(x + length / 2, left.center().y() + 0.5)
            painter.drawLine(tip - QPointF(length, 0), tip)
            painter.drawLine(tip - QPointF(_HEAD, _HEAD), tip)
            painter.drawLine(tip - QPointF(_HEAD, -_HEAD), tip)


class StepSwitch(QCheckBox):
    """A check box that can be told from its background when it is empty, on dark panels, too."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the outline again, in a colour that is seen."""
        super().paintEvent(event)
        if self.isChecked():
            return
        # Takes 10 ms, which the first window need not wait for: all its boxes are checked.
        from PySide6.QtWidgets import QStyle, QStyleOptionButton  # noqa: PLC0415

        option = QStyleOptionButton()
        self.initStyleOption(option)
        box = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme_of(self).color("accent" if self.hasFocus() else "muted"))
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
