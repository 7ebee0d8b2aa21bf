"""Messages over a pipe between two processes: JSON and plain arrays, nothing that could be run.

A frame is two little-endian 32-bit lengths, a JSON header, and the raw bytes of the arrays that the
header names. A pipe delivers bytes in pieces of any size; `FrameReader` puts them together again.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

_LENGTHS: Final = struct.Struct("<II")
_MOST_HEADER: Final = 10_000_000
_MOST_ARRAYS: Final = 1_000_000_000
_DTYPES: Final = {"<f4", "<f8", "<i8"}


class BrokenFrameError(Exception):
    """What came through the pipe is no frame; nothing after it can be trusted."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One message.

    Attributes
    ----------
    kind : str
    values : mapping
        What JSON can hold.
    arrays : mapping of str to ndarray
        float32, float64 or int64.
    """

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)
    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)


def encode(frame: Frame) -> bytes:
    """Turn a message into bytes."""
    arrays = {
        name: np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        for name, array in frame.arrays.items()
    }
    header = json.dumps(
        {
            "kind": frame.kind,
            "values": dict(frame.values),
            "arrays": [[name, a.dtype.str, list(a.shape)] for name, a in arrays.items()],
        }
    ).encode()
    body = b"".join(array.tobytes() for array in arrays.values())
    return _LENGTHS.pack(len(header), len(body)) + header + body


class FrameReader:
    """Collects bytes until messages are complete."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[Frame]:
        """Take the next bytes and return the messages that are now complete.

        Raises
        ------
        BrokenFrameError
            If they are no frames.
        """
        self._bytes += data
        frames, start = [], 0
        while len(self._bytes) - start >= _LENGTHS.size:
            header_size, body_size = _LENGTHS.unpack_from(self._bytes, start)
            if header_size > _MOST_HEADER or body_size > _MOST_ARRAYS:
                raise BrokenFrameError("a frame is too long")
            end = start + _LENGTHS.size + header_size + body_size
            if len(self._bytes) < end:
                break
            middle = start + _LENGTHS.size + header_size
            header = bytes(self._bytes[start + _LENGTHS.size : middle])
            frames.append(_decode(header, bytes(self._bytes[middle:end])))
            start = end
        del self._bytes[:start]
        return frames


def _decode(header: bytes, body: bytes) -> Frame:
    try:
        read = json.loads(header)
        arrays, at = {}, 0
        for name, dtype, shape in read["arrays"]:
            if dtype not in _DTYPES:
                raise BrokenFrameError(f"an array of {dtype}")
            count = int(np.prod(shape, dtype=np.int64))
            array = np.frombuffer(body, np.dtype(dtype), count, at).reshape(shape)
            arrays[name] = array
            at += array.nbytes
        return Frame(read["kind"], read["values"], arrays)
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenFrameError(str(error)) from error
