"""Numbers out of pictures: lines, words and digits with their boxes."""

from ocr_app.engine.reader.page_ink import InkSettings
from ocr_app.engine.reader.reader import PageReader, PreparedPage, ReadingCancelled
from ocr_app.engine.reader.result import UNREADABLE, Box, FoundDigit, Line, PageReading

__all__ = [
    "UNREADABLE",
    "Box",
    "FoundDigit",
    "InkSettings",
    "Line",
    "PageReader",
    "PageReading",
    "PreparedPage",
    "ReadingCancelled",
]
