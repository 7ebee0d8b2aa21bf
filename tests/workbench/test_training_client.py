"""The process that trains, seen from the window's end."""

from __future__ import annotations

import dataclasses
import os
import signal
import sys

import numpy as np
import pytest

from datasets.digit_picture import DigitPicture
from datasets.drawing import Drawing
from ocr_app.engine.own_samples import VARIATIONS
from ocr_app.engine.workbench.data import prepare
from ocr_app.engine.workbench.messages import CurvePoint, RunStatus
from ocr_app.engine.workbench.session import TrainingSession
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.workers.training_client import TrainingClient

SMALL = TrainingSetup(
    copies=0,
    synthetic=0,
    nondigits=0,
    hidden_layer_sizes=(8,),
    batch_size=64,
    learning_rate_init=0.02,
    max_iter=4,
)
LONG = dataclasses.replace(SMALL, max_iter=1000, hidden_layer_sizes=(256,), batch_size=8)
PATIENCE = 20_000


class Watched:
    """A client, and all its signals."""

    def __init__(self, qtbot):
        self.qtbot = qtbot
        self.client = TrainingClient()
        self.points, self.moments, self.reports, self.prepared = [], [], [], []
        self.rewound, self.rates = [], []
        self.client.points_added.connect(self.points.extend)
        self.client.moments_taken.connect(self.moments.extend)
        self.client.status_changed.connect(self.reports.append)
        self.client.prepared.connect(self.prepared.append)
        self.client.rewound.connect(self.rewound.append)
        self.client.rate_changed.connect(self.rates.append)

    def wait_for(self, status):
        self.qtbot.waitUntil(
            lambda: bool(self.reports) and self.reports[-1].status is status, timeout=PATIENCE
        )
        return self.reports[-1]


@pytest.fixture
def watched(qtbot):
    made = Watched(qtbot)
    yield made
    made.client.close()
    made.client.close()


def test_a_training_gives_the_same_bits_as_in_this_process(watched):
    watched.client.start(SMALL)
    report = watched.wait_for(RunStatus.FINISHED)
    assert report.epoch == 4
    session = TrainingSession(SMALL, prepare(SMALL), lambda _: None)
    session.run(lambda: False)
    assert np.array_equal(watched.moments[-1].parameters, session.network.parameters)
    assert watched.prepared[0].n_training == 1438
    assert all(isinstance(point, CurvePoint) for point in watched.points)
    assert watched.points[-1].epoch == 4


def test_pause_step_rewind_and_go_on(watched):
    watched.client.start(LONG)
    watched.wait_for(RunStatus.RUNNING)
    watched.qtbot.waitUntil(lambda: len(watched.moments) > 3, timeout=PATIENCE)
    watched.client.pause()
    paused = watched.wait_for(RunStatus.PAUSED)
    watched.client.step_batch()
    watched.qtbot.waitUntil(
        lambda: watched.reports[-1].batch == paused.batch % paused.n_batches + 1, timeout=PATIENCE
    )
    watched.client.rewind(watched.moments[1].index)
    watched.qtbot.waitUntil(lambda: watched.rewound == [1], timeout=PATIENCE)
    watched.client.change(learning_rate_init=1e-4)
    watched.qtbot.waitUntil(lambda: bool(watched.rates), timeout=PATIENCE)
    assert watched.rates[0].epoch == watched.moments[1].epoch
    watched.client.resume()
    watched.wait_for(RunStatus.RUNNING)
    watched.client.finish()
    watched.wait_for(RunStatus.FINISHED)


def test_a_slow_training_shows_every_batch(watched):
    watched.client.set_speed(50)
    watched.client.start(LONG)
    watched.qtbot.waitUntil(lambda: len(watched.points) > 5, timeout=PATIENCE)
    batches = np.diff([point.epoch for point in watched.points[:5]]) * 1438 / 8
    assert batches == pytest.approx(1)
    watched.client.set_speed(None)
    n = len(watched.moments)
    watched.qtbot.waitUntil(lambda: len(watched.moments) > n + 2, timeout=PATIENCE)


def test_discarding_while_data_are_made_is_heard_at_once(watched):
    watched.client.start(dataclasses.replace(SMALL, synthetic=20_000))
    watched.wait_for(RunStatus.PREPARING)
    watched.client.discard()
    watched.wait_for(RunStatus.IDLE)
    watched.client.start(SMALL)
    watched.wait_for(RunStatus.FINISHED)


def test_impossible_data_are_a_sentence(watched):
    watched.client.start(dataclasses.replace(SMALL, use_digits=False, use_my_samples=True))
    assert "no samples of your own" in watched.wait_for(RunStatus.FAILED).sentence


def test_my_samples_are_learnt(watched):
    picture = DigitPicture.of_ink(np.pad(np.ones((20, 4)), 2))
    mine = [(Drawing.from_points([[[0.2, 0.2], [0.8, 0.8]]]), 3)] * 3 + [(picture, 1)]
    setup = dataclasses.replace(SMALL, use_my_samples=True)
    watched.client.start(setup, my_samples=mine)
    watched.wait_for(RunStatus.FINISHED)
    assert watched.prepared[0].n_training == 1438 + 4 * VARIATIONS


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_killed_process_is_told_and_can_be_started_again(watched):
    watched.client.start(LONG)
    watched.wait_for(RunStatus.RUNNING)
    os.kill(watched.client._process.processId(), signal.SIGKILL)
    assert "ended unexpectedly" in watched.wait_for(RunStatus.FAILED).sentence
    watched.client.start(SMALL)
    watched.wait_for(RunStatus.FINISHED)


def test_the_process_ends_with_its_input(watched, qtbot):
    watched.client.start(LONG)
    watched.wait_for(RunStatus.RUNNING)
    watched.client._process.closeWriteChannel()
    qtbot.waitUntil(lambda: watched.client._process is None, timeout=PATIENCE)
