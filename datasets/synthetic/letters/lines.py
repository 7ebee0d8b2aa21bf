"""The templates with their pen lines, worked out once, and how often to write each."""

from __future__ import annotations

import functools

import numpy as np
from numpy.typing import NDArray

from datasets.synthetic.letters import CHARACTERS
from datasets.synthetic.splines import make_pen_line
from datasets.synthetic.writing import TemplateLine


@functools.cache
def character_lines(kind: str) -> tuple[tuple[TemplateLine, ...], NDArray[np.float64]]:
    """Return a kind's templates and how often to write each.

    Labels are equally likely unless the shares of their templates add up to less than 1: those are
    that much rarer.

    Parameters
    ----------
    kind : str
        A key of `CHARACTERS`.

    Returns
    -------
    templates : tuple of (Template, PenLine)
    shares : ndarray of shape (templates,), read-only
    """
    templates = CHARACTERS[kind]
    total: dict[int | str, float] = {}
    for one in templates:
        total[one.label] = total.get(one.label, 0) + one.share
    shares = np.array([one.share / max(1, total[one.label]) for one in templates])
    shares.flags.writeable = False
    return tuple((one, make_pen_line(one)) for one in templates), shares
