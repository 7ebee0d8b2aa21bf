"""Which of the four steps are taken: each can be left out, to see what it is good for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps from a drawing to what the network reads; the network was trained with all four.

    Every step decides on one thing and leaves the others alone, so that all sixteen combinations
    make sense.

    Attributes
    ----------
    crop : bool
        Place and size: the ink is cut out and enlarged to fill the frame. Off: the whole canvas
        becomes the frame, and the ink stays where and as large as it was drawn. Of a picture, its
        larger side fills the frame.
    upright : bool
        Slant: the ink is sheared until it stands upright. Off: it leans as it was drawn.
    stretch : bool
        Proportions: width and height become those of the training digits. With `crop` they fill the
        frame; without, the ink keeps its middle and its area. Off: they stay as they were drawn.
    even : bool
        Pen: lines get thicker or thinner until ``INK_SHARE`` of the frame is ink. Off: the pen
        keeps the width it was drawn with, and grows and shrinks with the ink. The pen then counts
        for the box that `crop` cuts out, as in a picture; otherwise the middle of the line does.
    """

    crop: bool = True
    upright: bool = True
    stretch: bool = True
    even: bool = True


ALL_STEPS = Steps()
"""What the network was trained with."""

NO_STEPS = Steps(crop=False, upright=False, stretch=False, even=False)
"""The canvas as it is."""
