"""A row of the training digits that are most like the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ocr_app.widgets.neighbour_tile import NeighbourTile
from ocr_app.widgets.theme import SPACING, set_quiet
from ocr_app.widgets.wrapped_label import WrappedLabel

if TYPE_CHECKING:
    from ocr_app.engine.neighbours import Neighbour

SHOWN: Final = 5
SMALLEST, LARGEST = 3, 6
"""Sides of the 64 squares of a picture, in pixels."""

TITLE: Final = "Most similar digits it learned from"
UNLIKE: Final = "The nearest digits it learned from are quite different"


class NeighboursView(QWidget):
    """Shows up to five training digits, the nearest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._neighbours: tuple[Neighbour, ...] = ()
        self._is_refused = False
        self.setObjectName("neighbours")
        self.setAccessibleName(TITLE)
        self._title = WrappedLabel(TITLE, 3, self)
        self._title.setObjectName("neighboursTitle")
        self._title.setAccessibleName("About the most similar digits")
        self._title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.tiles: Final = tuple(
            NeighbourTile(f"Similar digit {number}") for number in range(1, SHOWN + 1)
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING // 2)
        # Not wider than its words, or large windows would part it from the pictures.
        self._title.setMaximumWidth(self._title.fontMetrics().horizontalAdvance(TITLE) + SPACING)
        row.addWidget(self._title, 1000)
        row.addSpacing(SPACING // 2)
        for tile in self.tiles:
            row.addWidget(tile, alignment=Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self.show_neighbours(())

    @property
    def neighbours(self) -> tuple[Neighbour, ...]:
        """The training digits that are shown; empty for a blank canvas."""
        return self._neighbours

    def show_neighbours(self, neighbours: Sequence[Neighbour]) -> None:
        """Show training digits, the nearest first; none for a blank canvas."""
        self._neighbours = tuple(neighbours[:SHOWN])
        self._say_title()
        for number, tile in enumerate(self.tiles):
            tile.show_neighbour(neighbours[number] if number < len(neighbours) else None)
        labels = ", ".join(str(each.label) for each in self._neighbours)
        self.setAccessibleDescription(
            f"{labels}; the nearest has a distance of {self._neighbours[0].distance:.2f}"
            if self._neighbours
            else "Nothing yet"
        )

    def show_error(self, sentence: str) -> None:
        """Say why there are none."""
        self.show_neighbours(())
        self._title.setText(sentence)
        self._title.setToolTip(sentence)

    def set_refused(self, is_refused: bool) -> None:
        """Say whether the drawing is said not to look like a digit."""
        if is_refused != self._is_refused:
            self._is_refused = is_refused
            self._say_title()

    def set_square(self, side: int) -> None:
        """Make the squares of the pictures so wide, from ``SMALLEST`` to ``LARGEST`` pixels."""
        for tile in self.tiles:
            tile.set_square(min(max(side, SMALLEST), LARGEST))

    def _say_title(self) -> None:
        # An O is refused and is like a zero all the same: it is not called different.
        is_unlike = self._is_refused and bool(self._neighbours) and self._neighbours[0].is_far
        self._title.setText(UNLIKE if is_unlike else TITLE)
        set_quiet(self._title, not self._neighbours)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(NeighboursView)
