"""Every action of the menu bar: text, shortcut, object name."""

from __future__ import annotations

from typing import NamedTuple

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


def make_actions(window: QWidget) -> Actions:
    """Make all actions, owned by the window."""

    def action(
        name: str, text: str, *keys: QKeySequence.StandardKey | str, tip: str = ""
    ) -> QAction:
        made = QAction(window, text=text)  # the other order looks for an icon, for 4 ms
        made.setObjectName(name)
        if keys:
            made.setShortcuts([QKeySequence(key) for key in keys])
        if tip:
            made.setStatusTip(tip)
        return made

    actions = Actions(
        open_drawing=action("openDrawing", "&Open drawing…", _Standard.Open),
        save_drawing=action("saveDrawing", "&Save drawing…", _Standard.Save),
        quit=action("quit", "&Quit", "Ctrl+Q"),
        undo=action("undo", "&Undo", "Ctrl+Z"),
        redo=action("redo", "&Redo", "Ctrl+Shift+Z", "Ctrl+Y"),
        clear=action("clear", "&Clear", "Del", "Esc", tip="Empty the canvas; can be undone."),
        retrain=action(
            "retrain",
            "&Retrain",
            "Ctrl+T",
            tip="Set up a training, watch it, and compare what comes of it.",
        ),
        clear_made=action(
            "clearMadeSamples",
            "Delete ma&de samples",
            tip="Free the room that samples made for trainings take; yours and your runs stay.",
        ),
        open_model=action("openModel", "&Open model…", tip="Use a network from a file."),
        save_model=action("saveModel", "&Save model as…", tip="Write this network to a file."),
        export_model=action(
            "exportModel", "&Export as ONNX…", tip="Write this network for other programs."
        ),
        about_model=action(
            "aboutModel",
            "&About this network…",
            tip="What it was trained on, how, and how good it is.",
        ),
        rename_model=action("renameModel", "Re&name…", tip="Call the network in use otherwise."),
        factory_model=action(
            "factoryModel", "&Factory model", tip="Go back to the network that comes with the app."
        ),
        teach=tuple(
            action(
                f"teach{digit}",
                f"It is {'an' if digit == 8 else 'a'} &{digit}",
                str(digit),
                tip="Save the drawing as a sample to learn from.",
            )
            for digit in range(10)
        ),
        browse_samples=action(
            "browseSamples",
            "&My samples…",
            tip="Look through your samples: correct, delete, import and export them.",
        ),
        fine_tune=action(
            "fineTune",
            "&Fine-tune on my samples",
            tip="Let the network in use learn from your samples, without forgetting the rest.",
        ),
        follow_system=action("followSystem", "&As the system"),
        light=action("light", "&Light"),
        dark=action("dark", "&Dark"),
        shortcuts=action("shortcuts", "&Keyboard shortcuts", _Standard.HelpContents),
        about=action("about", "&About ocr-app"),
    )
    actions.quit.setMenuRole(QAction.MenuRole.QuitRole)
    actions.about.setMenuRole(QAction.MenuRole.AboutRole)
    colors = QActionGroup(window)
    for choice in (actions.follow_system, actions.light, actions.dark):
        choice.setCheckable(True)
        colors.addAction(choice)
    return actions
