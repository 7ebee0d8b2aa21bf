"""Single pixels of black and white, as from dust and bad transmission: found, and taken out.

Whether a black pixel beside a stroke belongs to it, and whether a white one is a hole in it, shows
in what is around. A small network of its own has seen what specks do to prints and writing, and
says how dark such a pixel was. Rules for it, such as medians, break strokes of one pixel or leave
pairs of specks.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from nn import Network, load_network
from resources import resource

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]

FILE: Final = "speck-pixel.npz"

REACH: Final = 4
"""Pixels to each side that the network sees around one."""

N_AROUND: Final = (2 * REACH + 1) ** 2

_IMPULSE: Final = 48
"""Grey levels by which a pixel differs from all but one of its neighbours when it is a speck."""

_MOST_OF_IMPULSE: Final = 1
"""Neighbours that such a pixel is like, at most: specks come in pairs, too."""

_FEWEST_IMPULSES: Final = 0.004
"""Share of such pixels from which on they are taken out."""

_MOST_ALONE: Final = 0.007
"""Share of pixels unlike all around, from which on they are specks: 0.5 % are in clean print."""

_EXTREME: Final = 112
"""Distance of such a pixel from middle grey: thin strokes are grey where they end."""

_ISOLATED: Final = 0.55
"""Share of them that have no neighbours alike, at least."""

_MOST_ALIKE: Final = 6
"""Neighbours alike, of eight, up to which a black or white pixel may be a speck: one beside a
stroke has some, one within a blot or on blank paper has all."""

_CHUNK: Final = 32_768
"""Pixels that are looked at in one go."""


def has_impulses(light: Grey) -> bool:
    """Whether single pixels stand out from paper or ink that is even but for them."""
    # In small thin writing little is even; but hardly a pixel of it is unlike all around.
    alike = _alike(light)
    extreme = _is_extreme(light)
    if (extreme & (alike == 0)).mean() > _MOST_ALONE:
        return True
    impulses = extreme & (alike <= _MOST_OF_IMPULSE)
    # Most that are alone, and there have to be some of these, are impulses: if there are fewer of
    # them, as on clean paper, there is no need for filters that take ten times as long.
    if impulses.mean() <= _ISOLATED * _FEWEST_IMPULSES:
        return False
    median = Image.fromarray(light).filter(ImageFilter.MedianFilter(3))
    stands_out = np.abs(light.astype(np.int16) - np.asarray(median)) > 2 * _IMPULSE
    # Corners and ends of strokes stand out, too, but the median is not the same all around them.
    level = np.asarray(median.filter(ImageFilter.MinFilter(3)))
    top = np.asarray(median.filter(ImageFilter.MaxFilter(3)))
    even = top - level < _IMPULSE  # in bytes: no level is above its top
    alone = stands_out & even
    if alone.mean() <= _FEWEST_IMPULSES:
        return False
    # Thin strokes stand out, too, but hang together.
    return bool((alone & impulses).sum() > _ISOLATED * alone.sum())


def suspects(light: Grey) -> NDArray[np.bool_]:
    """Pixels (h, w) that may be specks: black or white ones that are not like all around."""
    return (_alike(light) <= _MOST_ALIKE) & _is_extreme(light)


def surroundings(light: Grey, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Floats:
    """Describe pixels by how dark they and those around are: (n, N_AROUND), 0 white to 1 black."""
    padded = np.pad(light, REACH, mode="reflect")
    around = np.lib.stride_tricks.sliding_window_view(padded, (2 * REACH + 1, 2 * REACH + 1))
    seen = around[rows, columns].reshape(len(rows), N_AROUND)
    return (np.float32(255) - seen) / np.float32(255)


@cache
def _network() -> Network:
    return load_network(resource(FILE))[0]


def without_impulses(light: Grey) -> Grey:
    """Replace what may be specks by what the network says that it was."""
    rows, columns = np.nonzero(suspects(light))
    result = light.copy()
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK], columns[start : start + _CHUNK]
        darkness = _network().predict_proba(surroundings(light, *chunk))[:, 0]
        result[chunk] = np.rint(255 * (1 - darkness))
    return result


def _is_extreme(light: Grey) -> NDArray[np.bool_]:
    return np.abs(light.astype(np.int16) - 128) >= _EXTREME


def _alike(light: Grey) -> NDArray[np.uint8]:
    """Count for each pixel (h, w) the neighbours that hardly differ from it, 0 to 8."""
    padded = np.pad(light, 1, mode="reflect")
    height, width = padded.shape
    counts = np.zeros(padded.shape, np.uint8)
    # Half of the directions: two that are alike are so both ways.
    for dy, dx in ((0, 1), (1, -1), (1, 0), (1, 1)):
        here = np.s_[: height - dy, max(0, -dx) : width - max(0, dx)]
        there = np.s_[dy:, max(0, dx) : width - max(0, -dx)]
        one, other = padded[here], padded[there]
        near = np.maximum(one, other) - np.minimum(one, other) < _IMPULSE  # in bytes
        counts[here] += near
        counts[there] += near
    return counts[1:-1, 1:-1]
