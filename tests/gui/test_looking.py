"""What the network of the moment is like, computed off the GUI thread."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtCore import QThread, Signal
from PySide6.QtWidgets import QApplication, QWidget

from nn import Network
from ocr_app.controllers.looking import LookController


class View(QWidget):
    shown = Signal()

    def __init__(self):
        super().__init__()
        self.looks = []

    def show_look(self, network, look):
        assert QThread.currentThread() is QApplication.instance().thread()
        self.looks.append((network, look))

    def showEvent(self, event):  # noqa: N802 -- Qt's name
        super().showEvent(event)
        self.shown.emit()


@pytest.fixture
def view(qtbot):
    made = View()
    qtbot.addWidget(made)
    return made


def networks(n):
    return [Network((64, size, 10)) for size in range(1, n + 1)]


def test_only_the_newest_network_is_shown_in_the_end(view, qtbot):
    go_on, threads = threading.Event(), []

    def examine(network, samples):
        threads.append(threading.get_ident())
        assert go_on.wait(10)
        return network.layer_sizes[1], samples

    looking = LookController(view, examine, view)
    looking.show_samples("samples")
    view.show()
    first, second, third = networks(3)
    for network in (first, second, third):
        looking.show_network(network)
    go_on.set()
    qtbot.waitUntil(lambda: len(view.looks) == 3)
    assert view.looks == [(None, None), (first, (1, "samples")), (third, (3, "samples"))]
    assert threading.get_ident() not in threads


def test_out_of_sight_nothing_is_computed(view, qtbot):
    examined = []
    looking = LookController(view, examined.append, view)
    looking.show_samples()
    first, second = networks(2)
    looking.show_network(first)
    looking.show_network(second)
    assert examined == []
    view.show()
    qtbot.waitUntil(lambda: len(view.looks) == 1)
    assert examined == [second]


def test_a_network_that_is_gone_is_not_shown_any_more(view, qtbot):
    go_on, is_done = threading.Event(), threading.Event()

    def examine(network):
        assert go_on.wait(10)
        is_done.set()

    looking = LookController(view, examine, view)
    looking.show_samples()
    view.show()
    looking.show_network(*networks(1))
    looking.show_network(None)
    go_on.set()
    qtbot.waitUntil(is_done.is_set)
    qtbot.waitUntil(lambda: looking._worker is None)
    assert {network for network, _ in view.looks} == {None}


def test_a_look_that_fails_does_not_stop_the_next(view, qtbot):
    def examine(network):
        if network.layer_sizes[1] == 1:
            raise MemoryError
        return np.ones(1)

    looking = LookController(view, examine, view)
    looking.show_samples()
    first, second = networks(2)
    view.show()
    with qtbot.captureExceptions() as raised:
        looking.show_network(first)
        qtbot.waitUntil(lambda: looking._worker is None)
    assert all(kind is MemoryError for kind, *_ in raised)
    looking.show_network(second)
    qtbot.waitUntil(lambda: view.looks[-1][0] is second)
