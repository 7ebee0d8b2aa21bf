"""Reading many pictures, by several processes at once, with the results in order."""

from __future__ import annotations

import io
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from datasets.pictures import count_pages, open_picture
from ocr_app.cli.output import load_model
from ocr_app.engine.reader import PageReader
from ocr_app.engine.reader.export import Place, as_json_value
from ocr_app.errors import EXPECTED_ERRORS, InputError, sentence

Result = dict[str, Any]

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
    """One picture to read, or one page of it.

    Attributes
    ----------
    file : str
    min_confidence : float
    debug_image : str or None
        File to draw the boxes into; of several pages, their numbers are added to its name.
    place : Place or None
        Which of several pages; None for all that there are.
    """

    file: str
    min_confidence: float = 0.0
    debug_image: str | None = None
    place: Place | None = None


def read_in_order(
    tasks: Iterable[Task], model_file: str | None, jobs: int
) -> Iterator[tuple[Task, Result]]:
    """Read pictures and yield the results in their order, page by page, as soon as they are known.

    Raises
    ------
    NetworkFileError
        If the model cannot be loaded, before anything is read.
    """
    reader = PageReader(load_model(model_file))
    if jobs <= 1:
        for task in tasks:
            for result in read_pages(reader, task):
                yield task, result
        return
    yield from _read_by_many(tasks, model_file, jobs)


def _read_by_many(
    tasks: Iterable[Task], model_file: str | None, jobs: int
) -> Iterator[tuple[Task, Result]]:
    waiting: deque[tuple[Task, Future[list[Result]]]] = deque()
    pool = _pool(jobs, model_file)
    try:
        for task in _and_none(page for each in tasks for page in in_pages(each)):
            if task is not None:
                waiting.append((task, _submitted(pool, task)))
            while waiting and (task is None or len(waiting) >= _AHEAD * jobs):
                first, future = waiting.popleft()
                try:
                    for result in future.result():
                        yield first, result
                except BrokenProcessPool:
                    for result in _read_apart(first, model_file):
                        yield first, result
                    pool.shutdown(wait=False)
                    pool = _pool(jobs, model_file)
                    waiting = deque((each, pool.submit(_work, each)) for each, _ in waiting)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def in_pages(task: Task) -> Iterator[Task]:
    """Yield a task for each page, so that several can be read at once.

    Only of files: what comes through a pipe comes once.
    """
    if os.path.isfile(task.file):  # noqa: PTH113 -- Path raises an error at some names
        yield from _pages(task, count_pages(task.file))
    else:
        yield task


def _pages(task: Task, n_pages: int) -> Iterator[Task]:
    if n_pages == 1 or task.place is not None:
        yield task
        return
    for number in range(1, n_pages + 1):
        image = None
        if task.debug_image is not None:
            path = Path(task.debug_image)
            image = str(path.with_name(f"{path.stem}-page{number}{path.suffix}"))
        yield replace(task, debug_image=image, place=Place(number, n_pages))


def _and_none(tasks: Iterable[Task]) -> Iterator[Task | None]:
    """Yield all tasks, and None after the last."""
    yield from tasks
    yield None


def _pool(jobs: int, model_file: str | None) -> ProcessPoolExecutor:
    # Not forked: a fork would copy the threads' locks, but not the threads.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, context, _begin, (model_file,))


def _submitted(pool: ProcessPoolExecutor, task: Task) -> Future[list[Result]]:
    try:
        return pool.submit(_work, task)
    except BrokenProcessPool as error:
        # Known only now; those that wait tell the same, and are read again.
        broken: Future[list[Result]] = Future()
        broken.set_exception(error)
        return broken


def _read_apart(task: Task, model_file: str | None) -> list[Result]:
    """Read a picture in a process of its own, after one of several has ended without a word.

    With others it may have been one too many for the memory; alone it is known which one it is.
    """
    with _pool(1, model_file) as pool:
        try:
            return pool.submit(_work, task).result()
        except BrokenProcessPool:
            return [as_json_value(task.file, None, _ENDED.format(_name(task)), place=task.place)]


_reader: PageReader | None = None


def _begin(model_file: str | None) -> None:
    global _reader  # noqa: PLW0603 -- one for each process, that its pictures share
    _reader = PageReader(load_model(model_file))


def _work(task: Task) -> list[Result]:
    assert _reader is not None  # noqa: S101 -- the pool has called _begin
    return list(read_pages(_reader, task))


def read_pages(reader: PageReader, task: Task) -> Iterator[Result]:
    """Read a picture, page by page, into what ``--json`` prints of each.

    What is wrong with a page is its error, and does not stop the others.
    """
    try:
        source = _source(task.file)
    except EXPECTED_ERRORS as error:
        yield as_json_value(task.file, None, sentence(error), place=task.place)
        return
    n_pages = 1 if task.place is not None else count_pages(source)
    for page in _pages(task, n_pages):
        yield _read_page(reader, page, source)


def _read_page(reader: PageReader, task: Task, source: str | BinaryIO) -> Result:
    try:
        picture = open_picture(source, 0 if task.place is None else task.place.page - 1)
        page = reader.read_picture(picture)
        if task.debug_image is not None:
            _draw(picture.grey, page, task)
    except EXPECTED_ERRORS as error:
        return as_json_value(task.file, None, sentence(error), place=task.place)
    return as_json_value(task.file, page, None, task.min_confidence, task.place)


def _source(file: str) -> str | BinaryIO:
    """Return what to open; of a pipe, all that comes through it, since pages are sought in it."""
    if file == STDIN:
        if sys.stdin is None:
            raise InputError("There is no standard input to read a picture from.")
        return _Kept(sys.stdin.buffer)
    if _is_pipe(file):
        with Path(file).open("rb") as pipe:
            return _Kept(pipe)
    return file


class _Kept(io.BytesIO):
    """What has come through a pipe, under its name."""

    def __init__(self, pipe: BinaryIO) -> None:
        super().__init__(pipe.read())
        self.name = str(getattr(pipe, "name", "The picture"))


def _is_pipe(file: str) -> bool:
    try:
        return Path(file).is_fifo()
    except (OSError, ValueError):  # opening it says what is wrong with its name
        return False


def _name(task: Task) -> str:
    return task.file if task.place is None else f"Page {task.place.page} of {task.file}"


def _draw(grey: Any, page: Any, task: Task) -> None:
    from ocr_app.engine.reader.overlay import draw_boxes  # noqa: PLC0415 -- seldom asked for

    draw_boxes(grey, page, task.min_confidence).save(Path(str(task.debug_image)))
