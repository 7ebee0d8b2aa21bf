"""Hidden layers as people type them: "64, 32"."""

from __future__ import annotations

import re
from typing import Final

MAX_LAYERS: Final = 5
MAX_UNITS: Final = 1024


def parse_layer_sizes(text: str) -> tuple[int, ...]:
    """Read the units of each hidden layer.

    Parameters
    ----------
    text : str
        Whole numbers from 1 to 1,024 with commas or spaces between them, at most five.

    Returns
    -------
    tuple of int

    Raises
    ------
    ValueError
        With one sentence: what is wrong and what to type.
    """
    parts = [part for part in re.split(r"[\s,;]+", text.strip()) if part]
    if not parts:
        raise ValueError("Type at least one number, such as 64.")
    for part in parts:
        if not part.isascii() or not part.isdigit():
            raise ValueError(f"“{part}” is not a whole number; type numbers such as 64, 32.")
        if len(part) > 6 or not 1 <= int(part) <= MAX_UNITS:
            raise ValueError(f"A layer has 1 to {MAX_UNITS:,} units, not {part}.")
    if len(parts) > MAX_LAYERS:
        raise ValueError(f"At most {MAX_LAYERS} hidden layers are possible, not {len(parts)}.")
    return tuple(map(int, parts))
