"""What a model was trained on, and how, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from ocr_app.engine.card.section import CardSection
from ocr_app.engine.own_samples import VARIATIONS
from ocr_app.engine.wording import percent
from ocr_app.engine.workbench.setup import TrainingSetup

_UNKNOWN: Final = CardSection(
    "What it learnt from", notes=("Its file does not say what it was trained on, nor how.",)
)
_MEMBERS: Final = "members"
"""Recipes have it, set-ups do not."""

_ERRORS: Final = {
    "cross_entropy": "cross-entropy",
    "squared_error": "½ (actual − predicted)²",
}


def training_sections(metadata: Mapping[str, Any]) -> list[CardSection]:
    """Say what a model learnt from and how; one sentence if that is unknown."""
    setup = _setup(metadata)
    if setup is None:
        return [_UNKNOWN]
    return [_learnt_from(setup, metadata), _trained(setup, metadata)]


def count(value: object) -> int | None:
    """Return a value if it is a number of things, at least one; None if not."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and value > 0 else None  # type: ignore[operator, return-value]


def _setup(metadata: Mapping[str, Any]) -> TrainingSetup | None:
    """Read the set-up of a training in the window, or the recipe of the command line."""
    found = metadata.get("setup", metadata.get("recipe"))
    if not isinstance(found, Mapping):
        return None
    of_one = {name: value for name, value in found.items() if name != _MEMBERS}
    try:
        return TrainingSetup.from_json(of_one)
    except (ValueError, TypeError):
        return None


def _learnt_from(setup: TrainingSetup, metadata: Mapping[str, Any]) -> CardSection:
    share = percent(setup.validation_fraction).replace(".0 %", " %")
    held_out = (
        f"all but the last {share}, which other people wrote"
        if setup.split == "writers"
        else f"all but {share}, chosen by chance"
    )
    rows = []
    if setup.use_digits:
        rows.append(("scikit-learn’s digits", held_out))
        if setup.copies:
            rows.append(("Varied copies", f"{setup.copies:,} of each"))
    if setup.synthetic:
        rows.append(("Made-up handwriting", f"{setup.synthetic:,} of each digit"))
    if setup.pictures:
        rows.append(("The same in small pictures", f"{setup.pictures:,} of each digit"))
    if setup.nondigits:
        rows.append(("Letters, signs, scribbles", f"{setup.nondigits:,}"))
    if setup.use_my_samples:
        n = count(metadata.get("my_samples"))
        known = "some" if n is None else f"{n:,}"
        rows.append(("My samples", f"{known}, each varied {VARIATIONS - 1} times"))
    if (n := count(metadata.get("training_digits"))) is not None:
        rows.append(("In all", f"{n:,} pictures in each epoch"))
    return CardSection("What it learnt from", tuple(rows))


def _trained(setup: TrainingSetup, metadata: Mapping[str, Any]) -> CardSection:
    began_with = metadata.get("began_with")
    begun = f"the weights of {began_with}" if isinstance(began_with, str) else "random weights"
    falling = ", falling epoch by epoch" if setup.learning_rate == "decreasing" else ""
    stopping = f"up to {setup.max_iter:,}; the best one is kept" if setup.early_stopping else None
    rows = [
        *_members(metadata),
        ("It began with", begun),
        ("Error", _ERRORS[setup.loss]),
        ("Steps", f"{_solver(setup)}, learning rate {setup.learning_rate_init:g}{falling}"),
        ("Mini-batches", f"{setup.batch_size:,} pictures each"),
        ("Epochs", stopping or f"{setup.max_iter:,}"),
    ]
    if setup.alpha:
        rows.append(("Weight penalty (L2)", f"{setup.alpha:g}"))
    rows.append(("Seed", str(setup.random_state)))
    if when := _when(metadata.get("trained_at")):
        rows.append(("When", when))
    return CardSection("How it was trained", tuple(rows))


def _members(metadata: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say that a network is several, if it is; samples and units are those of each."""
    found = metadata.get("recipe")
    n = count(found.get(_MEMBERS)) if isinstance(found, Mapping) else None
    if n is None or n == 1:
        return []
    return [("Side by side", f"{n} networks, trained apart by this recipe, then averaged")]


def _solver(setup: TrainingSetup) -> str:
    if setup.solver == "adam":
        return "Adam"
    return f"plain steps, momentum {setup.momentum:g}" if setup.momentum else "plain steps"


def _when(value: object) -> str:
    try:
        return f"{datetime.fromisoformat(str(value)).astimezone():%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError, OSError):
        return ""
