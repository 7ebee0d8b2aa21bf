"""A picture with boxes over its digits: zoom, pan, choose, and draw a box.

Run ``python -m ocr_app.widgets.read.page_view`` to try it.
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.widgets.read.mark import Mark, Trust
from ocr_app.widgets.read.mark_painter import paint_marks
from ocr_app.widgets.read.viewport import MARGIN, Viewport
from ocr_app.widgets.theme import LIGHT, SPACING, theme_of

_STEP: Final = 1.25
_CLICK: Final = 4
"""Pixels that a click may slip before it draws."""


class Tool(enum.Enum):
    """What dragging the mouse over the page does."""

    MOVE = "move"
    BOX = "box"
    REGION = "region"


class PageView(QWidget):
    """Shows a picture and the marks on it; a click chooses one.

    Signals
    -------
    chosen : int
        Which mark; -1 for none.
    box_drawn, region_drawn : QRectF
        In pixels of the picture.
    digit_typed : int
        The chosen mark is this digit.
    delete_requested, join_requested, divide_requested
        Of the chosen mark.
    whole_requested
        All of the picture is to be read again, not only a part.
    """

    chosen = Signal(int)
    box_drawn = Signal(QRectF)
    region_drawn = Signal(QRectF)
    digit_typed = Signal(int)
    delete_requested = Signal()
    join_requested = Signal()
    divide_requested = Signal()
    whole_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageView")
        self.setAccessibleName("Picture")
        self.setAccessibleDescription("No picture yet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        self._image = QImage()
        self._instead = ""
        self._marks: tuple[Mark, ...] = ()
        self._chosen = -1
        self._region: QRectF | None = None
        self._tool = Tool.MOVE
        self._view = Viewport(self)
        self._pressed: QPoint | None = None
        self._drawn: QRectF | None = None

    # -- what is shown -------------------------------------------------------------------------

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks that are shown."""
        return self._marks

    @property
    def chosen_mark(self) -> int:
        """Which mark is chosen; -1 for none."""
        return self._chosen

    @property
    def zoom(self) -> float:
        """Pixels of the screen, device-independent, for each of the picture."""
        return self._view.zoom

    def show_picture(self, image: QImage, instead: str = "") -> None:
        """Show another picture, as large as fits, without marks; if it is none, a sentence."""
        self._image = image
        self._instead = instead
        self._view.show(image.size())
        self._region = None
        self.show_marks(())

    def show_marks(self, marks: Sequence[Mark], chosen: int = -1) -> None:
        """Show boxes; one of them may be chosen."""
        self._marks = tuple(marks)
        self._chosen = chosen if 0 <= chosen < len(self._marks) else -1
        self._describe()
        self.update()

    def show_region(self, region: QRectF | None) -> None:
        """Show which part of the picture is read; None for all of it."""
        self._region = region
        self.update()

    def choose(self, number: int) -> None:
        """Choose a mark, -1 for none, and bring it into view."""
        self._chosen = number if 0 <= number < len(self._marks) else -1
        if self._chosen >= 0:
            self._view.reveal(self._marks[self._chosen].box)
        self._describe()
        self.update()
        self.chosen.emit(self._chosen)

    def set_tool(self, tool: Tool) -> None:
        """Say what dragging does."""
        self._tool = tool
        shape = Qt.CursorShape.ArrowCursor if tool == Tool.MOVE else Qt.CursorShape.CrossCursor
        self.setCursor(shape)

    # -- zoom ----------------------------------------------------------------------------------

    def zoom_in(self) -> None:
        """Show it larger."""
        self._zoom_about(self.zoom * _STEP, QRectF(self.rect()).center())

    def zoom_out(self) -> None:
        """Show it smaller."""
        self._zoom_about(self.zoom / _STEP, QRectF(self.rect()).center())

    def fit(self) -> None:
        """Show all of it."""
        self._view.fit()
        self.update()

    def to_view(self, box: QRectF) -> QRectF:
        """Return where a rectangle of the picture is in the widget."""
        return self._view.to_view(box)

    def to_picture(self, at: QPointF) -> QPointF:
        """Return the point of the picture at a point of the widget."""
        return self._view.to_picture(at)

    def _zoom_about(self, zoom: float, at: QPointF) -> None:
        self._view.zoom_about(zoom, at)
        self.update()

    # -- events --------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer a large page."""
        return QSize(640, 420)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep what is in the middle there."""
        super().resizeEvent(event)
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Zoom about the mouse; with two fingers on a touchpad, or to the side, move the page."""
        moved, turned = event.pixelDelta(), event.angleDelta()
        zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if not zooms and (not moved.isNull() or turned.x()):
            self._view.move(QPointF(turned if moved.isNull() else moved))
            self.update()
        elif turned.y():
            self._zoom_about(self.zoom * _STEP ** (turned.y() / 120), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Zoom with two fingers on a touchpad, too."""
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self._zoom_about(self.zoom * (1 + event.value()), event.position())
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin a click or a drag."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed = event.position().toPoint()
            self._drawn = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Move the page or draw a box."""
        if self._pressed is None or self._image.isNull():
            return
        here = event.position().toPoint()
        far = (here - self._pressed).manhattanLength() > _CLICK
        moving = (
            self._tool == Tool.MOVE or event.buttons() & Qt.MouseButton.MiddleButton
        )  # the middle button always moves
        if moving and (far or self._drawn is not None):
            self._drawn = QRectF()  # from now on it is no click
            self._view.move(QPointF(here - self._pressed))
            self._pressed = here
        elif far:
            start = self.to_picture(QPointF(self._pressed))
            self._drawn = QRectF(start, self.to_picture(event.position())).normalized()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose what was clicked, or tell what was drawn."""
        pressed, drawn = self._pressed, self._drawn
        self._pressed = self._drawn = None
        self.update()
        if pressed is None:
            return
        if drawn is None:
            self.choose(self._mark_at(self.to_picture(event.position())))
            return
        box = drawn.intersected(QRectF(self._image.rect()))
        if box.width() < 1 or box.height() < 1:
            return
        if self._tool == Tool.BOX:
            self.box_drawn.emit(box)
        elif self._tool == Tool.REGION:
            self.region_drawn.emit(box)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Zoom in where it is clicked twice, or back."""
        if self._mark_at(self.to_picture(event.position())) >= 0:
            return
        if self._view.is_fitted:
            self._zoom_about(2 * self.zoom, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go from mark to mark, correct, join, divide, delete and zoom by keys."""
        text, key = event.text(), event.key()
        if text in ("+", "="):
            self.zoom_in()
        elif text == "-":
            self.zoom_out()
        elif key == Qt.Key.Key_Home:
            self.fit()
        elif key == Qt.Key.Key_Escape and self._step_back():
            pass
        elif not self._key_for_mark(key, text):
            super().keyPressEvent(event)

    def _key_for_mark(self, key: int, text: str) -> bool:
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if key in steps and self._marks:
            start = self._chosen if self._chosen >= 0 else (-1 if steps[Qt.Key(key)] > 0 else 0)
            self.choose((start + steps[Qt.Key(key)]) % len(self._marks))
        elif self._chosen < 0:
            return False
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._choose_line(down=key == Qt.Key.Key_Down)
        elif len(text) == 1 and text in "0123456789":
            self.digit_typed.emit(int(text))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_requested.emit()
        elif key == Qt.Key.Key_J:
            self.join_requested.emit()
        elif key == Qt.Key.Key_D:
            self.divide_requested.emit()
        else:
            return False
        return True

    def _choose_line(self, *, down: bool) -> None:
        """Choose the nearest mark of the line above or below."""
        here = self._marks[self._chosen].box
        way = 1 if down else -1
        far = [way * (mark.box.center().y() - here.center().y()) for mark in self._marks]
        # Digits of one line are not quite level, nor equally high.
        beyond = [i for i, off in enumerate(far) if off > 0.6 * here.height()]
        if beyond:
            near = min(far[i] for i in beyond) + 0.6 * here.height()
            aside = {i: abs(self._marks[i].box.center().x() - here.center().x()) for i in beyond}
            self.choose(min((i for i in beyond if far[i] <= near), key=aside.__getitem__))

    def _step_back(self) -> bool:
        """Leave off what was begun last: drawing, a choice, a part; return whether any was."""
        if self._drawn is not None:
            self._pressed = self._drawn = None
            self.update()
        elif self._chosen >= 0:
            self.choose(-1)
        elif self._region is not None:
            self.whole_requested.emit()
        else:
            return False
        return True

    def _mark_at(self, at: QPointF) -> int:
        holding = [
            (mark.box.width() * mark.box.height(), number)
            for number, mark in enumerate(self._marks)
            if mark.box.adjusted(-1, -1, 1, 1).contains(at)
        ]
        return min(holding)[1] if holding else -1

    def _describe(self) -> None:
        if self._image.isNull():
            self.setAccessibleDescription(self._instead or "No picture yet")
        elif self._chosen >= 0:
            mark = self._marks[self._chosen]
            place = f"digit {self._chosen + 1} of {len(self._marks)}"
            self.setAccessibleDescription(f"{mark.description}, {place}")
        else:
            digits = sum(mark.trust != Trust.SIGN for mark in self._marks)
            self.setAccessibleDescription(f"{digits} digits found")

    def _seen_marks(self) -> list[tuple[Mark, QRectF]]:
        """Return the marks that are in view, with their places in the widget."""
        zoom, corner, seen = self.zoom, self._view.corner, self._view.seen
        return [
            (mark, QRectF(mark.box.topLeft() * zoom + corner, mark.box.size() * zoom))
            for mark in self._marks
            if mark.box.intersects(seen)
        ]

    # -- painting ------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the picture, the boxes and what is being drawn."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("window"))
        if self._image.isNull():
            painter.setPen(theme.color("muted"))
            room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
            wrapped = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter | wrapped, self._instead)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self.zoom < 3)
        page = self.to_view(QRectF(self._image.rect()))
        painter.drawImage(page, self._image)
        painter.setPen(theme.color("border"))
        painter.drawRect(page)
        # Pictures are paper, in a dark window, too.
        chosen = self._marks[self._chosen] if self._chosen >= 0 else None
        paint_marks(painter, LIGHT, self._seen_marks(), chosen=chosen, font=self.font())
        for box in (self._region, self._drawn):
            if box is not None and not box.isEmpty():
                painter.setPen(QPen(LIGHT.color("accent"), 1.5, Qt.PenStyle.DashDotLine))
                painter.setBrush(LIGHT.color("accent", 0.08))
                painter.drawRect(self.to_view(box))
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))


def _demo() -> QWidget:
    view = PageView()
    image = QImage(240, 120, QImage.Format.Format_Grayscale8)
    image.fill(255)
    view.show_picture(image)
    view.show_marks(
        [
            Mark(QRectF(20 + 40 * i, 40, 34, 50), text, 0.9, trust)
            for i, (text, trust) in enumerate(zip("38?7+", Trust, strict=True))
        ]
    )
    view.resize(640, 420)
    view.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
    return view


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(_demo)
