from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from ocr_app.app import run_window
from ocr_app.demonstration import bundled_drawing, replay
from ocr_app.main_window import MainWindow


def test_replayed_drawings_arrive_as_they_are(window: MainWindow) -> None:
    drawing = bundled_drawing()
    replay(drawing, window.draw_tab.canvas)
    (arrived,), (sent,) = window.draw_tab.canvas.drawing.strokes, drawing.strokes
    assert arrived == pytest.approx(sent, abs=1e-6)
    reading = window.recognition.reading
    assert reading.digit == 3
    assert np.isclose(reading.probabilities.sum(), 1, atol=1e-4)


def test_without_a_display_the_job_is_done_offscreen_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("ocr_app.app.make_application", lambda _argv: _the_application())
    assert run_window(["ocr-app"]) == 0
    said = capsys.readouterr().out
    assert "No display" in said
    assert "It reads: 3" in said
    picture = QImage(str(tmp_path / "screenshots" / "demonstration.png"))
    assert picture.width() >= 720


def _the_application() -> object:
    from PySide6.QtWidgets import QApplication

    return QApplication.instance()
