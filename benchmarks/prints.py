"""Pictures of printed numbers, and of seven-segment displays, to measure the reader with."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks.numbers import Grey, Ink, Picture, peppered


def printed_number(
    file: Path,
    size: int,
    noise: float,
    rng: np.random.Generator,
    *,
    kind: str = "pepper",
    n_digits: int = 6,
) -> Picture:
    """Print a number in a font.

    Parameters
    ----------
    file : Path
    size : int
        Of the font, in pixels: digits are about 0.7 of it high.
    noise : float
        Share of the pixels that are hit, or the standard deviation as a share of white.
    rng : numpy.random.Generator
    kind : {"pepper", "grain"}
        Single pixels set to black or white; or all of them a little off, as from a sensor.
    n_digits : int
    """
    font = ImageFont.truetype(str(file), size)
    text = "".join(map(str, rng.integers(0, 10, n_digits)))
    left, top, right, bottom = (int(side) for side in font.getbbox(text))
    picture = Image.new("L", (right - left + size, bottom - top + size), 255)
    ImageDraw.Draw(picture).text((size // 2 - left, size // 2 - top), text, fill=0, font=font)
    inks = tuple(_ink(font, digit) for digit in text)
    return Picture(_noisy(np.asarray(picture), noise, kind, rng), text, inks)


def _ink(font: ImageFont.FreeTypeFont, digit: str) -> Ink:
    mask = font.getmask(digit)
    return np.asarray(mask).reshape(mask.size[::-1]).astype(np.float32) / np.float32(255)


def _noisy(grey: Grey, noise: float, kind: str, rng: np.random.Generator) -> Grey:
    if not noise:
        return grey
    if kind == "pepper":
        return peppered(grey, noise, rng)
    noisy = grey + rng.normal(0, 255 * noise, grey.shape)
    return np.clip(np.rint(noisy), 0, 255).astype(np.uint8)


def prints(
    files: Sequence[Path], size: int, noise: float, each: int, seed: Sequence[int], kind: str
) -> list[Picture]:
    """Print some numbers in each font."""
    rng = np.random.default_rng([*seed, size, round(100 * noise)])
    return [
        printed_number(file, size, noise, rng, kind=kind) for file in files for _ in range(each)
    ]


DISPLAYS = ("LCD", "LCD with ghosts", "LED", "LED with ghosts")
"""Dark on a greenish grey, or glowing on black; ghosts are segments that are off, but seen."""


def display_number(file: Path, size: int, style: str, rng: np.random.Generator) -> Picture:
    """Show a number on a seven-segment display.

    Parameters
    ----------
    file : Path
        A font of segments: all digits as wide as an 8, a 1 at the right of its place.
    size : int
        Of the font, in pixels: digits are as high.
    style : str
        One of `DISPLAYS`.
    rng : numpy.random.Generator
    """
    font = ImageFont.truetype(str(file), size)
    text = "".join(map(str, rng.integers(0, 10, 6)))
    lit, ghosts = (_segments(font, marks, size) for marks in (text, "8" * len(text)))
    ink = lit.copy()
    if style.endswith("ghosts"):
        ink = np.maximum(ink, ghosts * rng.uniform(0.06, 0.2))
    if style.startswith("LED"):
        ground, light = rng.uniform(5, 50), rng.uniform(160, 255)
        bright = Image.fromarray(np.rint(255 * ink).astype(np.uint8))
        glow = np.asarray(bright.filter(ImageFilter.GaussianBlur(0.12 * size)), np.float32) / 255
        grey = ground + (light - ground) * np.maximum(ink, 0.6 * glow)
    else:
        ground, dark = rng.uniform(130, 210), rng.uniform(20, 80)
        grey = ground + (dark - ground) * ink
    grey = grey + rng.normal(0, 4, grey.shape)
    inks = tuple(_ink(font, digit) for digit in text)
    return Picture(np.clip(np.rint(grey), 0, 255).astype(np.uint8), text, inks)


def _segments(font: ImageFont.FreeTypeFont, text: str, size: int) -> Ink:
    left, top, right, bottom = (int(side) for side in font.getbbox("8" * len(text)))
    picture = Image.new("L", (right - left + size, bottom - top + size))
    ImageDraw.Draw(picture).text((size // 2 - left, size // 2 - top), text, fill=255, font=font)
    return np.asarray(picture, np.float32) / np.float32(255)


def display_fonts() -> list[Path]:
    """Find fonts of seven segments (Debian's ``fonts-dseg``): slanted and not, light to bold."""
    told = subprocess.run(
        ["fc-list", ":", "file"],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    files = sorted(Path(line.split(":")[0]) for line in told.splitlines())
    return [file for file in files if file.stem.startswith("DSEG7") and "SEGG" not in file.stem]
