"""The Read tab: pictures, the boxes of what is read in them, and the text.

Run ``python -m ocr_app.widgets.read.read_tab`` to see it without a reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QPixmap,
    QShortcut,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ocr_app.widgets.card import Card
from ocr_app.widgets.read.digit_panel import DigitPanel
from ocr_app.widgets.read.page_view import PageView
from ocr_app.widgets.read.picture_tools import PictureTools
from ocr_app.widgets.theme import SPACING

_SIDE = 296
_MOST_ROWS = 4
_LEGEND = "solid: sure · dashed: look again · dotted: no digit"


class ReadTab(QWidget):
    """Joins the page with the explanation of a digit and the text; knows no network.

    Signals
    -------
    files_dropped : list of Path
    image_dropped : QImage
    picture_chosen : int
        Which of the list.
    pictures_removed : list of int
        These are to leave the list.
    copy_requested, save_requested, cancel_requested, undo_requested, redo_requested
    keep_requested
        What people corrected is to be kept as samples.
    edits_changed
        Something else can be undone or redone.

    Parameters
    ----------
    parent : QWidget, optional
    has_menu : bool
        Whether the keys to undo and redo are those of a menu: two that have them answer neither.

    Attributes
    ----------
    can_undo, can_redo : bool
    """

    files_dropped = Signal(list)
    image_dropped = Signal(QImage)
    picture_chosen = Signal(int)
    pictures_removed = Signal(list)
    copy_requested = Signal()
    save_requested = Signal()
    cancel_requested = Signal()
    undo_requested = Signal()
    redo_requested = Signal()
    keep_requested = Signal()
    edits_changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, has_menu: bool = False) -> None:
        super().__init__(parent)
        self.can_undo = self.can_redo = False
        self.setObjectName("readTab")
        self.setAcceptDrops(True)
        self.tools = PictureTools()
        self._names: tuple[str, ...] = ()
        self.page = PageView()
        self.digit = DigitPanel()
        self._build_list()
        self._build_text()
        self._build_status()
        self._lay_out()
        self._answer_keys(has_menu)
        self.tools.undo_requested.connect(self.undo_requested)
        self.tools.redo_requested.connect(self.redo_requested)
        self.tools.tool_chosen.connect(self.page.set_tool)
        self.tools.zoom_in_requested.connect(self.page.zoom_in)
        self.tools.zoom_out_requested.connect(self.page.zoom_out)
        self.tools.fit_requested.connect(self.page.fit)

    def _answer_keys(self, has_menu: bool) -> None:
        standard = QKeySequence.StandardKey
        keys: list[tuple[QKeySequence.StandardKey | str, SignalInstance]] = [
            (standard.Open, self.tools.open_requested),
            (standard.Paste, self.tools.paste_requested),
            (standard.Save, self.save_requested),
            (standard.Copy, self.copy_requested),
        ]
        if not has_menu:
            keys.append((standard.Undo, self.undo_requested))
            keys += [(key, self.redo_requested) for key in ("Ctrl+Shift+Z", "Ctrl+Y")]
        for key, signal in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(signal)

    # -- what is shown -------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The text that is shown."""
        return self._text.toPlainText()

    @property
    def status(self) -> str:
        """The sentence below the page."""
        return self._status.text()

    def show_pictures(self, names: Sequence[str], chosen: int) -> None:
        """List the pictures that are open; a single one needs no list."""
        self._names = tuple(names)
        with QSignalBlocker(self._list):
            self._list.clear()
            self._list.addItems(list(names))
            self._list.setCurrentRow(chosen)
        self._list.setVisible(len(names) > 1)
        rows = min(len(names), _MOST_ROWS)
        frame = 2 * self._list.frameWidth()
        self._list.setFixedHeight(rows * max(self._list.sizeHintForRow(0), 1) + frame)

    def choose_picture(self, number: int) -> None:
        """Show in the list which picture is seen, without telling anybody."""
        with QSignalBlocker(self._list):
            self._list.setCurrentRow(number)

    def show_trouble(self, number: int, sentence: str, what: str = "not read") -> None:
        """Say in the list that a picture could not be read, and why; nothing if it could."""
        if (item := self._list.item(number)) is not None:
            item.setText(f"{self._names[number]} · {what}" if sentence else self._names[number])
            item.setToolTip(sentence)

    def show_edits(self, can_undo: bool, can_redo: bool) -> None:
        """Offer to undo and redo what can be."""
        if (can_undo, can_redo) != (self.can_undo, self.can_redo):
            self.can_undo, self.can_redo = can_undo, can_redo
            self.tools.show_edits(can_undo, can_redo)
            self.edits_changed.emit()

    def show_text(self, text: str) -> None:
        """Show what was read, in reading order."""
        self._text.setPlainText(text)
        self._copy.setEnabled(bool(text))
        self._save.setEnabled(bool(text))

    def show_corrections(self, number: int) -> None:
        """Offer to keep so many corrected digits as samples."""
        self._keep.setEnabled(number > 0)
        which = f"the {number:,} digits" if number > 1 else "the digit"
        self._keep.setToolTip(
            f"Keep {which} that you corrected among your samples: the network can learn from them."
            if number
            else "Correct a digit first: choose its box and type what it is."
        )

    def show_status(self, sentence: str) -> None:
        """Say below the page what was found, or what is wrong."""
        self._status.setText(sentence)
        self._status.setToolTip(sentence)

    def show_progress(self, done: int, total: int) -> None:
        """Show how many pictures have been read; nothing when all are."""
        busy = done < total
        self._progress.setVisible(busy)
        self._cancel.setVisible(busy)
        # One picture takes as long as it takes: the bar only says that something happens.
        self._progress.setRange(0, total if total > 1 else 0)
        self._progress.setValue(done)

    # -- events --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 -- Qt's name
        """Leaf through the pages of a file, whatever has the focus and has no use for the key."""
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()), 0)
        if not step or not self.tools.pages.leaf(step):
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 -- Qt's name
        """Take files and pictures."""
        data = event.mimeData()
        if data.hasImage() or any(url.isLocalFile() for url in data.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Tell what was dropped."""
        data = event.mimeData()
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.files_dropped.emit(files)
        elif data.hasImage():
            self.image_dropped.emit(_image_in(data))
        event.acceptProposedAction()

    def _remove_selected(self) -> None:
        if rows := sorted(self._list.row(item) for item in self._list.selectedItems()):
            self.pictures_removed.emit(rows)

    # -- building ------------------------------------------------------------------------------

    def _build_list(self) -> None:
        self._list = QListWidget()
        self._list.setObjectName("pictureList")
        self._list.setAccessibleName("Pictures")
        self._list.setVisible(False)
        self._list.setToolTip("Del takes pictures off the list; their files stay.")
        self._list.setSelectionMode(QListWidget.SelectionMode.ExtendedSelection)
        self._list.currentRowChanged.connect(self.picture_chosen)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self._list)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._remove_selected)

    def _build_text(self) -> None:
        self._text = QPlainTextEdit()
        self._text.setObjectName("readText")
        self._text.setAccessibleName("What was read")
        self._text.setReadOnly(True)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setPlaceholderText("The numbers appear here, line by line.")
        font = self._text.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self._text.setFont(font)
        self._text.setMinimumHeight(92)
        self._copy = _push("&Copy", "copyText", "Copy all of the text (Ctrl+C).")
        self._copy.clicked.connect(self.copy_requested)
        self._save = _push("Save…", "saveText", "As text, CSV or JSON (Ctrl+S).")
        self._save.clicked.connect(self.save_requested)
        self._keep = _push("Keep correc&tions as samples", "keepCorrections", "")
        self._keep.clicked.connect(self.keep_requested)
        self.show_corrections(0)
        for button in (self._copy, self._save):
            button.setEnabled(False)

    def _build_status(self) -> None:
        self._status = QLabel()
        self._status.setObjectName("readStatus")
        self._status.setWordWrap(True)
        self._status.setMinimumHeight(2 * self._status.fontMetrics().lineSpacing())
        self._progress = QProgressBar()
        self._progress.setObjectName("readProgress")
        self._progress.setAccessibleName("Pictures read")
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(120)
        self._cancel = _push("Stop", "cancelReading", "Stop reading.")
        self._cancel.clicked.connect(self.cancel_requested)
        self._progress.setVisible(False)
        self._cancel.setVisible(False)

    def _lay_out(self) -> None:
        legend = QLabel(_LEGEND)
        legend.setObjectName("readLegend")
        legend.setForegroundRole(legend.palette().ColorRole.PlaceholderText)
        status = QHBoxLayout()
        status.setSpacing(SPACING // 2)
        status.addWidget(self._status, 1)
        status.addWidget(self._progress)
        status.addWidget(self._cancel)
        left = QVBoxLayout()
        left.setSpacing(SPACING // 2)
        left.addWidget(self._list)
        left.addWidget(self.page, 1)
        left.addWidget(legend)
        left.addLayout(status)
        chosen = Card("The chosen digit", "What the network saw of it, and how sure it is.")
        chosen.body.addWidget(self.digit, 1)
        text = Card("The text", "In reading order; a gap between two numbers is a space.")
        text.body.addWidget(self._text, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACING // 2)
        buttons.addWidget(self._copy, 1)
        buttons.addWidget(self._save, 1)
        text.body.addLayout(buttons)
        text.body.addWidget(self._keep)
        side = QVBoxLayout()
        side.setSpacing(SPACING)
        side.addWidget(chosen, 2)
        side.addWidget(text, 3)
        for card in (chosen, text):
            card.setFixedWidth(_SIDE)
        below = QHBoxLayout()
        below.setSpacing(SPACING)
        below.addLayout(left, 1)
        below.addLayout(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACING, SPACING, SPACING, SPACING)
        layout.setSpacing(SPACING)
        layout.addWidget(self.tools)
        layout.addLayout(below, 1)


def _image_in(data: QMimeData) -> QImage:
    """Return the picture that is dragged; a null one if there is none after all."""
    image = data.imageData()
    if isinstance(image, QPixmap):
        return image.toImage()
    return image if isinstance(image, QImage) else QImage()


def _push(text: str, name: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text.replace("&", ""))
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button


if __name__ == "__main__":
    from ocr_app.widgets.preview import run

    run(ReadTab)
