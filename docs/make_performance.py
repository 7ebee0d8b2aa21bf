"""Write measured figures into ``docs/performance.md`` and ``README.md``.

First measure, all or some of it, then hand over what was kept::

    make bench ONLY="training inference" ARGS="--json results.json"
    make performance ARGS=results.json

What was measured before and is not in the files stays: ``docs/performance.json`` keeps all. Figures
stand between ``<!-- measured: NAMES -->`` and ``<!-- end -->``.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # benchmarks is not installed

from benchmarks.report import tables, targets
from benchmarks.results import Row, about, number, read_json

ROOT: Final = Path(__file__).resolve().parent.parent
KEPT: Final = ROOT / "docs" / "performance.json"
PAGES: Final = (ROOT / "docs" / "performance.md", ROOT / "README.md")
BLOCK: Final = re.compile(r"(<!-- measured: ([\w ]+) -->\n).*?(<!-- end -->)", re.DOTALL)

Found = dict[str, tuple[dict[str, str], list[Row]]]

#: What the README tells: benchmark, row, peers.
TOLD: Final = (
    ("training", "64-64-10, batch 10, Adam: a step", "Training on digits, 64-64-10, batch 10"),
    ("training", "64-64-10, batch 128, Adam: a step", "The same, batch 128"),
    (
        "training_large",
        "784-300-10, 60,000 rows, batch 128, Adam: a step",
        "Training 784-300-10 on 60,000 pictures",
    ),
    ("training_xor", "XOR 2-4-1, full batch, momentum: a step", "Training XOR, 2-4-1"),
    ("inference", "64-64-10: predict one sample", "Reading one sample"),
    ("inference", "64-64-10: predict 10,000 samples", "Reading 10,000 samples"),
)
TOLD_PEERS: Final = ("scikit-learn", "PyTorch", "textbook NumPy", "floor")


def main() -> None:
    """Merge new results into the kept ones and write all blocks anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path, nargs="*", help="what make bench --json wrote")
    options = parser.parse_args()
    kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    for file in options.results:
        kept |= json.loads(file.read_text(encoding="utf-8"))
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    found = read_json(KEPT)
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        page.write_text(filled(text, found), encoding="utf-8")
        print(page)


def filled(text: str, found: Found) -> str:
    """Write what was measured into the blocks of a page."""

    def block(match: re.Match[str]) -> str:
        names = match[2].split()
        inner = summary(found) if names == ["summary"] else section(names, found)
        return f"{match[1]}{inner}\n{match[3]}"

    return BLOCK.sub(block, text)


def section(names: Sequence[str], found: Found) -> str:
    """Write the tables of some benchmarks and what they were measured on."""
    measured = [name for name in names if name in found]
    if not measured:
        return "Not measured yet."
    parts = []
    for name in measured:
        machine, rows = found[name]
        reached, aimed = targets(rows)
        parts.append(tables({name: rows}))
        told = f" {reached} of {aimed} targets reached." if aimed else ""
        parts.append(f"`make bench ONLY={name}`:{told} {about(machine)}")
    return "\n\n".join(parts)


def summary(found: Found) -> str:
    """Write a few of the comparisons as times and as shares of the peers' times."""
    lines = [
        "| a step of training, or a call | ocr-app | "
        + " | ".join(f"÷ {peer}" for peer in TOLD_PEERS)
        + " |",
        "|---|--:|" + "--:|" * len(TOLD_PEERS),
    ]
    for benchmark, name, title in TOLD:
        rows = [row for row in found.get(benchmark, ({}, []))[1] if row.name == name]
        if not rows:
            continue
        ratios = {row.peer: row.ratio for row in rows}
        cells = [f"{ratio:.2f}" if (ratio := ratios.get(p)) else "–" for p in TOLD_PEERS]
        cells = [title, number(rows[0].value, rows[0].unit), *cells]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
