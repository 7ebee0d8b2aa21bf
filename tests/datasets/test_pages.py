"""Pages of a TIFF, and what has none: animations, small copies, files that were cut off."""

from __future__ import annotations

import contextlib
import io
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, features

from datasets.errors import DataError, PictureError
from datasets.pictures import count_pages, open_picture


def several(kind: str = "TIFF", n: int = 3, **options: object) -> bytes:
    """Return a file of pictures, each of a grey of its own: 0, 40, 80 and so on."""
    images = [Image.fromarray(np.full((30, 50), 40 * i, np.uint8)) for i in range(n)]
    file = io.BytesIO()
    images[0].save(file, kind, save_all=True, append_images=images[1:], **options)
    return file.getvalue()


def greys(data: bytes) -> list[int | str]:
    """Return the grey of each page, or why it could not be read."""
    found: list[int | str] = []
    for page in range(count_pages(io.BytesIO(data))):
        try:
            found.append(int(open_picture(io.BytesIO(data), page).grey[0, 0]))
        except PictureError as error:
            found.append(str(error))
    return found


def links(data: bytes) -> list[int]:
    """Return where a little-endian TIFF says where its first frame is, and each next one."""
    places = [4]
    while offset := struct.unpack_from("<I", data, places[-1])[0]:
        places.append(offset + 2 + 12 * struct.unpack_from("<H", data, offset)[0])
    return places


@pytest.mark.parametrize("options", [{}, {"big_tiff": True}, {"compression": "tiff_lzw"}])
def test_every_page_of_a_tiff(options):
    assert greys(several(**options)) == [0, 40, 80]


def test_a_page_of_a_file(tmp_path):
    (tmp_path / "scan.tif").write_bytes(several())
    assert count_pages(tmp_path / "scan.tif") == 3
    assert open_picture(tmp_path / "scan.tif", 2).grey[0, 0] == 80
    with pytest.raises(PictureError, match=r"Page 4 of .*scan.tif is not there: the file has 3"):
        open_picture(tmp_path / "scan.tif", 3)


def test_big_endian():
    page = struct.pack(">HHIHH", 256, 3, 1, 4, 0) + struct.pack(">HHIHH", 257, 3, 1, 1, 0)
    page += struct.pack(">HHIHH", 258, 3, 1, 8, 0) + struct.pack(">HHIHH", 262, 3, 1, 1, 0)
    page += struct.pack(">HHII", 273, 4, 1, 200) + struct.pack(">HHII", 279, 4, 1, 4)
    first = struct.pack(">H", 6) + page + struct.pack(">I", 100)
    second = struct.pack(">H", 6) + page + struct.pack(">I", 0)
    data = (b"MM\0*" + struct.pack(">I", 8) + first).ljust(100, b"\0") + second
    assert greys(data.ljust(200, b"\0") + bytes([7, 7, 7, 7])) == [7, 7]


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP"])
def test_an_animation_is_its_first_frame(kind):
    if kind == "WEBP" and not features.check("webp"):
        pytest.skip("this Pillow has no WebP")
    options = {"lossless": True} if kind == "WEBP" else {}
    data = several(kind, 3, **options)
    assert Image.open(io.BytesIO(data)).n_frames == 3
    assert greys(data) == [0]


def test_small_copies_and_masks_are_no_pages():
    data = bytearray(several(n=4))
    frames = [struct.unpack_from("<I", data, place)[0] for place in links(data)[:-1]]

    def call(frame: int, kind: int) -> None:
        # The last entry gives way, which a picture in grey does not need.
        last = frame + 2 + 12 * (struct.unpack_from("<H", data, frame)[0] - 1)
        struct.pack_into("<HHII", data, last, 254, 4, 1, kind)

    call(frames[0], 1)
    call(frames[2], 4)
    assert greys(bytes(data)) == [40, 120]
    call(frames[1], 1)
    call(frames[3], 1)
    assert greys(bytes(data)) == [0, 40, 80, 120]  # copies of nothing


def test_a_damaged_page_does_not_spoil_the_others():
    data = bytearray(several())
    second = struct.unpack_from("<I", data, links(data)[1])[0]
    data[second + 2 : second + 26] = bytes(24)
    first, error, third = greys(data)
    assert (first, third) == (0, 80)
    assert error == "Page 2 of The picture is damaged or cut off: it cannot be read."


def test_a_file_that_was_cut_off():
    data = several()
    third = struct.unpack_from("<I", data, links(data)[2])[0]
    for length in (third + 20, third, third - 5):
        first, second, error = greys(data[:length])
        assert first == 0
        assert second in (40, "Page 2 of The picture is damaged or cut off: it cannot be read.")
        assert "Page 3" in str(error)


def test_pages_that_go_in_circles():
    data = bytearray(several())
    places = links(data)
    data[places[-1] : places[-1] + 4] = data[4:8]
    assert greys(data) == [0, 40, 80]


@given(st.binary(max_size=400))
def test_whatever_follows_the_head_of_a_tiff(noise):
    data = b"II*\0" + noise
    for page in range(min(count_pages(io.BytesIO(data)), 3)):
        with contextlib.suppress(DataError):
            open_picture(io.BytesIO(data), page)


def test_a_large_page_after_a_small_one_is_refused():
    data = bytearray(several())
    third = struct.unpack_from("<I", data, links(data)[2])[0]
    for entry in (third + 2, third + 14):  # width and height
        struct.pack_into("<HHII", data, entry, *struct.unpack_from("<H", data, entry), 4, 1, 60_000)
    assert "100 megapixels" in str(greys(data)[2])
