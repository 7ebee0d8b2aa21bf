"""Trainings at the same time: what they tell, how they end."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import members
import pytest
from members import counts_to_three, dies, second_diverges

from ocr_app.engine.members import train_apart
from ocr_app.engine.training import TrainingCancelled, TrainingDiverged


def never() -> bool:
    return False


def test_results_come_in_order_and_all_that_is_told_arrives() -> None:
    told: list[list[int]] = []

    results = train_apart(3, counts_to_three, told.append, never, TrainingCancelled)

    assert results == [0, 10, 20]
    assert told[-1] == [3, 3, 3]
    sums = [sum(latest) for latest in told]
    assert sums == sorted(sums)


def test_a_member_that_fails_stops_the_others() -> None:
    with pytest.raises(TrainingDiverged, match="Too high"):
        train_apart(3, second_diverges, lambda _: None, never, TrainingCancelled)


def test_a_process_that_dies_is_not_waited_for() -> None:
    with pytest.raises(BrokenProcessPool):
        train_apart(2, dies, lambda _: None, never, TrainingCancelled)


def test_members_end_when_their_starter_is_killed(tmp_path: Path) -> None:
    starter = subprocess.Popen([sys.executable, members.__file__, str(tmp_path)])
    wait_for(lambda: len(list(tmp_path.glob("started-*"))) == 2)

    starter.kill()
    starter.wait()

    wait_for(lambda: len(list(tmp_path.glob("stopped-*"))) == 2)


def wait_for(holds, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
