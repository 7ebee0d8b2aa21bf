"""The samples as a grid of tiles: what mouse and keys do to them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ocr_app.widgets.samples.sample import Sample
from ocr_app.widgets.samples.sample_tile import SampleTile, tile_size
from ocr_app.widgets.samples.samples_model import SamplesModel
from ocr_app.widgets.theme import SPACING, theme_of

_Index = QModelIndex | QPersistentModelIndex

_DIGIT_KEYS: Final = range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)

_TEXT_WIDTH: Final = 420
"""Of what is said where there are no samples: longer lines are harder to read."""


class SamplesView(QListView):
    """A grid that stays fast with thousands of samples: only what is seen is painted.

    Signals
    -------
    relabelled : int
        The chosen samples are this digit.
    delete_pressed
        The chosen samples are to be deleted.
    opened : Sample
        A sample was double-clicked, or Return pressed on it.
    choice_changed
    scrolled
        Others are seen now.
    """

    relabelled = Signal(int)
    delete_pressed = Signal()
    opened = Signal(object)
    choice_changed = Signal()
    scrolled = Signal()

    def __init__(self, model: SamplesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples = model
        self._empty_text = ""
        self._chosen_before: set[int] = set()
        self._row_before, self._place_before = 0, 0
        self.setObjectName("samplesView")
        self.setAccessibleName("Samples")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._tile = SampleTile(model, self)
        self.setItemDelegate(self._tile)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # a steady width
        self._share_width()
        self.setModel(model)
        model.about_to_move.connect(self._remember)
        model.moved.connect(self._choose_again)
        self.selectionModel().selectionChanged.connect(lambda *_: self.choice_changed.emit())
        self.verticalScrollBar().valueChanged.connect(lambda _: self.scrolled.emit())
        self.doubleClicked.connect(self._open)

    def chosen(self) -> tuple[Sample, ...]:
        """Return the chosen samples, in their order."""
        ranges = sorted((each.top(), each.bottom() + 1) for each in self._ranges())
        return tuple(chain.from_iterable(self._samples.shown[slice(*each)] for each in ranges))

    def n_chosen(self) -> int:
        """Return how many samples are chosen."""
        return sum(each.height() for each in self._ranges())

    def seen(self) -> Sequence[Sample]:
        """Return the samples that are in sight, or nearly."""
        size = self.gridSize()
        columns = max(1, self.viewport().width() // size.width())
        first = self.verticalScrollBar().value() // size.height() * columns
        rows = self.viewport().height() // size.height() + 2
        return self._samples.shown[first : first + rows * columns]

    def set_empty_text(self, text: str) -> None:
        """Say what to do where there are no samples."""
        if text != self._empty_text:
            self._empty_text = text
            self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Keep digits and Delete from the shortcuts of others while the grid has the focus."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (_digit(event) is not None or event.matches(QKeySequence.StandardKey.Delete))
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 -- Qt's name
        """Relabel by the digits' keys, delete by Delete, open by Return."""
        digit = _digit(event)
        if digit is not None:
            self.relabelled.emit(digit)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.delete_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def dataChanged(  # noqa: N802
        self, first: _Index, last: _Index, roles: Sequence[int] = ()
    ) -> None:
        """Paint what has changed; Qt's own list would lay out all tiles, of one size, anew."""
        QAbstractItemView.dataChanged(self, first, last, roles)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Let the tiles share the width."""
        self._share_width()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the tiles, or what to do where there are none."""
        super().paintEvent(event)
        if self._samples.rowCount() or not self._empty_text:
            return
        painter = QPainter(self.viewport())
        painter.setPen(theme_of(self).color("muted"))
        space = self.viewport().rect()
        margin = max(2 * SPACING, (space.width() - _TEXT_WIDTH) // 2)
        space.adjust(margin, SPACING, -margin, -SPACING)
        wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(space, wrapped, self._empty_text)

    def _share_width(self) -> None:
        tile = tile_size(self.fontMetrics())
        width = self.viewport().width() - 1
        columns = max(1, width // tile.width())
        size = QSize(max(tile.width(), width // columns), tile.height())
        self._tile.set_size(size)
        self.setGridSize(size)
        self.verticalScrollBar().setSingleStep(tile.height() // 3)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.opened.emit(self._samples.sample(index))

    def _ranges(self) -> list[QItemSelectionRange]:
        # An index for each of thousands of samples would take a while.
        return self.selectionModel().selection().toList()

    def _remember(self) -> None:
        self._chosen_before = {sample.id for sample in self.chosen()}
        self._row_before = max(0, self.currentIndex().row())
        self._place_before = self.verticalScrollBar().value()

    def _choose_again(self) -> None:
        """Choose what was chosen; what has gone makes room for what came after it."""
        shown = self._samples.shown
        selection = self._selection_of(self._chosen_before)
        current = self._samples.index(min(self._row_before, len(shown) - 1))
        if selection.isEmpty() and self._chosen_before and current.isValid():
            selection.select(current, current)
        elif not selection.isEmpty() and not selection.contains(current):
            current = self._samples.index(selection.at(0).top())
        models = self.selectionModel()
        models.setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
        models.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.doItemsLayout()
        self.verticalScrollBar().setValue(self._place_before)
        self.choice_changed.emit()

    def _selection_of(self, ids: set[int]) -> QItemSelection:
        selection, first = QItemSelection(), None
        # Neighbours as one range: thousands of ranges would take a while.
        for row, sample in enumerate((*self._samples.shown, None)):
            is_chosen = sample is not None and sample.id in ids
            if is_chosen and first is None:
                first = row
            elif not is_chosen and first is not None:
                selection.select(self._samples.index(first), self._samples.index(row - 1))
                first = None
        return selection


def _digit(event: QKeyEvent) -> int | None:
    plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() in _DIGIT_KEYS and plain == Qt.KeyboardModifier.NoModifier:
        return event.key() - Qt.Key.Key_0
    return None
