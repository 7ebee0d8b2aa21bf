"""The numbers of the article, as it rounds them, beside the exact ones.

Run ``python -m ocr_app.widgets.xor.article_view`` to see them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ocr_app.engine.xor_lab.article import ArticleNumber
from ocr_app.widgets.wrapped_label import WrappedLabel

_COLUMNS: Final = ("What", "Exactly", "In the article")


class ArticleView(QWidget):
    """A table of numbers, and a sentence about why they differ."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("xorArticle")
        self.setAccessibleName("The article's numbers")
        self._table = QTableWidget(0, len(_COLUMNS))
        self._table.setObjectName("xorArticleNumbers")
        self._table.setAccessibleName("The article's numbers")
        self._table.setHorizontalHeaderLabels(list(_COLUMNS))
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._table.setTabKeyNavigation(False)
        self._table.verticalHeader().hide()
        height = self._table.fontMetrics().height() + 6
        self._table.verticalHeader().setDefaultSectionSize(height)
        header = self._table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionsClickable(False)
        self._sentence = WrappedLabel(
            "The article goes on with its rounded numbers: 0.77 × 0.17 × 0.73 = 0.095, and "
            "0.3 − 0.2 × 0.095 = 0.281. Here nothing is rounded before it is shown.",
            3,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._table, 1)
        column.addWidget(self._sentence)

    def show_numbers(self, numbers: Sequence[ArticleNumber]) -> None:
        """Show the numbers, in the order of the article."""
        self._table.setRowCount(len(numbers))
        for row, number in enumerate(numbers):
            texts = (number.name, f"{number.exact:.5f}", number.article)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                self._table.setItem(row, column, item)


if __name__ == "__main__":
    from ocr_app.engine.xor_lab.article import article_numbers
    from ocr_app.engine.xor_lab.lab import Lab
    from ocr_app.engine.xor_lab.presets import ARTICLE
    from ocr_app.widgets.preview import run

    def _demo() -> QWidget:
        view = ArticleView()
        view.show_numbers(article_numbers(Lab(ARTICLE).numbers))
        return view

    run(_demo)
