"""The settings of some runs side by side, what differs first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ocr_app.engine.workbench.setup import in_words


class SettingsComparison(QTableWidget):
    """Rows: settings; columns: runs. What differs is bold and stands above the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsComparison")
        self.setAccessibleName("Settings of the chosen runs")
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)

    def show_setups(self, runs: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        """Show the names and settings of some runs."""
        names = list(dict.fromkeys(key for _, setup in runs for key in setup))
        values = {name: [_text(setup.get(name)) for _, setup in runs] for name in names}
        differing = [name for name in names if len(set(values[name])) > 1]
        ordered = [*differing, *(name for name in names if name not in differing)]
        self.setColumnCount(len(runs))
        self.setRowCount(len(ordered))
        self.setHorizontalHeaderLabels([name for name, _ in runs])
        self.setVerticalHeaderLabels([in_words(name) for name in ordered])
        for row, name in enumerate(ordered):
            for column, text in enumerate(values[name]):
                item = QTableWidgetItem(text)
                font = item.font()
                font.setBold(name in differing)
                item.setFont(font)
                self.setItem(row, column, item)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value).replace("_", " ")


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(SettingsComparison)
