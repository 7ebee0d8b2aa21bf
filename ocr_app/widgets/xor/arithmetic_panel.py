"""The arithmetic of a step: thoughts with formulas, in the order in which they are computed.

Run ``python -m ocr_app.widgets.xor.arithmetic_panel`` to see one.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ocr_app.engine.xor_lab.arithmetic import Section
from ocr_app.widgets.formula.formula_view import FormulaView
from ocr_app.widgets.theme import SPACING, set_quiet
from ocr_app.widgets.xor.slope_curve import SlopeCurve


class ArithmeticPanel(QScrollArea):
    """Sections one below the other; the one about the output has its curve beside it.

    Signals
    -------
    mark_clicked : str
        The key of a part of a formula, see `arithmetic.weight_key`.
    """

    mark_clicked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("xorArithmetic")
        self.setAccessibleName("The arithmetic of this step")
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget()
        self._inside.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, SPACING // 2, 0)
        self._column.setSpacing(SPACING)
        self._column.addStretch()
        self._views: list[_SectionView] = []
        self.setWidget(self._inside)
        self._curve: tuple[str, float, float] = ("sigmoid", 0.0, 0.25)

    def show_sections(
        self, sections: Sequence[Section], curve: tuple[str, float, float], marked: Sequence[str]
    ) -> None:
        """Show other sections.

        Parameters
        ----------
        sections : sequence of Section
        curve : tuple of (str, float, float)
            The activation, the net input and the slope of the unit that "output" is about.
        marked : sequence of str
            Keys of parts that stand out.
        """
        while len(self._views) < len(sections):
            view = _SectionView()
            view.formula.mark_clicked.connect(self.mark_clicked)
            self._column.insertWidget(len(self._views), view)
            self._views.append(view)
        is_new = [view.title for view in self._views if not view.isHidden()] != [
            section.title for section in sections
        ]
        for view, section in zip(self._views, sections, strict=False):
            view.show_section(section, curve, marked)
        for number, view in enumerate(self._views):
            view.setVisible(number < len(sections))
        if is_new:
            self.verticalScrollBar().setValue(0)

    @property
    def texts(self) -> dict[str, str]:
        """The formulas that are shown, as plain text, by the keys of their sections."""
        return {
            view.key: view.formula.accessibleDescription()
            for view in self._views
            if not view.isHidden()
        }


class _SectionView(QWidget):
    """A title, a sentence and a formula."""

    def __init__(self) -> None:
        super().__init__()
        self.key = ""
        self._title, self._sentence = QLabel(), QLabel()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self._sentence.setWordWrap(True)
        set_quiet(self._sentence, True)
        self.formula = FormulaView()
        self._curve = SlopeCurve()
        beside = QHBoxLayout()
        beside.addWidget(self.formula, 1)
        beside.addWidget(self._curve, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._sentence)
        column.addLayout(beside)

    @property
    def title(self) -> str:
        return self._title.text()

    def show_section(
        self, section: Section, curve: tuple[str, float, float], marked: Sequence[str]
    ) -> None:
        if self._title.text() != section.title:
            self._title.setText(section.title)
        if self._sentence.text() != section.sentence:
            self._sentence.setText(section.sentence)
        if self.key != section.key:
            self.key = section.key
            self.formula.setObjectName(f"xorFormula_{section.key}")
            self.formula.setAccessibleName(section.title)
            self._curve.setVisible(section.key == "output")
        if section.key == "output":
            self._curve.show_point(*curve)
        self.formula.show_formula(section.formula, marked)


if __name__ == "__main__":
    from ocr_app.engine.diagram import Weight
    from ocr_app.engine.xor_lab.arithmetic import sections as write
    from ocr_app.engine.xor_lab.lab import Lab
    from ocr_app.engine.xor_lab.presets import ARTICLE
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        lab, weight = Lab(ARTICLE), Weight(1, 0, 0)
        panel = ArithmeticPanel()
        panel.show_sections(write(lab.numbers, weight, lab.phase), ("sigmoid", 1.23, 0.175), ())
        panel.resize(460, 640)
        return panel

    run(_demo)
