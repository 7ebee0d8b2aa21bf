"""Mouse, pen and finger: whatever draws, as one pen that goes down, moves and goes up."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QWidget


class PenInput(QWidget):
    """Something to draw on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)

    def pen_down(self, position: QPointF) -> None:
        """Put the pen down at a point of the widget."""
        raise NotImplementedError

    def pen_move(self, position: QPointF) -> None:
        """Move the pen; it may be up."""
        raise NotImplementedError

    def pen_up(self) -> None:
        """Lift the pen; it may be up."""
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 -- Qt's name
        """Put the pen down with the left button."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.pen_down(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Draw while the left button is held."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.pen_move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Lift the pen."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.pen_up()

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802
        """Draw with a tablet's pen, at its own resolution."""
        if event.type() == QEvent.Type.TabletPress:
            self.pen_down(event.position())
        elif event.type() == QEvent.Type.TabletMove and event.pressure() > 0:
            self.pen_move(event.position())
        elif event.type() == QEvent.Type.TabletRelease:
            self.pen_up()
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Draw with one finger; further fingers are ignored."""
        if isinstance(event, QTouchEvent):
            return self._touch(event)
        return super().event(event)

    def _touch(self, event: QTouchEvent) -> bool:
        if event.type() == QEvent.Type.TouchCancel or not event.points():
            self.pen_up()
            return True
        finger = event.points()[0]
        if event.type() == QEvent.Type.TouchBegin:
            self.pen_down(finger.position())
        elif event.type() == QEvent.Type.TouchUpdate:
            self.pen_move(finger.position())
        elif event.type() == QEvent.Type.TouchEnd:
            self.pen_up()
        event.accept()
        return True
