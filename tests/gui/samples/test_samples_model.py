"""The list of samples tells views exactly which rows change, and no more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtTest import QAbstractItemModelTester

from datasets.drawing import Drawing
from ocr_app.widgets.samples.samples_model import ALL, SamplesModel
from ocr_app.widgets.samples.samples_view import SamplesView

LINE = Drawing.from_points([[[0.2, 0.2], [0.8, 0.8]]])


@dataclass(frozen=True)
class Known:
    id: int
    label: int
    drawing: Drawing = LINE
    created: datetime = datetime(2024, 5, 1, tzinfo=UTC)


class Mirror:
    """A view that only does what it is told about rows."""

    def __init__(self, model: SamplesModel) -> None:
        self.model, self.resets = model, 0
        self.labels: list[str] = []
        model.rowsInserted.connect(self._insert)
        model.rowsRemoved.connect(lambda _, first, last: self._remove(first, last))
        model.dataChanged.connect(lambda first, last, *_: self._read(first.row(), last.row()))
        model.modelReset.connect(self._reset)

    def _insert(self, _, first, last):
        self.labels[first:first] = [""] * (last + 1 - first)
        self._read(first, last)

    def _remove(self, first, last):
        del self.labels[first : last + 1]

    def _read(self, first, last):
        for row in range(first, last + 1):
            self.labels[row] = self.model.index(row).data()

    def _reset(self):
        self.resets += 1
        self.labels = [self.model.index(row).data() for row in range(self.model.rowCount())]


stocks = st.lists(
    st.dictionaries(st.integers(0, 200), st.integers(0, 9), max_size=120).map(
        lambda found: tuple(Known(number, found[number]) for number in sorted(found))
    ),
    max_size=6,
)


@given(stocks, st.sampled_from([ALL, 3]))
def test_who_follows_the_rows_shows_what_there_is(qapp, stocks, chosen):
    model = SamplesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    mirror = Mirror(model)
    model.set_filter(chosen)
    for stock in stocks:
        model.set_samples(stock)
        expected = tuple(s for s in stock if chosen in (ALL, s.label))
        assert model.shown == expected
        assert mirror.labels == [str(sample.label) for sample in expected]
    assert tester.model() is model


def ten(label=4):
    return tuple(Known(number, label) for number in range(10))


def test_relabelling_and_taking_it_back_moves_no_row(qapp):
    model = SamplesModel()
    model.set_samples(ten())
    mirror = Mirror(model)
    mirror.labels = ["4"] * 10
    moves = []
    model.about_to_move.connect(lambda: moves.append("moved"))
    model.set_samples(tuple(replace(sample, label=7) for sample in model.samples))
    assert mirror.labels == ["7"] * 10
    model.set_samples(ten())
    assert mirror.labels == ["4"] * 10
    assert (moves, mirror.resets) == ([], 0)


def test_what_is_chosen_stays_so_when_others_come_and_go(qtbot):
    model = SamplesModel()
    view = SamplesView(model)
    qtbot.addWidget(view)
    model.set_samples(ten())
    flags = QItemSelectionModel.SelectionFlag
    for row in (3, 4, 8):
        view.selectionModel().select(model.index(row), flags.Select)
    view.selectionModel().setCurrentIndex(model.index(4), flags.NoUpdate)
    model.set_samples((*ten()[2:4], *ten()[6:], Known(99, 4)))
    assert [sample.id for sample in view.chosen()] == [3, 8]
    model.set_samples(ten())
    assert [sample.id for sample in view.chosen()] == [3, 8]
