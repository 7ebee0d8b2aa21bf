"""A desk to teach digits at, without samples and with some."""

from __future__ import annotations

import pytest
from point_digits import ONE, SEVEN
from sample_desk import Desk, drawing, many

from ocr_app.storage import SampleStore


@pytest.fixture
def desk(qtbot):
    made = Desk(qtbot)
    yield made
    made.window.close()


@pytest.fixture
def filled(desk):
    """Twelve samples: ten 3s, a 7 and a 1."""
    store = SampleStore()
    store.add_many([(d, 3) for d in many(10)])
    store.add_many([(drawing(*SEVEN), 7), (drawing(*ONE), 1)])
    store.close()
    desk.samples.warm_up()
    desk.qtbot.waitUntil(lambda: desk.samples.total == 12)
    return desk
