"""Colours that can be told apart, in light and in dark."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QLineEdit, QRadioButton, QSpinBox, QVBoxLayout, QWidget

from ocr_app.widgets.theme import DARK, apply_theme, theme_of


def luminance(color: QColor) -> float:
    """Relative luminance of WCAG 2.2."""
    shares = [
        c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4
        for c in (color.redF(), color.greenF(), color.blueF())
    ]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), shares, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    """Of WCAG 2.2: 1 for the same colour, 21 for black and white; 3 is asked of outlines."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def dressed(qapp):
    yield lambda scheme: apply_theme(qapp, scheme)
    apply_theme(qapp, Qt.ColorScheme.Light)


@pytest.mark.parametrize("kind", [QCheckBox, QRadioButton, QSpinBox, QLineEdit])
@pytest.mark.parametrize("enabled", [True, False])
def test_boxes_and_fields_stand_out_from_a_dark_window(qtbot, dressed, kind, enabled):
    dressed(Qt.ColorScheme.Light)
    dressed(Qt.ColorScheme.Dark)
    window = QWidget()
    column = QVBoxLayout(window)
    box = kind()
    box.setEnabled(enabled)
    column.addWidget(box)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    picture = window.grab().toImage()
    behind = QColor(DARK.window)
    assert picture.pixelColor(1, 1) == behind
    middle = box.geometry().center().y()
    left = [picture.pixelColor(box.x() + x, middle) for x in range(6)]
    assert max(contrast(color, behind) for color in left) > 2.5
    assert theme_of(window) is DARK


def test_light_is_as_it_was_before_dark(qtbot, dressed):
    def picture():
        box = QCheckBox("Box")
        qtbot.addWidget(box)
        box.show()
        qtbot.waitExposed(box)
        return box.grab().toImage()

    dressed(Qt.ColorScheme.Light)
    before = picture()
    dressed(Qt.ColorScheme.Dark)
    assert picture() != before
    dressed(Qt.ColorScheme.Light)
    assert picture() == before
