"""What is ink on a page: many small marks in any light, with noise, on paper of any shade."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from datasets.ink import has_edges, is_paper_dark, otsu, paper_brightness
from ocr_app.engine.reader.impulses import has_impulses, without_impulses

Grey = NDArray[np.uint8]
Ink = NDArray[np.float32]

_FAINTEST: Final = 0.08
"""Less contrast between ink and paper than this, of 1, is paper texture."""

_CLEAREST_NOISE: Final = 4.2
"""Contrast of ink to paper, in standard deviations of the paper, below which all of it is noise."""

_SOFTEST_EDGE: Final = 0.12
"""Jump from paper to ink, of their contrast, between pixels: noisy pictures are blurred first."""

_NOISE_FREE: Final = 1 / 255

_ROUGH, _VERY_ROUGH = 6.0, 16.0
"""Noise of the paper, in grey levels, from which on the picture is blurred a little, or more."""

_SAMPLE: Final = 400_000
"""As many pixels are enough to know levels and noise."""


@dataclass(frozen=True, slots=True)
class InkSettings:
    """What is taken for ink; the defaults find out by themselves.

    Attributes
    ----------
    threshold : float or None
        How dark ink is at least, as a share of the paper's brightness, 0..1; None: by Otsu's
        method.
    inverted : bool
        Take dark for light and light for dark after all.
    """

    threshold: float | None = None
    inverted: bool = False


def find_page_ink(grey: Grey, settings: InkSettings | None = None) -> Ink:
    """Tell ink from paper on a page of many marks.

    Like `datasets.ink.find_ink`, which knows one large mark; here marks may be small, and what is a
    speck is decided later, beside the others.

    Parameters
    ----------
    grey : ndarray of shape (h, w), uint8
        0 black to 255 white.
    settings : InkSettings, optional

    Returns
    -------
    ndarray of shape (h, w), float32
        0 paper to 1 ink; zeros if there is nothing but paper, or noise.
    """
    settings = settings or InkSettings()
    darkness = page_darkness(grey, settings.inverted)
    return ink_of(darkness, settings.threshold)


def page_darkness(grey: Grey, inverted: bool = False, enlargement: int = 1) -> Ink:
    """Say how much darker each pixel is than the paper around it.

    Parameters
    ----------
    grey : ndarray of shape (h, w), uint8
        0 black to 255 white.
    inverted : bool
        Take dark for light and light for dark after all.
    enlargement : int
        Pixels, in x and in y, that are made of each one: small writing is all edges.

    Returns
    -------
    ndarray of shape (h * enlargement, w * enlargement), float32
        As a share of the paper's brightness, 0 paper to 1 black: a shadow darkens both alike.
    """
    if grey.size == 0 or grey.min() == grey.max():
        return np.zeros([side * enlargement for side in grey.shape], np.float32)
    light = 255 - grey if is_paper_dark(grey) != inverted else grey
    light = _without_noise(light, small=enlargement > 1)
    if enlargement > 1:
        size = light.shape[1] * enlargement, light.shape[0] * enlargement
        light = np.asarray(Image.fromarray(light).resize(size, Image.Resampling.BICUBIC))
    paper = paper_brightness(light)
    darkness = np.maximum(paper, 1)
    np.divide(light, darkness, out=darkness)
    np.subtract(1, darkness, out=darkness)
    return np.clip(darkness, 0, 1, out=darkness)


def ink_of(
    darkness: Ink, threshold: float | None = None, edge: float = 0.5, enlargement: int = 1
) -> Ink:
    """Tell ink from paper by darkness (h, w): 0 paper to 1 ink, in an array of its own.

    `edge`: how dark the edge of a stroke is, from paper's 0 to ink's 1; `enlargement`: pixels, in
    x and in y, that were made of each one: edges are softer then.
    """
    levels = _levels(darkness, threshold, enlargement) if darkness.any() else None
    if levels is None:
        return np.zeros(darkness.shape, np.float32)
    white, black = levels
    # Steeper than the contrast, about its middle: edges stay where they are, paper becomes clean.
    ink = darkness - np.float32(white + edge * (black - white))
    ink *= np.float32(1.6 / (black - white))
    ink += np.float32(0.5)
    return np.clip(ink, 0, 1, out=ink)


def _levels(darkness: Ink, threshold: float | None, enlargement: int) -> tuple[float, float] | None:
    """How dark paper and ink are; None if there is no ink."""
    sample = _sampled(darkness)
    split = otsu(np.rint(sample * 255).astype(np.uint8)) / 255
    on = sample > split
    if not on.any() or on.all():
        return None
    paper = sample[~on]
    white, black = float(np.median(paper)), float(np.percentile(sample[on], 75))
    if threshold is not None:
        half = max(0.02, abs(threshold - white))
        return threshold - half, threshold + half
    noise = max(float(paper.std()), _NOISE_FREE)
    contrast = float(sample[on].mean()) - float(paper.mean())
    if contrast < max(_FAINTEST, _CLEAREST_NOISE * noise):
        return None
    if not has_edges(darkness, darkness > split, contrast, _SOFTEST_EDGE / enlargement):
        return None
    return white, black


def _sampled(picture: Ink) -> Ink:
    """Rows and columns of a picture, evenly, about ``_SAMPLE`` pixels of it."""
    step = max(1, int((picture.size / _SAMPLE) ** 0.5))
    # Only along rows would be faster, but a ruled line could fall between.
    return picture[::step, ::step]


def _without_noise(light: Grey, small: bool) -> Grey:
    """Take out single pixels that differ from all around, and blur what is rough all over.

    `small`: writing of so few pixels that more than a little blur would fill its loops.
    """
    if min(light.shape) < 3:
        return light
    if has_impulses(_contiguous_part(light)):
        light = without_impulses(light)
    rough = _roughness(light)
    if rough < _ROUGH:
        return light
    radius = 0.6 if small or rough < _VERY_ROUGH else 1.0
    return np.asarray(Image.fromarray(light).filter(ImageFilter.GaussianBlur(radius)))


def _contiguous_part(light: Grey) -> Grey:
    """Return the middle of a large picture."""
    side = int(_SAMPLE**0.5)
    top, left = max(0, (len(light) - side) // 2), max(0, (light.shape[1] - side) // 2)
    return light[top : top + side, left : left + side]


def _roughness(light: Grey) -> float:
    """Estimate the noise of the paper from neighbours, as a standard deviation in grey levels."""
    part = _contiguous_part(light).astype(np.int16)
    # Twice the second difference's share of the noise: slopes and shadows have none.
    bend = part[:, 2:] - 2 * part[:, 1:-1] + part[:, :-2]
    return 1.4826 * float(np.median(np.abs(bend))) / 6**0.5
