"""Qt's pictures and grey arrays, one made of the other."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter


def grey_of(image: QImage) -> NDArray[np.uint8]:
    """Turn a picture into grey; what is transparent is white, or black if that shows more."""
    on_white = _grey_on(image, Qt.GlobalColor.white)
    if not image.hasAlphaChannel() or not on_white.size:
        return on_white
    on_black = _grey_on(image, Qt.GlobalColor.black)
    return on_white if 2 * np.ptp(on_white) >= np.ptp(on_black) else on_black


def _grey_on(image: QImage, paper: Qt.GlobalColor) -> NDArray[np.uint8]:
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(paper)
    painter = QPainter(flat)
    painter.drawImage(0, 0, image)
    painter.end()
    grey = flat.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()


def image_of(grey: NDArray[np.uint8]) -> QImage:
    """Turn grey (h, w) into a picture."""
    height, width = grey.shape
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.bits(), np.uint8).reshape(height, image.bytesPerLine())
    rows[:, :width] = grey
    return image
