"""Paints a network: what is drawn where, and what stands out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.engine.diagram import BIAS, Diagram, Unit, Weight
from ocr_app.widgets.network.edges import paint_edges
from ocr_app.widgets.network.geometry import Geometry, room_for
from ocr_app.widgets.network.labels import paint_labels, place_labels
from ocr_app.widgets.network.nodes import Look, paint_nodes
from ocr_app.widgets.network.pointing import around
from ocr_app.widgets.theme import theme_of

NOTHING: Final = "Nothing to see yet"
_SMALL: Final = 0.82


class _LaidOut(NamedTuple):
    geometry: Geometry
    labels: dict[Weight, QRectF]


class NetworkCanvas(QWidget):
    """Shows a `Diagram`; `NetworkPicture` is the one that answers to mouse and keys.

    Signals
    -------
    room_changed : int
        How many units of a wide layer there is room for now.
    """

    room_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._diagram: Diagram | None = None
        self._laid_out: _LaidOut | None = None  # for this size and shape, once somebody asks
        self._selected: Unit | Weight | None = None
        self._hovered: Unit | Weight | None = None
        self._units: frozenset[Unit] = frozenset()
        self._weights: frozenset[Weight] = frozenset()
        self._empty_text = NOTHING
        self._room = 0
        self.setObjectName("networkPicture")
        self.setAccessibleName("The network")
        self.setAccessibleDescription(NOTHING)
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

    def show_diagram(self, diagram: Diagram | None, empty_text: str = NOTHING) -> None:
        """Show another moment or another network; None shows a sentence."""
        old = self._diagram
        self._diagram, self._empty_text = diagram, empty_text
        if diagram is None:
            self.setAccessibleDescription(empty_text)
        if diagram is None or old is None or old.shape != diagram.shape:
            self._laid_out = None
        self._forget_what_has_gone()
        self.update()

    def set_selected(self, chosen: Unit | Weight | None) -> None:
        """Draw a ring around a unit, or let a weight stand out."""
        self._selected = chosen
        self._forget_what_has_gone()
        self.update()

    def set_highlight(self, units: Iterable[Unit] = (), weights: Iterable[Weight] = ()) -> None:
        """Let units and weights stand out: what is being computed now. Nothing given: all alike."""
        self._units, self._weights = frozenset(units), frozenset(weights)
        self._forget_what_has_gone()
        self.update()

    def place_of(self, what: Unit | Weight) -> QPointF | None:
        """Return where a unit or the middle of a weight's line is; None if it is not drawn."""
        geometry = self._geometry
        if self._diagram is None or geometry is None:
            return None
        if isinstance(what, Weight):
            line = geometry.line_of(self._diagram, what)
            return None if line is None else line.pointAt(0.5)
        if what.column == 0 and self._diagram.picture is not None:
            return geometry.pixel(what.number).center()
        places = geometry.places[what.column]
        at = len(places) - 1 if what.number == BIAS else self._diagram.place(what)
        return None if at is None else places[at]

    def sizeHint(self) -> QSize:  # noqa: N802 -- Qt's name
        """Prefer room for four units with their numbers."""
        return QSize(480, 320)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay everything out anew when it is painted; until then it may be resized again."""
        super().resizeEvent(event)
        self._laid_out = None
        if self.room != self._room:
            self._room = self.room
            self.room_changed.emit(self._room)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._laid_out = None
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint lines, their numbers, then units."""
        theme, painter = theme_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        geometry = self._geometry
        if self._diagram is None or geometry is None:
            painter.setPen(theme.color("muted"))
            flags = Qt.AlignmentFlag.AlignCenter.value | Qt.TextFlag.TextWordWrap.value
            painter.drawText(self.rect().adjusted(12, 0, -12, 0), flags, self._empty_text)
            return
        units, weights = self._emphasis(self._diagram)
        paint_edges(painter, self._diagram, geometry, theme, weights)
        if self._diagram.picture is None:
            painter.setFont(self._small_font())
            paint_labels(painter, self._diagram, geometry, self._labels, theme, weights)
        chosen = self._selected if isinstance(self._selected, Unit) else None
        look = Look(theme, self.font(), self._small_font(), chosen, units)
        paint_nodes(painter, self._diagram, geometry, look)
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

    def _forget_what_has_gone(self) -> None:
        """Choose and highlight nothing that another network has not, or that is not drawn now."""
        diagram = self._diagram
        if diagram is None:
            return
        if self._selected is not None and not diagram.shows(self._selected):
            self._selected = None
        if self._hovered is not None and not diagram.shows(self._hovered):
            self._hovered = None
        self._units = frozenset(filter(diagram.shows, self._units))
        self._weights = frozenset(filter(diagram.shows, self._weights))

    @property
    def _geometry(self) -> Geometry | None:
        laid_out = self._lay_out()
        return None if laid_out is None else laid_out.geometry

    @property
    def _labels(self) -> dict[Weight, QRectF]:
        laid_out = self._lay_out()
        return {} if laid_out is None else laid_out.labels

    def _lay_out(self) -> _LaidOut | None:
        if self._laid_out is None and self._diagram is not None:
            small = QFontMetricsF(self._small_font())
            size = QSizeF(self.width(), self.height())
            geometry = Geometry(self._diagram, size, QFontMetricsF(self.font()), small)
            is_small = self._diagram.picture is None
            self._laid_out = _LaidOut(geometry, place_labels(geometry, small) if is_small else {})
        return self._laid_out

    def _small_font(self) -> QFont:
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * _SMALL)
        return font
