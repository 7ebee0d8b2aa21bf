"""The ways people write what is no digit, as templates: general knowledge, fitted to no data.

What passes for a digit in somebody's hand is left out, for a digit must not be refused because of
it: letters such as O o D Q, I i l, S s, Z z, B b G g q a, Y y; β δ θ σ ξ φ, Я, 日; signs such as a
slash, an exclamation mark, a single bracket, the printed ampersand; circles, squares, diamonds.
Some that come near a digit only when carelessly drawn are kept, and are rare.
"""

from __future__ import annotations

from typing import Final

from datasets.synthetic.letters.capitals import CAPITALS
from datasets.synthetic.letters.greek import GREEK
from datasets.synthetic.letters.pictures import PICTURES
from datasets.synthetic.letters.scripts import OTHERS
from datasets.synthetic.letters.signs import SIGNS
from datasets.synthetic.letters.small import SMALL
from datasets.synthetic.template import Template

CHARACTERS: Final[dict[str, tuple[Template, ...]]] = {
    "capitals": CAPITALS,
    "small": SMALL,
    "signs": SIGNS,
    "pictures": PICTURES,
    "greek": GREEK,
    "others": OTHERS,
}
"""By kind. A kind holds several templates of most of its labels."""
