"""Is there a display? Qt aborts the process where there is none, so ask before starting it."""

from __future__ import annotations

import ctypes
import os
import sys

_WINDOWLESS = ("offscreen", "minimal")
XCB_PACKAGES = (
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 "
    "libxcb-render-util0 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
)


def has_display() -> bool:
    """Whether a window could be seen, as far as can be told without Qt."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform:
        return platform not in _WINDOWLESS
    if not sys.platform.startswith(("linux", "freebsd", "openbsd", "netbsd")):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    return _x_server_answers(os.environ.get("DISPLAY", ""))


def missing_library_hint() -> str:
    """Return the line that installs what X11 windows need, or "" if nothing is missing."""
    if not sys.platform.startswith("linux") or os.environ.get("WAYLAND_DISPLAY"):
        return ""
    try:
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError:
        return f"sudo apt-get install -y {XCB_PACKAGES}"
    return ""


def _x_server_answers(display: str) -> bool:
    import socket  # noqa: PLC0415 -- only X11 needs it

    host, colon, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not colon or not number.isdigit():
        return False
    tries: list[tuple[int, str | tuple[str, int]]]
    if host and host != "unix" and not host.startswith("/"):
        tries = [(socket.AF_INET, (host, 6000 + int(number)))]
    else:
        # Linux also has the socket in its abstract namespace, where no file shows it.
        path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 -- where every X server puts it
        tries = [(socket.AF_UNIX, path), (socket.AF_UNIX, "\0" + path)]
    for family, address in tries:
        with socket.socket(family) as probe:
            probe.settimeout(2)
            if probe.connect_ex(address) == 0:
                return True
    return False
