"""What is done to the samples, one after the other; it knows no windows."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from datasets.drawing import Drawing
from ocr_app.widgets.samples.sample import n_samples

if TYPE_CHECKING:
    from datasets.digit_picture import Written
    from ocr_app.storage import SampleStore, StoredSample

_MOST_UNDOS: Final = 100


class Stock(NamedTuple):  # a dataclass takes 1 ms to make, which the first window waits for
    """What there is.

    Attributes
    ----------
    counts : tuple of int
        How many samples of each digit: 10 numbers.
    samples : tuple of StoredSample or None
        All of them, oldest first, if somebody looks at them.
    undo : str
        What Undo would take back, in words; empty if nothing.
    notice : str
        What people should read: what was damaged. Mostly empty.
    """

    counts: tuple[int, ...]
    samples: tuple[StoredSample, ...] | None
    undo: str
    notice: str


@dataclass(slots=True)
class _Said:
    """What was said last about a drawing: the sample, and what it was called before."""

    id: int
    drawing: Written
    before: list[int]
    is_new: bool

    @property
    def can_undo(self) -> bool:
        """Whether the last word can be taken back; a sample that was opened is not deleted."""
        return self.is_new or bool(self.before)


class Desk:
    """What is done to the samples, one after the other, in one thread; it knows no windows."""

    def __init__(self, store_factory: Callable[[], SampleStore]) -> None:
        self._store_factory = store_factory
        self._opened: SampleStore | None = None
        self._all: tuple[StoredSample, ...] | None = None  # None: to be read from the file
        self._is_looked_at = False
        self._said: _Said | None = None
        self._undos: list[tuple[str, Callable[[], Any]]] = []

    def stock(self) -> Stock:
        """Say what there is."""
        store = self._store()
        samples = self.all() if self._is_looked_at else None
        undo = self._undos[-1][0] if self._undos else ""
        return Stock(store.counts(), samples, undo, store.notice)

    def look(self) -> None:
        """Notice what other windows did."""
        if self._store().has_changed():
            self._all = None

    def look_at_all(self) -> None:
        """Have all samples at hand from now on."""
        self._is_looked_at = True
        self.look()

    def all(self) -> tuple[StoredSample, ...]:
        """Return all samples, oldest first."""
        self.look()
        if self._all is None:
            self._all = self._store().samples()
        return self._all

    def hold(self, sample: StoredSample) -> None:
        """Remember that a sample was put onto the canvas: teaching it corrects it."""
        self._said = _Said(sample.id, sample.drawing, [], is_new=False)

    def teach(self, drawing: Drawing, label: int) -> bool:
        """Add a drawing, or correct it if it was the last one; whether that can be undone."""
        said = self._said
        known = None if said is None or said.drawing != drawing else self._find(said.id)
        if said is None or known is None:
            sample = self._store().add(drawing, label)
            if self._all is not None:
                self._all = (*self._all, sample)
            said = self._said = _Said(sample.id, drawing, [], is_new=True)
        elif known.label != label:
            self._relabel([known], label)
            said.before.append(known.label)
        return said.can_undo

    def take_back(self) -> tuple[int, int | None] | None:
        """Undo the last `teach`: return what it was called, and what it is now, if anything."""
        said = self._said
        known = None if said is None or not said.can_undo else self._find(said.id)
        if said is None or known is None:
            return None
        if said.before:
            self._relabel([known], said.before[-1])
            return known.label, said.before.pop()
        self._delete([known])
        self._said = None
        return known.label, None

    def relabel(self, samples: Sequence[StoredSample], label: int) -> None:
        """Say that samples are another digit."""
        self._relabel(samples, label)
        self._remember(f"relabelling {n_samples(len(samples))}", lambda: self._label_as(samples))

    def delete(self, samples: Sequence[StoredSample]) -> None:
        """Delete samples."""
        self._delete(samples)
        self._remember(f"deleting {n_samples(len(samples))}", lambda: self._restore(samples))

    def add_many(
        self, pairs: Sequence[tuple[Written, int]], done: str = "importing"
    ) -> tuple[int, int]:
        """Add drawings that are not there yet; return how many are new, and how many were there."""
        there = {_key(sample.drawing, sample.label) for sample in self.all()}
        new = []
        for drawing, label in pairs:
            if (key := _key(drawing, label)) not in there:
                there.add(key)
                new.append((drawing, label))
        if new:
            added = self._store().add_many(new)
            self._all = (*self.all(), *added)
            self._remember(f"{done} {n_samples(len(new))}", lambda: self._delete(added))
        return len(new), len(pairs) - len(new)

    def undo(self) -> str:
        """Take back the last of these three; return in words what it was."""
        if not self._undos:
            return ""
        what, take_back = self._undos[-1]
        take_back()
        self._undos.pop()
        return what

    def close(self) -> None:
        """Close the file; it is opened again when it is needed."""
        if self._opened is not None:
            self._opened.close()
            self._opened = self._all = None

    def _store(self) -> SampleStore:
        if self._opened is None:
            self._opened = self._store_factory()
        return self._opened

    def _find(self, number: int) -> StoredSample | None:
        return next((sample for sample in self.all() if sample.id == number), None)

    def _remember(self, what: str, take_back: Callable[[], Any]) -> None:
        self._undos = [*self._undos[1 - _MOST_UNDOS :], (what, take_back)]

    def _relabel(self, samples: Sequence[StoredSample], label: int) -> None:
        ids = {sample.id for sample in samples}
        self._store().relabel(sorted(ids), label)
        if self._all is not None:
            self._all = tuple(replace(s, label=label) if s.id in ids else s for s in self._all)

    def _label_as(self, samples: Sequence[StoredSample]) -> None:
        for label in sorted({sample.label for sample in samples}):
            self._relabel([sample for sample in samples if sample.label == label], label)

    def _delete(self, samples: Sequence[StoredSample]) -> None:
        ids = {sample.id for sample in samples}
        self._store().delete(sorted(ids))
        if self._all is not None:
            self._all = tuple(sample for sample in self._all if sample.id not in ids)

    def _restore(self, samples: Sequence[StoredSample]) -> None:
        self._store().restore([sample.id for sample in samples])
        if self._all is not None:
            self._all = tuple(sorted((*self._all, *samples), key=lambda sample: sample.id))


def _key(drawing: Written, label: int) -> Hashable:
    """Return the same for what is the same to the file, which rounds."""
    if not isinstance(drawing, Drawing):
        return label, drawing
    return label, tuple((stroke.round(6) + 0.0).tobytes() for stroke in drawing.strokes)
