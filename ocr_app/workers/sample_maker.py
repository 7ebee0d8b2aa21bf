"""A process that makes samples beside the one that trains: numbers come in, portions go out.

Knows no Qt. Run by `ocr_app.workers.sample_helpers`; it ends when its stdin does, so that it never
outlives whoever asked.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before NumPy: the cores are taken

import sys
from collections.abc import Iterator
from typing import IO

import numpy as np

from ocr_app.engine.sample_portions import SampleOrder
from ocr_app.engine.workbench.framing import BrokenFrameError, Frame, FrameReader, encode


def serve(source: IO[bytes], out: IO[bytes]) -> None:
    """Make one portion after the other until there are no more requests."""
    frames = _frames(source)
    first = next(frames, None)
    if first is None:
        return
    order = SampleOrder(**first.values)
    counts, labels = first.arrays["counts"], first.arrays["labels"]
    portions = order.portions()
    for frame in frames:
        number = int(frame.values["number"])
        parts = list(portions[number].make(order, counts, labels))
        X, y = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
        out.write(encode(Frame("made", {"number": number}, {"X": X, "y": y})))
        out.flush()


def _frames(source: IO[bytes]) -> Iterator[Frame]:
    reader = FrameReader()
    while data := os.read(source.fileno(), 1 << 16):
        yield from reader.feed(data)


def main() -> int:
    """Serve whoever started this process."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever prints must not get between the portions.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        serve(sys.stdin.buffer, out)
    except (BrokenPipeError, BrokenFrameError):
        return 1  # nobody listens any more
    return 0


if __name__ == "__main__":
    sys.exit(main())
