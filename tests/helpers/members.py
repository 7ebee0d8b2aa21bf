"""Trainings of other kinds, for processes that tests start."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from ocr_app.engine.members import train_apart
from ocr_app.engine.training import TrainingCancelled, TrainingDiverged

Tell = Callable[[int], None]
ShouldStop = Callable[[], bool]


def second_diverges(member: int, tell: Tell, should_stop: ShouldStop) -> int:
    """Let the second fail, and the others go on until they are told to stop."""
    tell(member)
    if member == 1:
        raise TrainingDiverged("Too high.")
    while not should_stop():
        time.sleep(0.01)
    raise TrainingCancelled("Stopped.")


def counts_to_three(member: int, tell: Tell, _should_stop: ShouldStop) -> int:
    """Tell 1, 2, 3."""
    for number in (1, 2, 3):
        tell(number)
    return 10 * member


def dies(member: int, tell: Tell, _should_stop: ShouldStop) -> int:
    """End the process, as a system does that is out of memory."""
    tell(member)
    os._exit(9)


def leaves_notes(folder: str, member: int, _tell: Tell, should_stop: ShouldStop) -> int:
    """Note in a folder when it starts, and when it is told to stop."""
    (Path(folder) / f"started-{member}").touch()
    while not should_stop():
        time.sleep(0.01)
    (Path(folder) / f"stopped-{member}").touch()
    raise TrainingCancelled("Stopped.")


if __name__ == "__main__":
    train_apart(
        2, partial(leaves_notes, sys.argv[1]), lambda _: None, lambda: False, TrainingCancelled
    )
