"""Curves that grow."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from PySide6.QtCore import Qt

from ocr_app.widgets.curve import Curve
from ocr_app.widgets.curve_data import CurveData
from ocr_app.widgets.plots import CurvePlot
from ocr_app.widgets.theme import DARK, LIGHT, apply_theme
from ocr_app.widgets.ticks import linear_ticks, log_ticks, percent, plain


@pytest.fixture
def plot(qtbot):
    plot = CurvePlot(
        "Error", (Curve("a"), Curve("b", "second", dashed=True)), empty_text="Nothing yet."
    )
    qtbot.addWidget(plot)
    plot.resize(400, 240)
    with qtbot.waitExposed(plot):
        plot.show()
    return plot


def ink(plot, color):
    """Count pixels of about a colour inside the axes."""
    image = plot.grab().toImage().convertToFormat(plot.grab().toImage().Format.Format_RGB32)
    width, height = image.width(), image.height()
    rgb = np.frombuffer(image.constBits(), np.uint8).reshape(height, width, 4)[..., 2::-1]
    wanted = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)])
    near = np.abs(rgb.astype(int) - wanted).sum(axis=2) < 60
    return int(near[40 : height - 40].sum())


def test_the_library_is_not_imported_before_a_plot_is_shown():
    code = (
        "import sys; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from ocr_app.widgets.curve import Curve; from ocr_app.widgets.plots import CurvePlot;"
        "CurvePlot('E', (Curve('a'),));"
        "from ocr_app.widgets.xor.lab_tab import LabTab; from ocr_app.controllers.xor_lab import"
        " XorLabController; XorLabController(LabTab(())); sys.exit('pyqtgraph' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_empty_plot_says_what_will_appear(plot):
    assert plot.is_empty()
    assert plot.accessibleDescription() == "Nothing yet."


def test_points_appear_and_the_legend_has_the_latest_value(plot, qtbot):
    for epoch in range(1, 30):
        plot.append("a", epoch, 1 / epoch)
    qtbot.waitUntil(lambda: "a 0.0345" in plot.accessibleDescription())
    assert ink(plot, LIGHT.accent) > 50
    assert ink(plot, LIGHT.second) == 0


def test_clear_brings_the_empty_text_back(plot, qtbot):
    plot.append("a", 1, 0.5)
    qtbot.waitUntil(lambda: "0.5" in plot.accessibleDescription())
    plot.clear()
    qtbot.waitUntil(lambda: plot.accessibleDescription() == "Nothing yet.")


def test_colours_follow_the_palette(plot, qtbot, qapp):
    plot.extend("a", [(epoch, 1 / epoch) for epoch in range(1, 30)])
    qtbot.waitUntil(lambda: ink(plot, LIGHT.accent) > 50)
    try:
        apply_theme(qapp, Qt.ColorScheme.Dark)
        qtbot.waitUntil(lambda: ink(plot, LIGHT.card) == 0)
        assert ink(plot, DARK.accent) > 50
    finally:
        apply_theme(qapp, Qt.ColorScheme.Light)


def test_a_logarithmic_axis_leaves_out_what_it_cannot_show(plot, qtbot):
    plot.set_log_y(True)
    plot.extend("a", [(1, 10.0), (2, 0.0), (3, float("nan")), (4, 0.001)])
    qtbot.waitUntil(lambda: "0.001" in plot.accessibleDescription())
    assert plot.points("a") == [(1, 10.0), (2, 0.0), (4, 0.001)]
    assert ink(plot, LIGHT.accent) > 50


def test_points_that_arrive_out_of_sight_are_there_when_shown(qtbot):
    plot = CurvePlot("Error", (Curve("a"),))
    qtbot.addWidget(plot)
    plot.extend("a", [(epoch, 1 / epoch) for epoch in range(1, 30)])
    plot.resize(400, 240)
    with qtbot.waitExposed(plot):
        plot.show()
    assert ink(plot, LIGHT.accent) > 50


def test_curve_data_stays_small_and_keeps_both_ends():
    data = CurveData(16)
    for x in range(10_000):
        data.append(x, 2 * x)
        assert len(data) <= 17
        assert data.x[0] == 0
        assert data.x[-1] == x
    assert np.all(np.diff(data.x) > 0)
    assert np.array_equal(data.y, 2 * data.x)


@pytest.mark.parametrize(
    ("ends", "ticks"),
    [
        ((0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ((0, 0.125), [0, 0.05, 0.1]),
        ((1, 20), [5, 10, 15, 20]),
        ((0.9, 0.97), [0.9, 0.92, 0.94, 0.96]),
    ],
)
def test_linear_ticks_are_few_and_round(ends, ticks):
    assert linear_ticks(*ends, at_most=6) == pytest.approx(ticks)


@pytest.mark.parametrize(
    ("ends", "ticks"),
    [
        ((0.02, 2), [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]),
        ((1e-6, 1), [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1]),
        ((3.1, 4.9), [3.5, 4, 4.5]),
    ],
)
def test_log_ticks_are_few_and_round(ends, ticks):
    assert log_ticks(*ends, at_most=7) == pytest.approx(ticks)


def test_numbers_are_written_as_people_do():
    assert [plain(x) for x in (0, 1000, 0.05, 2.0, 3e-6)] == ["0", "1,000", "0.05", "2", "3e-06"]
    assert percent(0.9417) == "94.17 %"
