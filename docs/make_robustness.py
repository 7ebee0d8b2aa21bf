"""Measure what reading withstands and write ``docs/robustness.md`` with its figure.

Run with ``make robustness ARGS="--data FILE.jsonl --about 'who drew them'"``; without a file,
synthetic digits are measured. It takes about two minutes.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # benchmarks is not installed

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPen, QPolygonF

from benchmarks.robustness import DRAWINGS, PICTURES, Panel, Point, load, measure

FOLDER: Final = Path(__file__).resolve().parent
COLUMNS: Final = 2
CELL_WIDTH, CELL_HEIGHT = 560, 330
LEGEND = 50
INSET: Final = QRectF(75, 45, CELL_WIDTH - 100, CELL_HEIGHT - 115)
"""Where the curves are within a cell; the rest is for titles and labels."""

SHARPER: Final = 2
COLOURS: Final = ("#0072b2", "#d55e00", "#009e73")
"""Told apart by colour-blind people too (Okabe and Ito)."""

SYNTHETIC: Final = "synthetic digits with a fixed seed"


def main() -> None:
    """Measure, draw and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="labelled drawings, JSON lines")
    parser.add_argument("--about", default="labelled drawings of a file", help="who drew them")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder to write to")
    options = parser.parse_args()
    about = options.about if options.data else SYNTHETIC
    _app = QGuiApplication.instance() or QGuiApplication([])
    panels = measure(load(options.data))
    (options.out / "images").mkdir(parents=True, exist_ok=True)
    figure(panels).save(str(options.out / "images" / "robustness.png"))
    text = document(panels, about, given=options.data is not None)
    (options.out / "robustness.md").write_text(text, encoding="utf-8")
    print(options.out / "robustness.md")


def document(panels: list[Panel], about: str, *, given: bool) -> str:
    """Write the page: what was measured, the figure, a summary, a table for each panel."""
    command = f"make robustness ARGS=\"--data FILE.jsonl --about '{about}'\""
    lines = [
        "# What reading withstands",
        "",
        "A drawing is changed in one respect at a time and read with the shipped model.",
        "",
        f"- Measured on {about}:",
        f"  {DRAWINGS:,} of them, chosen at random, as strokes; the first {PICTURES} of these as",
        "  pictures, too, of 280×280 pixels, drawn with a round pen that is 3 % of the canvas wide",
        "  unless it is the pen that changes.",
        "- *Turn* shows scikit-learn's 359 held-out digits as well, which are small pictures.",
        "- Bands and brackets are Wilson's 95 % intervals.",
        "- Grey is the range where reading should hold.",
        "- What is taken for no digit counts as the digit that it is likest.",
        "- How far a curve falls says more than how high it begins: the model card,",
        "  `resources/MODEL_CARD.md`, tells which drawings were in sight when the model was made.",
        f"- Made on {datetime.now(UTC):%Y-%m-%d} by:",
        "",
        "```",
        command if given else "make robustness",
        "```",
        "",
        "![Accuracy as place, size, pen, turn, speed and jitter change](images/robustness.png)",
        "",
        "| changed | where reading should hold | least accuracy there |",
        "|---|---|---|",
    ]
    for panel in panels:
        way, point = panel.lowest()
        low, high = panel.aimed
        lines.append(
            f"| {panel.title}: {panel.unit} | {low:g} to {high:g} | {written(point)} "
            f"({way}, at {point.value:g}) |"
        )
    for panel in panels:
        lines += ["", f"## {panel.title}", "", *table(panel)]
    return "\n".join([*lines, ""])


def table(panel: Panel) -> list[str]:
    """Write one panel's numbers; all of its curves have the same values."""
    rows = [
        f"| {panel.unit} | {' | '.join(panel.curves)} |",
        "|--:" + "|--:" * len(panel.curves) + "|",
    ]
    for points in zip(*panel.curves.values(), strict=True):
        rows.append(f"| {points[0].value:g} | {' | '.join(map(written, points))} |")
    return rows


def written(point: Point) -> str:
    """Write an accuracy and its interval in per cent."""
    low, high = (100 * end for end in point.interval)
    return f"{100 * point.share:.1f} % [{low:.1f}, {high:.1f}]"


def figure(panels: list[Panel]) -> QImage:
    """Draw all panels as small multiples, with one legend and one scale for all."""
    rows = -(-len(panels) // COLUMNS)
    width, height = COLUMNS * CELL_WIDTH, LEGEND + rows * CELL_HEIGHT
    image = QImage(width * SHARPER, height * SHARPER, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    ways = list(dict.fromkeys(way for panel in panels for way in panel.curves))
    colours = {way: QColor(name) for way, name in zip(ways, COLOURS, strict=True)}
    least = min(p.interval[0] for panel in panels for c in panel.curves.values() for p in c)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(SHARPER, SHARPER)
    _legend(painter, colours)
    for number, panel in enumerate(panels):
        row, column = divmod(number, COLUMNS)
        painter.save()
        painter.translate(column * CELL_WIDTH, LEGEND + row * CELL_HEIGHT)
        _Plot(painter, panel, int(100 * least) // 10 * 10).draw(colours)
        painter.restore()
    painter.end()
    return image


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QFont("DejaVu Sans")
    font.setPixelSize(size)
    font.setBold(bold)
    return font


def _legend(painter: QPainter, colours: dict[str, QColor]) -> None:
    painter.setFont(_font(16))
    x = INSET.left()
    for way, colour in colours.items():
        painter.setPen(QPen(colour, 3))
        painter.drawLine(QPointF(x, 28), QPointF(x + 30, 28))
        painter.setPen(Qt.GlobalColor.black)
        painter.drawText(QPointF(x + 38, 34), way)
        x += 70 + painter.fontMetrics().horizontalAdvance(way)


class _Plot:
    """One panel: axes, the range that is aimed at, curves with their bands."""

    def __init__(self, painter: QPainter, panel: Panel, least: int) -> None:
        self.painter, self.panel, self.least = painter, panel, least
        values = [point.value for curve in panel.curves.values() for point in curve]
        self.low, self.high = min(values), max(values)

    def x(self, value: float) -> float:
        return INSET.left() + (value - self.low) / (self.high - self.low) * INSET.width()

    def y(self, share: float) -> float:
        return INSET.bottom() - (100 * share - self.least) / (100 - self.least) * INSET.height()

    def draw(self, colours: dict[str, QColor]) -> None:
        left, right = (self.x(value) for value in self.panel.aimed)
        self.painter.fillRect(
            QRectF(left, INSET.top(), right - left, INSET.height()), QColor("#f0f0f0")
        )
        self._axes()
        for way, curve in self.panel.curves.items():
            self._curve(curve, colours[way])

    def _axes(self) -> None:
        painter, centre = self.painter, Qt.AlignmentFlag.AlignCenter
        painter.setFont(_font(17, bold=True))
        painter.setPen(Qt.GlobalColor.black)
        painter.drawText(QRectF(0, 8, CELL_WIDTH, 30), centre, self.panel.title)
        painter.setFont(_font(14))
        for percent in range(self.least, 101, 10):
            y = self.y(percent / 100)
            painter.setPen(QPen(QColor("#cccccc"), 1))
            painter.drawLine(QPointF(INSET.left(), y), QPointF(INSET.right(), y))
            painter.setPen(Qt.GlobalColor.black)
            beside = QRectF(0, y - 10, INSET.left() - 8, 20)
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight, f"{percent}")
        self._ticks()
        below = QRectF(INSET.left(), INSET.bottom() + 30, INSET.width(), 24)
        painter.drawText(below, centre, self.panel.unit)
        painter.save()
        painter.translate(16, INSET.center().y())
        painter.rotate(-90)
        painter.drawText(QRectF(-120, -12, 240, 24), centre, "read rightly, %")
        painter.restore()

    def _ticks(self) -> None:
        last = -1e9
        for point in next(iter(self.panel.curves.values())):
            x, y = self.x(point.value), INSET.bottom()
            self.painter.drawLine(QPointF(x, y), QPointF(x, y + 5))
            if x - last >= 30:  # as close as numbers can stand
                around = QRectF(x - 30, y + 6, 60, 20)
                self.painter.drawText(around, Qt.AlignmentFlag.AlignCenter, f"{point.value:g}")
                last = x

    def _curve(self, curve: list[Point], colour: QColor) -> None:
        lower = [QPointF(self.x(p.value), self.y(p.interval[0])) for p in curve]
        upper = [QPointF(self.x(p.value), self.y(p.interval[1])) for p in curve]
        middle = [QPointF(self.x(p.value), self.y(p.share)) for p in curve]
        band = QColor(colour)
        band.setAlpha(50)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(band)
        self.painter.drawPolygon(QPolygonF([*lower, *reversed(upper)]))
        self.painter.setBrush(colour)
        for point in middle:
            self.painter.drawEllipse(point, 3, 3)
        self.painter.setPen(QPen(colour, 2))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawPolyline(QPolygonF(middle))


if __name__ == "__main__":
    main()
