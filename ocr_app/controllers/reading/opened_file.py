"""A file on the Read tab with its pages: each is a picture, which is read when it is looked at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ocr_app.controllers.reading.opened_picture import OpenedPicture
from ocr_app.engine.reader.export import Place

if TYPE_CHECKING:
    from ocr_app.engine.reader.job import ReadJob


class OpenedFile:
    """One of the files; what was pasted is one of a single page, too.

    Parameters
    ----------
    job : ReadJob
        Its first page.

    Attributes
    ----------
    at : int
        Which page is looked at, from 0.
    n_pages : int
        1 until somebody has counted.
    wants_all : bool
        Whether all pages are to be read, not only those that are looked at.
    """

    def __init__(self, job: ReadJob) -> None:
        self._job = job
        self.at = 0
        self.n_pages = 1
        self.wants_all = False
        self._pages = {0: OpenedPicture(job)}
        self._wanted = {0}

    @property
    def name(self) -> str:
        """What people call it."""
        return self._job.name

    @property
    def title(self) -> str:
        """What it is called where others have to find it: the whole path."""
        source = self._job.source
        return str(source) if isinstance(source, Path) else self.name

    @property
    def picture(self) -> OpenedPicture:
        """The page that is looked at."""
        return self._page(self.at)

    @property
    def pictures(self) -> list[OpenedPicture]:
        """The pages that somebody wanted to see, in their order."""
        return [self._pages[number] for number in sorted(self._pages)]

    @property
    def trouble(self) -> str:
        """Why a page could not be read; nothing if all could."""
        return next((one.error for one in self.pictures if one.error), "")

    @property
    def n_unread(self) -> int:
        """Pages that nobody has looked at, or that wait."""
        return self.n_pages - sum(not one.is_waiting for one in self._pages.values())

    def place_of(self, picture: OpenedPicture) -> Place | None:
        """Say which of several pages a picture is."""
        return Place(picture.job.page + 1, self.n_pages) if self.n_pages > 1 else None

    def waiting(self) -> list[OpenedPicture]:
        """Return the pages that are still to be read."""
        wanted = range(self.n_pages) if self.wants_all else sorted(self._wanted)
        return [page for number in wanted if (page := self._page(number)).is_waiting]

    def turn_to(self, number: int) -> None:
        """Look at another page; one that was left before it was read waits no longer."""
        left = self.picture
        if self.at and left.is_waiting and not left.was_read:
            self._wanted.discard(self.at)
        self.at = max(0, min(number, self.n_pages - 1))
        self._wanted.add(self.at)

    def stop(self) -> None:
        """Want no pages any more but those that have been looked at."""
        self.wants_all = False

    def _page(self, number: int) -> OpenedPicture:
        if number not in self._pages:
            self._pages[number] = OpenedPicture(replace(self._job, page=number))
        return self._pages[number]
