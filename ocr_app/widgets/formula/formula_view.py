"""A formula on screen, to be read, pointed at, and copied as text or LaTeX."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFont,
    QGuiApplication,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ocr_app.engine.formula import EMPTY, Node, to_latex, to_text
from ocr_app.widgets.formula.boxes import Box
from ocr_app.widgets.formula.setting import Setter
from ocr_app.widgets.theme import theme_of

_MARGIN: Final = 4
_NARROWEST: Final = 160
"""Down to this width, lines are broken."""


class FormulaView(QWidget):
    """Sets a formula, sized with the widget's font; long lines are broken at its width.

    Parameters
    ----------
    size : float
        Times the size of normal text.

    Signals
    -------
    mark_clicked : str
        The key of the `Mark` that was clicked.
    """

    mark_clicked = Signal(str)

    def __init__(self, size: float = 1.15, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._formula: Node = EMPTY
        self._marked: frozenset[str] = frozenset()
        self._box = Box()
        self._boxes: dict[float, Box] = {}  # by the width that there is
        self._setter = Setter(self._sized_font())
        self.setObjectName("formula")
        self.setAccessibleName("Formula")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._add_copying()

    @property
    def formula(self) -> Node:
        """What is shown."""
        return self._formula

    @property
    def marked(self) -> frozenset[str]:
        """The keys of the parts that stand out."""
        return self._marked

    def show_formula(self, formula: Node | None, marked: Iterable[str] = ()) -> None:
        """Show another formula.

        Parameters
        ----------
        formula : Node or None
            None shows nothing.
        marked : iterable of str
            Keys of the `Mark` parts that stand out.
        """
        formula = EMPTY if formula is None else formula
        self._marked = frozenset(marked)
        if formula != self._formula:
            self._formula = formula
            self.setAccessibleDescription(to_text(formula))
            self._set()
        self.update()

    def set_marked(self, marked: Iterable[str]) -> None:
        """Let other parts stand out."""
        self._marked = frozenset(marked)
        self.update()

    def copy_text(self) -> None:
        """Put the formula on the clipboard as plain text."""
        QGuiApplication.clipboard().setText(to_text(self._formula))

    def copy_latex(self) -> None:
        """Put the formula on the clipboard as LaTeX, without dollar signs."""
        QGuiApplication.clipboard().setText(to_latex(self._formula))

    def place_of(self, key: str) -> QPointF | None:
        """Return the middle of a marked part, or None."""
        rect = self._box.place_of(key, self._origin())
        return None if rect is None else rect.center()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 -- Qt's name
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height of all lines."""
        box = self._set_in(width)
        return int(box.height + 2 * _MARGIN + 1)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Prefer not to break lines."""
        box = self._unbroken()
        return QSize(int(box.width + 2 * _MARGIN + 1), int(box.height + 2 * _MARGIN + 1))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Ask for little width; how high it then is, `heightForWidth` says."""
        hint = self.sizeHint()
        return QSize(min(hint.width(), _NARROWEST), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Break the lines anew; the layout has asked before how high they will be."""
        super().resizeEvent(event)
        self._box = self._set_in(self.width())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._setter = Setter(self._sized_font())
            self._set()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Keep the mouse until it is released."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Tell which marked part was clicked."""
        key = self._box.mark_at(event.position(), self._origin())
        if key is not None and event.button() == Qt.MouseButton.LeftButton:
            self.mark_clicked.emit(key)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the formula, and a frame if keys go here."""
        theme = theme_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 1))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.setPen(theme.color("text"))
        self._box.paint(painter, self._origin(), theme, self._marked)

    def _origin(self) -> QPointF:
        return QPointF(_MARGIN, _MARGIN + self._box.ascent)

    def _set(self) -> None:
        self._boxes.clear()
        height = self._box.height
        self._box = self._set_in(self.width())
        if abs(height - self._box.height) > 0.5:  # numbers may run without a new layout
            self.updateGeometry()

    def _set_in(self, width: int) -> Box:
        """Set the formula for a width: layouts ask for the same ones again and again."""
        unbroken = self._unbroken()
        room = max(width - 2 * _MARGIN, 1)
        if unbroken.width <= room:
            return unbroken
        if room not in self._boxes:
            self._boxes[room] = self._setter.set(self._formula, room)
        return self._boxes[room]

    def _unbroken(self) -> Box:
        if math.inf not in self._boxes:
            self._boxes[math.inf] = self._setter.set(self._formula)
        return self._boxes[math.inf]

    def _sized_font(self) -> QFont:
        font = QFont(self.font())
        if font.pointSizeF() > 0:
            font.setPointSizeF(font.pointSizeF() * self._size)
        else:
            font.setPixelSize(round(font.pixelSize() * self._size))
        return font

    def _add_copying(self) -> None:
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy, latex = QAction("&Copy as text", self), QAction("Copy as &LaTeX", self)
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        latex.setShortcut(QKeySequence("Ctrl+Shift+C"))
        for action, slot in ((copy, self.copy_text), (latex, self.copy_latex)):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(slot)
            self.addAction(action)


if __name__ == "__main__":
    from ocr_app.engine.formula import frac, group, lines, mark, num, partial, row, sub, sup, total
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        view = FormulaView()
        error, out, net, w = "E", "output", "net", "w"
        view.show_formula(
            lines(
                row(sub("net", "j"), "=", total("i", row(sub("w", "i"), "·", sub("x", "i")))),
                row("σ", group("net"), "=", frac("1", row("1", "+", sup("e", row("−", "net"))))),
                row("E", "=", frac("1", "2"), sup(group("actual", "−", "predicted"), "2")),
                row(
                    partial(error, w),
                    "=",
                    mark("1", partial(error, out)),
                    "×",
                    mark("2", partial(out, net)),
                    "×",
                    mark("3", partial(net, w)),
                    "=",
                    num(0.77),
                    "×",
                    num(0.17),
                    "×",
                    num(-0.73, in_product=True),
                ),
                row(sub("w", "new"), "=", sub("w", "old"), "−", "α", "·", partial("E", "w")),
            ),
            ["2"],
        )
        return view

    run(_demo)
