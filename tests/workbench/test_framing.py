"""Messages through a pipe that cuts them anywhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_app.engine.workbench.codec import from_frame, to_frame
from ocr_app.engine.workbench.framing import BrokenFrameError, Frame, FrameReader, encode
from ocr_app.engine.workbench.messages import (
    CurvePoint,
    Moment,
    Prepared,
    RateMark,
    Rewound,
    RunStatus,
    StatusReport,
    Thinned,
)

MESSAGES = [
    CurvePoint(1.5, 0.1, None, 0.9, 0.8, 1e-3),
    CurvePoint(2.0, float("inf"), float("nan"), 0.9, 0.8, 1e-3),
    RateMark(0.5, 1e-3, 0.9),
    StatusReport(RunStatus.DIVERGED, 3, 1, 10, 20, 0.2, 1e5, None, "Too fast."),
    Thinned((0, 2, 4)),
    Rewound(7),
    Moment(3, 1.0, np.arange(5, dtype=np.float32)),
    Prepared(
        10,
        (64, 8, 10),
        np.zeros((2, 64), np.float32),
        np.array([1, 2]),
        np.array([1700, 1701]),
        np.ones((3, 64), np.float32),
        np.array([3, 4, 5]),
    ),
]


def fields_of(message):
    return {name: getattr(message, name) for name in type(message).__slots__}


def is_same(one, other):
    return type(one) is type(other) and all(
        np.array_equal(value, fields_of(other)[name], equal_nan=isinstance(value, float))
        for name, value in fields_of(one).items()
    )


@given(cuts=st.lists(st.integers(1, 400), min_size=1))
def test_every_message_arrives_however_the_pipe_cuts(cuts):
    stream = b"".join(encode(to_frame(message)) for message in MESSAGES)
    reader, arrived, at = FrameReader(), [], 0
    while at < len(stream):
        size = cuts[len(arrived) % len(cuts)]
        arrived += reader.feed(stream[at : at + size])
        at += size
    assert len(arrived) == len(MESSAGES)
    assert all(map(is_same, MESSAGES, map(from_frame, arrived)))


@given(st.binary(min_size=8, max_size=200))
def test_garbage_is_refused_or_waited_for(data):
    try:
        frames = FrameReader().feed(data)
    except BrokenFrameError:
        return
    for frame in frames:
        assert isinstance(frame, Frame)


@pytest.mark.parametrize(
    "frame",
    [Frame("Nonsense"), Frame("Rewound", {"wrong": 1}), Frame("StatusReport", {"status": "odd"})],
)
def test_unknown_messages_are_refused(frame):
    with pytest.raises(BrokenFrameError):
        from_frame(frame)
