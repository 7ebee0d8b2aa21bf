"""Samples made by several processes at once, this one among them."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import asdict
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.sample_portions import MakingCancelled, SampleOrder, Shelf, made_here
from ocr_app.engine.training_samples import Part
from ocr_app.engine.workbench.framing import BrokenFrameError, Frame, FrameReader, encode

MOST_HELPERS: Final = 3
"""Each takes some 90 MB while it makes samples; more cores than that are left to others."""

_MODULE: Final = "ocr_app.workers.sample_maker"

_WORTH_IT: Final = 8_000
"""Samples from which on another process saves more time than its start takes."""

_SLOWEST_FIRST: Final = ("synthetic", "pictures", "nondigits", "copies")
"""Kinds by the time that a portion takes."""

_LOOK: Final = 0.02
"""Seconds after which is looked whether to stop while others make the last portions."""


def n_helpers() -> int:
    """How many processes can help here: one for every core but the first, at most 3."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on Windows and macOS
        cores = os.cpu_count() or 1
    return min(cores - 1, MOST_HELPERS)


def made_by_many(
    order: SampleOrder,
    counts: NDArray[np.float32],
    labels: NDArray[np.int64],
    report: Callable[[int], None],
    should_stop: Callable[[], bool],
    helpers: int | None = None,
) -> Part:
    """Make the samples together with some other processes; see `MakeSamples`.

    What comes out depends on the order alone. A helper that fails is done without.

    Parameters
    ----------
    order, counts, labels, report, should_stop
        See `MakeSamples`.
    helpers : int, optional
        Other processes; by default as many as are worth their start.
    """
    if helpers is None:
        helpers = n_helpers() if order.n_samples(len(labels)) >= _WORTH_IT else 0
    if helpers <= 0:
        return made_here(order, counts, labels, report, should_stop)
    work = _Work(order, len(labels))
    team: list[_Helper] = []
    try:
        team += [_Helper(work, order, counts, labels) for _ in range(helpers)]
        while not work.is_done:
            if should_stop():
                raise MakingCancelled
            # Quick ones are made in small parts, between which it may be told to stop.
            number = work.claim(quickest=True)
            if number is None:
                report(work.wait(_LOOK))
                continue
            at = 0
            for X, y in work.portions[number].make(order, counts, labels):
                if should_stop():
                    raise MakingCancelled
                work.put(number, X, y, at)
                at += len(y)
                report(work.n_made)
            work.finish(number)
    finally:
        for helper in team:
            helper.dismiss()
    return work.samples()


class _Work:
    """Who makes which portion, and what is made; used by several threads."""

    def __init__(self, order: SampleOrder, n_digits: int) -> None:
        self._shelf = Shelf(order, n_digits)
        self.portions = self._shelf.portions
        # Helpers make the slowest first, so that all end at about the same time.
        numbers = range(len(self.portions))
        kinds = [_SLOWEST_FIRST.index(portion.kind) for portion in self.portions]
        self._unclaimed = deque(sorted(numbers, key=kinds.__getitem__))
        self._unfinished = set(numbers)
        self._news = threading.Condition()
        self.n_made = 0

    @property
    def is_done(self) -> bool:
        return not self._unfinished

    def claim(self, quickest: bool = False) -> int | None:
        """Take the next portion on, or the quickest that is left; None if all are taken."""
        with self._news:
            if not self._unclaimed:
                return None
            return self._unclaimed.pop() if quickest else self._unclaimed.popleft()

    def give_back(self, number: int) -> None:
        """Let somebody else make it."""
        with self._news:
            self._unclaimed.append(number)
            self._news.notify_all()

    def put(self, number: int, X: NDArray[np.float32], y: NDArray[np.int64], at: int = 0) -> None:
        self._shelf.put(number, X, y, at)
        with self._news:
            self.n_made += len(y)

    def finish(self, number: int) -> None:
        with self._news:
            self._unfinished.remove(number)
            self._news.notify_all()

    def wait(self, seconds: float) -> int:
        """Wait for news, at most so long; return the number of samples that are made."""
        with self._news:
            if self._unfinished and not self._unclaimed:
                self._news.wait(seconds)
            return self.n_made

    def samples(self) -> Part:
        return self._shelf.samples()


class _Helper:
    """Another process, and the thread that gives it portions until there are no more."""

    def __init__(
        self,
        work: _Work,
        order: SampleOrder,
        counts: NDArray[np.float32],
        labels: NDArray[np.int64],
    ) -> None:
        self._work = work
        self._order = Frame("order", asdict(order), {"counts": counts, "labels": labels})
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._process = subprocess.Popen(  # noqa: S603 -- this Python, a module of ours
                [sys.executable, "-m", _MODULE],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # The modules that run here, and no console window on Windows.
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            return  # no memory or no room for a process: the others do without
        self._thread = threading.Thread(target=self._feed, args=(self._process,), daemon=True)
        self._thread.start()

    def dismiss(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._thread.join()
            for pipe in (self._process.stdin, self._process.stdout):
                _close(pipe)

    def _feed(self, process: subprocess.Popen[bytes]) -> None:
        """Let it make portions; runs in the thread."""
        number = None
        reader = FrameReader()
        try:
            _send(process, self._order)
            while (number := self._work.claim()) is not None:
                _send(process, Frame("make", {"number": number}))
                frame = _receive(process, reader)
                self._work.put(number, frame.arrays["X"], frame.arrays["y"])
                self._work.finish(number)
        except (OSError, EOFError, BrokenFrameError, KeyError, ValueError):
            if number is not None:
                self._work.give_back(number)


def _send(process: subprocess.Popen[bytes], frame: Frame) -> None:
    assert process.stdin is not None  # noqa: S101 -- for mypy
    process.stdin.write(encode(frame))
    process.stdin.flush()


def _receive(process: subprocess.Popen[bytes], reader: FrameReader) -> Frame:
    """Wait for the next frame; EOFError if the process has ended."""
    assert process.stdout is not None  # noqa: S101 -- for mypy
    while data := os.read(process.stdout.fileno(), 1 << 16):
        if frames := reader.feed(data):
            return frames[0]
    raise EOFError("the process has ended")


def _close(pipe: IO[bytes] | None) -> None:
    if pipe is not None:
        with contextlib.suppress(OSError):  # what was not written is no longer wanted
            pipe.close()
