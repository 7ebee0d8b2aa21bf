"""The table's model: one row a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from ocr_app.engine.wording import percent

SORT_ROLE: Final = Qt.ItemDataRole.UserRole

MOST_LETTERS: Final = 100
"""Of a name; what is longer is cut, for it stands in sentences and in legends, too."""

_Index = QModelIndex | QPersistentModelIndex


class RunRow(Protocol):
    """What the table shows of a run."""

    @property
    def id(self) -> int:
        """A number of its own."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def created(self) -> datetime:
        """When it began, in UTC."""

    @property
    def status(self) -> str:
        """How it ended: finished, stopped, diverged, or unfinished."""

    @property
    def setup(self) -> Mapping[str, Any]:
        """Settings by name."""

    @property
    def figures(self) -> Mapping[str, float | None]:
        """Figures by name: loss, validation_accuracy, epochs, seconds and more."""


def _figure(run: RunRow, name: str) -> float:
    """Return a figure to sort by; unknown ones come last."""
    value = run.figures.get(name)
    return float("-inf") if value is None else value


def _known(value: float, write: Callable[[float], str]) -> str:
    return "" if value == float("-inf") else write(value)


def _layers(run: RunRow) -> str:
    sizes = run.setup.get("hidden_layer_sizes", ())
    return ", ".join(map(str, sizes)) or "none"


def _learning(run: RunRow) -> str:
    solver = {"adam": "Adam", "sgd": "SGD"}.get(str(run.setup.get("solver")), "")
    rate = run.setup.get("learning_rate_init")
    return f"{solver} {rate:g}" if isinstance(rate, int | float) else solver


def _when(moment: datetime) -> str:
    """Write a moment briefly: the time matters this year, and the year before that."""
    is_this_year = moment.year == datetime.now(moment.tzinfo).year
    return f"{moment.day} {moment:%b %H:%M}" if is_this_year else f"{moment.day} {moment:%b %Y}"


_COLUMNS: Final[tuple[tuple[str, Callable[[RunRow], Any], Callable[[RunRow], str]], ...]] = (
    ("Name", lambda r: r.name.casefold(), lambda r: r.name),
    (
        "Held out",
        lambda r: _figure(r, "validation_accuracy"),
        lambda r: _known(_figure(r, "validation_accuracy"), percent),
    ),
    ("Error", lambda r: _figure(r, "loss"), lambda r: _known(_figure(r, "loss"), "{:.3g}".format)),
    (
        "Epochs",
        lambda r: _figure(r, "epochs"),
        lambda r: _known(_figure(r, "epochs"), "{:,.4g}".format),
    ),
    ("Hidden", _layers, _layers),
    ("Learning", _learning, _learning),
    (
        "Seconds",
        lambda r: _figure(r, "seconds"),
        lambda r: _known(_figure(r, "seconds"), "{:,.1f}".format),
    ),
    ("Ended", lambda r: r.status, lambda r: r.status),
    (
        "When",
        lambda r: r.created.timestamp(),
        lambda r: _when(r.created.astimezone()),
    ),
)


def _tip(run: RunRow, column: int) -> str | None:
    """Say more about a cell: a name that may be cut off, why a run has no end, when exactly."""
    if run.status == "unfinished" and column:
        return "It is still running, or the program ended in the middle of it."
    title = _COLUMNS[column][0]
    if title == "When":
        return f"{run.created.astimezone():%Y-%m-%d %H:%M:%S}"
    return run.name if title == "Name" else None


class RunsTable(QAbstractTableModel):
    """Runs by row. Names are edited in place.

    Signals
    -------
    renamed : int, str
    """

    renamed = Signal(int, str)

    def __init__(self) -> None:
        super().__init__()
        self._runs: tuple[RunRow, ...] = ()
        self._colors: Mapping[int, QColor] = {}

    @property
    def runs(self) -> tuple[RunRow, ...]:
        """All of them, as they came."""
        return self._runs

    def show_runs(self, runs: Sequence[RunRow]) -> None:
        """Show other runs."""
        self.beginResetModel()
        self._runs = tuple(runs)
        self.endResetModel()

    def set_colors(self, colors: Mapping[int, QColor]) -> None:
        """Put the colours of their curves before the names of some runs, given by id."""
        self._colors = colors
        if self._runs:
            last = self.index(len(self._runs) - 1, 0)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.DecorationRole])

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008 -- Qt's own
        """One row a run."""
        return 0 if parent.isValid() else len(self._runs)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Return the number of columns."""
        return 0 if parent.isValid() else len(_COLUMNS)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Name the columns."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _COLUMNS[section][0]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows, or what it is sorted by."""
        run = self._runs[index.row()]
        _, sort_key, text = _COLUMNS[index.column()]
        if role == SORT_ROLE:
            return sort_key(run)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return text(run)
        if role == Qt.ItemDataRole.DecorationRole and index.column() == 0:
            return self._colors.get(run.id)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(run, index.column())
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let names be edited."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == 0 else flags

    def setData(  # noqa: N802
        self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Ask for another name; an empty one changes nothing, a very long one is cut."""
        name = " ".join(str(value).split())[:MOST_LETTERS].strip()
        run = self._runs[index.row()]
        if role != Qt.ItemDataRole.EditRole or not name or name == run.name:
            return False
        self.renamed.emit(run.id, name)
        return True
