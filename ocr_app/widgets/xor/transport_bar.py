"""Play, pause, step, how fast, and from where: the upper row of the lab.

Run ``python -m ocr_app.widgets.xor.transport_bar`` to see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton, QWidget

from ocr_app.engine.xor_lab.presets import Preset
from ocr_app.widgets.buttons import make_button
from ocr_app.widgets.flow_layout import FlowLayout
from ocr_app.widgets.theme import SPACING


@dataclass(frozen=True, slots=True)
class Speed:
    """How fast it goes.

    Attributes
    ----------
    name : str
    per_second : float
        Perhaps infinite.
    by_parts : bool
        Whether parts of steps are counted, instead of whole steps.
    """

    name: str
    per_second: float
    by_parts: bool = False


SPEEDS: Final = (
    Speed("1 part/s", 1.0, by_parts=True),
    Speed("1 step/s", 1.0),
    Speed("10 steps/s", 10.0),
    Speed("100 steps/s", 100.0),
    Speed("1,000 steps/s", 1000.0),
    Speed("10,000 steps/s", 10_000.0),
    Speed("Fastest", float("inf")),
)
USUAL_SPEED: Final = 4


class TransportBar(QWidget):
    """Presets, buttons and speed.

    Signals
    -------
    preset_chosen : Preset
    play_toggled : bool
        Play (true) or Pause (false) was pressed.
    example_requested, epoch_requested, reset_requested, renewal_requested, tour_requested
    """

    preset_chosen = Signal(object)
    play_toggled = Signal(bool)
    example_requested = Signal()
    epoch_requested = Signal()
    reset_requested = Signal()
    renewal_requested = Signal()
    tour_requested = Signal()

    def __init__(self, presets: Sequence[Preset], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets = tuple(presets)
        self._build_choices()
        self._build_buttons()
        self._build_menu()
        flow = FlowLayout(self)
        flow.setSpacing(SPACING // 3)
        for widget in (
            self._preset,
            self._play,
            self._example,
            self._epoch,
            self._speed,
            self._reset,
            self._new,
            self._tour,
            self._more,
        ):
            flow.addWidget(widget)

    def _build_buttons(self) -> None:
        self._play = make_button(
            "&Play", "xorTrainButton", "Let the network learn, step after step; again to pause."
        )
        self._play.setCheckable(True)
        self._play.toggled.connect(self.play_toggled)
        self._example = make_button(
            "Exa&mple",
            "xorExampleButton",
            "Learn from the chosen example once, and go on to the next.",
        )
        self._epoch = make_button("Epo&ch", "xorStepButton", "Learn from every point once.")
        self._reset = make_button(
            "&Reset",
            "xorResetButton",
            "Begin again from the same weights: exactly the same happens once more.",
        )
        self._new = make_button(
            "Ne&w start",
            "xorNewStartButton",
            "Begin again from other random weights: some learn faster, some get stuck.",
        )
        self._tour = make_button(
            "&Tour", "xorTourButton", "Ten short steps from a weight to a network that learns."
        )
        self._example.clicked.connect(self.example_requested)
        self._epoch.clicked.connect(self.epoch_requested)
        self._reset.clicked.connect(self.reset_requested)
        self._new.clicked.connect(self.renewal_requested)
        self._tour.clicked.connect(self.tour_requested)

    def _build_menu(self) -> None:
        self._more = QToolButton()
        self._more.setObjectName("xorMore")
        self._more.setAccessibleName("More")
        self._more.setText("More")
        self._more.setToolTip("Undo, save, open, export, larger text.")
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)

    @property
    def speed(self) -> Speed:
        """How fast it should go."""
        return SPEEDS[self._speed.currentIndex()]

    def set_speed(self, speed: Speed) -> None:
        """Choose another speed."""
        self._speed.setCurrentIndex(SPEEDS.index(speed))

    def set_speed_called(self, name: str) -> None:
        """Choose the speed of some name, if there is one."""
        for speed in SPEEDS:
            if speed.name == name:
                self.set_speed(speed)

    def add_actions(self, *actions: QAction | None) -> None:
        """Put actions into the menu; None is a line between them."""
        for action in actions:
            if action is None:
                self._menu.addSeparator()
            else:
                self._menu.addAction(action)

    def show_preset(self, key: str | None) -> None:
        """Show which preset this began with; None: it has been changed since."""
        keys = [preset.key for preset in self._presets]
        self._preset.setCurrentIndex(keys.index(key) if key in keys else -1)

    def show_running(self, running: bool) -> None:
        """Let the first button pause what runs, or start it."""
        with QSignalBlocker(self._play):
            self._play.setChecked(running)
        self._play.setText("&Pause" if running else "&Play")
        self._play.setAccessibleName("Pause" if running else "Play")

    def show_full_batch(self, full_batch: bool) -> None:
        """Offer single examples only if steps are made of them."""
        self._example.setDisabled(full_batch)

    def show_tour(self, text: str) -> None:
        """Say what the tour's button does now."""
        self._tour.setText(text)
        self._tour.setAccessibleName(text.replace("&", ""))

    def _build_choices(self) -> None:
        self._preset = QComboBox()
        self._preset.setObjectName("xorPreset")
        self._preset.setAccessibleName("Preset")
        self._preset.setToolTip("What to begin with.")
        self._preset.setPlaceholderText("Presets")
        self._preset.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._preset.setMinimumContentsLength(12)
        for number, preset in enumerate(self._presets):
            self._preset.addItem(preset.name)
            self._preset.setItemData(number, preset.sentence, _TIP)
        self._preset.activated.connect(lambda at: self.preset_chosen.emit(self._presets[at]))
        self._speed = QComboBox()
        self._speed.setObjectName("xorSpeed")
        self._speed.setAccessibleName("Speed")
        self._speed.setToolTip(
            "How fast Play goes; what is learned stays the same. 1 part/s goes through the parts "
            "of each step."
        )
        for speed in SPEEDS:
            self._speed.addItem(speed.name)
        self._speed.setCurrentIndex(USUAL_SPEED)


_TIP: Final = Qt.ItemDataRole.ToolTipRole


if __name__ == "__main__":
    from ocr_app.engine.xor_lab.presets import PRESETS
    from ocr_app.widgets.preview import run

    run(lambda: TransportBar(PRESETS))
