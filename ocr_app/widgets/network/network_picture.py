"""A network as a picture: what each unit computes, and the weights between them.

Run ``python -m ocr_app.widgets.network.network_picture`` to see one.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ocr_app.engine.diagram import Diagram, Unit, Weight, explain_unit, explain_weight
from ocr_app.widgets.network.keys import next_unit, next_weight
from ocr_app.widgets.network.network_canvas import NOTHING, NetworkCanvas
from ocr_app.widgets.network.pointing import explain, thing_at
from ocr_app.widgets.network.weight_editor import WeightEditor


class NetworkPicture(NetworkCanvas):
    """Shows a `Diagram`; tells what is clicked.

    Positive weights are blue and whole lines, negative ones orange and dashed; thicker is stronger.

    Signals
    -------
    unit_clicked : Unit
    weight_clicked : Weight
    weight_edited : (Weight, float)
        Only if it is editable; the picture itself changes nothing.
    pointed_at : str
        A sentence about what the mouse is over; empty when it is over nothing.
    """

    unit_clicked = Signal(object)
    weight_clicked = Signal(object)
    weight_edited = Signal(object, float)
    pointed_at = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_editable = False
        self._editor = WeightEditor(self)
        self._editor.edited.connect(self.weight_edited)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_diagram(self, diagram: Diagram | None, empty_text: str = NOTHING) -> None:
        """Show another moment or another network; None shows a sentence."""
        old = self._diagram
        if diagram is None or old is None or old.shape != diagram.shape:
            self._editor.cancel()
        super().show_diagram(diagram, empty_text)

    def set_editable(self, editable: bool) -> None:
        """Let a click on a weight open a box to change it."""
        self._is_editable = editable
        if not editable:
            self._editor.cancel()

    def edit(self, weight: Weight) -> None:
        """Open the box for a weight."""
        diagram, middle = self._diagram, self._label_place(weight)
        if diagram is None or middle is None:
            return
        if (value := diagram.weight(weight)) is not None:
            self._editor.open_at(weight, value, middle.toPoint())

    def event(self, event: QEvent) -> bool:
        """Explain what the mouse rests on."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            text = self._explain(self._at(QPointF(event.pos())), QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let what the mouse is over stand out."""
        self._hover(self._at(event.position()), event.position())

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """Let nothing stand out any more."""
        super().leaveEvent(event)
        self._hover(None, QPointF())

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Choose what is clicked."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Move with arrows; with Shift among the weights of a unit; Enter edits."""
        if self._diagram is None:
            super().keyPressEvent(event)
            return
        key, chosen = Qt.Key(event.key()), self._selected
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            if self._is_editable and isinstance(chosen, Weight):
                self.edit(chosen)
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._choose(next_weight(self._diagram, chosen, key), opens=False)
        else:
            unit = next_unit(self._diagram, chosen, key)
            if unit is None:
                super().keyPressEvent(event)
            self._choose(unit)

    def _at(self, point: QPointF) -> Unit | Weight | None:
        if self._diagram is None or self._geometry is None:
            return None
        return thing_at(self._diagram, self._geometry, self._labels, point)

    def _hover(self, what: Unit | Weight | None, point: QPointF) -> None:
        if what == self._hovered:
            return
        self._hovered = what
        is_link = what is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor)
        self.pointed_at.emit(self._explain(what, point))
        self.update()

    def _explain(self, what: Unit | Weight | None, point: QPointF) -> str:
        if self._diagram is None or self._geometry is None:
            return ""
        return explain(self._diagram, self._geometry, what, point)

    def _choose(self, what: Unit | Weight | None, opens: bool = True) -> None:
        if what is None or self._diagram is None:
            return
        self._selected = what
        self.update()
        if isinstance(what, Weight):
            self.setAccessibleDescription(explain_weight(self._diagram, what))
            self.weight_clicked.emit(what)
            if self._is_editable and opens:
                self.edit(what)
        else:
            self.setAccessibleDescription(explain_unit(self._diagram, what))
            self.unit_clicked.emit(what)

    def _label_place(self, weight: Weight) -> QPointF | None:
        if self._diagram is None or self._geometry is None:
            return None
        key = self._geometry.key_of(self._diagram, weight)
        rect = None if key is None else self._labels.get(key)
        return self.place_of(weight) if rect is None else rect.center()


if __name__ == "__main__":
    import numpy as np

    from nn import Network
    from ocr_app.engine.diagram import make_small_diagram
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        network = Network((2, 4, 1), "sigmoid", "sigmoid")
        network.initialize(np.random.default_rng(0))
        network.parameters *= 3
        picture = NetworkPicture()
        picture.set_editable(True)
        picture.show_diagram(make_small_diagram(network, (1, 0)))
        return picture

    run(_demo)
