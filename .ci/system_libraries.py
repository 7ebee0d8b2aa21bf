"""Look for the system libraries that Qt needs, and install the missing ones where that is allowed.

Standard library only: this runs before, or without, a working environment. A library counts as
there when the dynamic loader finds it; nothing else is asked, so that a complete machine costs a
few milliseconds and no package manager runs.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

# Shared library -> the Debian and Ubuntu packages that may hold it; the first one that apt knows is
# taken (64-bit time renamed some).
QT = {
    "libEGL.so.1": ("libegl1",),
    "libGL.so.1": ("libgl1",),
    "libglib-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libgthread-2.0.so.0": ("libglib2.0-0t64", "libglib2.0-0"),
    "libxkbcommon.so.0": ("libxkbcommon0",),
    "libfontconfig.so.1": ("libfontconfig1",),
    "libfreetype.so.6": ("libfreetype6",),
    "libX11.so.6": ("libx11-6",),
    "libdbus-1.so.3": ("libdbus-1-3",),
}
X11 = {  # needed by windows on X11 only
    "libX11-xcb.so.1": ("libx11-xcb1",),
    "libxcb-cursor.so.0": ("libxcb-cursor0",),
    "libxcb-icccm.so.4": ("libxcb-icccm4",),
    "libxcb-image.so.0": ("libxcb-image0",),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1",),
    "libxcb-randr.so.0": ("libxcb-randr0",),
    "libxcb-render.so.0": ("libxcb-render0",),
    "libxcb-render-util.so.0": ("libxcb-render-util0",),
    "libxcb-shape.so.0": ("libxcb-shape0",),
    "libxcb-shm.so.0": ("libxcb-shm0",),
    "libxcb-sync.so.1": ("libxcb-sync1",),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0",),
    "libxcb-xkb.so.1": ("libxcb-xkb1",),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0",),
}
LIBRARIES: dict[str, tuple[str, ...]] = {**QT, **X11}
FONT_PACKAGE = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FONT_SUFFIXES = frozenset({".ttf", ".otf", ".ttc", ".pfb"})


def missing(libraries: Iterable[str]) -> list[str]:
    """Name the shared libraries that the dynamic loader cannot find."""
    absent = []
    for name in libraries:
        try:
            ctypes.CDLL(name)
        except OSError:
            absent.append(name)
    return absent


def has_fonts() -> bool:
    """Tell whether any scalable font is installed; without one every text is a row of boxes."""
    for folder in FONT_FOLDERS:
        for _, _, names in os.walk(Path(folder).expanduser()):
            if any(Path(name).suffix.lower() in FONT_SUFFIXES for name in names):
                return True
    return False


def may_install() -> bool:
    """Tell whether packages can be installed without asking anybody: root on Debian or Ubuntu."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_line(packages: Sequence[str]) -> str:
    """Return the one line for people to run."""
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y {' '.join(packages)}"


def apt_get(*arguments: str) -> bool:
    """Run apt-get quietly, without questions; its errors stay visible."""
    command = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0", *arguments]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
    )
    return run.returncode == 0


def apt_knows(package: str) -> bool:
    """Tell whether apt has a package of exactly this name to install."""
    if shutil.which("apt-cache") is None:
        return False
    shown = subprocess.run(
        ["apt-cache", "policy", package], capture_output=True, text=True, check=False
    )
    return "Candidate:" in shown.stdout and "Candidate: (none)" not in shown.stdout


def choose(alternatives: Sequence[str]) -> str:
    """Return the first package that apt knows, or else the oldest name, which apt resolves."""
    if len(alternatives) == 1:
        return alternatives[0]
    return next((package for package in alternatives if apt_knows(package)), alternatives[-1])


def packages_for(absent: Iterable[str], fonts: bool) -> list[str]:
    """Return the Debian packages that hold these libraries, and fonts if there are none."""
    packages = dict.fromkeys(choose(LIBRARIES[name]) for name in absent)
    return [*packages] if fonts else [*packages, FONT_PACKAGE]


def missing_packages() -> list[str]:
    """Return the Debian packages that this system lacks."""
    return packages_for(missing(LIBRARIES), has_fonts())


def install(packages: Sequence[str]) -> bool:
    """Install Debian packages; refresh apt's lists first only if they are absent or stale."""
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    arguments = ("install", "-y", "--no-install-recommends", *packages)
    fresh = not all(apt_knows(package) for package in packages)
    if fresh and not apt_get("update"):
        return False
    if apt_get(*arguments):
        return True
    return not fresh and apt_get("update") and apt_get(*arguments)


def qt_loads(python: Path) -> bool:
    """Ask Qt itself: a distribution may keep its libraries where only Qt's own loader looks."""
    program = "from PySide6 import QtGui, QtWidgets"
    return subprocess.run([python, "-c", program], capture_output=True, check=False).returncode == 0


def ensure(python: Path) -> bool:
    """Make the system ready for the window.

    Parameters
    ----------
    python : Path
        The interpreter that has PySide6.

    Returns
    -------
    bool
        Whether the program can start at all. Libraries that only a window on X11 needs are
        reported, but tests and pictures do without them.
    """
    if not sys.platform.startswith("linux"):
        return True
    absent = missing(LIBRARIES)
    fonts = has_fonts()
    if not absent and fonts:
        return True
    # A new process looks again: this one's loader remembers what it did not find.
    if may_install() and install(packages_for(absent, fonts)) and complete_now():
        return True
    return report(absent, fonts, python)


def complete_now() -> bool:
    """Look again in a new process."""
    again = subprocess.run([sys.executable, __file__], capture_output=True, check=False)
    return again.returncode == 0


def report(absent: Sequence[str], fonts: bool, python: Path) -> bool:
    """Say what is missing and the line that installs it; return whether Qt can start without it."""
    can_start = not any(name in QT for name in absent) or qt_loads(python)
    if can_start and fonts and not os.environ.get("DISPLAY"):
        return True  # only windows on X11 lack something, and there is no X11 here
    names = list(absent) + ([] if fonts else ["a scalable font"])
    print(f"\nMissing on this system: {', '.join(names)}.", file=sys.stderr)
    if shutil.which("apt-get") is not None:
        line = install_line(packages_for(absent, fonts))
        print(f"Run this, and then make again:\n\n  {line}\n", file=sys.stderr)
    else:
        print(
            "Install your distribution's packages that hold them, and run make again.\n",
            file=sys.stderr,
        )
    sys.stderr.flush()
    return can_start


if __name__ == "__main__":
    sys.exit(bool(missing(LIBRARIES)) or not has_fonts())
