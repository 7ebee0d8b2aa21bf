"""Another peer of the start-up benchmark: the empty window with one word in it.

To write anything, a program must look through the fonts of the system; to align it, PySide6 makes
the thousand names that belong to ``Qt``. Whatever shows more than nothing waits for both.
"""

from __future__ import annotations

import sys

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from benchmarks.launchers.empty_window import Painted

if __name__ == "__main__":
    np.zeros(1)
    app = QApplication(sys.argv)
    window = QMainWindow()
    window.resize(1000, 700)
    window.setCentralWidget(QLabel("word", alignment=Qt.AlignmentFlag.AlignCenter))
    painted = Painted()
    window.installEventFilter(painted)
    window.show()
    app.exec()
