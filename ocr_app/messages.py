"""Bad news in a dialog: one sentence that says what is wrong and what to do."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget


def show_error(parent: QWidget, title: str, error: Exception) -> None:
    """Tell people about an expected error and wait until they have read it.

    Parameters
    ----------
    parent : QWidget
    title : str
        What could not be done.
    error : Exception
        Its text is the sentence.
    """
    box = QMessageBox(
        QMessageBox.Icon.Warning, title, f"{title}.", QMessageBox.StandardButton.Ok, parent
    )
    box.setObjectName("errorMessage")
    box.setInformativeText(str(error))
    box.exec()
