"""My samples: files that they come from and go to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from sample_desk import LEFT, answer_error, choose, many, shown, status

from datasets.files import read_labelled
from ocr_app.controllers.samples import browsing as samples_module


def write(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def choose_file(monkeypatch, path):
    monkeypatch.setattr(samples_module, "file_to_open", lambda *_: path)
    monkeypatch.setattr(samples_module, "file_to_save", lambda *_: path)


def test_export_and_import_bring_everything_back(filled, tmp_path, monkeypatch):
    path = tmp_path / "all.jsonl"
    choose_file(monkeypatch, path)
    browser = filled.browse()
    filled.click("exportSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: status(browser) == "12 samples written to all.jsonl.")
    assert [s.label for s in read_labelled(path)] == [3] * 10 + [7, 1]
    filled.click("importSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: "already" in status(browser))
    assert len(filled.stored()) == 12
    browser.view.setFocus()
    filled.qtbot.keyClick(browser.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    filled.qtbot.keyClick(browser.view, Qt.Key.Key_Delete)
    filled.qtbot.waitUntil(lambda: shown(browser) == [])
    filled.click("importSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: status(browser) == "12 samples imported.")
    assert filled.labels == [3] * 10 + [7, 1]


def test_export_takes_the_chosen_or_the_shown(filled, tmp_path, monkeypatch):
    path = tmp_path / "some.jsonl"
    choose_file(monkeypatch, path)
    browser = filled.browse()
    button = browser.findChild(QPushButton, "exportSamplesButton")
    assert button.text() == "&Export all…"
    filled.qtbot.mouseClick(browser.filter.button(3), LEFT)
    assert button.text() == "&Export shown…"
    choose(filled, browser, 1, 2)
    assert button.text() == "&Export chosen…"
    filled.qtbot.mouseClick(button, LEFT)
    filled.qtbot.waitUntil(lambda: status(browser) == "2 samples written to some.jsonl.")
    assert [s.drawing for s in read_labelled(path)] == many(10)[1:3]


def test_an_import_can_be_taken_back(filled, tmp_path, monkeypatch):
    record = {"label": 5, "strokes": [[[0.1, 0.1], [0.9, 0.9]]]}
    choose_file(monkeypatch, write(tmp_path / "d.jsonl", record, record))
    browser = filled.browse()
    filled.click("importSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: shown(browser)[-1] == 5)
    assert status(browser) == "1 sample imported. 1 more were there already."
    filled.click("undoSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: shown(browser) == [3] * 10 + [7, 1])


@pytest.mark.parametrize(
    ("second", "says"),
    [
        ({"label": "a", "strokes": [[[0.1, 0.1]]]}, "line 2 is called “a”"),
        ({"strokes": [[[0.1, 0.1]]]}, "line 2 has no label"),
        ({"label": 3, "strokes": []}, "line 2 has no strokes"),
        ({"label": 3, "picture": "no PNG"}, "line 2: This is no picture of a digit"),
        ({"label": 3, "strokes": [[[0.1, "x"]]]}, "line 2: Stroke 1"),
        ("{broken", "line 2: there are no strokes"),
        ({"label": 3, "strokes": [[[0.1, 0.1]] * 50_001]}, "line 2 has 50,001 points"),
    ],
)
def test_a_bad_file_is_refused_as_a_whole(filled, tmp_path, second, says):
    path = write(tmp_path / "d.jsonl", {"label": 5, "strokes": [[[0.1, 0.1]]]}, second)
    seen = []
    answer_error(filled.qtbot, seen)
    filled.samples.import_file(path)
    filled.qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].startswith("Nothing was imported.")
    assert says in seen[0]
    assert seen[0].endswith(".")
    assert len(filled.stored()) == 12


def test_changing_ones_mind_about_a_file_changes_nothing(filled, monkeypatch):
    choose_file(monkeypatch, None)
    browser = filled.browse()
    filled.click("importSamplesButton", browser)
    filled.click("exportSamplesButton", browser)
    assert len(filled.stored()) == 12


def test_an_export_that_fails_says_why(filled, tmp_path, monkeypatch):
    choose_file(monkeypatch, tmp_path / "missing" / "d.jsonl")
    browser = filled.browse()
    seen = []
    answer_error(filled.qtbot, seen)
    filled.click("exportSamplesButton", browser)
    filled.qtbot.waitUntil(lambda: bool(seen))
    assert seen[0].startswith("Nothing was exported.")
    assert "no such folder" in seen[0]
