"""Networks that are trained apart, at the same time: one thread each, since NumPy shares cores."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, TypeVar

Progress = TypeVar("Progress")
Result = TypeVar("Result")
ShouldStop = Callable[[], bool]

_LOOK = 0.2
"""Seconds after which a wait is begun anew: elsewhere than on Linux, Ctrl+C ends none."""


@dataclass(frozen=True, slots=True)
class _Told(Generic[Progress]):
    member: int
    progress: Progress | None
    """None: this member has ended."""


def train_apart(
    n: int,
    train: Callable[[int, Callable[[Progress], None], ShouldStop], Result],
    report: Callable[[list[Progress]], None],
    should_stop: ShouldStop,
    stopped: type[Exception],
) -> list[Result]:
    """Run `n` trainings at the same time; if one fails, stop the others.

    Parameters
    ----------
    n : int
        At least 1.
    train : callable (member, report, should_stop) -> result
        One training, in a thread of its own.
    report : callable (list of progress)
        Called in the calling thread with each member's latest progress, once all have some.
    should_stop : callable () -> bool
        Looked at by all members, in their threads.
    stopped : type of Exception
        What a training raises that was stopped.

    Returns
    -------
    list
        The results, in the members' order.

    Raises
    ------
    Exception
        What the first member that failed raised.
    """
    told: queue.SimpleQueue[_Told[Progress]] = queue.SimpleQueue()
    failed = threading.Event()

    def run(member: int) -> Result:
        try:
            return train(
                member,
                lambda progress: told.put(_Told(member, progress)),
                lambda: failed.is_set() or should_stop(),
            )
        except BaseException:
            failed.set()
            raise
        finally:
            told.put(_Told(member, None))

    with ThreadPoolExecutor(n, thread_name_prefix="member") as pool:
        futures = [pool.submit(run, member) for member in range(n)]
        try:
            _pass_on(told, n, report)
        except BaseException:
            failed.set()
            raise
    return _results(futures, stopped)


def _pass_on(
    told: queue.SimpleQueue[_Told[Progress]], n: int, report: Callable[[list[Progress]], None]
) -> None:
    """Report until all members have ended."""
    latest: dict[int, Progress] = {}
    ended = 0
    while ended < n:
        try:
            news = told.get(timeout=_LOOK)
        except queue.Empty:
            continue
        if news.progress is None:
            ended += 1
            continue
        latest[news.member] = news.progress
        if len(latest) == n:
            report([latest[member] for member in range(n)])


def _results(futures: list[Future[Result]], stopped: type[Exception]) -> list[Result]:
    """Return all results, or raise what was raised.

    Members that were stopped because another one failed raise as well; that is not the reason.
    """
    errors = [error for future in futures if (error := future.exception()) is not None]
    if errors:
        raise min(errors, key=lambda error: isinstance(error, stopped))
    return [future.result() for future in futures]
