"""The units of a picture of a network: lit by what they pass on, with their numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ocr_app.engine.diagram import BIAS, Diagram, Unit
from ocr_app.widgets.network.geometry import Geometry
from ocr_app.widgets.pixel_grid import squares_image
from ocr_app.widgets.theme import Theme, mixed

_FAINT: Final = 0.5
_CENTRED: Final = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Look:
    """How units are to be painted.

    Attributes
    ----------
    theme : Theme
    font, small : QFont
    selected : Unit or None
    emphasis : collection of Unit
        If there are any, the others are fainter.
    """

    theme: Theme
    font: QFont
    small: QFont
    selected: Unit | None
    emphasis: Collection[Unit]

    def color(self, unit: Unit, color: QColor) -> QColor:
        """Return a colour as it is seen at a unit: fainter if others stand out."""
        if not self.emphasis or unit in self.emphasis:
            return color
        return mixed(self.theme.color("card"), color, _FAINT)


def paint_nodes(painter: QPainter, diagram: Diagram, geometry: Geometry, look: Look) -> None:
    """Paint the input picture, all units, their names and numbers."""
    if diagram.picture is not None:
        _paint_picture(painter, diagram, geometry, look)
    for at, column in enumerate(diagram.columns):
        if at == 0 and diagram.picture is not None:
            continue
        for number, place in enumerate(geometry.places[at]):
            if number == len(column.shown):
                _paint_bias(painter, geometry, place, look, Unit(at, BIAS))
            else:
                _paint_unit(painter, diagram, geometry, look, Unit(at, column.shown[number]))
        _paint_beside(painter, diagram, geometry, look, at)
    _paint_titles(painter, diagram, geometry, look)


def _paint_unit(
    painter: QPainter, diagram: Diagram, geometry: Geometry, look: Look, unit: Unit
) -> None:
    column = diagram.columns[unit.column]
    number = column.shown.index(unit.number)
    place, radius = geometry.places[unit.column][number], geometry.radius
    level, theme = float(column.levels[number]), look.theme
    fill = _fill(theme, level)
    painter.setBrush(look.color(unit, fill))
    painter.setPen(_ring(theme, unit, look, radius))
    painter.drawEllipse(place, radius, radius)
    if geometry.radius >= 11 and diagram.picture is None:
        painter.setPen(_readable(look.color(unit, fill), theme))
        rect = QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
        _paint_value(painter, rect, look, float(column.values[number]))
    if geometry.has_net_inputs and column.net_inputs is not None:
        painter.setPen(look.color(unit, theme.color("muted")))
        painter.setFont(look.small)
        line = QFontMetricsF(look.small).height()
        below = QRectF(place.x() - 3 * radius, place.y() + radius + 1, 6 * radius, line)
        is_last = unit.column == len(diagram.columns) - 1
        name = "" if is_last else f"{column.labels[number]}: "
        text = f"{name}net {_short(float(column.net_inputs[number]))}"
        painter.drawText(below, _CENTRED, text)


def _paint_value(painter: QPainter, rect: QRectF, look: Look, value: float) -> None:
    font, text = fitting(look.font, look.small, value, rect.width() - 3)
    painter.setFont(font)
    painter.drawText(rect, _CENTRED, text)


def fitting(font: QFont, small: QFont, value: float, room: float) -> tuple[QFont, str]:
    """Choose how to write a value: smaller, with one decimal, or smaller still, as there is room.

    Parameters
    ----------
    font, small : QFont
    value : float
    room : float
        In pixels.
    """
    text = _short(value)
    for each in (font, small):
        if QFontMetricsF(each).horizontalAdvance(text) <= room:
            return each, text
    text = f"{value:.1f}".replace("-", "−")
    width = QFontMetricsF(small).horizontalAdvance(text)
    smallest = QFont(small)
    if width > room:
        smallest.setPointSizeF(small.pointSizeF() * room / width)
    return smallest, text


def _paint_bias(
    painter: QPainter, geometry: Geometry, place: QPointF, look: Look, unit: Unit
) -> None:
    radius, theme = 0.8 * geometry.radius, look.theme
    painter.setBrush(theme.color("card"))
    painter.setPen(_ring(theme, unit, look, radius))
    rect = QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
    painter.drawRoundedRect(rect, 3, 3)
    if radius >= 7:
        painter.setPen(look.color(unit, theme.color("text")))
        painter.setFont(look.font if radius >= 11 else look.small)
        painter.drawText(rect, _CENTRED, "1")


def _paint_beside(
    painter: QPainter, diagram: Diagram, geometry: Geometry, look: Look, at: int
) -> None:
    """Write names left of the inputs and right of the outputs; beside digits, their values."""
    column, is_last = diagram.columns[at], at == len(diagram.columns) - 1
    if at and not is_last:
        return
    font, line = QFont(look.font), QFontMetricsF(look.font).height()
    is_digits = is_last and diagram.picture is not None
    space = abs(geometry.places[at][-1].y() - geometry.places[at][0].y()) / max(
        1, len(column.shown) - 1
    )
    if len(column.shown) > 1 and space < 0.9 * line:
        font, line = look.small, QFontMetricsF(look.small).height()
    bold = QFont(font)
    bold.setBold(True)
    largest = int(column.values.argmax())
    for number, label in enumerate(column.labels):
        place = geometry.places[at][number]
        painter.setFont(bold if is_digits and number == largest else font)
        unit = Unit(at, column.shown[number])
        painter.setPen(look.color(unit, look.theme.color("text")))
        gap = geometry.radius + 5
        text = f"{label}  {_short(float(column.values[number]))}" if is_digits else label
        rect = QRectF(place.x() + gap, place.y() - line / 2, 200, line)
        flags = Qt.AlignmentFlag.AlignVCenter
        if not is_last:
            rect.moveRight(place.x() - gap)
            flags |= Qt.AlignmentFlag.AlignRight
        painter.drawText(rect, flags, text)


def _paint_picture(painter: QPainter, diagram: Diagram, geometry: Geometry, look: Look) -> None:
    assert diagram.picture is not None  # noqa: S101 -- for mypy
    theme = look.theme
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
    painter.drawImage(geometry.picture, squares_image(diagram.picture, theme))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("border"), 1))
    painter.drawRect(geometry.picture)
    chosen = [unit for unit in (*look.emphasis, look.selected) if unit is not None]
    for unit in chosen:
        if unit.column == 0 and unit.number != BIAS:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(geometry.pixel(unit.number))


def _paint_titles(painter: QPainter, diagram: Diagram, geometry: Geometry, look: Look) -> None:
    painter.setFont(look.small)
    painter.setPen(look.theme.color("muted"))
    metrics = QFontMetricsF(look.small)
    line, n_columns = metrics.height(), len(diagram.columns)
    gap = min(geometry.x(at + 1) - geometry.x(at) for at in range(n_columns - 1)) - 4

    def write(x: float, y: float, *texts: str) -> None:
        """Write the first text that has room, or the last one."""
        fitting = (text for text in texts if metrics.horizontalAdvance(text) <= gap)
        text = next(fitting, texts[-1])
        painter.drawText(QRectF(x - 100, y, 200, line), _CENTRED, text)

    for at, column in enumerate(diagram.columns):
        x = geometry.x(at)
        if geometry.has_titles:
            title = "8×8 inputs" if not at and diagram.picture is not None else column.title
            write(x, 3, title, title.removeprefix("hidden "), title.split()[-1])
        if column.n_left_out:
            n = f"{column.n_left_out:,}"
            write(x, geometry.bottom + 1, f"… and {n} more", f"… {n} more", f"+ {n}")


def _ring(theme: Theme, unit: Unit, look: Look, radius: float) -> QPen:
    if unit == look.selected:
        return QPen(theme.color("text"), min(3.0, 1.5 + radius / 8))
    if unit in look.emphasis:
        return QPen(theme.color("accent"), min(2.5, 1.0 + radius / 8))
    return QPen(look.color(unit, theme.color("muted")), 1)


def _fill(theme: Theme, level: float) -> QColor:
    """Mix the colour of a unit: from the field's to the accent, or to its counterpart."""
    full = theme.color("accent" if level >= 0 else "second")
    return mixed(theme.color("field"), full, abs(level))


def _readable(fill: QColor, theme: Theme) -> QColor:
    """Choose the text colour with more contrast to a fill, by the luminance that eyes see."""
    options = (theme.color("text"), theme.color("on_accent"))
    return max(options, key=lambda color: abs(_luminance(color) - _luminance(fill)))


def _luminance(color: QColor) -> float:
    red, green, blue = color.redF(), color.greenF(), color.blueF()
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _short(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
