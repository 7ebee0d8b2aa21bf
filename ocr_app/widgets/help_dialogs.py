"""Help ▸ Keyboard shortcuts and Help ▸ About."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMessageBox, QWidget

_SHORTCUTS = (
    ("Undo", ("Ctrl+Z",)),
    ("Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ("Clear the canvas", ("Del", "Esc")),
    ("Open a drawing", ("Ctrl+O",)),
    ("Save the drawing", ("Ctrl+S",)),
    ("Retrain the network", ("Ctrl+T",)),
    ("Say what the drawing is", ("0 … 9",)),
    ("Choose a digit of the number", ("←", "→")),
    ("Copy the number", ("Ctrl+C",)),
    ("Read: open, paste pictures", ("Ctrl+O", "Ctrl+V")),
    ("Read: copy, save the text", ("Ctrl+C", "Ctrl+S")),
    ("Read: the page before, the next page of a file", ("PgUp", "PgDown")),
    ("Read: go from box to box, from line to line", ("←", "→", "↑", "↓")),
    ("Read: correct, leave out, join, divide", ("0 … 9, Del, J, D",)),
    ("Read: no longer choose a box, read a part", ("Esc",)),
    ("Quit", ("Ctrl+Q",)),
)


def show_shortcuts(parent: QWidget) -> None:
    """List the keys, as this system writes them."""
    rows = "".join(
        f"<tr><td style='padding: 3px 24px 3px 0'>{what}</td>"
        f"<td style='padding: 3px 0'><b>{' or '.join(map(_native, keys))}</b></td></tr>"
        for what, keys in _SHORTCUTS
    )
    _show(parent, "Keyboard shortcuts", f"<table>{rows}</table>")


def _native(key: str) -> str:
    if "…" in key or key in "←→↑↓":  # several keys; signs that are none
        return key
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def show_about(parent: QWidget) -> None:
    """Say what this is."""
    try:
        number = version("ocr-app")
    except PackageNotFoundError:  # run from a folder that was never installed
        number = "development version"
    _show(
        parent,
        "About ocr-app",
        f"<h3>ocr-app {number}</h3>"
        "<p>Draw a digit, see a neural network read it, and understand why.</p>"
        "<p>The network is a backpropagation network written in NumPy, trained on "
        "scikit-learn’s handwritten digits and on made-up handwriting. It runs on this computer; "
        "nothing is sent anywhere.</p>"
        "<p>MIT licence.</p>",
    )


def _show(parent: QWidget, title: str, html: str) -> None:
    box = QMessageBox(parent)
    box.setObjectName("helpMessage")
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setText(html)
    box.exec()
