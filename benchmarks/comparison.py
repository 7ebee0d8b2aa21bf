"""One kind of work, timed with all contenders, and the ratios between ours and theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.contenders import CONTENDERS, OURS
from benchmarks.results import Row
from benchmarks.timing import quartiles

PEERS = tuple(name for name, *_ in CONTENDERS if name != OURS)
ABSENT = "not installed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a benchmark of the engine found for one case.

    Attributes
    ----------
    name : str
    seconds : mapping of str to list of float or None
        By contender, one number a round; None if it is not installed, and it may be missing if
        there is nothing to compare.
    targets : mapping of str to float
        By peer, the largest ratio that is aimed at.
    notes : mapping of str to str
        By contender, what else there is to say.
    """

    name: str
    seconds: Mapping[str, list[float] | None]
    targets: Mapping[str, float] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    def ratio(self, peer: str) -> tuple[float, float, float] | None:
        """Our time as a multiple of a peer's: median of the rounds, and quartiles."""
        ours, theirs = self.seconds[OURS], self.seconds.get(peer)
        if ours is None or theirs is None:
            return None
        return quartiles([a / b for a, b in zip(ours, theirs, strict=True)])

    def met(self, peer: str) -> bool | None:
        """Whether a target was reached; None without one or without the peer."""
        ratio = self.ratio(peer)
        return None if ratio is None or peer not in self.targets else ratio[0] <= self.targets[peer]


def rows(found: Sequence[Comparison]) -> list[Row]:
    """Return one row for every contender that we are compared with."""
    made = []
    for one in found:
        ours = one.seconds[OURS]
        assert ours is not None
        for peer in one.seconds:
            if peer == OURS:
                continue
            theirs, ratio = one.seconds[peer], one.ratio(peer)
            target = f"≤ {one.targets[peer]:g} × the peer" if peer in one.targets else ""
            made.append(
                Row(
                    f"{one.name}",
                    1000 * quartiles(ours)[0],
                    "ms",
                    peer if theirs else f"{peer}: {ABSENT}",
                    1000 * quartiles(theirs)[0] if theirs else None,
                    target,
                    one.met(peer),
                    spread=ratio[1:] if ratio else None,
                    median_ratio=ratio[0] if ratio else None,
                    note=one.notes.get(peer, ""),
                )
            )
    return made
