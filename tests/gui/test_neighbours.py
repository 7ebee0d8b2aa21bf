"""The training digits beside a drawing."""

import threading

import numpy as np
import pytest
from mouse import drag
from point_digits import SEVEN, ZERO
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ocr_app.engine import neighbours
from ocr_app.engine.neighbours import (
    FAR,
    PEOPLE,
    SYNTHETIC,
    Neighbour,
    TrainingExamples,
    load_training_examples,
)
from ocr_app.main_window import MainWindow
from ocr_app.widgets.neighbours_view import TITLE, UNLIKE, NeighboursView

LOADING_MS = 20_000


def some_neighbours(distance: float = 0.8) -> list[Neighbour]:
    pixels = np.random.default_rng(0).random((5, 8, 8), dtype=np.float32)
    origins = (PEOPLE, SYNTHETIC) * 3
    return [Neighbour(pixels[i], 7 - i, distance + i / 10, origins[i]) for i in range(5)]


def some_examples() -> TrainingExamples:
    pixels = np.random.default_rng(1).random((20, 64), dtype=np.float32)
    return TrainingExamples(pixels, np.arange(20) % 10, (PEOPLE,) * 20)


def title(view: NeighboursView) -> str:
    return view.findChild(QLabel, "neighboursTitle").text()


@pytest.fixture
def view(qtbot: QtBot) -> NeighboursView:
    made = NeighboursView()
    qtbot.addWidget(made)
    return made


def test_a_drawn_digit_gets_the_nearest_training_digits(window: MainWindow, qtbot: QtBot) -> None:
    view, canvas = window.draw_tab.neighbours, window.draw_tab.canvas
    assert view.neighbours == ()
    drag(canvas, SEVEN)
    qtbot.waitUntil(lambda: len(view.neighbours) == 5, timeout=LOADING_MS)
    expected = load_training_examples().nearest(window.recognition.reading.pixels)
    assert [each.distance for each in view.neighbours] == [each.distance for each in expected]
    assert view.neighbours[0].label == 7
    assert [tile.neighbour for tile in view.tiles] == list(view.neighbours)
    canvas.clear()
    assert view.neighbours == ()
    assert all(tile.neighbour is None for tile in view.tiles)
    drag(canvas, ZERO)
    qtbot.waitUntil(lambda: bool(view.neighbours) and view.neighbours[0].label == 0)


def test_they_follow_the_pen(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "load_training_examples", some_examples)
    view, canvas = window.draw_tab.neighbours, window.draw_tab.canvas
    drag(canvas, SEVEN[:3])
    qtbot.waitUntil(lambda: bool(view.neighbours))
    before = view.neighbours
    drag(canvas, SEVEN)
    qtbot.waitUntil(lambda: view.neighbours[0].distance != before[0].distance)


def test_nothing_is_loaded_while_the_pen_moves(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = threading.Event()

    def load() -> TrainingExamples:
        loaded.set()
        return some_examples()

    monkeypatch.setattr(neighbours, "load_training_examples", load)
    for _ in range(15):
        drag(window.draw_tab.canvas, SEVEN)
        qtbot.wait(40)
        assert not loaded.is_set()
    qtbot.waitUntil(loaded.is_set)
    qtbot.waitUntil(lambda: bool(window.draw_tab.neighbours.neighbours))


def test_a_window_closed_while_they_load_hears_nothing_more(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def load() -> TrainingExamples:
        began.set()
        may_end.wait(10)
        ended.set()
        return some_examples()

    monkeypatch.setattr(neighbours, "load_training_examples", load)
    drag(window.draw_tab.canvas, SEVEN)
    qtbot.waitUntil(began.is_set)
    window.close()
    assert not ended.is_set(), "closing does not wait"
    may_end.set()
    qtbot.waitUntil(ended.is_set)
    qtbot.wait(50)
    assert window.draw_tab.neighbours.neighbours == ()


def test_what_could_not_be_loaded_is_said(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def load() -> TrainingExamples:
        raise OSError("the disk is gone")

    monkeypatch.setattr(neighbours, "load_training_examples", load)
    drag(window.draw_tab.canvas, SEVEN)
    view = window.draw_tab.neighbours
    qtbot.waitUntil(lambda: title(view) != TITLE)
    assert title(view) == "The digits it learned from could not be loaded: the disk is gone"


@pytest.mark.parametrize(
    ("distance", "refused", "expected"),
    [
        (FAR + 0.1, True, UNLIKE),
        (FAR - 0.1, True, TITLE),  # an O is like a zero, whatever it is
        (FAR + 0.1, False, TITLE),
    ],
)
def test_they_are_called_different_only_if_they_are(
    view: NeighboursView, distance: float, refused: bool, expected: str
) -> None:
    view.set_refused(refused)
    view.show_neighbours(some_neighbours(distance))
    assert title(view) == expected
    view.set_refused(not refused)
    view.set_refused(refused)
    assert title(view) == expected
    view.show_neighbours(())
    assert title(view) == TITLE


def test_each_tells_where_it_comes_from_and_how_near_it_is(view: NeighboursView) -> None:
    view.show_neighbours(some_neighbours())
    first, second = view.tiles[0].toolTip(), view.tiles[1].toolTip()
    assert "A\u00a07, written by hand" in first
    assert "0.80" in first
    assert "A\u00a06, written synthetically" in second
    assert view.tiles[0].accessibleDescription() == first
    assert view.accessibleDescription() == "7, 6, 5, 4, 3; the nearest has a distance of 0.80"
    view.show_neighbours(())
    assert view.tiles[0].toolTip() == ""
    assert view.accessibleDescription() == "Nothing yet"


def test_ink_is_painted_in_the_colours_of_the_theme(view: NeighboursView, qtbot: QtBot) -> None:
    pixels = np.zeros((8, 8), np.float32)
    pixels[2, 5] = 1
    view.show_neighbours([Neighbour(pixels, 1, 0.5, PEOPLE)])
    view.set_square(4)
    view.show()
    qtbot.waitExposed(view)
    image = view.tiles[0].grab().toImage()
    scale = image.devicePixelRatio()
    inked, paper = (
        image.pixelColor(round((3 + 4 * column) * scale), round((3 + 4 * 2) * scale)).lightness()
        for column in (5, 4)
    )
    assert abs(inked - paper) > 150
    view.close()


@pytest.mark.parametrize("size", [(720, 640), (1000, 700), (1500, 1000)])
def test_nothing_is_clipped(window: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    view = window.draw_tab.neighbours
    window.resize(*size)
    view.set_refused(True)
    view.show_neighbours(some_neighbours(9))
    qtbot.wait(50)
    for tile in view.tiles:
        assert tile.size() == tile.sizeHint()
        assert view.rect().contains(tile.geometry())
    card = view.parentWidget()
    assert card.rect().contains(view.geometry())
    label = view.findChild(QLabel, "neighboursTitle")
    assert label.heightForWidth(label.width()) <= label.height()
    ends = label.mapTo(view, QPoint(label.width(), 0)).x()
    assert ends < view.tiles[0].x()
