"""Which samples are shown: all, one digit, or what the network misreads."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from ocr_app.widgets.samples.sample import a_digit, n_samples
from ocr_app.widgets.samples.samples_model import ALL, MISREAD
from ocr_app.widgets.theme import theme_of


class DigitFilter(QWidget):
    """A row of buttons of which one is pressed, each with its number of samples.

    Signals
    -------
    chosen : int
        A digit 0..9, ``ALL`` or ``MISREAD``.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digitFilter")
        self.setAccessibleName("Which samples to show")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for key in (ALL, *range(10), MISREAD):
            button = _FilterButton(key)
            self._group.addButton(button, key)
            row.addWidget(button)
        row.addStretch()
        self._group.button(ALL).setChecked(True)
        self._group.idClicked.connect(self.chosen)

    def button(self, key: int) -> QAbstractButton:
        """Return the button of a digit 0..9, ``ALL`` or ``MISREAD``."""
        return self._group.button(key)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show how many samples there are behind each button: 12 numbers, in the keys' order."""
        for key, count in enumerate(counts):
            button = self._group.button(key)
            if isinstance(button, _FilterButton):
                button.show_count(count)


class _FilterButton(QToolButton):
    """A name, and a number below it in small."""

    def __init__(self, key: int) -> None:
        super().__init__()
        self._key, self._count = key, -1
        name = {ALL: "All", MISREAD: "Misread"}.get(key, str(key))
        self.setText(name)
        self.setCheckable(True)
        self.setObjectName(f"filter{name}Button")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show the number of samples."""
        if count == self._count:
            return
        self._count = count
        match self._key:
            case k if k == ALL:
                name, tip = "All samples", f"Show all samples: {n_samples(count)}."
            case k if k == MISREAD:
                name = "Misread samples"
                tip = f"Show what the network reads as something else: {n_samples(count)}."
            case digit:
                name = f"Samples of {a_digit(digit)}"
                tip = f"Show what is {a_digit(digit)}: {n_samples(count)}."
        self.setAccessibleName(name)
        self.setAccessibleDescription(n_samples(count))
        self.setToolTip(tip)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Need two lines, as wide as thousands of samples."""
        bold = self.font()
        bold.setBold(True)  # as the chosen one is written
        metrics = QFontMetrics(bold)
        width = max(metrics.horizontalAdvance(text) for text in (self.text(), "9,999")) + 10
        return QSize(width, 2 * metrics.height() + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the frame as Qt does, and two lines in it."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        theme = theme_of(self)
        height = self.fontMetrics().height()
        rect = self.rect().adjusted(0, 4, 0, 0)
        rect.setHeight(height)
        font = self.font()
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.setPen(theme.color("accent" if self.isChecked() else "text"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.setFont(self.font())
        painter.setPen(theme.color("muted"))
        painter.drawText(
            rect.translated(0, height), Qt.AlignmentFlag.AlignCenter, f"{self._count:,}"
        )
        if self.isChecked():
            painter.fillRect(5, self.height() - 4, self.width() - 10, 2, theme.color("accent"))


def _demo() -> QWidget:
    row = DigitFilter()
    row.show_counts([12, 3, 0, 7, 21, 4, 4, 1034, 0, 9, 1094, 17])
    return row


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(_demo)
