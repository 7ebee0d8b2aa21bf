"""The output of a network for all inputs at once, with the points and the hidden units' borders.

Run ``python -m ocr_app.widgets.xor.surface_view`` to see one, and to place points.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from ocr_app.engine.xor_lab.geometry import Border
from ocr_app.engine.xor_lab.problems import POINT_RANGE
from ocr_app.engine.xor_lab.status import Row
from ocr_app.widgets.theme import Theme, theme_of
from ocr_app.widgets.xor.map_square import MapSquare, colored, two_colors
from ocr_app.widgets.xor.points import RADIUS, boxes_of, paint_points

_NEAR: Final = RADIUS + 4

_SHARES: Final = (0.12, 0.22, 0.32, 0.88, 0.78, 0.68, 0.42, 0.58, 0.06, 0.94, 0.5)
"""Where on its line a name may stand, first choice first."""


class SurfaceView(QWidget):
    """A square of colours, orange for 0 and blue for 1, with the points of the problem on it.

    Signals
    -------
    point_chosen : int
        A point was clicked.
    point_added : (float, float, float)
        An empty place was clicked while points can be edited: x₁, x₂ and the class.
    point_turned : int
        Its class should change.
    point_removed : int
    """

    point_chosen = Signal(int)
    point_added = Signal(float, float, float)
    point_turned = Signal(int)
    point_removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outputs: NDArray[np.floating] | None = None
        self._image: QImage | None = None
        self._colors: NDArray[np.uint32] | None = None
        self._rows: tuple[Row, ...] = ()
        self._numbers: tuple[int, ...] = ()
        self._borders: tuple[Border, ...] = ()
        self._names: tuple[str, ...] = ()
        self._shares: dict[int, float] = {}
        self._chosen: int | None = None
        self._is_editable = False
        self.setObjectName("xorDecisionSurface")
        self.setAccessibleName("Decision surface")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._explain()

    def show_surface(self, outputs: NDArray[np.floating]) -> None:
        """Show other outputs, of shape (n, n), from 0 to 1; see `geometry.surface`."""
        self._outputs, self._image = outputs, None
        self.update()

    def show_points(
        self, rows: Sequence[Row], numbers: Sequence[int], chosen: int | None = None
    ) -> None:
        """Show points.

        Parameters
        ----------
        rows : sequence of Row
            Those that lie in this plane.
        numbers : sequence of int
            Their numbers in the problem.
        chosen : int, optional
            The number of the one that is looked at.
        """
        self._rows, self._numbers, self._chosen = tuple(rows), tuple(numbers), chosen
        texts = (
            f"({', '.join(f'{value:g}' for value in row.inputs)}): {row.output:.2f}" for row in rows
        )
        self.setAccessibleDescription(", ".join(texts))
        self.update()

    def show_borders(self, borders: Sequence[Border], names: Sequence[str]) -> None:
        """Draw the lines where the net inputs of the hidden units are 0, with the units' names."""
        self._borders, self._names = tuple(borders), tuple(names)
        self.update()

    def set_editable(self, editable: bool) -> None:
        """Let clicks add points, turn them and delete them."""
        self._is_editable = editable
        self.setCursor(Qt.CursorShape.CrossCursor if editable else Qt.CursorShape.ArrowCursor)
        self._explain()

    def place_of(self, x: float, y: float) -> QPointF:
        """Return where a point of the plane is in the widget."""
        return self.square().place(x, y)

    def square(self) -> MapSquare:
        """Return the part of the widget that the picture fills."""
        area = QRectF(self.rect())
        return MapSquare.within(area, self.font(), POINT_RANGE, POINT_RANGE)

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Suggest a comfortable size."""
        return QSize(360, 340)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the smallest size in which points and texts do not touch."""
        return QSize(200, 190)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the palette between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colors = self._image = None
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose a point, or change the points if that is allowed."""
        number = self._point_at(event.position())
        if event.button() == Qt.MouseButton.RightButton:
            if self._is_editable and number is not None:
                self.point_turned.emit(number)
        elif event.button() == Qt.MouseButton.MiddleButton:
            if self._is_editable and number is not None:
                self.point_removed.emit(number)
        elif number is not None:
            self.point_chosen.emit(number)
        elif self._is_editable and (at := self.square().coordinates(event.position())):
            opposite = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.point_added.emit(*at, 0.0 if opposite else 1.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Delete the chosen point, or turn it with the space bar."""
        key = event.key()
        if not self._is_editable or self._chosen is None:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.point_removed.emit(self._chosen)
        elif key == Qt.Key.Key_Space:
            self.point_turned.emit(self._chosen)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw the colours, the borders, the points and the axes."""
        theme, square, painter = theme_of(self), self.square(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._colors is None:
            self._colors = two_colors(theme)
        if self._outputs is not None:
            if self._image is None:
                self._image = colored(self._outputs, self._colors)
            painter.drawImage(square.rect, self._image)
        self._paint_borders(painter, theme, square)
        square.paint_axes(painter, theme, "x₁", "x₂")
        square.paint_bar(painter, theme, self._colors, ("0", "½", "1"))
        places = [square.place(row.inputs[0], row.inputs[1]) for row in self._rows]
        chosen = self._numbers.index(self._chosen) if self._chosen in self._numbers else None
        paint_points(painter, theme, places, self._rows, chosen)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)

    def _paint_borders(self, painter: QPainter, theme: Theme, square: MapSquare) -> None:
        painter.save()
        painter.setClipRect(square.rect)
        lines: list[tuple[int, str, QLineF]] = []
        for border, name in zip(self._borders, self._names, strict=True):
            if (ends := border.within(*POINT_RANGE)) is not None:
                first, last = (square.place(*end) for end in ends)
                lines.append((border.unit, name, QLineF(first, last)))
        halo = QPen(theme.color("card", 0.8), 4)
        dashes = QPen(theme.color("text"), 1.5, Qt.PenStyle.DashLine)
        for _, _, line in lines:
            for pen in (halo, dashes):
                painter.setPen(pen)
                painter.drawLine(line)
        # What has to stay free: the points, their outputs, and then each name.
        places = [square.place(row.inputs[0], row.inputs[1]) for row in self._rows]
        taken = boxes_of(places, painter.fontMetrics())
        for unit, name, line in lines:
            box = self._free_box(unit, _box_for(name, painter.fontMetrics()), line, square, taken)
            taken.append(box)
            _paint_name(painter, theme, box, name)
        painter.restore()

    def _free_box(
        self, unit: int, box: QRectF, line: QLineF, square: MapSquare, taken: Sequence[QRectF]
    ) -> QRectF:
        """Find room for a name on its line; where it was before, if it still fits there."""
        usual = self._shares.get(unit, _SHARES[0])
        for share in (usual, *_SHARES):
            box.moveCenter(line.pointAt(share))
            if square.rect.contains(box) and not any(map(box.intersects, taken)):
                self._shares[unit] = share
                return box
        box.moveCenter(line.pointAt(usual))
        return box

    def _point_at(self, at: QPointF) -> int | None:
        square, best, found = self.square(), _NEAR, None
        for row, number in zip(self._rows, self._numbers, strict=True):
            away = square.place(row.inputs[0], row.inputs[1]) - at
            distance = (away.x() ** 2 + away.y() ** 2) ** 0.5
            if distance <= best:
                best, found = distance, number
        return found

    def _explain(self) -> None:
        text = (
            "The network's output for every pair of inputs: blue is 1, orange 0. Dashed lines are "
            "where the hidden units' net inputs are 0."
        )
        if self._is_editable:
            text += (
                "\nClick to place a point of class 1, Shift+click for class 0. Right-click a point "
                "(or press Space) to change its class, middle-click it (or press Delete) to "
                "remove it."
            )
        self.setToolTip(text)


def _box_for(name: str, metrics: QFontMetrics) -> QRectF:
    return QRectF(0, 0, metrics.horizontalAdvance(name) + 6, metrics.height())


def _paint_name(painter: QPainter, theme: Theme, box: QRectF, name: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("card", 0.85))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(theme.color("text"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


if __name__ == "__main__":
    from ocr_app.engine.xor_lab.geometry import borders, surface
    from ocr_app.engine.xor_lab.lab import Lab
    from ocr_app.engine.xor_lab.presets import PRESETS
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        lab = Lab(next(preset for preset in PRESETS if preset.key == "points"))
        view = SurfaceView()
        view.set_editable(True)

        def show() -> None:
            lab.learn(4000)
            rows = lab.state().rows
            view.show_surface(surface(lab.network))
            view.show_borders(borders(lab.network), [f"h{n}" for n in range(1, 9)])
            view.show_points(rows, range(len(rows)))

        def add(x: float, y: float, target: float) -> None:
            lab.use_problem(lab.problem.with_point(x, y, target))
            show()

        view.point_added.connect(add)
        show()
        return view

    run(_demo)
