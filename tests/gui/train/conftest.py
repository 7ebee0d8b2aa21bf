"""The Train tab of the real window."""

from __future__ import annotations

import pytest
from train_room import Room


@pytest.fixture
def room(qtbot, window):
    return Room(qtbot, window)
