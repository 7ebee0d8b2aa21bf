"""The samples that are shown, and what the network reads in each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ocr_app.widgets.samples.sample import Sample, a_digit

ALL: Final = 10
"""Filter: every sample. The numbers 0 to 9 are filters as well: one digit."""

MISREAD: Final = 11
"""Filter: the samples in which the network reads something else."""

_Index = QModelIndex | QPersistentModelIndex


_MOST_RANGES: Final = 50
"""Gaps in a list that are closed or filled one by one; with more, a new list is quicker."""


class SamplesModel(QAbstractListModel):
    """A list of samples behind a filter.

    A reading is the digit that the network reads, or None if it says that it is no digit.

    Signals
    -------
    about_to_move, moved
        Rows come or go, several perhaps, in steps that a view need not follow.
    """

    about_to_move = Signal()
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._samples: tuple[Sample, ...] = ()
        self._shown: tuple[Sample, ...] = ()
        self._rows: dict[int, int] = {}  # of what is shown, by id
        self._readings: dict[int, int | None] = {}
        self._counts = [0] * 12
        self._filter = ALL

    @property
    def samples(self) -> tuple[Sample, ...]:
        """All samples, whatever the filter."""
        return self._samples

    @property
    def shown(self) -> tuple[Sample, ...]:
        """The samples that the filter lets through, in their order."""
        return self._shown

    @property
    def filter(self) -> int:
        """A digit 0..9, ``ALL`` or ``MISREAD``."""
        return self._filter

    def counts(self) -> tuple[int, ...]:
        """Return how many samples every filter lets through: 12 numbers."""
        return tuple(self._counts)

    def set_samples(self, samples: Sequence[Sample]) -> None:
        """Show other samples; what has been read in those that stay is kept."""
        self._samples = tuple(samples)
        there = {sample.id for sample in self._samples}
        self._readings = {key: read for key, read in self._readings.items() if key in there}
        self._count()
        self._show(self._passing())

    def set_filter(self, chosen: int) -> None:
        """Show only some of the samples."""
        self._filter = chosen
        self._show(self._passing())

    def add_readings(self, readings: Sequence[tuple[Sample, int | None]]) -> None:
        """Take in what the network reads."""
        for sample, read in readings:
            self._counts[MISREAD] -= self.is_misread(sample)
            self._readings[sample.id] = read
            self._counts[MISREAD] += self.is_misread(sample)
        if self._filter == MISREAD:
            if self._counts[MISREAD] != len(self._shown):
                self._show(self._passing())
            return
        for sample, _ in readings:
            if (row := self._rows.get(sample.id)) is not None:
                self.dataChanged.emit(self.index(row), self.index(row))

    def forget_readings(self) -> None:
        """Forget what was read, for another network reads now."""
        self._readings = {}
        self._count()
        self._show(self._passing())

    def is_read(self, sample: Sample) -> bool:
        """Whether it is known what the network reads."""
        return sample.id in self._readings

    def is_misread(self, sample: Sample) -> bool:
        """Whether the network reads something else."""
        return self._readings.get(sample.id, sample.label) != sample.label

    def reading(self, sample: Sample) -> int | None:
        """Return what the network reads; only for a sample that `is_read`."""
        return self._readings[sample.id]

    def sample(self, index: _Index) -> Sample:
        """Return the sample of a row."""
        return self._shown[index.row()]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008, N802 -- Qt's
        """Return how many samples are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Describe a sample in words; `SampleTile` paints it."""
        if not 0 <= index.row() < len(self._shown):
            return None
        sample = self.sample(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return str(sample.label)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{self._describe(sample)}\nDouble-click to put it onto the canvas."
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._describe(sample)
        return None

    def _passing(self) -> tuple[Sample, ...]:
        if self._filter == ALL:
            return self._samples
        if self._filter == MISREAD:
            return tuple(filter(self.is_misread, self._samples))
        return tuple(sample for sample in self._samples if sample.label == self._filter)

    def _count(self) -> None:
        self._counts = [0] * 12
        for sample in self._samples:
            self._counts[sample.label] += 1
        self._counts[ALL] = len(self._samples)
        self._counts[MISREAD] = sum(map(self.is_misread, self._samples))

    def _show(self, samples: tuple[Sample, ...]) -> None:
        """Show other samples, row by row: a list with another content takes all of a view anew."""
        before, rows = self._shown, {sample.id: row for row, sample in enumerate(samples)}
        if list(self._rows) == list(rows):
            self._shown = samples
            self._tell_changed(before)
            return
        gone = [row for row, sample in enumerate(before) if sample.id not in rows]
        new = [row for row, sample in enumerate(samples) if sample.id not in self._rows]
        self.about_to_move.emit()
        self._move(samples, _ranges(gone), _ranges(new))
        self._rows = rows
        self.moved.emit()

    def _move(
        self,
        samples: tuple[Sample, ...],
        gone: Sequence[tuple[int, int]],
        new: Sequence[tuple[int, int]],
    ) -> None:
        """Take rows out and put rows in, both given by their first and their last."""
        if len(gone) + len(new) > _MOST_RANGES:
            self.beginResetModel()
            self._shown = samples
            self.endResetModel()
            return
        for first, last in reversed(gone):
            self.beginRemoveRows(QModelIndex(), first, last)
            self._shown = self._shown[:first] + self._shown[last + 1 :]
            self.endRemoveRows()
        for first, last in new:
            self.beginInsertRows(QModelIndex(), first, last)
            self._shown = self._shown[:first] + samples[first : last + 1] + self._shown[first:]
            self.endInsertRows()
        stayed, self._shown = self._shown, samples
        self._tell_changed(stayed)

    def _tell_changed(self, before: tuple[Sample, ...]) -> None:
        """Tell in which rows something else is shown now, of the same number of rows."""
        changed = [row for row, sample in enumerate(self._shown) if sample is not before[row]]
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def _describe(self, sample: Sample) -> str:
        name = a_digit(sample.label)
        when = QDateTime.fromSecsSinceEpoch(int(sample.created.timestamp()))
        saved = QLocale().toString(when, QLocale.FormatType.ShortFormat)
        words = f"{name[0].upper()}{name[1:]}, saved {saved}."
        if not self.is_read(sample):
            return words
        read = self.reading(sample)
        if read is None:
            return f"{words} The network says that it doesn't look like a digit."
        if read == sample.label:
            return f"{words} The network reads it right."
        return f"{words} The network reads {a_digit(read)}."


def _ranges(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Join rows that follow each other: the first and the last of each group."""
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and ranges[-1][1] == row - 1:
            ranges[-1] = (ranges[-1][0], row)
        else:
            ranges.append((row, row))
    return ranges
