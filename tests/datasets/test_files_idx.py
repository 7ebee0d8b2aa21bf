"""Pictures in IDX files with their labels beside them."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from datasets.errors import DataFileError
from datasets.files import LabelledSample, read_labelled

PICTURES = np.random.default_rng(0).integers(0, 256, (5, 4, 3), dtype=np.uint8)
LABELS = [7, 0, 9, 3, 11]
IMAGES_NAME, LABELS_NAME = "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"


def images(pictures: np.ndarray = PICTURES, magic: int = 0x803) -> bytes:
    return struct.pack(">IIII", magic, *pictures.shape) + pictures.tobytes()


def labels(values: list[int] | None = None, magic: int = 0x801) -> bytes:
    values = LABELS if values is None else values
    return struct.pack(">II", magic, len(values)) + bytes(values)


def write(folder: Path, pictures: bytes, answers: bytes | None, packed: str = "") -> Path:
    """Write both files; `packed` names those that are compressed."""
    path = folder / (IMAGES_NAME + (".gz" if "images" in packed else ""))
    path.write_bytes(gzip.compress(pictures) if "images" in packed else pictures)
    if answers is not None:
        beside = folder / (LABELS_NAME + (".gz" if "labels" in packed else ""))
        beside.write_bytes(gzip.compress(answers) if "labels" in packed else answers)
    return path


def read(path: Path) -> list[LabelledSample]:
    return list(read_labelled([path]))


@pytest.mark.parametrize("packed", ["", "images labels", "images", "labels"])
def test_pictures_and_labels(tmp_path, packed):
    samples = read(write(tmp_path, images(), labels(), packed))
    assert [sample.label for sample in samples] == [7, 0, 9, 3, "11"]
    assert [sample.is_digit for sample in samples] == [True] * 4 + [False]
    for sample, picture in zip(samples, PICTURES, strict=True):
        assert sample.ink.dtype == np.float32
        assert sample.content is sample.ink
        np.testing.assert_allclose(sample.ink * 255, picture, atol=1e-4)
    assert samples[2].source.endswith("picture 3")


def test_names_with_a_dot(tmp_path):
    (tmp_path / "train-images.idx3-ubyte").write_bytes(images())
    (tmp_path / "train-labels.idx1-ubyte").write_bytes(labels())
    assert len(read(tmp_path / "train-images.idx3-ubyte")) == 5


@pytest.mark.parametrize(
    ("pictures", "answers", "says"),
    [
        (b"", labels(), "is empty"),
        (b"\0\0", labels(), "cut off"),
        (images()[:9], labels(), "cut off"),
        (images()[:-1], labels(), "cut off: it ends after 4 of 5 pictures"),
        (images(), labels()[:-2], "cut off: it ends after 3 of 5 labels"),
        (images(), labels()[:6], "cut off"),
        (images(), b"", "is empty"),
        (images(), labels([1, 2]), "5 pictures, but .* 2 labels"),
        (images(magic=0x804), labels(), "not an IDX file"),
        (images(magic=0xD03), labels(), "not an IDX file"),
        (images(magic=0x1000803), labels(), "not an IDX file"),
        (images(), images(), "holds pictures, not labels"),
        (labels(), labels(), "holds labels, not pictures"),
        (images(), b"text", "not an IDX file"),
        (images(), None, "needs its labels beside it"),
        (images(PICTURES[:, :0]), labels(), "damaged"),
        (struct.pack(">IIII", 0x803, 5, 2**32 - 1, 2**32 - 1), labels(), "damaged"),
        (images(PICTURES[:0]), labels([]), "holds no drawings"),
    ],
)
@pytest.mark.parametrize("packed", ["", "images labels"])
def test_what_is_wrong_is_said_in_one_sentence(tmp_path, packed, pictures, answers, says):
    with pytest.raises(DataFileError, match=says) as caught:
        read(write(tmp_path, pictures, answers, packed))
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_a_name_that_does_not_tell_where_the_labels_are(tmp_path):
    (tmp_path / "digits").write_bytes(images())
    with pytest.raises(DataFileError, match="cannot be told"):
        read(tmp_path / "digits")


def test_a_file_of_labels_is_not_taken_for_pictures(tmp_path):
    write(tmp_path, images(), labels())
    with pytest.raises(DataFileError, match="holds labels"):
        read(tmp_path / LABELS_NAME)
