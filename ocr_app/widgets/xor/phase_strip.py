"""The parts of a learning step in a row, with the one that is computed now.

Run ``python -m ocr_app.widgets.xor.phase_strip`` to see one.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.engine.arithmetic import Phase, PhaseKind
from ocr_app.widgets.theme import theme_of

_GAP = 4
_PAD = 6


class PhaseStrip(QWidget):
    """Chips with arrows between them; nothing to click, the buttons beside it lead on and back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("xorPhases")
        self.setAccessibleName("Part of the step")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._phases: tuple[Phase, ...] = ()
        self._phase: Phase | None = None

    def show_phase(self, phases: Sequence[Phase], phase: Phase) -> None:
        """Show which parts there are, and which one it is."""
        if (tuple(phases), phase) == (self._phases, self._phase):
            return
        self._phases, self._phase = tuple(phases), phase
        n_layers = sum(each.kind is PhaseKind.FORWARD for each in phases)
        self.setAccessibleDescription(describe(phase, n_layers))
        self.setToolTip(describe(phase, n_layers))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Suggest one line of text with room around it."""
        return QSize(260, self.fontMetrics().height() + 8)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same height, since names are shortened."""
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the chips, with long names if there is room."""
        theme, painter = theme_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        parts = [phase for phase in self._phases if phase.kind is not PhaseKind.OVERVIEW]
        metrics = painter.fontMetrics()
        names: list[str] = []
        for length in range(3):
            names = [_NAMES[phase.kind][length].format(phase.layer + 1) for phase in parts]
            widths = [metrics.horizontalAdvance(name) + 2 * _PAD for name in names]
            if sum(widths) + _GAP * (len(parts) - 1) <= self.width():
                break
        x = 0.0
        for phase, name in zip(parts, names, strict=True):
            width = metrics.horizontalAdvance(name) + 2 * _PAD
            rect = QRectF(x + 0.5, 0.5, width - 1, self.height() - 1)
            is_now = phase == self._phase
            painter.setPen(theme.color("accent" if is_now else "border"))
            painter.setBrush(theme.color("accent" if is_now else "card"))
            painter.drawRoundedRect(rect, 5, 5)
            painter.setPen(theme.color("on_accent" if is_now else "muted"))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, name)
            x += width + _GAP


def describe(phase: Phase, n_layers: int) -> str:
    """Say what is computed in a part of a step."""
    last = phase.layer == n_layers - 1
    layer = "the output" if last else f"hidden layer {phase.layer + 1}"
    return {
        PhaseKind.OVERVIEW: "Everything at once: press Next to go through a step part by part.",
        PhaseKind.FORWARD: f"Forward: net inputs and outputs of {layer}.",
        PhaseKind.ERROR: "The error: how far the output is off.",
        PhaseKind.BACKWARD: f"Backward: what the weights to {layer} are to blame for.",
        PhaseKind.UPDATE: "Update: every weight takes a small step.",
    }[phase.kind]


_NAMES = {
    PhaseKind.FORWARD: ("forward {}", "→ {}", "→{}"),
    PhaseKind.ERROR: ("error", "error", "E"),
    PhaseKind.BACKWARD: ("backward {}", "← {}", "←{}"),
    PhaseKind.UPDATE: ("update", "update", "w"),
}


if __name__ == "__main__":
    from ocr_app.engine.arithmetic import phases_of
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        strip = PhaseStrip()
        strip.show_phase(phases_of(2), phases_of(2)[4])
        return strip

    run(_demo)
