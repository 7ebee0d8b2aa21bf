"""What the first window needs and has no Qt, imported before PySide6.

Once PySide6 is there it reads the source of every module that is imported, to find out whether that
one uses PySide6, too. NumPy alone has a hundred: a quarter of the time until the first paint.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

from ocr_app.paths import settings_file

_WITHOUT_QT: Final = (
    "numpy.typing",
    "datasets.drawing",
    "ocr_app.engine.model",
    "ocr_app.engine.neighbours",
    "ocr_app.engine.wording",
)

for _name in _WITHOUT_QT:
    import_module(_name)
settings_file()  # imports what it needs to find the folder
