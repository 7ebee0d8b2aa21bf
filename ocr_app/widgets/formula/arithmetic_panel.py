"""The arithmetic of a step: headings, sentences and formulas, one below the other.

Run ``python -m ocr_app.widgets.formula.arithmetic_panel`` to see one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ocr_app.engine.arithmetic import Section
from ocr_app.widgets.formula.formula_view import FormulaView
from ocr_app.widgets.theme import SPACING, set_quiet


class ArithmeticPanel(QScrollArea):
    """Shows `Section` values; what was shown before is used again, so that numbers may run.

    Signals
    -------
    mark_clicked : str
        The key of a part of a formula that was clicked.
    """

    mark_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("arithmeticPanel")
        self.setAccessibleName("The arithmetic of this step")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._marked: frozenset[str] = frozenset()
        self._parts: list[_Part] = []
        self._beside: dict[str, QWidget] = {}
        contents = QWidget()
        self._column = QVBoxLayout(contents)
        self._column.setContentsMargins(0, 0, SPACING // 2, 0)
        self._column.setSpacing(SPACING)
        self._column.addStretch(1)
        self.setWidget(contents)
        for part in (self.viewport(), contents):
            part.setAutoFillBackground(False)

    @property
    def formulas(self) -> tuple[FormulaView, ...]:
        """The formulas that are shown, from the top."""
        return tuple(part.formula for part in self._parts if not part.isHidden())

    def show_sections(self, sections: Sequence[Section], marked: Iterable[str] = ()) -> None:
        """Show other numbers, or other formulas.

        Parameters
        ----------
        sections : sequence of Section
        marked : iterable of str
            Keys of the parts that stand out.
        """
        self._marked = frozenset(marked)
        before = [part.key for part in self._parts if not part.isHidden()]
        while len(self._parts) < len(sections):
            part = _Part()
            part.formula.mark_clicked.connect(self.mark_clicked)
            self._parts.append(part)
            self._column.insertWidget(self._column.count() - 1, part)
        for number, part in enumerate(self._parts):
            part.setVisible(number < len(sections))
            if number < len(sections):
                part.show_section(sections[number], self._marked)
                if (widget := self._beside.get(part.key)) is not None:
                    part.put_beside(widget)
        keys = [section.key for section in sections]
        for key, widget in self._beside.items():
            if key not in keys:
                widget.hide()
        self._settle()
        if before != keys:
            self.verticalScrollBar().setValue(0)

    def reveal(self, key: str) -> None:
        """Scroll no farther than to have all of a section in sight, if it is shown."""
        for part in self._parts:
            if part.key == key and not part.isHidden():
                self.ensureWidgetVisible(part, 0, 0)

    def _settle(self) -> None:
        """Let all layouts, inside first, take up new heights now.

        Left to themselves they do so in the next turns of the event loop: formulas would be seen
        cut off in between.
        """
        for part in self._parts:
            if not part.isHidden() and (layout := part.layout()) is not None:
                layout.activate()
        self._column.activate()
        QCoreApplication.sendPostedEvents(self.viewport(), QEvent.Type.LayoutRequest.value)

    def add_beside(self, key: str, widget: QWidget) -> None:
        """Put a widget beside the formula of the sections that have this key."""
        widget.hide()
        self._beside[key] = widget

    def set_marked(self, marked: Iterable[str]) -> None:
        """Let other parts stand out."""
        self._marked = frozenset(marked)
        for part in self._parts:
            part.formula.set_marked(self._marked)


class _Part(QWidget):
    """A heading, a sentence, a formula."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self._title, self._sentence = QLabel(), QLabel()
        font = QFont(self._title.font())
        font.setBold(True)
        self._title.setFont(font)
        self._title.setWordWrap(True)
        self._sentence.setWordWrap(True)
        set_quiet(self._sentence, True)
        self.formula = FormulaView(size=1.05)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING // 3)
        self._row = QHBoxLayout()
        self._row.setSpacing(SPACING // 2)
        self._row.addWidget(self.formula, 1)
        for widget in (self._title, self._sentence):
            column.addWidget(widget)
        column.addLayout(self._row)

    def put_beside(self, widget: QWidget) -> None:
        """Show a widget beside the formula."""
        if self._row.indexOf(widget) < 0:
            self._row.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        widget.show()

    def show_section(self, section: Section, marked: frozenset[str]) -> None:
        """Show another one."""
        self.key = section.key
        for label, text in ((self._title, section.title), (self._sentence, section.sentence)):
            if label.text() != text:  # or all layouts would be asked for room
                label.setText(text)
            label.setVisible(bool(text))
        self.formula.setObjectName(f"formula_{section.key}")
        self.formula.setAccessibleName(section.title or "Formula")
        self.formula.show_formula(section.formula, marked)


if __name__ == "__main__":
    from ocr_app.engine.formula import mark, num, partial, row
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        panel = ArithmeticPanel()
        chain = row(partial("E", "w"), "=", mark("output", partial("E", "output")), "×", num(0.17))
        panel.show_sections(
            [
                Section("gradient", "Three terms", "How much is this weight to blame?", chain),
                Section("result", "", "", row("E", "=", num(0.3))),
            ],
            ["output"],
        )
        return panel

    run(_demo)
