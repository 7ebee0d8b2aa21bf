"""A number that is written by hand, read stroke by stroke.

==================  ====================================================
``strokes.py``      how strokes stand to each other: boxes, gaps, distances
``candidates.py``   which strokes may be one digit, and what speaks for it
``scoring.py``      how likely they are one: a small network says so
``path.py``         the groups that explain all strokes best
``reader.py``       all of it, with one model
``result.py``       what is read
``composing.py``    numbers that nobody wrote, to learn from and to measure with
``training.py``     makes the small network
==================  ====================================================
"""

from ocr_app.engine.drawn_number.reader import NumberReader
from ocr_app.engine.drawn_number.result import UNREADABLE, DrawnDigit, NumberReading

__all__ = ["UNREADABLE", "DrawnDigit", "NumberReader", "NumberReading"]
