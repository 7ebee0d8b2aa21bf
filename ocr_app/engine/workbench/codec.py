"""Messages of a training as frames, and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

import numpy as np

from ocr_app.engine.workbench.framing import BrokenFrameError, Frame
from ocr_app.engine.workbench.messages import (
    CurvePoint,
    Message,
    Moment,
    Prepared,
    RateMark,
    Rewound,
    RunStatus,
    StatusReport,
    Thinned,
)

_KINDS: Final[dict[str, type[Any]]] = {
    kind.__name__: kind
    for kind in (CurvePoint, Moment, Prepared, RateMark, Rewound, StatusReport, Thinned)
}
_TUPLES: Final = {"kept", "layer_sizes"}


def to_frame(message: Message) -> Frame:
    """Turn a message into a frame."""
    values: dict[str, Any] = {}
    arrays = {}
    for field in fields(message):
        value = getattr(message, field.name)
        if isinstance(value, np.ndarray):
            arrays[field.name] = value
        else:
            values[field.name] = value.value if isinstance(value, RunStatus) else value
    return Frame(type(message).__name__, values, arrays)


def from_frame(frame: Frame) -> Message:
    """Turn a frame back into the message it was made of.

    Raises
    ------
    BrokenFrameError
        If it was made of none.
    """
    if frame.kind not in _KINDS:
        raise BrokenFrameError(f"no message is called {frame.kind}")
    values = dict(frame.values)
    for name in _TUPLES & set(values):
        values[name] = tuple(values[name])
    try:
        if "status" in values:
            values["status"] = RunStatus(values["status"])
        made: Message = _KINDS[frame.kind](**values, **frame.arrays)
    except (TypeError, ValueError) as error:
        raise BrokenFrameError(str(error)) from error
    return made
