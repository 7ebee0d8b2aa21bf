"""Digits that nobody wrote: the ways people write them, varied as hands vary.

===============  ==============================================================
``digits.py``    the two functions that others call
``template.py``  how a way of writing is noted down
``shapes/``      the ways people write each digit
``splines.py``   a template's few points → a pen line
``hand.py``      what makes two digits after the same template differ
``raster.py``    many pen lines at once → what the network reads
===============  ==============================================================
"""

from datasets.synthetic.digits import synthesize_digits, synthetic_pixels
from datasets.synthetic.hand import Hand

__all__ = ["Hand", "synthesize_digits", "synthetic_pixels"]
