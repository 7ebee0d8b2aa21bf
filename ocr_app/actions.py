"""Every action of the menu bar: text, shortcut, object name."""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

_Standard = QKeySequence.StandardKey


class Actions(NamedTuple):  # a dataclass of so many takes 4 ms to make
    """The actions, one attribute each; what they do is connected in `ocr_app.main_window`."""

    open_drawing: QAction
    save_drawing: QAction
    quit: QAction
    undo: QAction
    redo: QAction
    clear: QAction
    retrain: QAction
    clear_made: QAction
    open_model: QAction
    save_model: QAction
    export_model: QAction
    about_model: QAction
    rename_model: QAction
    factory_model: QAction
    teach: tuple[QAction, ...]
    browse_samples: QAction
    fine_tune: QAction
    follow_system: QAction
    light: QAction
    dark: QAction
    shortcuts: QAction
    about: QAction


class _Entry(NamedTuple):
    name: str
    text: str
    keys: tuple[QKeySequence.StandardKey | str, ...] = ()
    tip: str = ""


_ENTRIES: Final = {
    "open_drawing": _Entry("openDrawing", "&Open drawing…", (_Standard.Open,)),
    "save_drawing": _Entry("saveDrawing", "&Save drawing…", (_Standard.Save,)),
    "quit": _Entry("quit", "&Quit", ("Ctrl+Q",)),
    "undo": _Entry("undo", "&Undo", ("Ctrl+Z",)),
    "redo": _Entry("redo", "&Redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    "clear": _Entry("clear", "&Clear", ("Del", "Esc"), "Empty the canvas; can be undone."),
    "retrain": _Entry(
        "retrain",
        "&Retrain",
        ("Ctrl+T",),
        "Set up a training, watch it, and compare what comes of it.",
    ),
    "clear_made": _Entry(
        "clearMadeSamples",
        "Delete ma&de samples",
        tip="Free the room that samples made for trainings take; yours and your runs stay.",
    ),
    "open_model": _Entry("openModel", "&Open model…", tip="Use a network from a file."),
    "save_model": _Entry("saveModel", "&Save model as…", tip="Write this network to a file."),
    "export_model": _Entry(
        "exportModel", "&Export as ONNX…", tip="Write this network for other programs."
    ),
    "about_model": _Entry(
        "aboutModel",
        "&About this network…",
        tip="What it was trained on, how, and how good it is.",
    ),
    "rename_model": _Entry("renameModel", "Re&name…", tip="Call the network in use otherwise."),
    "factory_model": _Entry(
        "factoryModel", "&Factory model", tip="Go back to the network that comes with the app."
    ),
    "browse_samples": _Entry(
        "browseSamples",
        "&My samples…",
        tip="Look through your samples: correct, delete, import and export them.",
    ),
    "fine_tune": _Entry(
        "fineTune",
        "&Fine-tune on my samples",
        tip="Let the network in use learn from your samples, without forgetting the rest.",
    ),
    "follow_system": _Entry("followSystem", "&As the system"),
    "light": _Entry("light", "&Light"),
    "dark": _Entry("dark", "&Dark"),
    "shortcuts": _Entry("shortcuts", "&Keyboard shortcuts", (_Standard.HelpContents,)),
    "about": _Entry("about", "&About ocr-app"),
}
"""What each attribute of `Actions` says; `teach` is made by counting."""


def make_actions(window: QWidget) -> Actions:
    """Make all actions, owned by the window."""
    teach = (
        _Entry(
            f"teach{digit}",
            f"It is {'an' if digit == 8 else 'a'} &{digit}",
            (str(digit),),
            "Save the drawing as a sample to learn from.",
        )
        for digit in range(10)
    )
    actions = Actions(
        teach=tuple(_make(window, entry) for entry in teach),
        **{attribute: _make(window, entry) for attribute, entry in _ENTRIES.items()},
    )
    actions.quit.setMenuRole(QAction.MenuRole.QuitRole)
    actions.about.setMenuRole(QAction.MenuRole.AboutRole)
    colors = QActionGroup(window)
    for choice in (actions.follow_system, actions.light, actions.dark):
        choice.setCheckable(True)
        colors.addAction(choice)
    return actions


def _make(window: QWidget, entry: _Entry) -> QAction:
    action = QAction(window, text=entry.text)  # the other order looks for an icon, for 4 ms
    action.setObjectName(entry.name)
    if entry.keys:
        action.setShortcuts([QKeySequence(key) for key in entry.keys])
    if entry.tip:
        action.setStatusTip(entry.tip)
    return action
