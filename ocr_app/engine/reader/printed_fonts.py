"""Fonts of this system: some to train the network for print with, others to measure it with."""

from __future__ import annotations

import subprocess
import zlib
from functools import cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

_SCRIPTS = ("kiloji", "Domestic", "Penguin", "Abogado")
"""Words in names of fonts that look like handwriting."""

_NO_TEXT: Final = ("Math", "Symbol", "Dingbats", "Emoji", "14", "D050000L", *_SCRIPTS)
"""Words in names of fonts that are not for text, or only for segments."""

_KEPT: Final = 3
"""One of so many makers' fonts is kept apart."""


@cache
def fonts(kept_apart: bool) -> tuple[Path, ...]:
    """Find fonts with digits.

    Parameters
    ----------
    kept_apart : bool
        Those that are never trained on. Fonts whose names begin with the same word, such as DejaVu
        Sans and DejaVu Serif, are all on the same side.

    Returns
    -------
    tuple of Path
        In the order of their families; empty where fontconfig's ``fc-list`` is not installed.
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
    found = []
    for line in told.splitlines():
        file, _, rest = line.partition(":")
        family = rest.split(":")[0].strip().split(",")[0]
        is_text = not any(word in family for word in _NO_TEXT)
        if Path(file).suffix in (".ttf", ".otf") and is_text and _is_kept(family) == kept_apart:
            found.append((family, file))
    return tuple(Path(file) for _, file in sorted(found) if _has_digits(file))


def upright_fonts(most: int = 20) -> list[Path]:
    """Find fonts that were kept apart, one of each family, evenly chosen, of usual weight."""
    by_folder: dict[str, Path] = {}
    for file in fonts(kept_apart=True):
        family = ImageFont.truetype(str(file), 20).getname()[0] or file.stem
        usual = any(word in file.stem for word in ("Regular", "regular", "Book"))
        if "Italic" in file.stem or "Oblique" in file.stem or "italic" in file.stem:
            continue
        if family not in by_folder or usual:
            by_folder[family] = file
    files = list(by_folder.values())
    n = min(most, len(files))
    return [files[i * len(files) // n] for i in range(n)]


def _is_kept(family: str) -> bool:
    # hash() would differ from run to run.
    return zlib.crc32(family.split(maxsplit=1)[0].encode()) % _KEPT == 0


def _has_digits(file: str) -> bool:
    try:
        font = ImageFont.truetype(file, 20)
        return len({bytes(font.getmask(digit)) for digit in "0123456789"}) == 10
    except OSError:
        return False
