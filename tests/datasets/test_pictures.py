"""Every picture file is read, upright and grey on white, or refused in one sentence."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import PIL
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw, features

from datasets.errors import DataError, PictureError
from datasets.pictures import find_ink, ink_box, load_picture, open_picture

MARK = [10, 12, 15, 40]  # the box of the ink in `picture`
PILLOW = tuple(map(int, PIL.__version__.split(".")[:2]))


def picture(mode: str = "L", paper: object = 255, ink: object = 0) -> Image.Image:
    """Return a 60×80 picture with a dark bar, left of its middle and above it."""
    image = Image.new(mode, (60, 80), paper)
    x, y, w, h = MARK
    ImageDraw.Draw(image).rectangle([x, y, x + w - 1, y + h - 1], fill=ink)
    return image


def save(image: Image.Image, path: Path, **options: object) -> Path:
    image.save(path, **options)
    return path


def to_bytes(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def box(path: Path) -> list[int]:
    return ink_box(find_ink(load_picture(path)))


@pytest.mark.parametrize(
    ("mode", "paper", "ink"),
    [
        ("1", 1, 0),
        ("L", 255, 0),
        ("RGB", "white", "navy"),
        ("P", 0, 1),
        ("LA", (255, 255), (0, 255)),
        ("RGBA", "white", "black"),
        ("I;16", 65535, 300),
        ("I;16", 4095, 100),  # twelve bits, as many scanners give
        ("I", 200, 10),
        ("F", 1.0, 0.0),
        ("F", 240.0, -10.0),
        ("CMYK", (0, 0, 0, 0), (0, 0, 0, 255)),
        pytest.param(
            "YCbCr",
            (255, 128, 128),
            (0, 128, 128),
            marks=pytest.mark.skipif(
                PILLOW < (13,), reason="older versions of Pillow cannot read what they write"
            ),
        ),
        ("LAB", (255, 128, 128), (0, 128, 128)),
    ],
)
def test_every_kind_of_pixel(tmp_path, mode, paper, ink):
    image = picture(mode, paper, ink)
    if mode == "P":
        image.putpalette([250, 250, 250, 10, 20, 30])
    grey = load_picture(save(image, tmp_path / "picture.tiff"))
    assert grey.dtype == np.uint8
    assert grey.shape == (80, 60)
    assert grey[0, 0] > 190
    assert grey[20, 15] < 30
    assert ink_box(find_ink(grey)) == MARK


def test_a_16_bit_png(tmp_path):
    assert box(save(picture("I;16", 60000, 1000), tmp_path / "deep.png")) == MARK


def test_missing_values_are_paper(tmp_path):
    values = np.asarray(picture("F", 1.0, 0.0)).copy()
    values[0, :] = np.nan
    grey = load_picture(save(Image.fromarray(values), tmp_path / "holes.tiff"))
    assert (grey[0] == 255).all()
    all_missing = Image.fromarray(np.full((4, 4), np.nan, np.float32))
    assert (load_picture(save(all_missing, tmp_path / "nothing.tiff")) == 255).all()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "PPM", "TGA", "PCX"])
def test_every_kind_of_file(tmp_path, kind):
    image = picture()
    x, y, w, h = box(save(image, tmp_path / f"picture.{kind.lower()}", format=kind))
    assert np.abs(np.array([x, y, w, h]) - MARK).max() <= 2


@pytest.mark.parametrize("kind", ["webp", "avif"])
def test_newer_kinds_of_file(tmp_path, kind):
    if not features.check(kind):
        pytest.skip(f"this Pillow has no {kind}")
    assert np.abs(np.array(box(save(picture("RGB"), tmp_path / f"p.{kind}"))) - MARK).max() <= 2


@pytest.mark.parametrize("ink", ["black", "white", "yellow", "gray"])
@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_ink_on_transparent_paper_is_seen(tmp_path, mode, ink):
    image = picture("RGBA", (0, 0, 0, 0), ink)
    image = image.quantize(4) if mode == "P" else image.convert(mode)
    assert box(save(image, tmp_path / "transparent.png")) == MARK


def test_a_transparent_colour(tmp_path):
    path = save(picture("L", 7, 255), tmp_path / "colour.png", transparency=7)
    assert box(path) == MARK


def test_black_on_transparent_is_on_white(tmp_path):
    grey = load_picture(save(picture("RGBA", (0, 0, 0, 0), "black"), tmp_path / "black.png"))
    assert (grey[0, 0], grey[20, 15]) == (255, 0)


@pytest.mark.parametrize("kind", ["jpeg", "png", "tiff", "webp"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_exif_turns_it_upright(tmp_path, orientation, kind):
    if kind == "webp" and not features.check("webp"):
        pytest.skip("this Pillow has no webp")
    upright = picture("RGB", "white", "black")
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # undoes each orientation
    stored = upright.transpose(Image.Transpose(back[orientation])) if orientation > 1 else upright
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = save(stored, tmp_path / f"turned.{kind}", exif=exif)
    assert np.abs(np.array(box(path)) - MARK).max() <= 2


def test_of_an_animation_the_first_frame(tmp_path):
    frames = [picture(), Image.new("L", (60, 80), 0), Image.new("L", (60, 80), 255)]
    for kind in ("gif", "png", "tiff"):
        path = tmp_path / f"frames.{kind}"
        frames[0].save(path, save_all=True, append_images=frames[1:])
        assert box(path) == MARK


def test_a_file_object():
    assert ink_box(find_ink(load_picture(io.BytesIO(to_bytes(picture()))))) == MARK


def test_a_pipe_that_cannot_seek():
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation("seek")

    assert ink_box(find_ink(load_picture(Pipe(to_bytes(picture()))))) == MARK


@pytest.mark.parametrize(("mode", "kind"), [("L", "jpeg"), ("1", "png")])
def test_huge_pictures_come_reduced(tmp_path, mode, kind):
    width, height = 9_600, 9_700  # 93 million pixels, which Pillow alone warns of
    image = Image.new(mode, (width, height), 1 if mode == "1" else 255)
    ImageDraw.Draw(image).rectangle([1000, 2000, 2999, 6999], fill=0)
    loaded = open_picture(save(image, tmp_path / f"huge.{kind}"))
    assert loaded.grey.size <= 13e6
    assert loaded.grey.shape == (
        -(-height // loaded.reduction),
        -(-width // loaded.reduction),
    )
    found = np.array(ink_box(find_ink(loaded.grey))) * loaded.reduction
    assert np.abs(found - [1000, 2000, 2000, 5000]).max() <= 2 * loaded.reduction


def test_ordinary_pictures_are_not_reduced(tmp_path):
    assert open_picture(save(picture(), tmp_path / "p.png")).reduction == 1


@pytest.mark.parametrize("size", [(10_400, 10_000), (20_000, 10_000)])
def test_a_bomb_is_refused(tmp_path, size):
    path = save(Image.new("1", size), tmp_path / "bomb.png")
    assert path.stat().st_size < 100_000
    assert_refused(path, "more than 100 megapixels")


def assert_refused(source: object, says: str) -> None:
    with pytest.raises(PictureError, match=says) as caught:
        load_picture(source)
    assert isinstance(caught.value, DataError)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"just text", "not a picture"),
        (b"\x00" * 1000, "not a picture"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
    ],
)
def test_what_is_no_picture(tmp_path, content, says):
    path = tmp_path / "file.png"
    path.write_bytes(content)
    assert_refused(path, says)
    assert_refused(io.BytesIO(content), says)


def test_what_is_no_file(tmp_path):
    assert_refused(tmp_path / "missing.png", "does not exist")
    assert_refused(tmp_path, "is a folder")
    assert_refused("nul\0byte.png", "not the name of a file")


def test_what_may_not_be_read(tmp_path, monkeypatch):
    path = save(picture(), tmp_path / "secret.png")

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert_refused(path, "permission")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF"])
def test_what_is_cut_off(tmp_path, kind):
    noise = np.random.default_rng(0).integers(0, 256, (80, 60), dtype=np.uint8)
    whole = to_bytes(Image.fromarray(noise), kind)
    path = tmp_path / "short"
    path.write_bytes(whole[: len(whole) // 2])
    assert_refused(path, "damaged|not a picture")


SEEDS = {
    kind: to_bytes(picture("RGB", "white", "navy").resize((12, 16)), kind)
    for kind in ("PNG", "JPEG", "GIF", "BMP", "TIFF", "TGA", "PCX", "ICO", "PPM")
}


@given(
    kind=st.sampled_from(sorted(SEEDS)),
    place=st.integers(0, 10_000),
    noise=st.binary(min_size=1, max_size=12),
)
def test_damage_anywhere_gives_a_picture_or_one_sentence(kind, place, noise):
    content = bytearray(SEEDS[kind])
    start = place % len(content)
    content[start : start + len(noise)] = noise
    try:
        grey = load_picture(io.BytesIO(bytes(content)))
    except PictureError:
        return
    assert grey.dtype == np.uint8
    assert grey.ndim == 2
