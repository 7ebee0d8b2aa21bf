"""How often does it work: the share of many starts that solve the problem, as a table of colours.

Run ``python -m ocr_app.widgets.xor.success_view`` to see one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from ocr_app.engine.xor_lab.success import MAX_EPOCHS, N_SEEDS, Success
from ocr_app.widgets.theme import SPACING, mixed, theme_of
from ocr_app.widgets.wrapped_label import WrappedLabel


class SuccessView(QWidget):
    """A table of hidden units by learning rate, with a button that fills it.

    Signals
    -------
    start_requested, cancel_requested
    """

    start_requested = Signal()
    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("xorSuccess")
        self.setAccessibleName("How often does it work?")
        self._table = _Table()
        self._start = QPushButton("Tr&y many starts")
        self._start.setObjectName("xorSuccessStart")
        self._start.setAccessibleName("Try many starts")
        self._start.setToolTip(
            f"Trains {N_SEEDS} networks with different random weights for each size and learning "
            "rate; it takes seconds."
        )
        self._start.clicked.connect(self._toggle)
        self._progress = QProgressBar()
        self._progress.setObjectName("xorSuccessProgress")
        self._progress.setAccessibleName("Progress")
        self._progress.setRange(0, 1000)
        self._progress.setTextVisible(False)
        self._sentence = WrappedLabel("", 2)
        self._sentence.setObjectName("xorSuccessText")
        self._is_running = False
        row = QHBoxLayout()
        row.setSpacing(SPACING // 2)
        row.addWidget(self._start)
        row.addWidget(self._progress, 1)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 2)
        column.addWidget(self._table, 1)
        column.addLayout(row)
        column.addWidget(self._sentence)
        self.show_running(False)

    def show_cases(self, units: Sequence[int], rates: Sequence[float], about: str) -> None:
        """Show an empty table, and what it will be about."""
        self._table.units, self._table.rates = tuple(units), tuple(rates)
        self._table.results = {}
        # "The article's example" goes on in small letters here; "XOR" does not.
        self._about = about[0].lower() + about[1:] if about[1:2].islower() else about
        self._sentence.setText(f"Share of {N_SEEDS} starts that solve {self._about}.")
        self._table.update()

    def show_result(self, result: Success) -> None:
        """Fill one cell."""
        self._table.results[result.units, result.learning_rate] = result
        best = max(self._table.results.values(), key=lambda each: each.share)
        self._sentence.setText(
            f"Share of {N_SEEDS} starts that solve {self._about} within {MAX_EPOCHS:,} epochs. "
            f"Best so far: {best.share:.0%} with {_hidden(best.units)}, α = "
            f"{best.learning_rate:g}."
        )
        self.setAccessibleDescription(self._sentence.text())
        self._table.update()

    def show_progress(self, share: float) -> None:
        """Show how much is done, from 0 to 1."""
        self._progress.setValue(round(1000 * share))

    def show_running(self, running: bool) -> None:
        """Let the button start it, or cancel it."""
        self._is_running = running
        self._start.setText("Cancel" if running else "Tr&y many starts")
        self._progress.setVisible(running)
        self._progress.setValue(0)

    def _toggle(self) -> None:
        if self._is_running:
            self.cancel_requested.emit()
        else:
            self.start_requested.emit()


class _Table(QWidget):
    """Cells coloured by share, each with its number."""

    def __init__(self) -> None:
        super().__init__()
        self.units: tuple[int, ...] = ()
        self.rates: tuple[float, ...] = ()
        self.results: dict[tuple[int, float], Success] = {}
        self.setObjectName("xorSuccessTable")

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        return QSize(320, 240)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(220, 150)

    def cell(self, units: int, rate: float) -> QRectF:
        """Return where a cell is."""
        metrics = self.fontMetrics()
        left, bottom = metrics.horizontalAdvance("8 units") + SPACING, 2 * metrics.height() + 6
        width = (self.width() - left - 2) / max(1, len(self.rates))
        height = (self.height() - bottom - 2) / max(1, len(self.units))
        column, row = self.rates.index(rate), len(self.units) - 1 - self.units.index(units)
        return QRectF(left + column * width, 1 + row * height, width - 2, height - 2)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos().toPointF()), self)
            return True
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        theme, painter = theme_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, height = Qt.AlignmentFlag.AlignCenter, painter.fontMetrics().height()
        for units in self.units:
            first = self.cell(units, self.rates[0])
            painter.setPen(theme.color("muted"))
            label = QRectF(0, first.top(), first.left() - 6, first.height())
            text = f"{units} unit{'s' if units > 1 else ''}"
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(label, right, text)
            for rate in self.rates:
                rect, result = self.cell(units, rate), self.results.get((units, rate))
                share = 0.0 if result is None else result.share
                painter.setPen(theme.color("border"))
                painter.setBrush(mixed(theme.color("field"), theme.color("accent"), share))
                painter.drawRoundedRect(rect, 4, 4)
                if result is not None:
                    painter.setPen(theme.color("on_accent" if share > 0.55 else "text"))
                    painter.drawText(rect, middle, f"{share:.0%}")
        painter.setPen(theme.color("muted"))
        for rate in self.rates:
            rect = self.cell(self.units[0], rate)
            below = QRectF(rect.left(), rect.bottom() + 3, rect.width(), height)
            painter.drawText(below, middle, f"{rate:g}")
        if self.rates:
            first, last = (self.cell(self.units[0], r) for r in (self.rates[0], self.rates[-1]))
            box = QRectF(first.left(), first.bottom() + 3 + height, 0, height)
            box.setRight(last.right())
            painter.drawText(box, middle, "learning rate α")

    def _tip(self, at: object) -> str:
        for (units, rate), result in self.results.items():
            if self.cell(units, rate).contains(at):  # type: ignore[call-overload]
                text = f"{result.n_solved} of {result.n_seeds} starts"
                if math.isnan(result.median_epochs):
                    return text
                return f"{text}; half of them within {result.median_epochs:,.0f} epochs"
        return ""


def _hidden(n_units: int) -> str:
    return f"{n_units} hidden unit{'' if n_units == 1 else 's'}"


if __name__ == "__main__":
    from ocr_app.engine.xor_lab.problems import XOR
    from ocr_app.engine.xor_lab.settings import LabSettings
    from ocr_app.engine.xor_lab.success import UNITS, rates_for, try_many
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        view = SuccessView()
        view.show_cases(UNITS, rates_for(LabSettings()), "XOR")
        for result in try_many(XOR, LabSettings(), n_seeds=20, max_epochs=300):
            view.show_result(result)
        return view

    run(_demo)
