"""Made samples in the user's cache folder: the next training with the same data starts at once.

Nothing here is needed: whatever is missing, damaged or full is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import time
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.training_samples import Part

MOST_BYTES: Final = 300_000_000
"""Room that all files take together; the ones that were not used for longest go first."""

MOST_BYTES_OF_ONE: Final = 150_000_000

_MAGIC: Final = b"ocr-app samples 1\n"
_ENDING: Final = ".samples"
_LEFT_OVER_SECONDS: Final = 3600.0
"""A file that is still not whole after that was left by a process that was ended."""


class SampleCache:
    """Files of samples, each called by what its samples were made from.

    A file is a line that says what it is, the SHA-256 of the rest, and two arrays in NumPy's own
    format, read without unpickling. It appears under its name when it is whole.

    Parameters
    ----------
    folder : Path
        Made when something is kept.
    most_bytes : int
        Room for all files.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._most_bytes = folder, most_bytes

    def get(self, key: str) -> Part | None:
        """Return samples that were kept; None if there are none, or if their file is damaged.

        Parameters
        ----------
        key : str
            See `key_of`.
        """
        file = self._file(key)
        try:
            samples = _decode(file.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, MemoryError):
            with contextlib.suppress(OSError):
                file.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(file)  # it was used: others go first
        return samples

    def put(self, key: str, samples: Part) -> bool:
        """Keep samples, and delete others if it gets too full.

        Returns
        -------
        bool
            Whether they are kept: not if they are too large, or the disk refuses.
        """
        X, y = samples
        most = min(MOST_BYTES_OF_ONE, self._most_bytes)
        if X.nbytes + y.nbytes > most:
            return False
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(self._file(key), samples)
            self._make_room()
        except OSError:
            return False
        return True

    def size(self) -> int:
        """Bytes that all files take."""
        return sum(size for _, size, _ in self._files())

    def clear(self) -> None:
        """Delete all files.

        Raises
        ------
        OSError
            If one cannot be deleted.
        """
        for _, _, file in self._files():
            file.unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}{_ENDING}"

    def _write(self, file: Path, samples: Part) -> None:
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=f"{_ENDING}.part")
        try:
            with os.fdopen(handle, "wb") as part:
                part.writelines(_encode(samples))
            Path(name).replace(file)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise

    def _make_room(self) -> None:
        """Delete what was not used for longest, and what was never finished."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        long_ago = time.time() - _LEFT_OVER_SECONDS
        for used, size, file in files:
            is_left_over = file.suffix == ".part" and used < long_ago
            if is_left_over or (total > self._most_bytes and file.suffix != ".part"):
                with contextlib.suppress(OSError):
                    file.unlink()
                    total -= size

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        """When each file was last used, its size and its path."""
        for file in self._folder.glob(f"*{_ENDING}*"):
            with contextlib.suppress(OSError):
                status = file.stat()
                yield status.st_mtime, status.st_size, file


def key_of(recipe: str, *arrays: NDArray[np.generic]) -> str | None:
    """Return a name for what is made from a recipe and some arrays by the code that is here.

    Other code, or another NumPy, may make other samples, which are then called otherwise.

    Returns
    -------
    str or None
        None if the code cannot be read, as in a frozen program.
    """
    digest = hashlib.sha256(f"{recipe} NumPy {np.__version__}".encode())
    for array in arrays:
        digest.update(f"{array.dtype.str}{array.shape}".encode())
        digest.update(np.ascontiguousarray(array).data)
    engine = resources.files("ocr_app.engine")
    sources = [
        *_sources(resources.files("datasets")),
        engine / "training_samples.py",
        engine / "sample_portions.py",
    ]
    try:
        for source in sources:
            digest.update(source.name.encode() + source.read_bytes())
    except OSError:
        return None
    return digest.hexdigest() if len(sources) > 2 else None


def _sources(folder: Traversable) -> Iterator[Traversable]:
    """All modules below a folder, always in the same order."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith(".py"):
            yield entry


def _encode(samples: Part) -> tuple[bytes, bytes, memoryview]:
    body = io.BytesIO()
    for array in samples:
        np.save(body, array, allow_pickle=False)
    view = body.getbuffer()
    return _MAGIC, hashlib.sha256(view).digest(), view


def _decode(data: bytes) -> Part:
    """Read samples; ValueError if this is no whole file of samples."""
    start = len(_MAGIC) + hashlib.sha256().digest_size
    body = memoryview(data)[start:]
    if not data.startswith(_MAGIC) or hashlib.sha256(body).digest() != data[len(_MAGIC) : start]:
        raise ValueError("the file is damaged")
    stream = io.BytesIO(body)
    X, y = (np.load(stream, allow_pickle=False) for _ in range(2))
    if X.dtype != np.float32 or X.shape[1:] != (64,) or y.dtype != np.int64 or len(X) != len(y):
        raise ValueError("the file holds no samples")
    return X, y
