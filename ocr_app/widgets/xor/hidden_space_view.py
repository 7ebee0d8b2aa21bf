"""Where the points land behind the hidden layer, and whether a line separates them there.

Run ``python -m ocr_app.widgets.xor.hidden_space_view`` to see one.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ocr_app.engine.xor_lab.geometry import HiddenSpace
from ocr_app.engine.xor_lab.status import Row
from ocr_app.widgets.theme import SPACING, theme_of
from ocr_app.widgets.wrapped_label import WrappedLabel
from ocr_app.widgets.xor.axis_boxes import AxisBoxes
from ocr_app.widgets.xor.map_square import MapSquare
from ocr_app.widgets.xor.points import RADIUS, paint_points

_NONE = "It takes two or more hidden units to see where points land behind them."


class HiddenSpaceView(QWidget):
    """The outputs of two hidden units, as coordinates, and a sentence about them.

    Signals
    -------
    units_chosen : (int, int)
        Which two units of the last hidden layer are the coordinates.
    """

    units_chosen = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("xorHiddenSpace")
        self.setAccessibleName("Hidden space")
        self._map = _Map()
        self._sentence = WrappedLabel("", 2)
        self._sentence.setObjectName("xorSeparable")
        self._choice = AxisBoxes(
            "xorHidden",
            "hidden unit",
            "Which hidden unit's output is the coordinate in this direction.",
        )
        self._choice.chosen.connect(self.units_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 2)
        column.addWidget(self._map, 1)
        column.addWidget(self._choice)
        column.addWidget(self._sentence)

    def show_units(self, names: Sequence[str], chosen: tuple[int, int]) -> None:
        """Show which units there are in the last hidden layer, and which two are looked at."""
        self._choice.show_choice(names, chosen)
        self._choice.setVisible(len(names) > 2)
        self._map.names = tuple(names[unit] for unit in chosen if unit < len(names))

    def show_space(
        self, space: HiddenSpace | None, rows: Sequence[Row], chosen: int | None
    ) -> None:
        """Show where all points land, or that there is nothing to see."""
        self._map.space, self._map.rows, self._map.chosen = space, tuple(rows), chosen
        if space is None:
            text = _NONE
        elif space.is_separable_here:
            text = "✓ Linearly separable: here a straight line parts blue from orange."
        elif space.is_separable:
            text = (
                f"✓ Linearly separable by all {space.n_units} units together, though no straight "
                "line parts blue from orange here."
            )
        else:
            text = "✗ Not separable yet: no straight line parts blue from orange here."
        self._sentence.setText(text)
        self._map.update()

    @property
    def sentence(self) -> str:
        """What is said about the points."""
        return self._sentence.text()


class _Map(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.space: HiddenSpace | None = None
        self.rows: tuple[Row, ...] = ()
        self.chosen: int | None = None
        self.names: tuple[str, ...] = ()
        self.setToolTip(
            "Each point of the problem, placed by the outputs of two hidden units. If the layer "
            "has just these two, the line is where the output is ½."
        )

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        return QSize(320, 300)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(180, 100)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        space = self.space
        if space is None or len(self.names) < 2:
            return
        theme, painter = theme_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = 0.2 * (space.high - space.low)
        ends = (space.low - room, space.high + room)
        square = MapSquare.within(QRectF(self.rect()), self.font(), ends, ends, bar_text="")
        painter.fillRect(square.rect, theme.color("field"))
        painter.save()
        painter.setClipRect(square.rect)
        if space.border is not None and (line := space.border.within(*ends)) is not None:
            painter.setPen(QPen(theme.color("text"), 1.5))
            painter.drawLine(square.place(*line[0]), square.place(*line[1]))
        painter.restore()
        square.paint_axes(painter, theme, self.names[0], self.names[1])
        places = [square.place(x, y) for x, y in space.points.tolist()]
        # Points that land on each other are drawn beside each other, so that each can be seen.
        for at, place in enumerate(places):
            while any(
                abs(place.x() - other.x()) + abs(place.y() - other.y()) < RADIUS
                for other in places[:at]
            ):
                place.setX(place.x() + RADIUS)
        paint_points(painter, theme, places, self.rows, self.chosen)


if __name__ == "__main__":
    from ocr_app.engine.xor_lab.geometry import hidden_space
    from ocr_app.engine.xor_lab.lab import Lab
    from ocr_app.engine.xor_lab.presets import HAND_BUILT
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        lab = Lab(HAND_BUILT)
        view = HiddenSpaceView()
        view.show_units(("h₁", "h₂"), (0, 1))
        view.show_space(hidden_space(lab.moment, lab.network, (0, 1)), lab.state().rows, 0)
        return view

    run(_demo)
