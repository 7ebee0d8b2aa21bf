"""Digits that nobody wrote, and what is no digit: the ways people write, varied as hands vary.

===============  ==============================================================
``digits.py``    digits: the two functions that others call
``pictures.py``  digits drawn into pictures first, by thin and fat pens
``nondigits.py`` characters and doodles: the functions that others call
``template.py``  how a way of writing is noted down
``shapes/``      the ways people write each digit
``letters/``     the ways people write letters and signs that pass for no digit
``doodles/``     marks that are no characters
``splines.py``   a template's few points → a pen line
``hand.py``      how far a hand strays from its templates
``strokes.py``   what it does to each stroke: places, trims, hooks and jags it
``bending.py``   what it does to a character as a whole
``writing.py``   several templates → many pen lines → drawings on the canvas
``raster.py``    many pen lines at once → what the network reads
===============  ==============================================================
"""

from datasets.synthetic.digits import synthesize_digits, synthetic_pixels
from datasets.synthetic.hand import Hand
from datasets.synthetic.nondigits import (
    Mixture,
    nondigit_lines,
    nondigit_pixels,
    synthesize_nondigits,
)
from datasets.synthetic.pictures import draw_ink, synthetic_picture_pixels

__all__ = [
    "Hand",
    "Mixture",
    "draw_ink",
    "nondigit_lines",
    "nondigit_pixels",
    "synthesize_digits",
    "synthesize_nondigits",
    "synthetic_picture_pixels",
    "synthetic_pixels",
]
