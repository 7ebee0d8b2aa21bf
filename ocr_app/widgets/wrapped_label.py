"""A label of several lines that lets its neighbours keep their sizes."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.widgets.steady_label import SteadyLabel


class WrappedLabel(SteadyLabel):
    """Wraps words without asking the layout for height for width.

    One label that does makes Qt lay out the whole column by heights for widths, and then nothing in
    it shrinks below its preferred height: a small window would clip the last card.

    Parameters
    ----------
    text : str
    lines : int
        How many lines to make room for.
    """

    def __init__(self, text: str, lines: int, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._lines = lines
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 -- Qt's name
        """Keep out of the layout's height for width."""
        return False

    def sizeHint(self) -> QSize:  # noqa: N802
        """Room for the lines."""
        return QSize(200, self.fontMetrics().lineSpacing() * self._lines)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Room for the lines, narrower."""
        return QSize(110, self.sizeHint().height())
