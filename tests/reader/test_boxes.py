"""What boxes of the picture have to do with each other."""

from __future__ import annotations

import pytest

from ocr_app.engine.reader.result import Box

ROOM = Box(10, 20, 30, 40)


def test_a_box_that_touches_a_side_is_not_enclosed():
    assert ROOM.encloses(Box(11, 21, 28, 38))
    for sides in ((10, 21, 28, 38), (11, 20, 28, 38), (11, 21, 29, 38), (11, 21, 28, 39)):
        assert not ROOM.encloses(Box(*sides))


@pytest.mark.parametrize(
    ("other", "common"),
    [
        (ROOM, 1200),
        (Box(0, 0, 20, 30), 100),
        (Box(40, 20, 5, 5), 0),
        (Box(0, 0, 5, 5), 0),
        (Box(35, 0, 50, 100), 200),
    ],
)
def test_common_area(other, common):
    assert ROOM.common_area(other) == other.common_area(ROOM) == common


def test_a_middle_on_the_first_side_is_held_and_on_the_last_is_not():
    assert ROOM.holds_middle_of(Box(5, 15, 10, 10))
    assert not ROOM.holds_middle_of(Box(35, 20, 10, 10))
    assert not ROOM.holds_middle_of(Box(4, 15, 10, 10))


def test_moving_keeps_the_size():
    assert ROOM.moved(-10, 5) == Box(0, 25, 30, 40)
