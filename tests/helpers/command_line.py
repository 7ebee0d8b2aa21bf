"""What tests of the command line read, and how they run it."""

from __future__ import annotations

import subprocess
import sys

from PIL import Image, ImageDraw

from ocr_app.cli import run

SEVEN = [[[0.25, 0.2], [0.75, 0.2], [0.4, 0.85]]]
ONE = [[[0.5, 0.15], [0.5, 0.85]]]


def draw_seven(size: tuple[int, int]) -> Image.Image:
    image = Image.new("L", size, 255)
    width, height = size
    corners = [(x * width, y * height) for x, y in SEVEN[0]]
    ImageDraw.Draw(image).line(corners, fill=0, width=width // 12)
    return image


def start(*arguments: object, **options: object) -> subprocess.Popen[str]:
    """Start the program in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "ocr_app", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def assert_fails(capsys, arguments: list[object], code: int, says: str) -> str:
    assert run([str(argument) for argument in arguments]) == code
    out, err = capsys.readouterr()
    assert says in err
    assert "Traceback" not in err
    if code == 1:
        assert err.startswith("ocr-app: ")
        assert err.count("\n") == 1
    return out
