"""All results of a run as Markdown: one table with a column for each peer, one for the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from benchmarks.comparison import ABSENT, PEERS
from benchmarks.results import Row, markdown_rows, number


def tables(found: Mapping[str, Sequence[Row]]) -> str:
    """Write the tables of some benchmarks, without telling the machine.

    Parameters
    ----------
    found : mapping of str to sequence of Row
        By benchmark.
    """
    rows = [row for one in found.values() for row in one]
    compared = [row for row in rows if _is_compared(row)]
    others = [row for row in rows if not _is_compared(row)]
    written = [comparison(compared)] if compared else []
    written += [markdown_rows(others)] if others else []
    return "\n\n".join(written)


def comparison(rows: Sequence[Row]) -> str:
    """Write our time and, for each peer, its ratio to theirs with quartiles and the target."""
    peers = [peer for peer in PEERS if any(_peer(row) == peer for row in rows)]
    lines = [
        "| measured | ocr-app | " + " | ".join(f"÷ {peer}" for peer in peers) + " |",
        "|---|--:|" + "--:|" * len(peers),
    ]
    for name in dict.fromkeys(row.name for row in rows):
        by_peer = {_peer(row): row for row in rows if row.name == name}
        ours = next(iter(by_peer.values()))
        cells = [_cell(by_peer.get(peer)) for peer in peers]
        lines.append(f"| {name} | {number(ours.value, ours.unit)} | {' | '.join(cells)} |")
    return "\n".join(lines)


def targets(rows: Iterable[Row]) -> tuple[int, int]:
    """Count the targets that were reached, and all."""
    met = [row.met for row in rows if row.met is not None]
    return sum(met), len(met)


def _is_compared(row: Row) -> bool:
    return _peer(row) in PEERS


def _peer(row: Row) -> str:
    return row.peer.removesuffix(f": {ABSENT}")


def _cell(row: Row | None) -> str:
    if row is None:
        return ""
    if row.ratio is None or row.spread is None:
        return ABSENT
    text = f"{row.ratio:.2f} [{row.spread[0]:.2f}, {row.spread[1]:.2f}]"
    if row.note:
        text += f" ({row.note})"
    if row.met is None:
        return text
    return f"{text} ✓" if row.met else f"{text} ✗ {row.target.removesuffix(' × the peer')}"
