"""The Read tab with its controller, and a picture for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from numbers_on_paper import page, save

from ocr_app.controllers.reading import ReadingController
from ocr_app.engine.model import Model
from ocr_app.widgets.read.read_tab import ReadTab


@pytest.fixture
def tab(qtbot) -> ReadTab:
    tab = ReadTab()
    qtbot.addWidget(tab)
    tab.resize(1000, 640)
    return tab


@pytest.fixture
def reading(qtbot, tab):
    model = Model.factory()
    controller = ReadingController(tab, tab, model)
    tab.show()
    qtbot.waitExposed(tab)
    yield controller
    tab.close()  # waits for what is still being read


@pytest.fixture
def sheet(tmp_path) -> Path:
    return Path(save(page(["203 48", "51 6"]), tmp_path / "sheet.png"))
