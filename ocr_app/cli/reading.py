"""Reading many pictures, by several processes at once, with the results in order."""

from __future__ import annotations

import multiprocessing
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from datasets.pictures import open_picture
from ocr_app.cli.output import load_model
from ocr_app.engine.reader import PageReader
from ocr_app.engine.reader.export import as_json_value
from ocr_app.engine.wording import only_first
from ocr_app.errors import EXPECTED_ERRORS, InputError, sentence

Result = dict[str, Any]

NOTE: Final = "note"
"""Key of a result for what people should know though it is no error; it is not printed."""

STDIN: Final = "-"
"""Stands for a picture that comes through a pipe."""

_ENDED: Final = (
    "{} cannot be read: the system ended its process, most likely for want of memory. "
    "A smaller picture, or more memory, may help."
)

_AHEAD: Final = 4
"""Pictures for each process that are read before they are asked for."""


@dataclass(frozen=True, slots=True)
class Task:
    """One picture to read.

    Attributes
    ----------
    file : str
    min_confidence : float
    debug_image : str or None
        File to draw the boxes into.
    """

    file: str
    min_confidence: float = 0.0
    debug_image: str | None = None


def read_in_order(
    tasks: Iterable[Task], model_file: str | None, jobs: int
) -> Iterator[tuple[Task, Result]]:
    """Read pictures and yield the results in their order, as soon as they are known.

    Raises
    ------
    NetworkFileError
        If the model cannot be loaded, before anything is read.
    """
    reader = PageReader(load_model(model_file))
    if jobs <= 1:
        for task in tasks:
            yield task, read_one(reader, task)
        return
    yield from _read_by_many(tasks, model_file, jobs)


def _read_by_many(
    tasks: Iterable[Task], model_file: str | None, jobs: int
) -> Iterator[tuple[Task, Result]]:
    waiting: deque[tuple[Task, Future[Result]]] = deque()
    pool = _pool(jobs, model_file)
    try:
        for task in _and_none(tasks):
            if task is not None:
                waiting.append((task, _submitted(pool, task)))
            while waiting and (task is None or len(waiting) >= _AHEAD * jobs):
                first, future = waiting.popleft()
                try:
                    yield first, future.result()
                except BrokenProcessPool:
                    yield first, _read_apart(first, model_file)
                    pool.shutdown(wait=False)
                    pool = _pool(jobs, model_file)
                    waiting = deque((each, pool.submit(_work, each)) for each, _ in waiting)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _and_none(tasks: Iterable[Task]) -> Iterator[Task | None]:
    """Yield all tasks, and None after the last."""
    yield from tasks
    yield None


def _pool(jobs: int, model_file: str | None) -> ProcessPoolExecutor:
    # Not forked: a fork would copy the threads' locks, but not the threads.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, context, _begin, (model_file,))


def _submitted(pool: ProcessPoolExecutor, task: Task) -> Future[Result]:
    try:
        return pool.submit(_work, task)
    except BrokenProcessPool as error:
        # Known only now; those that wait tell the same, and are read again.
        broken: Future[Result] = Future()
        broken.set_exception(error)
        return broken


def _read_apart(task: Task, model_file: str | None) -> Result:
    """Read a picture in a process of its own, after one of several has ended without a word.

    With others it may have been one too many for the memory; alone it is known which one it is.
    """
    with _pool(1, model_file) as pool:
        try:
            return pool.submit(_work, task).result()
        except BrokenProcessPool:
            return as_json_value(task.file, None, _ENDED.format(task.file))


_reader: PageReader | None = None


def _begin(model_file: str | None) -> None:
    global _reader  # noqa: PLW0603 -- one for each process, that its pictures share
    _reader = PageReader(load_model(model_file))


def _work(task: Task) -> Result:
    assert _reader is not None  # noqa: S101 -- the pool has called _begin
    return read_one(_reader, task)


def read_one(reader: PageReader, task: Task) -> Result:
    """Read one picture into what ``--json`` prints of it; what is wrong with it is its error."""
    try:
        picture = open_picture(_standard_input() if task.file == STDIN else task.file)
        page = reader.read_picture(picture)
        if task.debug_image is not None:
            _draw(picture.grey, page, task)
    except EXPECTED_ERRORS as error:
        return as_json_value(task.file, None, sentence(error))
    result = as_json_value(task.file, page, None, task.min_confidence)
    if picture.n_pages > 1:
        result[NOTE] = only_first(picture.n_pages)
    return result


def _standard_input() -> BinaryIO:
    if sys.stdin is None:
        raise InputError("There is no standard input to read a picture from.")
    return sys.stdin.buffer


def _draw(grey: Any, page: Any, task: Task) -> None:
    from ocr_app.engine.reader.overlay import draw_boxes  # noqa: PLC0415 -- seldom asked for

    draw_boxes(grey, page, task.min_confidence).save(Path(str(task.debug_image)))
