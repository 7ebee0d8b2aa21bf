"""The files on the Read tab: which one is looked at, and what is still to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from ocr_app.controllers.reading.opened_file import OpenedFile
from ocr_app.engine.reader.save import NamedReading

if TYPE_CHECKING:
    from ocr_app.controllers.reading.opened_picture import OpenedPicture
    from ocr_app.engine.reader.job import ReadJob

_MOST_BYTES: Final = 400_000_000
"""Of the pictures that are kept; a photo of 12 megapixels takes 60 million."""

_STOPPED: Final = "Not read: it was stopped."


class OpenedFiles:
    """All of them, in the order in which they came.

    Attributes
    ----------
    shown : int
        Which file is looked at; -1 for none.
    """

    def __init__(self) -> None:
        self._files: list[OpenedFile] = []
        self.shown = -1

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[OpenedFile]:
        return iter(self._files)

    @property
    def file(self) -> OpenedFile | None:
        """The file that is looked at."""
        return self._files[self.shown] if 0 <= self.shown < len(self._files) else None

    @property
    def picture(self) -> OpenedPicture | None:
        """The picture that is looked at."""
        return None if self.file is None else self.file.picture

    @property
    def pictures(self) -> list[OpenedPicture]:
        """All pages of all files that somebody wanted to see."""
        return [picture for file in self._files for picture in file.pictures]

    def add(self, jobs: Sequence[ReadJob]) -> None:
        """Add files; the first of them is looked at."""
        self.shown = len(self._files)
        self._files += [OpenedFile(job) for job in jobs]

    def remove(self, numbers: Sequence[int]) -> list[OpenedFile]:
        """Take files off, and return them; one beside them is looked at."""
        gone = [self._files[number] for number in numbers]
        self._files = [one for one in self._files if one not in gone]
        self.shown = min(numbers[0], len(self._files) - 1)
        return gone

    def clear(self) -> None:
        """Forget all of them."""
        self._files.clear()
        self.shown = -1

    def number_of(self, file: OpenedFile) -> int:
        """Which of them a file is."""
        return self._files.index(file)

    def file_of(self, picture: OpenedPicture) -> OpenedFile:
        """Return the file that a picture is a page of."""
        return next(file for file in self._files if picture in file.pictures)

    # -- what is still to be read --------------------------------------------------------------

    def next_to_read(self) -> OpenedPicture | None:
        """Return the picture to read next: the one that is looked at comes first."""
        seen = self.picture
        if seen is not None and (seen.is_waiting or seen.is_put_away):
            return seen
        return next((one for file in self._files for one in file.waiting()), None)

    def wants(self, picture: OpenedPicture) -> bool:
        """Whether a picture is looked at, or still to be read."""
        return picture is self.picture or any(picture in file.waiting() for file in self._files)

    def progress(self) -> tuple[int, int]:
        """Return how many have been read, of how many: files, or pages where all are wanted."""
        total = waiting = 0
        for file in self._files:
            most = file.n_pages if file.wants_all else 1
            total += most
            waiting += min(most, len(file.waiting()))
        return total - waiting, total

    def stop(self) -> None:
        """Want nothing any more; what somebody waited for says so."""
        for file in self._files:
            file.stop()
            for picture in file.waiting():
                picture.error = _STOPPED

    def failures(self) -> str:
        """Say how many could not be read; nothing if all could."""
        pictures = self.pictures
        failed = sum(bool(picture.error) for picture in pictures)
        what = "pages" if len(self._files) == 1 else "pictures"
        return f"{failed:,} of {len(pictures):,} {what} could not be read." if failed else ""

    # -- what was read -------------------------------------------------------------------------

    def readings(self) -> list[NamedReading]:
        """Return what was read in all of them, and what could not be."""
        return [
            NamedReading(file.title, one.page, one.error or None, file.place_of(one))
            for file in self._files
            for one in file.pictures
            if not one.is_waiting
        ]

    def count_unread(self) -> int:
        """Count the pages that nobody has looked at."""
        return sum(file.n_unread for file in self._files if file.n_pages > 1)

    def put_away(self, newest: OpenedPicture) -> None:
        """Let go of the pictures that nobody looks at, once they take too much memory."""
        kept = [one for one in (newest, self.picture) if one is not None]
        room = _MOST_BYTES - sum(one.n_bytes for one in dict.fromkeys(kept))
        for picture in reversed(self.pictures):
            if picture not in kept and picture.result is not None:
                room -= picture.n_bytes
                if room < 0:
                    picture.put_away()
