"""My samples: what joins the canvas, the bar below it, the browser and the file of samples.

==================  ====================================================
``controller.py``   the bar and the canvas: what a drawing is said to be
``browsing.py``     the browser: correct, delete, undo, import, export
``desk.py``         what is done to the samples; knows no windows
``desk_thread.py``  the thread that it is done in, and bad news
``files.py``        labelled drawings from files, and to them
==================  ====================================================
"""

from ocr_app.controllers.samples.controller import SamplesController

__all__ = ["SamplesController"]
