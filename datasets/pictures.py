"""Any picture file → grey on white, upright. What is ink in it, `datasets.ink` finds."""

from __future__ import annotations

import io
import itertools
import math
import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import ExifTags, Image, UnidentifiedImageError

from datasets.errors import PictureError
from datasets.ink import find_ink, ink_box
from datasets.pages import frames_of_pages, go_to

__all__ = ["LoadedPicture", "count_pages", "find_ink", "ink_box", "load_picture", "open_picture"]

Grey = NDArray[np.uint8]
Source = str | os.PathLike[str] | BinaryIO

LARGEST_MEGAPIXELS = 100
"""Larger pictures are refused: decoding them could fill the memory."""

WORKING_MEGAPIXELS = 12
"""Larger pictures are reduced by a whole factor while they are read."""

# Only formats that Pillow decodes by itself; it would run Ghostscript for PostScript.
_FORMATS = (
    *("PNG", "JPEG", "MPO", "GIF", "BMP", "DIB", "TIFF", "WEBP", "AVIF"),
    *("PPM", "JPEG2000", "ICO", "TGA", "PCX"),
)
_READABLE = "PNG, JPEG, GIF, BMP, TIFF, WebP and the like can be read"

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Values that stand for white in pictures of more than 8 bits: what scanners and cameras count to.
_WHITE_LEVELS = (1.0, 255.0, 1023.0, 4095.0, 16383.0, 65535.0)

# Silencing warnings changes the whole process, so one thread does it at a time.
_quiet = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class LoadedPicture:
    """A picture that has been read.

    Attributes
    ----------
    grey : ndarray of shape (h, w), uint8
        0 black to 255 white; upright.
    reduction : int
        How many pixels of the file, in x and in y, became one; 1 for all but huge pictures.
    """

    grey: Grey
    reduction: int = 1


def load_picture(source: Source) -> Grey:
    """Read a picture file as grey on white, upright; huge ones come reduced.

    Parameters
    ----------
    source : path-like or binary file
        Of an animation the first frame is read, of several pages the first.

    Returns
    -------
    ndarray of shape (h, w), uint8
        0 black to 255 white.

    Raises
    ------
    PictureError
        With one sentence, whatever is wrong with the file.
    """
    return open_picture(source).grey


def picture_of(grey: Grey) -> LoadedPicture:
    """Make a picture of grey (h, w) that is here already; huge ones are reduced, as files are."""
    factor = _reduction(grey.shape[1], grey.shape[0])
    if factor == 1:
        return LoadedPicture(grey)
    return LoadedPicture(np.array(Image.fromarray(grey).reduce(factor)), factor)


def _reduction(width: int, height: int) -> int:
    """How many pixels, in x and in y, have to become one."""
    return max(1, math.ceil(math.sqrt(width * height / (WORKING_MEGAPIXELS * 1e6))))


def open_picture(source: Source, page: int = 0) -> LoadedPicture:
    """Read a picture file like `load_picture`, and tell by how much it was reduced.

    Parameters
    ----------
    source : path-like or binary file
    page : int
        Which of its pages, from 0; see `count_pages`.
    """
    if isinstance(source, str | os.PathLike):
        name = os.fspath(source)
        with _open_file(name) as file:
            return _read(file, name, page)
    return _read(source, str(getattr(source, "name", "The picture")), page)


def count_pages(source: Source) -> int:
    """Count the pages of a picture file: 1, unless it is a TIFF of several.

    What cannot be opened counts as one page, which `open_picture` says what is wrong with; frames
    of an animation are no pages.
    """
    try:
        if isinstance(source, str | os.PathLike):
            with _open_file(os.fspath(source)) as file:
                return _count(file)
        return _count(source)
    except Exception:  # noqa: BLE001 -- `open_picture` says what is wrong
        return 1


def _count(file: BinaryIO) -> int:
    start = file.tell()
    try:
        with _calm(), _opened(file) as image:
            return sum(1 for _ in frames_of_pages(image))
    finally:
        file.seek(start)


@contextmanager
def _open_file(name: str) -> Iterator[BinaryIO]:
    if not name or "\0" in name:
        raise PictureError(f"{name!r} is not the name of a file.")
    path = Path(name)
    if path.is_dir():
        raise PictureError(f"{name} is a folder, not a picture.")
    try:
        file = path.open("rb")
    except FileNotFoundError:
        raise PictureError(f"{name} does not exist.") from None
    except PermissionError:
        raise PictureError(f"{name} may not be read: you have no permission.") from None
    except OSError as error:
        raise PictureError(f"{name} cannot be read: {error.strerror}.") from error
    with file:
        yield file


@contextmanager
def _calm() -> Iterator[None]:
    """Say nothing of what Pillow warns of: large pictures, odd palettes and damaged EXIF."""
    with _quiet, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _opened(file: BinaryIO) -> Image.Image:
    Image.init()
    return Image.open(file, formats=[known for known in _FORMATS if known in Image.OPEN])


def _read(file: BinaryIO, name: str, page: int) -> LoadedPicture:
    if page:
        name = f"Page {page + 1} of {name}"
    try:
        if not file.seekable():
            file = io.BytesIO(file.read())
        with _calm():
            return _decode(file, name, page)
    except PictureError:
        raise
    except MemoryError:
        raise PictureError(f"{name} is too large for the memory of this computer.") from None
    except Image.DecompressionBombError:
        raise _too_large(name) from None
    except UnidentifiedImageError:
        raise PictureError(_not_a_picture(file, name)) from None
    except Exception as error:
        # Pillow's decoders raise nearly anything when a file is damaged, struct.error and
        # IndexError among others, and none of it says more than this.
        raise PictureError(f"{name} is damaged or cut off: it cannot be read.") from error


def _decode(file: BinaryIO, name: str, page: int) -> LoadedPicture:
    with _opened(file) as image:
        frame = next(itertools.islice(frames_of_pages(image), page, None), None)
        if frame is None:
            n_pages = sum(1 for _ in frames_of_pages(image))
            raise PictureError(f"{name} is not there: the file has {n_pages:,}.")
        go_to(image, frame)
        width, height = image.size
        if width * height > LARGEST_MEGAPIXELS * 1e6:
            raise _too_large(name)
        factor = _reduction(width, height)
        # JPEG decodes to a half, quarter or eighth at once, and to grey; others pass over it.
        image.draft("L", (max(1, width // factor), max(1, height // factor)))
        drafted = max(1, round(max(width, height) / max(image.size)))
        image.load()
        orientation = image.getexif().get(ExifTags.Base.Orientation)
        grey = _to_grey(image)
    rest = math.ceil(factor / drafted)
    if rest > 1:
        grey = grey.reduce(rest)
    if orientation in _TURNS:
        grey = grey.transpose(_TURNS[orientation])
    return LoadedPicture(np.array(grey, dtype=np.uint8), drafted * rest)


def _to_grey(image: Image.Image) -> Image.Image:
    if image.mode.startswith(("I", "F")):
        return Image.fromarray(_scale_to_bytes(np.asarray(image)))
    if image.has_transparency_data:
        return _on_contrasting_paper(image)
    if image.mode == "LAB":
        return image.getchannel("L")
    return image.convert("L")


def _scale_to_bytes(values: NDArray[np.generic]) -> Grey:
    """Bring whole or floating numbers of unknown range to 0..255."""
    numbers = values.astype(np.float32)
    sound = np.isfinite(numbers)
    if not sound.any():
        return np.full(numbers.shape, 255, np.uint8)
    low, high = float(numbers[sound].min()), float(numbers[sound].max())
    numbers -= min(low, 0.0)
    high -= min(low, 0.0)
    white = next((level for level in _WHITE_LEVELS if high <= level), high)
    scaled = np.where(sound, numbers * np.float32(1 / white), 1.0) * 255
    grey: Grey = np.rint(np.clip(scaled, 0, 255)).astype(np.uint8)
    return grey


def _on_contrasting_paper(image: Image.Image) -> Image.Image:
    """Put a transparent picture on white, or on black if it can hardly be seen on white."""
    if image.mode != "RGBA":  # or there would be two of a large one
        image = image.convert("RGBA")
    grey, alpha = image.convert("L"), image.getchannel("A")
    on_white = Image.composite(grey, Image.new("L", grey.size, 255), alpha)
    on_black = Image.composite(grey, Image.new("L", grey.size, 0), alpha)
    return on_white if 2 * _contrast(on_white) >= _contrast(on_black) else on_black


def _contrast(grey: Image.Image) -> int:
    low, high = grey.getextrema()
    return int(high) - int(low)  # type: ignore[arg-type] # a pair of numbers for one channel


def _too_large(name: str) -> PictureError:
    return PictureError(
        f"{name} has more than {LARGEST_MEGAPIXELS} megapixels: make it smaller first."
    )


def _not_a_picture(file: BinaryIO, name: str) -> str:
    file.seek(0)
    start = file.read(512)
    if not start:
        return f"{name} is empty."
    if start.startswith(b"%PDF"):
        return f"{name} is a PDF: save its page as a picture first; {_READABLE}."
    if start[4:8] == b"ftyp" and start[8:12] in (b"heic", b"heix", b"mif1", b"msf1"):
        return f"{name} is a HEIC photo: save it as JPEG first; {_READABLE}."
    if b"<svg" in start:
        return f"{name} is an SVG drawing: export it as PNG first; {_READABLE}."
    return f"{name} is not a picture, or of a kind that cannot be read; {_READABLE}."
