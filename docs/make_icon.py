"""Draw the application's icon: a 7 as the network sees it. Run ``python docs/make_icon.py``."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

SIZE, MARGIN = 512, 56
PAPER, INK, EDGE = (255, 255, 255), (29, 99, 196), (211, 215, 222)
SEVEN = (
    "........",
    ".######.",
    ".33333#.",
    "....3#2.",
    "...3#2..",
    "...#3...",
    "..3#....",
    "..#3....",
)
SHARES = {".": 0.0, "2": 0.2, "3": 0.35, "#": 1.0}


def main(file: Path) -> None:
    """Write the icon to a PNG file."""
    image = Image.new("RGBA", (SIZE, SIZE))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((16, 16, SIZE - 17, SIZE - 17), 84, fill=PAPER, outline=EDGE, width=8)
    side = (SIZE - 2 * MARGIN) // 8
    for row, line in enumerate(SEVEN):
        for column, mark in enumerate(line):
            share = SHARES[mark]
            color = tuple(round(p + (i - p) * share) for p, i in zip(PAPER, INK, strict=True))
            left, top = MARGIN + column * side, MARGIN + row * side
            draw.rounded_rectangle((left + 2, top + 2, left + side - 3, top + side - 3), 8, color)
    image.resize((256, 256), Image.Resampling.LANCZOS).save(file, optimize=True)


if __name__ == "__main__":
    main(Path(__file__).parent.parent / "resources" / "icon.png")
