"""The network in use: its card, its name, and its export, with real clicks and keys."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTextBrowser,
)

from nn import Network
from ocr_app.app import make_window
from ocr_app.controllers import model_export
from ocr_app.controllers.models import file_stem, model_to_start_with
from ocr_app.engine.model import FACTORY_NAME, Model
from ocr_app.widgets.model_card import ModelCardDialog

LEFT = Qt.MouseButton.LeftButton


def trigger(window, name):
    window.findChild(QAction, name).trigger()


def some_model(name="Recommended, 12:30:01", **metadata) -> Model:
    network = Network((64, 8, 10))
    network.initialize(np.random.default_rng(0))
    return Model(network, metadata, name=name)


def when_shown(window, kind, act):
    """Do something in the next dialog of a kind; dialogs hold up whoever opens them.

    Returns a list that gets the name and the text of the dialog.
    """
    done = []

    def look():
        found = [each for each in window.findChildren(kind) if each.isVisible()]
        if not found:
            QTimer.singleShot(10, window, look)
            return
        text = found[-1].text() if isinstance(found[-1], QMessageBox) else ""
        done.append((found[-1].objectName(), text))
        try:
            act(found[-1])
        except BaseException:
            found[-1].reject()
            raise

    QTimer.singleShot(0, window, look)
    return done


def answer(name):
    """Type a name into the dialog and press Return."""

    def act(dialog):
        line = dialog.findChild(QLineEdit)
        assert line.selectedText() == line.text()
        QTest.keyClicks(line, name)
        QTest.keyClick(line, Qt.Key.Key_Return)

    return act


def test_a_new_name_is_seen_and_remembered(window, qapp, qtbot):
    window.models.keep(some_model())
    assert "Recommended, 12:30:01" in window.findChild(QLabel, "modelName").text()
    when_shown(window, QInputDialog, answer("  Ada's   network "))
    trigger(window, "renameModel")
    assert window.models.model.name == "Ada's network"
    assert window.findChild(QLabel, "modelName").text().startswith("Ada's network")
    again = make_window(qapp)
    qtbot.addWidget(again)
    assert again.models.model.name == "Ada's network"
    again.close()


def test_escape_leaves_the_name(window):
    window.models.keep(some_model())
    when_shown(window, QInputDialog, lambda box: QTest.keyClick(box, Qt.Key.Key_Escape))
    trigger(window, "renameModel")
    assert window.models.model.name == "Recommended, 12:30:01"


@pytest.mark.parametrize("name", ["", "   "])
def test_no_name_is_no_name(window, name):
    window.models.keep(some_model())
    window.models.rename_to(name)
    assert window.models.model.name == "Recommended, 12:30:01"


def test_nothing_else_is_called_the_factory_model(window):
    window.models.keep(some_model())
    said = when_shown(window, QMessageBox, lambda box: box.accept())
    window.models.rename_to("factory MODEL")
    assert "choose another name" in said[0][1]
    assert window.models.model.name == "Recommended, 12:30:01"


def test_the_factory_model_keeps_its_name(window):
    said = when_shown(window, QMessageBox, lambda box: box.accept())
    trigger(window, "renameModel")
    assert "keeps its name" in said[0][1]
    assert window.models.model.name == FACTORY_NAME


def test_a_file_called_like_the_factory_model_is_not_the_factory_model(window, tmp_path):
    file = tmp_path / f"{FACTORY_NAME}.npz"
    some_model().save(file)
    window.models.open_file(file)
    asked = when_shown(window, QMessageBox, lambda box: box.accept())
    trigger(window, "factoryModel")
    assert asked[0][0] == "factoryQuestion"


def test_saving_under_another_name_renames_for_the_next_start_too(window, tmp_path):
    window.models.keep(some_model())
    window.models.save_file(tmp_path / "sevens.npz")
    assert model_to_start_with()[0].name == "sevens"


def test_saving_the_factory_model_keeps_nothing(window, tmp_path):
    window.models.save_file(tmp_path / "copy.npz")
    assert model_to_start_with()[0].is_factory


@pytest.mark.parametrize(
    ("name", "stem"),
    [("Recommended, 12:30:01", "recommended-12-30-01"), ("a/b\\c:*?", "a-b-c"), ("…", "network")],
)
def test_names_make_file_names_that_every_system_allows(name, stem):
    assert file_stem(name) == stem


def text_of(card):
    return card.findChild(QTextBrowser, "modelCardText").toPlainText()


def test_the_card_tells_about_the_network_in_use_and_can_be_copied(window):
    texts = []

    def act(card):
        texts.append(text_of(card))
        assert not card.findChild(QPushButton, "renameButton").isVisible()
        QTest.mouseClick(card.findChild(QPushButton, "copyCardButton"), LEFT)
        QTest.keyClick(card, Qt.Key.Key_Escape)

    when_shown(window, ModelCardDialog, act)
    trigger(window, "aboutModel")
    assert "64 inputs → 1,024 ReLU → 11 softmax" in texts[0]
    assert "Tablet drawings by 30 people" in texts[0]
    assert "Known weaknesses" in QGuiApplication.clipboard().text()


def test_a_network_can_be_renamed_from_its_card(window):
    window.models.keep(some_model("<b>Bold & brave</b>"))
    titles = []

    def act(card):
        titles.append(text_of(card).splitlines()[0])
        when_shown(card, QInputDialog, answer("Ada's network"))
        QTest.mouseClick(card.findChild(QPushButton, "renameButton"), LEFT)
        titles.append(text_of(card).splitlines()[0])
        QTest.mouseClick(card.findChild(QPushButton, "closeCardButton"), LEFT)

    when_shown(window, ModelCardDialog, act)
    trigger(window, "aboutModel")
    assert titles == ["<b>Bold & brave</b>", "Ada's network"]
    assert window.models.model.name == "Ada's network"


def choose(monkeypatch, file):
    monkeypatch.setattr(model_export, "file_to_save", lambda *_: file)


def test_the_network_in_use_is_exported(window, qtbot, tmp_path: Path, monkeypatch):
    import onnxruntime

    file = tmp_path / "mine.onnx"
    choose(monkeypatch, file)
    window.models.keep(some_model())
    trigger(window, "exportModel")
    qtbot.waitUntil(lambda: "exported to mine.onnx" in window.statusBar().currentMessage())
    X = np.random.default_rng(0).random((4, 64), np.float32)
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    (outputs,) = session.run(["outputs"], {"pixels": X})
    assert np.allclose(outputs, window.models.model.network.predict_proba(X), atol=1e-5)


def test_without_the_package_a_sentence_says_what_to_install(window, qtbot, tmp_path, monkeypatch):
    file = tmp_path / "mine.onnx"
    choose(monkeypatch, file)
    monkeypatch.setitem(sys.modules, "onnx", None)
    texts = []

    def act(box):
        texts.append(box.informativeText())
        box.accept()

    when_shown(window, QMessageBox, act)
    trigger(window, "exportModel")
    qtbot.waitUntil(lambda: bool(texts))
    assert 'pip install "ocr-app[onnx]"' in texts[0]
    assert not file.exists()
    assert window.statusBar().currentMessage() == ""


def test_closing_at_once_finishes_the_export(window, tmp_path, monkeypatch):
    file = tmp_path / "mine.onnx"
    choose(monkeypatch, file)
    trigger(window, "exportModel")
    window.close()
    assert file.stat().st_size > 100_000
