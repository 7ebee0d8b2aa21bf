"""What there is to say in a sentence when a training has ended."""

from __future__ import annotations

import math
from typing import Final

from ocr_app.engine.wording import percent
from ocr_app.engine.workbench.examiner import Examination

_HARDLY: Final = 0.3
"""Ten digits are guessed right one time in ten; below this, little was learnt."""

_NEARLY_ALL: Final = 0.97
_GAP: Final = 0.03
"""Where nearly all learnt digits are read right, and held-out ones are not, it learnt by heart."""

_REASONS: Final = {
    "stopped": "Stopped.",
    "early_stopping": "Stopped early: it got no better; the best epoch is kept.",
}


def diverged_sentence(epochs_done: int, learning_rate_init: float) -> str:
    """Say that the error grew without bound, why, and what to do."""
    return (
        f"The error grew without bound in epoch {epochs_done + 1:,}: at α = {learning_rate_init:g} "
        f"every step overshoots the valley. Try {learning_rate_init / 10:g}. The last good epoch "
        "is kept."
    )


def finished_sentence(reason: str, seen: Examination) -> str:
    """Say how a training has ended and what catches the eye.

    Parameters
    ----------
    reason : str
        See `nn.Trainer.stop_reason`.
    seen : Examination
        Of the result.
    """
    told = _REASONS.get(reason, "Finished.")
    if not math.isfinite(seen.validation_loss) or seen.accuracy < _HARDLY:
        return (
            f"{told} It learnt hardly anything: it reads {percent(seen.accuracy)}, and guessing "
            "gives 10 %. Try another learning rate, often a smaller one."
        )
    if seen.accuracy > _NEARLY_ALL and seen.accuracy - seen.validation_accuracy > _GAP:
        return (
            f"{told} It reads {percent(seen.accuracy)} of the learnt digits but only "
            f"{percent(seen.validation_accuracy)} of the held-out ones: learnt by heart. More "
            "data helps."
        )
    return f"{told} It reads {percent(seen.validation_accuracy)} of the held-out digits."
