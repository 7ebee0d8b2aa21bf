"""Colours and spacing: one light and one dark set, shared by every widget.

The accent pair, blue and orange, stays apart for colour-blind eyes; nothing rests on colour alone.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

SPACING: Final = 12
"""Distance between neighbours, in device-independent pixels; half and double are used too."""

CORNER: Final = 8
"""Radius of rounded corners."""

STYLE: Final = ("-style", "fusion")
"""Arguments that give a new application its style, without the detour over another one."""

IS_FUSION: Final = "isFusion"
"""Name of the application's property that says whether it has that style."""


class Theme(NamedTuple):  # a dataclass takes 3 ms to make, which the first window waits for
    """Colours as ``#rrggbb``.

    Attributes
    ----------
    window, card, field : str
        Backgrounds: of the window, of panels on it, of what is written or drawn on.
    border, text, muted : str
        Lines; main text; secondary text (at least 4.5:1 on ``window`` and ``card``).
    accent, on_accent : str
        What is chosen or certain, and text on it. Also positive weights.
    second : str
        The accent's counterpart: negative weights, the second curve.
    warning, error, good : str
        Said in words as well.
    """

    window: str
    card: str
    field: str
    border: str
    text: str
    muted: str
    accent: str
    on_accent: str
    second: str
    warning: str
    error: str
    good: str

    def color(self, name: str, alpha: float = 1.0) -> QColor:
        """Return one of the colours by name, with an opacity of 0 to 1."""
        color = QColor(getattr(self, name))
        color.setAlphaF(alpha)
        return color


LIGHT: Final = Theme(
    window="#f5f6f8",
    card="#ffffff",
    field="#ffffff",
    border="#d3d7de",
    text="#1b1f26",
    muted="#59616e",
    accent="#1d63c4",
    on_accent="#ffffff",
    second="#c25a00",
    warning="#8a5a00",
    error="#b3261e",
    good="#1a7346",
)

DARK: Final = Theme(
    window="#16181d",
    card="#1f2229",
    field="#14161a",
    border="#3a3f4a",
    text="#e8eaee",
    muted="#a2a9b6",
    accent="#6ea8fe",
    on_accent="#0c1a30",
    second="#ff9d4d",
    warning="#f0b95c",
    error="#ff8a80",
    good="#6fd3a0",
)


_OUTLINED: Final = "#8c95a5"
"""Fusion outlines boxes and fields in a darker shade of their window's colour, which could not be
told from a dark window. Two thirds of this stand out from it, 3:1."""


def mixed(low: QColor, high: QColor, share: float) -> QColor:
    """Mix two colours: the first at a share of 0, the second at 1."""
    ends = zip(low.getRgb(), high.getRgb(), strict=True)  # type: ignore[call-overload]
    return QColor(*(round(a + (b - a) * share) for a, b in ends))


def theme_of(widget: QWidget) -> Theme:
    """Return the set of colours that fits the widget's palette; call it when painting."""
    return DARK if widget.palette().window().color().lightness() < 128 else LIGHT


def apply_theme(app: QApplication, scheme: Qt.ColorScheme = Qt.ColorScheme.Unknown) -> Theme:
    """Dress the application.

    Parameters
    ----------
    app : QApplication
    scheme : Qt.ColorScheme
        ``Light``, ``Dark``, or ``Unknown`` to follow the system.
    """
    if scheme == Qt.ColorScheme.Unknown:
        scheme = QGuiApplication.styleHints().colorScheme()
    theme = DARK if scheme == Qt.ColorScheme.Dark else LIGHT
    if not app.property(IS_FUSION):  # to ask the style itself takes 10 ms, to make it, too
        app.setStyle("Fusion")
        app.setProperty(IS_FUSION, True)
    app.setPalette(_palette(theme))
    if theme is DARK:
        outlined = QPalette()
        outlined.setColor(QPalette.ColorRole.Window, QColor(_OUTLINED))
        for kind in ("QCheckBox", "QRadioButton", "QAbstractSpinBox", "QLineEdit"):
            app.setPalette(outlined, kind)  # type: ignore[arg-type]  # it takes no bytes
    return theme


def set_quiet(widget: QWidget, is_quiet: bool) -> None:
    """Let a widget write in the colour of secondary text, or of main text again."""
    role = QPalette.ColorRole.PlaceholderText if is_quiet else QPalette.ColorRole.WindowText
    if widget.foregroundRole() != role:  # or it would be painted anew with every reading
        widget.setForegroundRole(role)


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(theme.card), QColor(theme.window))
    for roles, name in (
        ((role.Window,), "window"),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), "text"),
        ((role.Base,), "field"),
        ((role.AlternateBase, role.Button, role.ToolTipBase), "card"),
        ((role.Highlight, role.Accent, role.Link), "accent"),
        ((role.HighlightedText,), "on_accent"),
        ((role.PlaceholderText,), "muted"),
        ((role.Mid,), "border"),
    ):
        for each in roles:
            palette.setColor(each, theme.color(name))
    for each in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, theme.color("muted", 0.6))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, theme.color("border"))
    return palette
