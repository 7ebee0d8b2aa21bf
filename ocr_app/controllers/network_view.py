"""From a reading to the picture of the network that made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from ocr_app.controllers.recognition import RecognitionController
from ocr_app.widgets.draw_tab import DrawTab

if TYPE_CHECKING:
    from ocr_app.engine.diagram import Diagram, Unit
    from ocr_app.engine.recognizer import Reading
    from ocr_app.widgets.network.drawing_network import DrawingNetwork

_BETWEEN_MS: Final = 25
"""The picture follows the pen up to 40 times a second, after the reading."""


class NetworkViewController(QObject):
    """Shows the network at work on the drawing, in place of its reading, when it is asked for.

    Nothing is made or imported before.
    """

    def __init__(
        self, tab: DrawTab, recognition: RecognitionController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tab, self._recognition = tab, recognition
        self._view: DrawingNetwork | None = None
        self._diagram: Diagram | None = None
        self._chosen: Unit | None = None  # None: the output that is read
        self._soon = QTimer(self, singleShot=True, interval=_BETWEEN_MS)
        self._soon.timeout.connect(self._show)
        tab.network_requested.connect(self._open)
        recognition.reading_changed.connect(lambda _: self._refresh())
        recognition.model_changed.connect(lambda _: self._forget())

    def _open(self) -> None:
        if self._view is None:
            self._view = self._make_view()
        self._tab.show_network(self._view)
        self._show()
        self._view.back.setFocus()

    def _make_view(self) -> DrawingNetwork:
        from ocr_app.widgets.network.drawing_network import DrawingNetwork  # noqa: PLC0415

        view = DrawingNetwork()
        view.back.clicked.connect(self._tab.show_reading_side)
        view.picture.unit_clicked.connect(self._choose)
        view.picture.room_changed.connect(lambda _: self._refresh())
        return view

    def _forget(self) -> None:
        """Choose nothing in a network that has just come."""
        self._chosen = self._diagram = None
        if self._view is not None:
            self._view.picture.set_selected(None)
        self._refresh()

    def _choose(self, unit: Unit) -> None:
        self._chosen = unit
        self._show_sum(self._recognition.reading)

    def _refresh(self) -> None:
        if self._view is not None and self._view.isVisible() and not self._soon.isActive():
            self._soon.start()

    def _show(self) -> None:
        view, reading = self._view, self._recognition.reading
        if view is None:
            return
        if reading is None:
            self._diagram = None
        else:
            from ocr_app.engine.diagram import make_digit_diagram  # noqa: PLC0415

            network = self._recognition.model.network
            must = {self._chosen.column: (self._chosen.number,)} if self._chosen else None
            self._diagram = make_digit_diagram(
                network, reading.pixels, view.picture.room, self._diagram, must
            )
        view.show_diagram(self._diagram)
        self._show_sum(reading)

    def _show_sum(self, reading: Reading | None) -> None:
        view, diagram = self._view, self._diagram
        if view is None:
            return
        if reading is None or diagram is None:
            view.show_sum(None, "A unit's sum")
            return
        from ocr_app.engine.diagram import Unit, explain_unit, name_of  # noqa: PLC0415
        from ocr_app.engine.inspection.units import unit_sum  # noqa: PLC0415

        unit = self._chosen or Unit(len(diagram.columns) - 1, reading.digit)
        if unit.column == 0:
            sentence = f"{explain_unit(diagram, unit)} Pixels have no sum; units have."
            view.show_sum(None, "A pixel", sentence)
            return
        found = unit_sum(
            self._recognition.model.network,
            reading.pixels.reshape(-1),
            unit.column - 1,
            unit.number,
        )
        view.show_sum(found, f"The sum of {name_of(diagram, unit)}")
