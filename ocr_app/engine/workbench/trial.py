"""A training that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets.digit_picture import Written
from ocr_app.engine.model import Model
from ocr_app.engine.workbench.presets import PRESETS
from ocr_app.engine.workbench.setup import TrainingSetup


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """Everything that decides a training: the same trial gives the same network, bit for bit.

    Attributes
    ----------
    setup : TrainingSetup
    my_samples : tuple of (Drawing or DigitPicture, int)
        What people drew themselves, and what it is; used if the set-up says so.
    parameters : ndarray of shape (n_parameters,) or None
        Weights to begin with; None for a random start.
    began_with : str
        In words, what those weights are: "“Factory model”". Empty for a random start.
    fine_tuned : Model or None
        The model that is fine-tuned, if that is what it is about.
    """

    setup: TrainingSetup
    my_samples: tuple[tuple[Written, int], ...] = ()
    parameters: NDArray[np.float32] | None = None
    began_with: str = ""
    fine_tuned: Model | None = None

    @property
    def title(self) -> str:
        """What it was set up by, for people."""
        if self.fine_tuned is not None:
            return "Fine-tuned"
        presets = (preset.name for preset in PRESETS if preset.setup == self.setup)
        name = next(presets, "Own settings")
        return name if self.parameters is None else f"{name}, branched off"

    def as_metadata(self) -> dict[str, Any]:
        """Say what a model that comes of it should remember of it; JSON can hold it."""
        known: dict[str, Any] = {"setup": self.setup.to_json()}
        if self.began_with:
            known["began_with"] = self.began_with
        if self.setup.use_my_samples:
            known["my_samples"] = len(self.my_samples)
        return known
