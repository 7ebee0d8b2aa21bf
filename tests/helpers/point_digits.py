"""Digits that tests draw, as points of the unit canvas."""

import math

ONE = [(0.5, 0.2 + 0.06 * i) for i in range(11)]
SEVEN = [(0.25 + 0.05 * i, 0.2) for i in range(10)] + [
    (0.72 - 0.03 * i, 0.2 + 0.06 * i) for i in range(1, 11)
]
ZERO = [
    (0.5 + 0.2 * math.cos(angle / 12 * math.pi), 0.5 + 0.3 * math.sin(angle / 12 * math.pi))
    for angle in range(-6, 19)
]
