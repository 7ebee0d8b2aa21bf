"""Pictures in IDX files, as MNIST comes: one file of pictures and one of labels beside it.

References
----------
.. [1] Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits" (which
   describes the format).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from datasets.errors import DataFileError
from datasets.files.sample import LabelledSample, parse_label
from datasets.files.source import open_data

_UBYTE = 8
_LARGEST_PICTURE = 25_000_000


def looks_like_idx(start: bytes) -> bool:
    """Whether a file that starts with these bytes is an IDX file."""
    return len(start) >= 4 and start[:2] == b"\0\0"


def read_idx(file: BinaryIO, name: str) -> Iterator[LabelledSample]:
    """Read one picture after the other; MNIST's are light on dark, so a value is its ink.

    Parameters
    ----------
    file : binary file
    name : str
        Path of the file of pictures. That of labels has ``labels-idx1`` for ``images-idx3``, with
        or without ``.gz``.

    Raises
    ------
    DataFileError
        If a file is damaged, or the two do not belong together.
    """
    count, height, width = _read_header(file, name, dimensions=3)
    if not 0 < height * width <= _LARGEST_PICTURE:
        raise DataFileError(f"{name} holds pictures of {width}×{height} pixels: it is damaged.")
    labels_name = _find_labels(name)
    with open_data(labels_name) as labels:
        (n_labels,) = _read_header(labels, labels_name, dimensions=1)
        if n_labels != count:
            raise DataFileError(
                f"{name} holds {count} pictures, but {labels_name} {n_labels} labels: "
                "they do not belong together."
            )
        for index in range(count):
            where = f"{name}, picture {index + 1}"
            pixels, label = file.read(height * width), labels.read(1)
            if len(pixels) < height * width:
                raise DataFileError(
                    f"{name} is cut off: it ends after {index} of {count} pictures."
                )
            if not label:
                raise DataFileError(
                    f"{labels_name} is cut off: it ends after {index} of {count} labels."
                )
            ink = np.frombuffer(pixels, np.uint8).reshape(height, width).astype(np.float32)
            ink /= 255
            yield LabelledSample(parse_label(label[0], where), where, ink=ink)


def _read_header(file: BinaryIO, name: str, dimensions: int) -> tuple[int, ...]:
    magic = file.read(4)
    if len(magic) < 4:
        raise DataFileError(f"{name} is {'cut off' if magic else 'empty'}.")
    zero, kind, found = struct.unpack(">HBB", magic)
    if zero or kind != _UBYTE or found not in (1, 3):
        raise DataFileError(
            f"{name} is not an IDX file of pictures or labels in bytes: "
            f"it starts with {magic.hex(' ')}."
        )
    if found != dimensions:
        holds, wanted = ("labels", "pictures") if found == 1 else ("pictures", "labels")
        raise DataFileError(f"{name} holds {holds}, not {wanted}.")
    sizes = file.read(4 * dimensions)
    if len(sizes) < 4 * dimensions:
        raise DataFileError(f"{name} is cut off: it ends within its header.")
    return struct.unpack(f">{dimensions}I", sizes)


def _find_labels(name: str) -> str:
    path = Path(name)
    stem = re.sub(r"images([-._]idx)3", r"labels\g<1>1", path.name.removesuffix(".gz"))
    if stem == path.name.removesuffix(".gz"):
        raise DataFileError(
            f"{name} holds pictures, but its name has no 'images-idx3': where its labels are "
            "cannot be told."
        )
    candidates = [path.with_name(stem), path.with_name(f"{stem}.gz")]
    if path.name.endswith(".gz"):
        candidates.reverse()
    for candidate in candidates:
        if candidate.is_file():
            return str(candidate)
    raise DataFileError(f"{name} needs its labels beside it, in {stem} or {stem}.gz.")
