"""What is ink in a grey picture: on any paper, in any light, dark on light or light on dark."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from datasets.specks import clear_specks, without_specks

Grey = NDArray[np.uint8]
Ink = NDArray[np.float32]

#: Less contrast between ink and paper than this, of 1, is paper texture.
_FAINTEST = 0.08
#: Contrast of ink to paper, in standard deviations of the paper, below which all of it is noise.
_CLEAREST_NOISE = 4.5
_NOISE_FREE = 1.0 / 255
#: Jump from paper to ink, of their contrast, between pixels of a picture 256 wide.
_SOFTEST_EDGE = 0.25
#: The paper's brightness is followed on a grid with this many cells along the larger side.
_PAPER_CELLS = 16
_SMALLEST_CELL = 8
_FULL_OF_INK = 0.75
#: Cells to each side that are looked at to bridge a cell full of ink.
_REACH = 2


def find_ink(grey: Grey) -> Ink:
    """Tell ink from paper.

    The paper's brightness is followed over the picture, so that shadows do not matter; what is
    darker than it (or lighter, on dark paper) is split in two by Otsu's method [1]_. The split only
    decides what ink and paper look like: between the two the grey of soft edges stays.

    Parameters
    ----------
    grey : ndarray of shape (h, w), uint8
        0 black to 255 white.

    Returns
    -------
    ndarray of shape (h, w), float32
        0 paper to 1 ink. All zeros if there is nothing but paper, or noise.

    References
    ----------
    .. [1] N. Otsu, "A Threshold Selection Method from Gray-Level Histograms", IEEE Transactions on
       Systems, Man, and Cybernetics, 1979.
    """
    if grey.size == 0 or grey.min() == grey.max():
        return np.zeros(grey.shape, np.float32)
    light = grey if not is_paper_dark(grey) else 255 - grey
    paper = paper_brightness(light)
    # How much darker than the paper, as a share: a shadow darkens both alike.
    darkness = np.clip(1 - light / np.maximum(paper, 1), 0, 1).astype(np.float32)
    threshold = otsu(np.rint(darkness * 255).astype(np.uint8)) / 255
    on = darkness > threshold
    if not on.any() or on.all():
        return np.zeros(grey.shape, np.float32)
    white, black = float(np.median(darkness[~on])), float(np.percentile(darkness[on], 75))
    noise = max(float(darkness[~on].std()), _NOISE_FREE)
    contrast = float(darkness[on].mean()) - float(darkness[~on].mean())
    if contrast < max(_FAINTEST, _CLEAREST_NOISE * noise) or not has_edges(darkness, on, contrast):
        return np.zeros(grey.shape, np.float32)
    # Steeper than the contrast, about its middle: edges stay where they are, paper becomes clean.
    ink: Ink = np.clip(((darkness - white) / (black - white) - 0.5) * 1.6 + 0.5, 0, 1)
    return clear_specks(ink.astype(np.float32, copy=False))


def ink_box(ink: NDArray[np.floating]) -> list[int]:
    """Find the box around all ink but tiny specks.

    Parameters
    ----------
    ink : ndarray of shape (h, w)
        0 paper to 1 ink.

    Returns
    -------
    list of int
        ``[x, y, w, h]`` in pixels from the upper left corner; empty if there is no ink.
    """
    mask = without_specks(np.asarray(ink) >= 0.5)
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not rows.size:
        return []
    x, y = int(columns[0]), int(rows[0])
    return [x, y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1]


def is_paper_dark(grey: Grey) -> bool:
    """Paper is most of the picture, and mostly what its border is, compared with what is near."""
    above, border = 0.0, []
    bands = np.array_split(grey, min(4, len(grey)))
    for band in bands:
        parts = np.array_split(band, min(4, band.shape[1]), axis=1)
        for part in parts:
            middle = (int(part.min()) + int(part.max())) / 2
            above += float(part.sum(dtype=np.uint64)) - middle * part.size
            edges = (
                (band is bands[0], part[0]),
                (band is bands[-1], part[-1]),
                (part is parts[0], part[:, 0]),
                (part is parts[-1], part[:, -1]),
            )
            border += [edge - middle for is_outer, edge in edges if is_outer]
    return 2 * above / grey.size + float(np.concatenate(border).mean()) < 0


def otsu(grey: Grey) -> int:
    """Level that splits grey values in two so that the two differ most; values up to it are low."""
    counts = np.bincount(grey.ravel(), minlength=256).astype(np.float64)
    levels = np.arange(256)
    n_low, sum_low = np.cumsum(counts), np.cumsum(counts * levels)
    n_high, sum_high = n_low[-1] - n_low, sum_low[-1] - sum_low
    with np.errstate(invalid="ignore", divide="ignore"):
        between = n_low * n_high * (sum_low / n_low - sum_high / n_high) ** 2
    between = np.nan_to_num(between)
    # Between two clean peaks all levels are equally good; the middle one is fair to both.
    best = np.flatnonzero(between >= between.max() * (1 - 1e-9))
    return int(best[len(best) // 2])


def paper_brightness(light: Grey) -> NDArray[np.float32]:
    """Follow the brightness of light paper, past the ink on it.

    A coarse grid takes each cell's bright side; closing it (the brightest around, then the darkest
    around that) bridges cells that are full of ink.
    """
    height, width = light.shape
    cell = max(_SMALLEST_CELL, -(-max(height, width) // _PAPER_CELLS))
    rows, columns = -(-height // cell), -(-width // cell)
    padded = np.pad(light, ((0, rows * cell - height), (0, columns * cell - width)), mode="edge")
    step = max(1, cell // 32)  # a thousand pixels are enough to know a cell
    cells = padded.reshape(rows, cell, columns, cell)[:, ::step, :, ::step]
    cells = cells.transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    bright = np.percentile(cells, 80, axis=2).astype(np.float32)
    closed = -_brightest_around(-_brightest_around(bright))
    # Where a picture grows dark towards its edge, closing is too bright, for there is nothing
    # beyond to follow. Near the edge, only cells much darker than that are taken to be full of ink.
    near_edge = np.ones(bright.shape, np.bool_)
    near_edge[_REACH:-_REACH, _REACH:-_REACH] = False
    paper = np.where(near_edge & (bright > _FULL_OF_INK * closed), bright, closed)
    return _between(rows, cell)[:height] @ paper @ _between(columns, cell)[:width].T


def _between(n: int, cell: int) -> NDArray[np.float32]:
    """Weights, (n * cell, n), that interpolate between the centres of `n` cells.

    A product of matrices does what Pillow would, in less time: it hands large pictures over slowly.
    """
    place = (np.arange(n * cell, dtype=np.float32) + np.float32(0.5)) / cell - np.float32(0.5)
    place = np.clip(place, 0, n - 1)[:, np.newaxis]
    weights: NDArray[np.float32] = np.maximum(0, 1 - np.abs(place - np.arange(n, dtype=np.float32)))
    return weights


def has_edges(
    darkness: Ink, on: NDArray[np.bool_], contrast: float, softest: float = _SOFTEST_EDGE
) -> bool:
    """Whether darkness jumps where ink begins; a shadow that was not evened out fades in."""
    step = max(1, max(darkness.shape) // 256)
    darkness, on = darkness[::step, ::step], on[::step, ::step]
    jumps = [np.abs(np.diff(darkness, axis=axis)) for axis in (0, 1)]
    at_ink = np.concatenate([jumps[axis][np.diff(on, axis=axis)] for axis in (0, 1)])
    noise = float(np.median(np.concatenate([jump.ravel() for jump in jumps])))
    return at_ink.size > 0 and float(at_ink.mean()) > softest * contrast + 2 * noise


def _brightest_around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    padded = np.pad(values, _REACH, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (2 * _REACH + 1, 2 * _REACH + 1))
    brightest: NDArray[np.float32] = windows.max(axis=(2, 3))
    return brightest
