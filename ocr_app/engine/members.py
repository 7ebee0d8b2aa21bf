"""Networks that are trained apart, at the same time: a process each, for threads share one core."""

from __future__ import annotations

import multiprocessing
import os
import queue
import signal
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from typing import Any, Final, TypeVar

Progress = TypeVar("Progress")
Result = TypeVar("Result")
ShouldStop = Callable[[], bool]

_LOOK: Final = 0.1
"""Seconds after which is looked whether to stop."""

_line: tuple[Queue[Any], Event] | None = None
"""In a member's process: what it is doing goes one way, the word to stop comes the other."""


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
        One training, in a process of its own: it must be a function of a module, or a `partial` of
        one, and must look at its `should_stop` often.
    report : callable (list of progress)
        Called in the calling thread with each member's latest progress, once all have some.
    should_stop : callable () -> bool
        Looked at in the calling thread, ten times a second.
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
    context = multiprocessing.get_context("spawn")
    news: Queue[Any] = context.Queue()
    stop = context.Event()
    with ProcessPoolExecutor(n, context, _begin, (news, stop)) as pool:
        futures = [pool.submit(_run, train, member) for member in range(n)]
        try:
            _watch(futures, news, stop, report, should_stop)
        except BaseException:
            stop.set()
            raise
    return _results(futures, stopped)


def _begin(news: Queue[Any], stop: Event) -> None:
    """Prepare a member's process."""
    global _line  # noqa: PLW0603 -- a pool hands nothing else to its processes
    _line = news, stop
    # Ctrl+C goes to all; whoever waits for the members stops them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run(
    train: Callable[[int, Callable[[Progress], None], ShouldStop], Result], member: int
) -> Result:
    """Train one member, in its process."""
    assert _line is not None  # noqa: S101 -- `_begin` came first
    news, stop = _line
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 -- this is a pool's process

    def should_stop() -> bool:
        # Nobody would take the result of a training whose starter was killed.
        return stop.is_set() or not parent.is_alive()

    try:
        return train(member, lambda progress: news.put((member, progress)), should_stop)
    finally:
        if not parent.is_alive():
            os._exit(1)  # the pool's process would wait for the next task for ever
        news.put((member, None))


def _watch(
    futures: list[Future[Result]],
    news: Queue[Any],
    stop: Event,
    report: Callable[[list[Progress]], None],
    should_stop: ShouldStop,
) -> None:
    """Pass on what the members tell, until all have ended."""
    latest: dict[int, Progress] = {}
    ended: set[int] = set()
    while len(ended) < len(futures):
        failed = any(future.done() and future.exception() is not None for future in futures)
        if failed or should_stop():
            stop.set()
        try:
            member, progress = news.get(timeout=_LOOK)
        except queue.Empty:
            if all(future.done() for future in futures):
                return  # a process that is killed says no good-bye
            continue
        if progress is None:
            ended.add(member)
            continue
        latest[member] = progress
        if len(latest) == len(futures):
            report([latest[each] for each in range(len(futures))])


def _results(futures: list[Future[Result]], stopped: type[Exception]) -> list[Result]:
    """Return all results, or raise what was raised.

    Members that were stopped because another one failed raise as well; that is not the reason.
    """
    errors = [error for future in futures if (error := future.exception()) is not None]
    if errors:
        raise min(errors, key=lambda error: isinstance(error, stopped))
    return [future.result() for future in futures]
