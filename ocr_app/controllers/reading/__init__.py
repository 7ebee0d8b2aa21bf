"""The Read tab: pictures are opened, read off the GUI thread, corrected, copied and saved.

=====================  ====================================================
``arrivals.py``        pictures come: opened, dropped, pasted, out of folders
``controller.py``      they are read, one after the other
``pages.py``           people leaf through those of a file
``opened_files.py``    those that have come, and which of them is looked at
``opened_file.py``     one of them, with its pages
``opened_picture.py``  one page, and what people made of its reading
``edits.py``           what people change: correct, join, divide, add, undo
``output.py``          what people take along: copies, files, samples
``words.py``            what is said below the page
``images.py``          Qt's pictures and grey arrays
=====================  ====================================================
"""

from ocr_app.controllers.reading.arrivals import SAMPLES
from ocr_app.controllers.reading.controller import ReadingController

__all__ = ["SAMPLES", "ReadingController"]
