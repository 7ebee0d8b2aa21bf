"""A network as a picture: what each unit computes, and the weights between them.

Run ``python -m ocr_app.widgets.network.network_picture`` to see one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ocr_app.engine.diagram import (
    BIAS,
    Diagram,
    Unit,
    Weight,
    explain_unit,
    explain_weight,
)
from ocr_app.widgets.network.edges import paint_edges
from ocr_app.widgets.network.geometry import Geometry, room_for
from ocr_app.widgets.network.keys import next_unit, next_weight
from ocr_app.widgets.network.labels import paint_labels, place_labels
from ocr_app.widgets.network.nodes import Look, paint_nodes
from ocr_app.widgets.network.pointing import around, explain, thing_at
from ocr_app.widgets.network.weight_editor import WeightEditor
from ocr_app.widgets.theme import theme_of

_SMALL: Final = 0.82
_NOTHING: Final = "Nothing to see yet"


class NetworkPicture(QWidget):
    """Paints a `Diagram`; tells what is clicked.

    Positive weights are blue and whole lines, negative ones orange and dashed; thicker is stronger.

    Signals
    -------
    unit_clicked : Unit
    weight_clicked : Weight
    weight_edited : (Weight, float)
        Only if it is editable; the picture itself changes nothing.
    pointed_at : str
        A sentence about what the mouse is over; empty when it is over nothing.
    room_changed : int
        How many units of a wide layer there is room for now.
    """

    unit_clicked = Signal(object)
    weight_clicked = Signal(object)
    weight_edited = Signal(object, float)
    pointed_at = Signal(str)
    room_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._diagram: Diagram | None = None
        self._geometry: Geometry | None = None
        self._labels: dict[Weight, QRectF] = {}
        self._selected: Unit | Weight | None = None
        self._hovered: Unit | Weight | None = None
        self._units: frozenset[Unit] = frozenset()
        self._weights: frozenset[Weight] = frozenset()
        self._is_editable = False
        self._empty_text = _NOTHING
        self._room = 0
        self._editor = WeightEditor(self)
        self._editor.edited.connect(self.weight_edited)
        self.setObjectName("networkPicture")
        self.setAccessibleName("The network")
        self.setAccessibleDescription(_NOTHING)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 130)

    @property
    def diagram(self) -> Diagram | None:
        """What is shown."""
        return self._diagram

    @property
    def room(self) -> int:
        """How many units of a wide layer there is room for; at least 4."""
        return room_for(self.height(), QFontMetricsF(self._small_font()).lineSpacing())

    @property
    def selected(self) -> Unit | Weight | None:
        """What was clicked last, or chosen with keys."""
        return self._selected

    def show_diagram(self, diagram: Diagram | None, empty_text: str = _NOTHING) -> None:
        """Show another moment or another network; None shows a sentence."""
        old = self._diagram
        self._diagram, self._empty_text = diagram, empty_text
        if diagram is None:
            self._geometry = None
            self._editor.cancel()
            self.setAccessibleDescription(empty_text)
        elif old is None or self._geometry is None or old.shape != diagram.shape:
            self._editor.cancel()
            self._lay_out()
        self.update()

    def set_selected(self, chosen: Unit | Weight | None) -> None:
        """Draw a ring around a unit, or let a weight stand out."""
        self._selected = chosen
        self.update()

    def set_highlight(self, units: Iterable[Unit] = (), weights: Iterable[Weight] = ()) -> None:
        """Let units and weights stand out: what is being computed now. Nothing given: all alike."""
        self._units, self._weights = frozenset(units), frozenset(weights)
        self.update()

    def set_editable(self, editable: bool) -> None:
        """Let a click on a weight open a box to change it."""
        self._is_editable = editable
        if not editable:
            self._editor.cancel()

    def place_of(self, what: Unit | Weight) -> QPointF | None:
        """Return where a unit or the middle of a weight's line is; None if it is not drawn."""
        if self._diagram is None or self._geometry is None:
            return None
        if isinstance(what, Weight):
            line = self._geometry.line_of(self._diagram, what)
            return None if line is None else line.pointAt(0.5)
        if what.column == 0 and self._diagram.picture is not None:
            return self._geometry.pixel(what.number).center()
        places = self._geometry.places[what.column]
        at = len(places) - 1 if what.number == BIAS else self._diagram.place(what)
        return None if at is None else places[at]

    def edit(self, weight: Weight) -> None:
        """Open the box for a weight."""
        diagram, middle = self._diagram, self._label_place(weight)
        if diagram is None or middle is None:
            return
        if (value := diagram.weight(weight)) is not None:
            self._editor.open_at(weight, value, middle.toPoint())

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer room for four units with their numbers."""
        return QSize(480, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay everything out anew."""
        super().resizeEvent(event)
        self._lay_out()
        if self.room != self._room:
            self._room = self.room
            self.room_changed.emit(self._room)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._lay_out()
            self.update()

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

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint lines, their numbers, then units."""
        theme, painter = theme_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._diagram is None or self._geometry is None:
            painter.setPen(theme.color("muted"))
            flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
            painter.drawText(self.rect().adjusted(12, 0, -12, 0), flags, self._empty_text)
            return
        units, weights = self._emphasis(self._diagram)
        paint_edges(painter, self._diagram, self._geometry, theme, weights)
        if self._diagram.picture is None:
            painter.setFont(self._small_font())
            paint_labels(painter, self._diagram, self._geometry, self._labels, theme, weights)
        chosen = self._selected if isinstance(self._selected, Unit) else None
        look = Look(theme, self.font(), self._small_font(), chosen, units)
        paint_nodes(painter, self._diagram, self._geometry, look)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)

    def _emphasis(self, diagram: Diagram) -> tuple[frozenset[Unit], frozenset[Weight]]:
        """Choose what stands out: what is pointed at, else what is computed, else what is chosen.

        A chosen unit of a small network has its ring, and the numbers of all others stay readable.
        """
        if self._hovered is None and (self._units or self._weights):
            return self._units, self._weights
        focus = self._selected if self._hovered is None else self._hovered
        is_quiet = self._hovered is None and isinstance(focus, Unit) and diagram.picture is None
        return around(diagram, None if is_quiet else focus)

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

    def _lay_out(self) -> None:
        if self._diagram is None:
            return
        small = QFontMetricsF(self._small_font())
        size = QSizeF(self.width(), self.height())
        self._geometry = Geometry(self._diagram, size, QFontMetricsF(self.font()), small)
        is_small = self._diagram.picture is None
        self._labels = place_labels(self._geometry, small) if is_small else {}

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * _SMALL)
        return font


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
