"""A model's card: what it was trained on, how, and how good it is.

Run ``python -m ocr_app.widgets.model_card`` to see the factory model's.
"""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from ocr_app.engine.card import CardSection, ModelCard
from ocr_app.widgets.theme import SPACING, Theme, theme_of

_LABELS: Final = "40%"
"""Width of the left column, the same in every section, so that what is known lines up."""

_COPIED: Final = "Copied"


class ModelCardDialog(QDialog):
    """Shows a card; it can be read by screen readers, selected and copied.

    Parameters
    ----------
    card : ModelCard
    can_rename : bool
        Whether to offer another name.
    parent : QWidget, optional

    Signals
    -------
    rename_requested
        The model is to have another name.
    """

    rename_requested = Signal()

    def __init__(
        self, card: ModelCard, can_rename: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        self.setWindowTitle("About this network")
        self._text = QTextBrowser()
        self._text.setObjectName("modelCardText")
        self._text.setAccessibleName("What is known about this network")
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.document().setDocumentMargin(SPACING)
        self._rename = QPushButton("&Rename…")
        self._rename.setObjectName("renameButton")
        self._rename.setVisible(can_rename)
        self._rename.clicked.connect(self.rename_requested)
        self._copy = QPushButton("&Copy")
        self._copy.setObjectName("copyCardButton")
        self._copy.setToolTip("Copy all of it as text.")
        self._copy.clicked.connect(self._copy_text)
        close = QPushButton("C&lose")
        close.setObjectName("closeCardButton")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(self._rename)
        buttons.addWidget(self._copy)
        buttons.addStretch()
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        column.setSpacing(SPACING)
        column.addWidget(self._text, 1)
        column.addLayout(buttons)
        self.resize(620, 600)
        self.show_card(card)
        close.setFocus()

    def show_card(self, card: ModelCard) -> None:
        """Show another card."""
        self._card = card
        self._copy.setText("&Copy")
        place = self._text.verticalScrollBar().value()
        self._text.setHtml(_html(card, theme_of(self)))
        self._text.verticalScrollBar().setValue(place)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 -- Qt's name
        """Follow the palette between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_card"):
            self.show_card(self._card)

    def _copy_text(self) -> None:
        QGuiApplication.clipboard().setText(self._card.as_text())
        self._copy.setText(_COPIED)


def _html(card: ModelCard, theme: Theme) -> str:
    sections = "".join(_section(section, theme) for section in card.sections)
    return f"<h2 style='margin: 0 0 4px 0'>{escape(card.title)}</h2>{sections}"


def _section(section: CardSection, theme: Theme) -> str:
    muted = theme.color("muted").name()
    rows = "".join(
        f"<tr><td width='{_LABELS}' style='padding: 2px 12px 2px 0; color: {muted}'>"
        f"{escape(name)}</td><td style='padding: 2px 0'>{escape(known)}</td></tr>"
        for name, known in section.rows
    )
    table = f"<table width='100%' cellspacing='0'>{rows}</table>" if rows else ""
    notes = "".join(
        f"<p style='margin: 4px 0 0 0; color: {muted if rows else theme.color('text').name()}'>"
        f"{escape(note)}</p>"
        for note in section.notes
    )
    return f"<h4 style='margin: 14px 0 2px 0'>{escape(section.title)}</h4>{table}{notes}"


def _demo() -> QWidget:
    from ocr_app.engine.card import make_card  # noqa: PLC0415
    from ocr_app.engine.model import Model  # noqa: PLC0415

    return ModelCardDialog(make_card(Model.factory()), can_rename=True)


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(_demo)
