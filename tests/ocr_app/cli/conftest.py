"""Files for the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import ONE, SEVEN, draw_seven

from nn import Network, save_network


@pytest.fixture
def drawings(tmp_path) -> Path:
    path = tmp_path / "drawings.jsonl"
    records = [
        {"label": 7, "strokes": SEVEN},
        {"label": "1", "strokes": ONE},
        {"label": 2, "strokes": ONE},
        {"label": 3, "strokes": []},
        {"label": "x", "strokes": SEVEN},
    ]
    path.write_text("\n".join(map(json.dumps, records)))
    return path


@pytest.fixture
def seven(tmp_path) -> Path:
    path = tmp_path / "seven.png"
    draw_seven((120, 160)).save(path)
    return path


@pytest.fixture
def refuser(tmp_path) -> Path:
    """A network to which everything is a 4, and nothing a digit."""
    network = Network((64, 11))
    network.biases[0][[4, 10]] = 3, 9
    save_network(tmp_path / "refuser.npz", network)
    return tmp_path / "refuser.npz"
