"""The snapshots of a training: as many as memory allows, evenly spread over it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from nn import TrainerSnapshot
from ocr_app.engine.workbench.messages import Moment

MOST_MOMENTS: Final = 120
MOST_BYTES: Final = 250_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A moment with all that is needed to go on from it.

    Attributes
    ----------
    moment : Moment
    snapshot : TrainerSnapshot
    learning_rate_init, momentum : float
        As they were chosen, before any schedule.
    n_bytes : int
        Memory that it takes.
    """

    moment: Moment
    snapshot: TrainerSnapshot
    learning_rate_init: float
    momentum: float
    n_bytes: int


class Moments:
    """Keeps snapshots in the order of time; when there are too many, those go that are densest.

    The first and the last always stay.

    Parameters
    ----------
    most, most_bytes : int
        How many, and how much memory they may take in all.
    """

    def __init__(self, most: int = MOST_MOMENTS, most_bytes: int = MOST_BYTES) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._kept: list[Kept] = []
        self._next = 0

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def indices(self) -> tuple[int, ...]:
        """Of the moments that are kept, oldest first."""
        return tuple(kept.moment.index for kept in self._kept)

    @property
    def latest(self) -> Moment:
        """The last moment that was added; IndexError if there is none."""
        return self._kept[-1].moment

    def add(
        self,
        epoch: float,
        snapshot: TrainerSnapshot,
        learning_rate_init: float,
        momentum: float,
    ) -> tuple[Moment, bool]:
        """Keep a snapshot, and what was chosen at that moment.

        Returns
        -------
        moment : Moment
        thinned : bool
            Whether others had to go.
        """
        parameters = snapshot.parameters.copy()
        parameters.flags.writeable = False
        moment = Moment(self._next, epoch, parameters)
        self._next += 1
        self._kept.append(Kept(moment, snapshot, learning_rate_init, momentum, _size(snapshot)))
        return moment, self._thin()

    def get(self, index: int) -> Kept:
        """Return a moment by its index; KeyError if it is not kept any more."""
        for kept in self._kept:
            if kept.moment.index == index:
                return kept
        raise KeyError(index)

    def forget_after(self, index: int) -> bool:
        """Forget all later moments; whether there were any."""
        before = len(self._kept)
        self._kept = [kept for kept in self._kept if kept.moment.index <= index]
        return len(self._kept) < before

    def _thin(self) -> bool:
        thinned = False
        while len(self._kept) > 2 and (
            len(self._kept) > self._most
            or sum(kept.n_bytes for kept in self._kept) > self._most_bytes
        ):
            epochs = [kept.moment.epoch for kept in self._kept]
            gaps = [after - before for before, after in zip(epochs, epochs[2:], strict=False)]
            del self._kept[1 + gaps.index(min(gaps))]
            thinned = True
        return thinned


def _size(snapshot: TrainerSnapshot) -> int:
    arrays = (snapshot.parameters, snapshot.sound, snapshot.best_parameters, snapshot.order)
    # Adam keeps two more vectors of the parameters' size, and the moment itself one.
    return sum(array.nbytes for array in arrays) + 3 * snapshot.parameters.nbytes
