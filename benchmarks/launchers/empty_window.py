"""The peer of the start-up benchmark: an empty window of PySide6, with NumPy imported.

Nothing that draws a digit for a NumPy network in Python can be there sooner.
"""

from __future__ import annotations

import os
import sys
import time

import numpy as np
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow


class Painted(QObject):
    """Tells the first paint of a window and ends the process."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, tell)
        return False


def tell() -> None:
    print("painted", time.process_time() * 1000, flush=True)
    os._exit(0)


if __name__ == "__main__":
    np.zeros(1)
    app = QApplication(sys.argv)
    window = QMainWindow()
    window.resize(1000, 700)
    painted = Painted()
    window.installEventFilter(painted)
    window.show()
    app.exec()
