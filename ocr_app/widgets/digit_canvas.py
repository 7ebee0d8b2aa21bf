"""The canvas that people draw on with mouse, finger or pen; it keeps strokes, not only pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QUndoStack,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from datasets.drawing import Drawing
from ocr_app.widgets.canvas_history import Change, Paper, Points
from ocr_app.widgets.canvas_paper import paint_invitation, paint_sheet
from ocr_app.widgets.given_digit import GivenDigit, paint_given
from ocr_app.widgets.ink_layer import InkLayer
from ocr_app.widgets.number.digit_marks import DigitMarks
from ocr_app.widgets.pen_input import PenInput
from ocr_app.widgets.pen_stroke import PenStroke
from ocr_app.widgets.read.mark import Mark
from ocr_app.widgets.theme import theme_of

THINNEST, THICKEST, USUAL = 0.01, 0.16, 0.05

NUMBER_WIDTH: Final = 1.5
"""Width of the paper for a number, in its heights."""

_SLIPPED: Final = 1e-6
"""How far rounding may take a point beyond the paper's edge."""

_DESCRIPTION: Final = "Draw a digit from 0 to 9 with the mouse, a pen or a finger."
_NUMBER: Final = "Write a number from left to right with the mouse, a pen or a finger."


class DigitCanvas(PenInput):
    """A square to draw a digit on, or wider paper to write a number on.

    Points are kept on the unit canvas: x to the right and y down from 0 to 1, whatever size the
    window has; for a number, x goes on to ``NUMBER_WIDTH``. A pen that leaves the paper draws along
    its edge. Each of the two papers keeps what is on it while the other is shown.

    Signals
    -------
    drawing_changed : Drawing
        After every movement of a pen that is down, and after undo, redo and clear.
    subject_changed : Drawing
        What explanations are about has changed: the drawing, or of a number the chosen digit.
    number_mode_changed : bool
        Whether a number is written from now on.
    digit_chosen : int
        Somebody wants to see this digit of the number explained.
    """

    drawing_changed = Signal(object)
    subject_changed = Signal(object)
    number_mode_changed = Signal(bool)
    digit_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.undo_stack: Final = QUndoStack(self)
        self._strokes: tuple[Points, ...] = ()
        self._given: GivenDigit | None = None
        self._is_number = False
        self.other = Paper()  # what is on the paper that is not shown
        self._subject: Drawing | None = None  # None: all of the drawing
        self._marks = DigitMarks()
        self._unfinished = PenStroke([])
        self._drawing: Drawing | None = None  # made when somebody asks; None after a change
        self._pen_width = USUAL
        self._ink: InkLayer | None = None
        self.setObjectName("digitCanvas")
        self.setAccessibleName("Drawing area")
        self.setAccessibleDescription(_DESCRIPTION)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 220)
        # With every movement of the pen: what lies behind need not be painted again.
        self.setAutoFillBackground(True)

    @property
    def drawing(self) -> Drawing:
        """What is on the canvas, the stroke under the pen included."""
        if self._drawing is None:
            under_pen = (self._unit_points(),) if self._unfinished else ()
            self._drawing = Drawing((*self._strokes, *under_pen))
        return self._drawing

    @property
    def is_number(self) -> bool:
        """Whether a number is written, and not one digit drawn."""
        return self._is_number

    @property
    def subject(self) -> Drawing:
        """What explanations are about: the drawing, or of a number the chosen digit by itself."""
        return self.drawing if self._subject is None else self._subject

    @property
    def on_paper(self) -> Paper:
        """What is on the paper, without the stroke under the pen."""
        return Paper(self._strokes, self._given)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """What is marked on a number: each digit's box, in units of the canvas."""
        return self._marks.marks

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
        """Replace what is on the canvas; can be undone. What is wider than a square is a number."""
        self._finish_stroke()
        right = max((float(stroke[:, 0].max()) for stroke in drawing.strokes), default=0.0)
        is_number = 1 + _SLIPPED < right <= NUMBER_WIDTH + _SLIPPED
        self.undo_stack.push(Change(self, drawing.strokes, None, text, is_number=is_number))

    def set_number_mode(self, is_number: bool) -> None:
        """Take the paper for a number, or that for a digit; can be undone."""
        self._finish_stroke()
        if is_number != self._is_number:
            text = "Whole number" if is_number else "One digit"
            self.undo_stack.push(Change(self, *self.other, text, is_number=is_number))

    def show_number(self, marks: Sequence[Mark], chosen: int, subject: Drawing) -> None:
        """Show what is read in a number.

        Parameters
        ----------
        marks : sequence of Mark
            Boxes in units of the canvas.
        chosen : int
            Which of them is explained; -1 for none.
        subject : Drawing
            That digit by itself; blank for none.
        """
        if not self._is_number:
            return
        self._marks.show(marks, chosen)
        self._describe()
        self.update()
        if subject != self._subject:
            self._subject = subject
            self.subject_changed.emit(subject)

    def show_given(self, digit: GivenDigit) -> None:
        """Show a digit that has no strokes instead of a drawing; can be undone."""
        self._finish_stroke()
        self.undo_stack.push(Change(self, (), digit, "Open digit", is_number=False))

    def clear(self) -> None:
        """Empty the canvas; can be undone."""
        self._finish_stroke()
        if self._strokes or self._given is not None:
            self.undo_stack.push(Change(self, (), None, "Clear"))

    def undo(self) -> None:
        """Take back the last stroke, clear or opened drawing."""
        self._finish_stroke()
        self.undo_stack.undo()

    def redo(self) -> None:
        """Bring back what was undone last."""
        self._finish_stroke()
        self.undo_stack.redo()

    def square(self) -> QRectF:
        """Return the unit canvas: all of the paper for a digit, the left of that for a number."""
        side = min(self.width() / self.aspect, self.height())
        return QRectF(0, 0, side, side)

    def paper(self) -> QRectF:
        """Return the drawing area: as large as fits, at the upper left."""
        side = self.square().width()
        return QRectF(0, 0, side * self.aspect, side)

    @property
    def aspect(self) -> float:
        """Width of the paper, in its heights."""
        return NUMBER_WIDTH if self._is_number else 1.0

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer a square that is comfortable to draw in."""
        return QSize(420, 420)

    # -- pen ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Put the pen down, or choose a digit: by its label, or with the right button."""
        if event.button() == Qt.MouseButton.RightButton:
            self._choose(self._marks.box_at(event.position(), self.square()))
        elif event.button() == Qt.MouseButton.LeftButton:
            number = self._marks.label_at(event.position(), self.square())
            if number >= 0:
                self._choose(number)
                return
        super().mousePressEvent(event)

    def pen_down(self, position: QPointF) -> None:
        """Begin a stroke."""
        self._finish_stroke()
        self._unfinished = PenStroke([self._on_canvas(position)])
        self._drawing = None
        self.update()
        self._tell()

    def pen_move(self, position: QPointF) -> None:
        """Draw on."""
        if not self._unfinished:
            return
        point = self._on_canvas(position)
        if point == self._unfinished.points[-1]:
            return
        self._unfinished.append(point)
        self._drawing = None
        changed = self._picture().extend_stroke(self._unfinished.points)
        self.update(changed.translated(self.square().topLeft()).toAlignedRect())
        self._tell()

    def pen_up(self) -> None:
        """End the stroke."""
        if self._finish_stroke():
            self._tell()

    def _finish_stroke(self) -> bool:
        """Make the stroke under the pen part of the drawing, as one step to undo."""
        if not self._unfinished:
            return False
        stroke = self._unit_points()
        self._unfinished = PenStroke([])
        self.undo_stack.push(Change(self, (*self._strokes, stroke), None, "Stroke", silent=True))
        return True

    def _on_canvas(self, position: QPointF) -> QPointF:
        """Position on the paper, in pixels from its corner."""
        paper = self.paper()
        return QPointF(
            min(max(position.x() - paper.left(), 0.0), paper.width()),
            min(max(position.y() - paper.top(), 0.0), paper.height()),
        )

    def _unit_points(self) -> Points:
        return self._unfinished.array() / self.square().width()

    def put(self, paper: Paper, is_number: bool, silent: bool) -> None:
        """Show a paper with something else on it, for a number or for a digit.

        Parameters
        ----------
        paper : Paper
        is_number : bool
        silent : bool
            Whether somebody else tells of the change.
        """
        switched = is_number != self._is_number
        if switched:
            self._is_number, self.other = is_number, self.on_paper
            self._marks.show((), -1)
            self._subject = Drawing() if is_number else None
        self._strokes, self._given = paper
        self._describe()
        self._drawing = None
        self._forget_picture()
        if switched:
            self.number_mode_changed.emit(is_number)
            if self._subject is not None:  # the digit on the other paper is explained no longer
                self.subject_changed.emit(self._subject)
        if not silent:
            self._tell()

    def _tell(self) -> None:
        """Tell that the drawing has changed; what is read in a number comes a little later."""
        self.drawing_changed.emit(self.drawing)
        if self._subject is None:
            self.subject_changed.emit(self.drawing)
        elif self.is_blank:
            self.show_number((), -1, Drawing())

    def _describe(self) -> None:
        text = self._marks.description or (_NUMBER if self._is_number else _DESCRIPTION)
        self.setAccessibleDescription(text if self._given is None else self._given.origin)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Choose another digit of a number by the arrow keys."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self._is_number and self.marks and event.key() in steps:
            step = steps[Qt.Key(event.key())]
            self._choose((self._marks.chosen + step) % len(self.marks))
        else:
            super().keyPressEvent(event)

    def _choose(self, number: int) -> None:
        if number >= 0:
            self.digit_chosen.emit(number)

    # -- picture -----------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint paper, ink, and an invitation while there is none."""
        theme = theme_of(self)
        square, paper = self.square(), self.paper()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_sheet(painter, paper, theme, has_focus=self.hasFocus())
        if (given := self.given) is not None:
            paint_given(painter, square, given, theme)
            return
        if self.is_blank:
            text = "Write a number here" if self._is_number else "Draw a digit here"
            paint_invitation(painter, paper, text, theme)
            return
        painter.setClipRect(paper)
        self._picture().paint(painter, paper.topLeft(), self._unfinished.points)
        self._marks.paint(painter, square, theme, self._pen_width)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Redraw the ink at its new size; a stroke under the pen is finished first."""
        super().resizeEvent(event)
        # The square is another one already: the old one is what the points were measured in.
        if self._unfinished:
            old = min(event.oldSize().width() / self.aspect, event.oldSize().height())
            factor = self.square().width() / max(old, 1)
            self._unfinished = self._unfinished.scaled(factor)
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

    def _picture(self) -> InkLayer:
        if self._ink is None:
            side = self.square().width()
            self._ink = InkLayer(
                QSize(round(side * self.aspect) + 1, round(side) + 1),
                self.devicePixelRatioF(),
                theme_of(self).color("text"),
                self._pen_width * side,
            )
            for stroke in self._strokes:
                self._ink.add_stroke([QPointF(x, y) for x, y in (stroke * side).tolist()])
            under_pen = self._unfinished.points
            for end in range(2, len(under_pen) + 1):
                self._ink.extend_stroke(under_pen[max(0, end - 4) : end])
        return self._ink

    def _forget_picture(self) -> None:
        self._ink = None
        self.update()


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(DigitCanvas)
