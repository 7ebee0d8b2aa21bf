"""What the lesson is about: whose network, which true digit, which learning rate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from ocr_app.widgets.theme import SPACING
from ocr_app.widgets.train.rate_field import RateField

LEAST_RATE: Final = 0.001
LARGEST_RATE: Final = 10.0

_WIDE: Final = 690
"""From this width on, both rows are one."""


class QuestionBar(QWidget):
    """Two rows: the true digit; the network and the learning rate.

    Signals
    -------
    target_chosen : int
        0 to 9.
    rate_changed : float
    network_chosen : int
        Its number in the list.
    """

    target_chosen = Signal(int)
    rate_changed = Signal(float)
    network_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits = QButtonGroup(self)
        self._networks = QComboBox()
        self._networks.setObjectName("lessonNetwork")
        self._networks.setAccessibleName("Network of the lesson")
        self._networks.setToolTip("The lesson works on a copy: the network itself stays as it is.")
        self._networks.setMinimumContentsLength(12)
        self._networks.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._networks.activated.connect(self.network_chosen)
        self._rate = RateField(LEAST_RATE, LARGEST_RATE, "lessonRate")
        self._rate.setToolTip("The learning rate α: how far the step goes against the slope.")
        self._rate.changed.connect(self.rate_changed)
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACING // 2)
        self._digit_line, self._settings_line = self._digit_row(), self._settings_row()
        self._rows.addLayout(self._digit_line)
        self._rows.addLayout(self._settings_line, 1)

    @property
    def rate(self) -> float:
        """The learning rate."""
        return self._rate.value

    def show_target(self, target: int | None) -> None:
        """Show which digit it is said to be; None if nothing is drawn."""
        self._digits.setExclusive(target is not None)
        for digit, button in enumerate(self._digits.buttons()):
            button.setEnabled(target is not None)
            with QSignalBlocker(button):
                button.setChecked(digit == target)

    def show_rate(self, rate: float) -> None:
        """Show another learning rate."""
        self._rate.set_value(rate)

    def show_networks(self, names: Sequence[str], chosen: int) -> None:
        """Offer these networks."""
        if [self._networks.itemText(at) for at in range(self._networks.count())] != list(names):
            self._networks.clear()
            self._networks.addItems(list(names))
        self._networks.setCurrentIndex(chosen)
        self._networks.setEnabled(len(names) > 1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Ask for the width of two rows, even while there is room for one."""
        lines = (self._digit_line.minimumSize(), self._settings_line.minimumSize())
        return QSize(max(line.width() for line in lines), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Use one row where there is room."""
        super().resizeEvent(event)
        is_wide = self.width() >= _WIDE
        directions = QBoxLayout.Direction
        self._rows.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def _digit_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(QLabel("It really is a"))
        row.addSpacing(SPACING // 2)
        for digit in range(10):
            button = _DigitButton(str(digit))
            button.setObjectName(f"lessonDigit{digit}")
            button.setAccessibleName(f"It really is a {digit}")
            button.setToolTip("The true digit: what the network should learn to read here.")
            button.clicked.connect(lambda _=False, digit=digit: self.target_chosen.emit(digit))
            self._digits.addButton(button, digit)
            row.addWidget(button)
        row.addSpacing(SPACING)
        row.addStretch(1)
        return row

    def _settings_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACING // 2)
        network, rate = QLabel("Net&work"), QLabel("α")
        network.setBuddy(self._networks)
        rate.setBuddy(self._rate)
        rate.setToolTip(self._rate.toolTip())
        row.addWidget(network)
        row.addWidget(self._networks, 2)
        row.addSpacing(SPACING // 2)
        row.addWidget(rate)
        row.addWidget(self._rate, 3)
        return row


class _DigitButton(QToolButton):
    """A button that is filled while it is chosen."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 -- Qt's name
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        if self.isChecked():
            palette = self.palette()
            palette.setColor(palette.ColorRole.Button, palette.highlight().color())
            palette.setColor(palette.ColorRole.ButtonText, palette.highlightedText().color())
            option.palette = palette
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(QuestionBar)
