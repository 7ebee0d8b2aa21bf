"""The ways people write digits, as templates: general knowledge of hands, fitted to no data."""

from __future__ import annotations

from typing import Final

from datasets.synthetic.shapes.eight_nine import EIGHTS, NINES
from datasets.synthetic.shapes.four_five import FIVES, FOURS
from datasets.synthetic.shapes.six_seven import SEVENS, SIXES
from datasets.synthetic.shapes.two_three import THREES, TWOS
from datasets.synthetic.shapes.zero_one import ONES, ZEROS
from datasets.synthetic.template import Template

TEMPLATES: Final[tuple[tuple[Template, ...], ...]] = (
    ZEROS,
    ONES,
    TWOS,
    THREES,
    FOURS,
    FIVES,
    SIXES,
    SEVENS,
    EIGHTS,
    NINES,
)
"""By digit."""
