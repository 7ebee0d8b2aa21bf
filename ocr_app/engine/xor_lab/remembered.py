"""Where somebody left the lab: its state, and how it was looked at.

The file is a saved state with some more in it, so that it can be opened like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ocr_app.engine.xor_lab import saving
from ocr_app.engine.xor_lab.errors import LabError
from ocr_app.engine.xor_lab.moment import Moment
from ocr_app.engine.xor_lab.presets import PRESETS

_PRESETS: Final = {preset.key: preset for preset in PRESETS}


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go on.

    Attributes
    ----------
    moment : Moment
    preset_key : str or None
        The preset that the lab was still in.
    view : str
        Object name of the view that was seen; "" if it does not matter.
    speed : str
        Name of the speed that was chosen; "" likewise.
    """

    moment: Moment
    preset_key: str | None = None
    view: str = ""
    speed: str = ""


def keep(path: Path, place: Place) -> None:
    """Write a place to a file; its folder is made if need be.

    Raises
    ------
    LabError
        If it cannot be written.
    """
    seen = {"preset": place.preset_key, "view": place.view, "speed": place.speed}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LabError(f"{path.parent} could not be made: {error.strerror or error}.") from None
    saving.save(path, saving.to_json(place.moment, seen=seen))


def recall(path: Path) -> Place | None:
    """Read the place that was kept; None if there is none yet.

    What is wrong about the way it was looked at is left out: that is no loss.

    Raises
    ------
    LabError
        If the file cannot be read, or is damaged.
    """
    if not path.exists():
        return None
    data = saving.parsed(saving.read(path))
    moment, seen = Moment.from_json(data), data.get("seen")
    if not isinstance(seen, Mapping):
        return Place(moment)
    key = _text(seen, "preset")
    fits = key in _PRESETS and _PRESETS[key].problem.key == moment.problem.key
    return Place(moment, key if fits else None, _text(seen, "view"), _text(seen, "speed"))


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""
