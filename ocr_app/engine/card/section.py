"""A part of a model's card."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CardSection:
    """Facts under a title.

    Attributes
    ----------
    title : str
    rows : tuple of (str, str)
        What it is about, and what is known.
    notes : tuple of str
        Sentences below them.
    """

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
