"""Short conversations: bad news, a question, which file.

Qt's dialog classes are imported when the first dialog is shown: the window starts without them.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget


def show_error(parent: QWidget, title: str, error: Exception) -> None:
    """Tell people about an expected error and wait until they have read it.

    Parameters
    ----------
    parent : QWidget
    title : str
        What could not be done.
    error : Exception
        Its text is the sentence that says what is wrong and what to do.
    """
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(
        QMessageBox.Icon.Warning, title, f"{title}.", QMessageBox.StandardButton.Ok, parent
    )
    box.setObjectName("errorMessage")
    box.setInformativeText(str(error))
    box.exec()


def tell(parent: QWidget, title: str, text: str) -> None:
    """Say something that needs no answer."""
    from PySide6.QtWidgets import QMessageBox

    QMessageBox.information(parent, title, text)


def ask(parent: QWidget, name: str, question: str, details: str, yes: str) -> bool:
    """Ask before something that cannot be undone; Cancel is the safe answer.

    Parameters
    ----------
    parent : QWidget
    name : str
        Object name of the box.
    question, details : str
    yes : str
        Text of the button that agrees: what will be done.
    """
    from PySide6.QtWidgets import QMessageBox

    box = QMessageBox(
        QMessageBox.Icon.Question,
        question,
        question,
        QMessageBox.StandardButton.Cancel,
        parent,
    )
    box.setObjectName(name)
    box.setInformativeText(details)
    box.setDefaultButton(QMessageBox.StandardButton.Cancel)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.exec()
    return box.clickedButton() is agree


def ask_for_text(
    parent: QWidget, name: str, title: str, label: str, text: str, most: int
) -> str | None:
    """Ask for a line of text; None if people changed their mind.

    Parameters
    ----------
    parent : QWidget
    name : str
        Object name of the dialog.
    title, label : str
    text : str
        What is there to begin with; it is selected.
    most : int
        Letters that are possible.
    """
    from PySide6.QtWidgets import QInputDialog, QLineEdit

    dialog = QInputDialog(parent)
    dialog.setObjectName(name)
    dialog.setInputMode(QInputDialog.InputMode.TextInput)  # makes the line
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(text)
    if (line := dialog.findChild(QLineEdit)) is not None:
        line.setMaxLength(most)
        line.selectAll()
        line.setMinimumWidth(line.fontMetrics().averageCharWidth() * 40)
    accepted = dialog.exec() == QInputDialog.DialogCode.Accepted
    dialog.deleteLater()
    return dialog.textValue() if accepted else None


def file_to_open(parent: QWidget, title: str, kinds: str) -> Path | None:
    """Ask for a file; None if people changed their mind."""
    from PySide6.QtWidgets import QFileDialog

    file, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
    return Path(file) if file else None


def file_to_save(parent: QWidget, title: str, suggestion: str, kinds: str) -> Path | None:
    """Ask where to write; the suggestion's ending is added if none is given."""
    from PySide6.QtWidgets import QFileDialog

    file, _ = QFileDialog.getSaveFileName(parent, title, suggestion, kinds)
    if not file:
        return None
    path = Path(file)
    return path if path.suffix else path.with_suffix(Path(suggestion).suffix)
