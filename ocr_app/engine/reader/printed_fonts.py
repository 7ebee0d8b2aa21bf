"""Fonts of this system: some to train the network for print with, others to measure it with."""

from __future__ import annotations

import subprocess
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

_NO_PRINT: Final = (
    *("Math", "Symbol", "Dingbats", "Emoji", "D050000L", "DSEG"),
    *("kiloji", "Domestic", "Penguin", "Abogado", "Isabella", "Z003", "TeX Gyre Chorus"),
    *("Stencil", "Solide", "Train", "Initials", "Keyboard", "monofur", "unifur"),
    *("Cupola", "Elegante", "Dunhill"),
)
"""Words in names of families that are no text, look like handwriting, or are mere decoration."""

_UNUSUAL: Final = ("thin", "hairline", "light", "black", "heavy", "cond", "narrow", "caps")
_SLANTED: Final = ("italic", "oblique", "slant", "unsl")

_ALIKE: Final = {
    "Liberation": (
        *("Arimo", "Cousine", "Tinos", "Nimbus", "FreeSans", "FreeSerif", "FreeMono", "TeX"),
        *("C059", "P052", "URW", "STIX", "STIXGeneral", "Garuda"),
    ),
    "CMU": ("LM", "Latin", "Old"),
    "DejaVu": ("Hack", "Waree", "Bitstream", "Norasi"),
    "Gentium": ("GentiumAlt", "GentiumPlus"),
    "Karla": ("Karmilla",),
    "Lato": ("Carlito",),
    "Linux": ("Libertinus",),
    "M": ("Mplus",),
    "Open": ("Droid", "Noto"),
    "Oxygen": (r"Oxygen\-Sans",),
    "Yrsa": ("Rasa",),
}
"""Makers whose digits are drawn after those of another: they stay on the same side."""

_DRAWN_AFTER: Final = {maker: first for first, makers in _ALIKE.items() for maker in makers}

_KEPT: Final = 3
"""One of so many makers' fonts is kept apart."""


@cache
def families(kept_apart: bool) -> tuple[tuple[str, tuple[Path, ...]], ...]:
    """Find families of fonts with digits.

    Parameters
    ----------
    kept_apart : bool
        Those that are never trained on. Families whose names begin with the same word, such as
        DejaVu Sans and DejaVu Serif, are all on the same side, and so are their likes.

    Returns
    -------
    tuple of (str, tuple of Path)
        Names and files, in order; empty where fontconfig's ``fc-list`` is not installed.
    """
    try:
        told = subprocess.run(
            ["fc-list", ":lang=en", "family", "file"],  # noqa: S607 -- wherever it is installed
            capture_output=True,
            text=True,
            check=False,
        ).stdout
    except FileNotFoundError:
        return ()
    return of_one_side(told.splitlines(), kept_apart)


def of_one_side(
    listed: Sequence[str], kept_apart: bool
) -> tuple[tuple[str, tuple[Path, ...]], ...]:
    """Choose from what ``fc-list`` has told, lines ``file: family,other name``: see `families`."""
    found: dict[str, list[str]] = {}
    for line in listed:
        file, _, rest = line.partition(":")
        family = rest.split(":")[0].strip().split(",")[0]
        is_text = bool(family) and not any(word in family for word in _NO_PRINT)
        if Path(file).suffix in (".ttf", ".otf") and is_text and _is_kept(family) == kept_apart:
            found.setdefault(family, []).append(file)
    by_name = []
    for family, files in sorted(found.items()):
        if with_digits := [Path(file) for file in sorted(files) if _has_digits(file)]:
            by_name.append((family, tuple(with_digits)))
    return tuple(by_name)


def usual_fonts(kept_apart: bool, most: int = 30) -> list[Path]:
    """Find upright fonts of usual weight, one of each maker's, evenly chosen."""
    by_maker: dict[str, Path] = {}
    for family, files in families(kept_apart):
        usual = [file for file in files if _is_usual(family, file)]
        regular = [file for file in usual if any(word in file.stem for word in _REGULAR)]
        if usual:
            by_maker.setdefault(_maker(family), (regular or usual)[0])
    chosen = list(by_maker.values())
    n = min(most, len(chosen))
    return [chosen[i * len(chosen) // n] for i in range(n)]


_REGULAR: Final = ("Regular", "regular", "Book", "Roman")


def _is_usual(family: str, file: Path) -> bool:
    name = f"{family} {file.stem}".lower()
    if any(word in name for word in (*_UNUSUAL, *_SLANTED)):
        return False
    return ImageFont.truetype(str(file), 20).getname()[1] in ("Regular", "Book", "Roman", "Medium")


def _maker(family: str) -> str:
    first = family.split(maxsplit=1)[0]
    return _DRAWN_AFTER.get(first, first)


def _is_kept(family: str) -> bool:
    # hash() would differ from run to run.
    return zlib.crc32(_maker(family).encode()) % _KEPT == 0


def _has_digits(file: str) -> bool:
    try:
        font = ImageFont.truetype(file, 20)
        return len({bytes(font.getmask(digit)) for digit in "0123456789"}) == 10
    except OSError:
        return False
