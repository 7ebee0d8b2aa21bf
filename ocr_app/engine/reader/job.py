"""One picture to be read as the window asks for it: turned, with a threshold, in part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from datasets.pictures import LoadedPicture, count_pages, open_picture, picture_of
from ocr_app.engine.reader.page_ink import InkSettings
from ocr_app.engine.reader.reader import PageReader, PreparedPage
from ocr_app.engine.reader.result import Box, PageReading

Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class ReadJob:
    """A picture and how to read it.

    Attributes
    ----------
    name : str
        What people call it.
    source : Path or ndarray of shape (h, w), uint8
        A file, or grey that is here already.
    page : int
        Which page of the file, from 0.
    quarter_turns : int
        How often it is turned to the left by 90 degrees first.
    settings : InkSettings
    region : Box or None
        What to read, in pixels of the turned picture; None for all of it.
    """

    name: str
    source: Path | Grey
    page: int = 0
    quarter_turns: int = 0
    settings: InkSettings = InkSettings()  # noqa: RUF009 -- immutable
    region: Box | None = None


@dataclass(frozen=True, slots=True, eq=False)
class JobResult:
    """What came of it.

    Attributes
    ----------
    grey : ndarray of shape (h, w), uint8
        The turned picture, reduced if it is huge.
    prepared : PreparedPage
        For boxes that are drawn by hand.
    page : PageReading
    """

    grey: Grey
    prepared: PreparedPage
    page: PageReading


def n_pages_of(job: ReadJob) -> int:
    """Count the pages of a job's file."""
    return count_pages(job.source) if isinstance(job.source, Path) else 1


def read_job(reader: PageReader, job: ReadJob, should_stop: Callable[[], bool]) -> JobResult:
    """Read a picture as it is asked for.

    Raises
    ------
    PictureError
        With one sentence, if there is no picture in the file.
    ReadingCancelled
    """
    source = job.source
    picture = open_picture(source, job.page) if isinstance(source, Path) else picture_of(source)
    grey = np.ascontiguousarray(np.rot90(picture.grey, job.quarter_turns))
    shown = grey
    if job.region is not None:
        shown = _only(grey, job.region, picture.reduction)
    prepared = reader.prepare(shown, job.settings, picture.reduction)
    if job.settings == InkSettings() and job.region is None:
        page = reader.read_picture(LoadedPicture(grey, picture.reduction), should_stop, prepared)
    else:
        page = reader.read_prepared(prepared, should_stop)
    return JobResult(grey, prepared, page)


def _only(grey: Grey, region: Box, reduction: int) -> Grey:
    """Cover all but a region with paper, so that boxes stay where they are."""
    rows = slice(region.y // reduction, -(-region.bottom // reduction))
    columns = slice(region.x // reduction, -(-region.right // reduction))
    part = grey[rows, columns]
    if not part.size:
        return grey
    covered = np.full_like(grey, int(np.median(part)))
    covered[rows, columns] = part
    return covered
