"""Scrolled contents on a card, without a background of their own."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea


def show_through(area: QScrollArea) -> None:
    """Let what lies behind a scroll area and its contents show through."""
    for part in (area.viewport(), area.widget()):
        if part is not None:
            part.setAutoFillBackground(False)
