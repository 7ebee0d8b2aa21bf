"""What takes longer in the window: training again from the menu, and reading a full page."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtWidgets import QApplication

from benchmarks.liveliness import gaps_while
from benchmarks.reading import page, synthetic
from benchmarks.results import Row
from benchmarks.window import Opened
from benchmarks.workbench import Room


def retraining(opened: Opened) -> list[Row]:
    """Train again as the menu has it, from the click on Start to the end; in its own process."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    room = Room(app, opened.window)
    setup = room.tab.form.setup
    assert setup is not None
    seconds = room.train(setup)
    window, process = room.memory()
    what = "retraining from the menu, with the settings that are offered"
    return [
        Row(f"{what}, samples kept", 1000 * seconds, "ms", target="≤ 30 s", met=seconds <= 30),
        Row("the same, from the first mini-batch on", 1000 * room.learning_took, "ms"),
        Row("memory after retraining", window, "MB"),
        Row("memory of the training's process", process, "MB"),
    ]


def full_page(opened: Opened) -> list[Row]:
    """Open a picture of 2,000 digits in the tab Read, until its reading is shown."""
    from ocr_app.controllers.reading import ReadingController

    file = Path(os.environ["OCR_APP_HOME"], "page.png")
    grey, _ = page(synthetic, 40, 10, 5, np.random.default_rng(0))
    Image.fromarray(grey).save(file)
    tabs = opened.window.tabs
    tabs.setCurrentIndex(tabs.count() - 1)
    QApplication.processEvents()
    reading = opened.window.findChild(ReadingController)
    assert reading is not None
    gaps_while(lambda: reading.is_busy)  # with the example that it begins with
    began = time.perf_counter()
    reading.open_files([file])
    gap = max(gaps_while(lambda: reading.is_busy))
    taken = 1000 * (time.perf_counter() - began)
    return [
        Row("a page of 2,000 digits, opened and read", taken, "ms"),
        Row("longest time meanwhile without an answer of the window", gap, "ms"),
    ]
