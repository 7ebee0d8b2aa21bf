"""What came of a training, compared with the network that it may replace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from datasets.digits import TEST_SHARE
from ocr_app.engine.comparison import is_worse
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer
from ocr_app.engine.scoring import accuracy_of
from ocr_app.engine.wording import certainty, percent
from ocr_app.engine.workbench.messages import Prepared
from ocr_app.engine.workbench.trial import Trial

MOST_LOST: Final = 0.006
"""Share of the held-out digits that fine-tuning may cost, two of 359: else it is not offered."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is to be said about a new network.

    Attributes
    ----------
    model : Model
        The new network, and what is known about it.
    sentence : str
        For people.
    can_use : bool
        Whether it is offered at all.
    """

    model: Model
    sentence: str
    can_use: bool = True


def judge(
    trial: Trial,
    model: Model,
    prepared: Prepared,
    in_use: Model,
    pixels: NDArray[np.float32] | None,
) -> Judgement:
    """Compare a new network on the held-out digits; takes a moment for large networks.

    Parameters
    ----------
    trial : Trial
        That it came of.
    model : Model
        The new network.
    prepared : Prepared
        With the held-out digits.
    in_use : Model
        What it is compared with; but fine-tuning is compared with what was fine-tuned.
    pixels : ndarray of shape (8, 8) or None
        The current drawing.
    """
    held_out = (prepared.X_validation, prepared.y_validation)
    old = trial.fine_tuned or in_use
    before, after = accuracy_of(old.network, *held_out), accuracy_of(model.network, *held_out)
    if trial.fine_tuned is None:
        return Judgement(model, _compared(trial, before, after))
    if before - after > MOST_LOST:
        return Judgement(
            model,
            f"Not offered: it would read {percent(after)} of the held-out digits instead of "
            f"{percent(before)}. Look through your samples for wrong labels.",
            can_use=False,
        )
    sentence = f"Held-out digits: {percent(before)} before, {percent(after)} now."
    if pixels is not None:
        was, now = (_read(each, pixels) for each in (old, model))
        sentence = f"Your drawing: {was} before, {now} now. {sentence}"
    return Judgement(model, sentence)


def _compared(trial: Trial, before: float, after: float) -> str:
    """Compare shares of the held-out digits: of the network in use, and of the new one."""
    setup = trial.setup
    if setup.split == "random" or setup.validation_fraction > TEST_SHARE:
        # The network in use has learnt some of them: its figure would be too good.
        return (
            f"It reads {percent(after)} of the held-out digits; the network in use knows some "
            "of them."
        )
    worse = " It is worse." if is_worse(before, after) else ""
    return (
        f"It reads {percent(after)} of the held-out digits, the network in use "
        f"{percent(before)}.{worse}"
    )


def _read(model: Model, pixels: NDArray[np.float32]) -> str:
    """Say what a model makes of a drawing (8, 8)."""
    shares = Recognizer(model).probabilities(pixels.reshape(1, -1))[0]
    return f"{int(shares.argmax())} ({certainty(float(shares.max()))})"
