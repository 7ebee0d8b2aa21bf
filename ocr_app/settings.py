"""What the application remembers from one start to the next."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings, Qt

from ocr_app.paths import settings_file

_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


class Settings:
    """Typed access to the settings file; a damaged value counts as missing."""

    def __init__(self) -> None:
        self._file = QSettings(str(settings_file()), QSettings.Format.IniFormat)

    @property
    def color_scheme(self) -> Qt.ColorScheme:
        """Light, dark, or unknown to follow the system."""
        return _SCHEMES.get(str(self._file.value("color_scheme", "system")), _SCHEMES["system"])

    @color_scheme.setter
    def color_scheme(self, scheme: Qt.ColorScheme) -> None:
        name = next(name for name, value in _SCHEMES.items() if value == scheme)
        self._file.setValue("color_scheme", name)

    @property
    def pen_width(self) -> float | None:
        """Share of the canvas's side."""
        try:
            return float(str(self._file.value("pen_width")))
        except ValueError:
            return None

    @pen_width.setter
    def pen_width(self, width: float) -> None:
        self._file.setValue("pen_width", width)

    @property
    def tour_step(self) -> int:
        """Where the guided tour of the XOR lab goes on, from 0; −1 if it was never opened."""
        try:
            return max(-1, int(str(self._file.value("tour_step", -1))))
        except ValueError:
            return -1

    @tour_step.setter
    def tour_step(self, step: int) -> None:
        self._file.setValue("tour_step", step)

    @property
    def geometry(self) -> QByteArray:
        """Size and place of the window; empty at the first start."""
        value = self._file.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._file.setValue("geometry", geometry)

    def save(self) -> None:
        """Write the file now."""
        self._file.sync()
