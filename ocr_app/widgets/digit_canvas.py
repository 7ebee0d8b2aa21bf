"""The canvas that people draw on with mouse, finger or pen; it keeps strokes, not only pixels."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
    QUndoCommand,
    QUndoStack,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from datasets.drawing import Drawing
from ocr_app.widgets.given_digit import GivenDigit, paint_given
from ocr_app.widgets.ink_layer import InkLayer
from ocr_app.widgets.theme import CORNER, theme_of

THINNEST, THICKEST, USUAL = 0.01, 0.16, 0.05

Points = NDArray[np.float64]

_DESCRIPTION: Final = "Draw a digit from 0 to 9 with the mouse, a pen or a finger."


class DigitCanvas(QWidget):
    """A square to draw on.

    Points are kept on the unit canvas: x to the right and y down from 0 to 1, whatever size the
    window has. A pen that leaves the square draws along its edge.

    Signals
    -------
    drawing_changed : Drawing
        After every movement of a pen that is down, and after undo, redo and clear.
    """

    drawing_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.undo_stack: Final = QUndoStack(self)
        self._strokes: tuple[Points, ...] = ()
        self._given: GivenDigit | None = None
        self._unfinished: list[QPointF] = []
        self._drawing: Drawing | None = None  # made when somebody asks; None after a change
        self._pen_width = USUAL
        self._ink: InkLayer | None = None
        self.setObjectName("digitCanvas")
        self.setAccessibleName("Drawing area")
        self.setAccessibleDescription(_DESCRIPTION)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 220)

    @property
    def drawing(self) -> Drawing:
        """What is on the canvas, the stroke under the pen included."""
        if self._drawing is None:
            under_pen = (self._unit_points(self._unfinished),) if self._unfinished else ()
            self._drawing = Drawing((*self._strokes, *under_pen))
        return self._drawing

    @property
    def given(self) -> GivenDigit | None:
        """A digit that is shown instead of a drawing; it goes when somebody draws."""
        return None if self._unfinished else self._given

    @property
    def is_blank(self) -> bool:
        """Whether nothing is drawn."""
        return not self._strokes and not self._unfinished

    @property
    def is_pen_down(self) -> bool:
        """Whether a stroke is being drawn."""
        return bool(self._unfinished)

    @property
    def pen_width(self) -> float:
        """Width of the pen as a share of the canvas's side.

        It is for the eye: the network sees every pen as the same even line.
        """
        return self._pen_width

    def set_pen_width(self, width: float) -> None:
        """Change the width of all ink, within ``THINNEST``..``THICKEST`` of the canvas's side."""
        self._pen_width = min(max(width, THINNEST), THICKEST)
        self._forget_picture()

    def set_drawing(self, drawing: Drawing, text: str = "Open drawing") -> None:
        """Replace what is on the canvas; can be undone."""
        self.undo_stack.push(_Change(self, drawing.strokes, text))

    def show_given(self, digit: GivenDigit) -> None:
        """Show a digit that has no strokes instead of a drawing; can be undone."""
        self._finish_stroke()
        self.undo_stack.push(_Change(self, (), "Open digit", given=digit))

    def clear(self) -> None:
        """Empty the canvas; can be undone."""
        self._finish_stroke()
        if self._strokes or self._given is not None:
            self.undo_stack.push(_Change(self, (), "Clear"))

    def undo(self) -> None:
        """Take back the last stroke, clear or opened drawing."""
        self._finish_stroke()
        self.undo_stack.undo()

    def redo(self) -> None:
        """Bring back what was undone last."""
        self._finish_stroke()
        self.undo_stack.redo()

    def square(self) -> QRectF:
        """Return the drawing area: the largest square that fits, at the upper left."""
        side = min(self.width(), self.height())
        return QRectF(0, 0, side, side)

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer a square that is comfortable to draw in."""
        return QSize(420, 420)

    # -- pen ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Put the pen down with the left button."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._pen_down(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Draw while the left button is held."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._pen_move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Lift the pen."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pen_up()

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802
        """Draw with a tablet's pen, at its own resolution."""
        if event.type() == QEvent.Type.TabletPress:
            self._pen_down(event.position())
        elif event.type() == QEvent.Type.TabletMove and event.pressure() > 0:
            self._pen_move(event.position())
        elif event.type() == QEvent.Type.TabletRelease:
            self._pen_up()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Draw with one finger; further fingers are ignored."""
        if isinstance(event, QTouchEvent):
            return self._touch(event)
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> bool:
        if event.type() == QEvent.Type.TouchCancel or not event.points():
            self._pen_up()
            return True
        finger = event.points()[0]
        if event.type() == QEvent.Type.TouchBegin:
            self._pen_down(finger.position())
        elif event.type() == QEvent.Type.TouchUpdate:
            self._pen_move(finger.position())
        elif event.type() == QEvent.Type.TouchEnd:
            self._pen_up()
        event.accept()
        return True

    def _pen_down(self, position: QPointF) -> None:
        self._finish_stroke()
        self._unfinished = [self._on_canvas(position)]
        self._drawing = None
        self.update()
        self.drawing_changed.emit(self.drawing)

    def _pen_move(self, position: QPointF) -> None:
        if not self._unfinished:
            return
        point = self._on_canvas(position)
        if point == self._unfinished[-1]:
            return
        self._unfinished.append(point)
        self._drawing = None
        changed = self._picture().extend_stroke(self._unfinished)
        self.update(changed.translated(self.square().topLeft()).toAlignedRect())
        self.drawing_changed.emit(self.drawing)

    def _pen_up(self) -> None:
        if self._finish_stroke():
            self.drawing_changed.emit(self.drawing)

    def _finish_stroke(self) -> bool:
        """Make the stroke under the pen part of the drawing, as one step to undo."""
        if not self._unfinished:
            return False
        stroke = self._unit_points(self._unfinished)
        self._unfinished = []
        self.undo_stack.push(_Change(self, (*self._strokes, stroke), "Stroke", silent=True))
        return True

    def _on_canvas(self, position: QPointF) -> QPointF:
        """Position within the square, in pixels from its corner."""
        square = self.square()
        return QPointF(
            min(max(position.x() - square.left(), 0.0), square.width()),
            min(max(position.y() - square.top(), 0.0), square.height()),
        )

    def _unit_points(self, stroke: list[QPointF]) -> Points:
        return np.array([(p.x(), p.y()) for p in stroke]) / self.square().width()

    def _replace(self, strokes: tuple[Points, ...], given: GivenDigit | None, silent: bool) -> None:
        self._strokes, self._given = strokes, given
        self.setAccessibleDescription(_DESCRIPTION if given is None else given.origin)
        self._drawing = None
        self._forget_picture()
        if not silent:
            self.drawing_changed.emit(self.drawing)

    # -- picture -----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint paper, ink, and an invitation while there is none."""
        theme = theme_of(self)
        square = self.square()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        painter.setPen(QPen(theme.color("accent" if focused else "border"), 1.5 if focused else 1))
        painter.setBrush(theme.color("field"))
        painter.drawRoundedRect(square.adjusted(0.5, 0.5, -0.5, -0.5), CORNER, CORNER)
        if (given := self.given) is not None:
            paint_given(painter, square, given, theme)
            return
        if self.is_blank:
            self._paint_invitation(painter, square)
            return
        painter.setClipRect(square)
        self._picture().paint(painter, square.topLeft(), self._unfinished)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Redraw the ink at its new size; a stroke under the pen is finished first."""
        super().resizeEvent(event)
        # The square is another one already: the old one is what the points were measured in.
        if self._unfinished:
            old = min(event.oldSize().width(), event.oldSize().height())
            factor = self.square().width() / max(old, 1)
            self._unfinished = [point * factor for point in self._unfinished]
            self._drawing = None
            self._finish_stroke()
        self._forget_picture()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Redraw in other colours, or at another screen's resolution."""
        if event.type() in (
            QEvent.Type.PaletteChange,
            QEvent.Type.DevicePixelRatioChange,
        ):
            self._forget_picture()
        super().changeEvent(event)

    def _paint_invitation(self, painter: QPainter, square: QRectF) -> None:
        theme = theme_of(self)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 1.4)
        painter.setFont(font)
        painter.setPen(theme.color("muted"))
        painter.drawText(
            square.adjusted(16, 16, -16, -16),
            Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
            "Draw a digit here",
        )

    def _picture(self) -> InkLayer:
        if self._ink is None:
            side = self.square().width()
            self._ink = InkLayer(
                QSize(round(side) + 1, round(side) + 1),
                self.devicePixelRatioF(),
                theme_of(self).color("text"),
                self._pen_width * side,
            )
            for stroke in self._strokes:
                self._ink.add_stroke([QPointF(x, y) for x, y in (stroke * side).tolist()])
            for end in range(2, len(self._unfinished) + 1):
                self._ink.extend_stroke(self._unfinished[:end])
        return self._ink

    def _forget_picture(self) -> None:
        self._ink = None
        self.update()


class _Change(QUndoCommand):
    """From one set of strokes, or a digit without any, to another."""

    def __init__(
        self,
        canvas: DigitCanvas,
        strokes: tuple[Points, ...],
        text: str,
        *,
        given: GivenDigit | None = None,
        silent: bool = False,
    ) -> None:
        super().__init__(text)
        self._canvas = canvas
        self._before, self._after = (canvas._strokes, canvas._given), (strokes, given)
        self._silent = silent

    def redo(self) -> None:
        """Put the new strokes on the canvas."""
        self._canvas._replace(*self._after, self._silent)
        self._silent = False

    def undo(self) -> None:
        """Put the old strokes back."""
        self._canvas._replace(*self._before, silent=False)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(DigitCanvas)
