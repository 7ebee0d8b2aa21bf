"""A picture with the boxes of what was read in it, to see what went wrong."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from ocr_app.engine.reader.result import UNREADABLE, PageReading

SURE = (0, 114, 178)
UNSURE = (213, 94, 0)
"""Colours that the colour-blind can tell apart (Okabe and Ito); what is unsure is dashed, too."""

_DASH = 4


def draw_boxes(
    grey: NDArray[np.uint8], page: PageReading, min_confidence: float = 0.0
) -> Image.Image:
    """Draw boxes and readings on a grey picture (h, w), with room above for the first line."""
    found = page.digits
    heights = [digit.box.height / page.reduction for digit in found]
    size = int(np.clip(np.median(heights) * 0.6 if heights else 12, 10, 96))
    font = ImageFont.load_default(size)
    margin = round(1.4 * size)
    picture = Image.new("RGB", (grey.shape[1], grey.shape[0] + margin), "white")
    picture.paste(Image.fromarray(grey), (0, margin))
    pen = ImageDraw.Draw(picture)
    width = max(1, size // 14)
    for digit in found:
        box, text = digit.box, digit.text(min_confidence)
        is_sure = digit.is_sign or digit.reading.confidence >= 0.8
        colour = SURE if is_sure and text != UNREADABLE else UNSURE
        x, y, right, bottom = (
            round(side / page.reduction) for side in (box.x, box.y, box.right, box.bottom)
        )
        corners = (x - 1, y + margin - 1, right, bottom + margin)
        if colour == SURE:
            pen.rectangle(corners, outline=colour, width=width)
        else:
            _dashed(pen, corners, colour, width)
        pen.text((x, y + margin - 2), text, fill=colour, font=font, anchor="lb")
    return picture


def _dashed(
    pen: ImageDraw.ImageDraw,
    corners: tuple[int, int, int, int],
    colour: tuple[int, int, int],
    width: int,
) -> None:
    left, top, right, bottom = corners
    dash = _DASH * width
    for x in range(left, right + 1, 2 * dash):
        end = min(x + dash, right)
        pen.line((x, top, end, top), colour, width)
        pen.line((x, bottom, end, bottom), colour, width)
    for y in range(top, bottom + 1, 2 * dash):
        end = min(y + dash, bottom)
        pen.line((left, y, left, end), colour, width)
        pen.line((right, y, right, end), colour, width)
