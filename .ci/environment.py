"""Make ``.venv`` ready: create it, install the project into it, look for the system libraries.

Usage: ``python .ci/environment.py run|dev`` in the checkout. Standard library only, because it runs
before anything is installed. When there is nothing to do it takes some hundredths of a second, so
every make target that needs the environment calls it.

A stamp inside ``.venv`` tells what was installed. It is written only after success; a mark beside
it tells that an installation was interrupted, and then ``.venv`` is made anew: pip may take a
package that was only half copied for a complete one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path
from typing import TypedDict, cast

import system_libraries

ROOT = Path(__file__).resolve().parent.parent
# Relative: with a shorter path no tool has to cope with spaces in the checkout's own path.
VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".ready.json"
UNFINISHED = VENV / ".unfinished"
LEVELS = ("run", "dev")
# This may run inside the very ``.venv`` that it makes anew.
BASE_PYTHON: str = getattr(sys, "_base_executable", sys.executable)


class Stamp(TypedDict, total=False):
    """What was installed, as the stamp keeps it."""

    fingerprint: str
    levels: list[str]
    root: str


class SetupError(Exception):
    """Setting up failed; the message is for people and says what to do."""


def main() -> int:
    """Bring the environment to the level that the first argument names."""
    level = sys.argv[1] if len(sys.argv) > 1 else "dev"
    if level not in LEVELS:
        print(f"Level {level!r} is not one of {', '.join(LEVELS)}.", file=sys.stderr)
        return 2
    os.chdir(ROOT)
    try:
        prepare(level)
    except SetupError as error:
        print(f"\n{error}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run make again to go on.", file=sys.stderr)
        return 130
    return 0 if system_libraries.ensure(PYTHON) else 1


def prepare(level: str) -> None:
    """Create ``.venv`` and install into it what is not there yet."""
    stamp = read_stamp()
    wanted = fingerprint()
    if must_recreate(stamp):
        create()
        stamp = {}
    if stamp.get("fingerprint") == wanted and level in stamp.get("levels", []):
        return
    # Whoever has the developers' tools keeps them up to date.
    if "dev" in stamp.get("levels", []):
        level = "dev"
    began = time.monotonic()
    print(f"Installing {'the project' if level == 'run' else 'the project and its tools'} ", end="")
    print("into .venv: once, about a minute ...", flush=True)
    UNFINISHED.touch()
    install(level)
    levels = list(LEVELS) if level == "dev" else [level]
    found: Stamp = {"fingerprint": wanted, "levels": levels, "root": str(ROOT)}
    STAMP.write_text(json.dumps(found), encoding="utf-8")
    UNFINISHED.unlink()
    print(f"Installed in {time.monotonic() - began:.0f} s.", flush=True)


def read_stamp() -> Stamp:
    """Return what the stamp says; nothing if it is absent or unreadable."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return cast("Stamp", stamp) if isinstance(stamp, dict) else {}


def fingerprint() -> str:
    """Return a hash of the parts of ``pyproject.toml`` that decide what gets installed."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    parts = {
        "build-system": project.get("build-system"),
        "project": project["project"],
        "groups": project.get("dependency-groups"),
        "hatch": project.get("tool", {}).get("hatch"),
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def must_recreate(stamp: Stamp) -> bool:
    """Tell whether ``.venv`` is absent, broken, half installed, moved, or of another Python."""
    if not PYTHON.exists() or UNFINISHED.exists():
        return True
    # Scripts in a virtual environment hold its absolute path.
    if stamp and stamp.get("root") != str(ROOT):
        return True
    program = "import sys, pip; print(*sys.version_info[:2], sys.base_prefix, sep='\\n')"
    if stamp and not os.environ.get("PYTHON"):
        return False  # ready before: spare the time that importing pip takes
    asked = subprocess.run([PYTHON, "-c", program], capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        return True
    major, minor, base = asked.stdout.splitlines()
    if (int(major), int(minor)) < (3, 11):
        return True
    this = (str(sys.version_info.major), str(sys.version_info.minor), sys.base_prefix)
    return bool(os.environ.get("PYTHON")) and (major, minor, base) != this


def create() -> None:
    """Make an empty ``.venv`` with pip in it."""
    ensure_venv_module()
    version = ".".join(map(str, sys.version_info[:3]))
    print(f"Creating .venv with Python {version} ...", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [BASE_PYTHON, "-m", "venv", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError(f"Python {version} could not create .venv:\n{made.stdout}{made.stderr}")


def ensure_venv_module() -> None:
    """Install Debian's package with the parts of Python that a virtual environment needs.

    Raises
    ------
    SetupError
        If they are missing and may not be installed from here.
    """
    if has_venv_module():
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if system_libraries.may_install():
        system_libraries.install([package])
        if has_venv_module():
            return
    packages = [package, *system_libraries.missing_packages()]
    raise SetupError(
        f"{BASE_PYTHON} has no 'venv' and 'ensurepip', which make a virtual environment.\n"
        f"Run this, and then make again:\n\n  {system_libraries.install_line(packages)}"
    )


def has_venv_module() -> bool:
    """Tell whether this Python can create a virtual environment with pip in it."""
    program = "import ensurepip, venv"
    asked = subprocess.run([BASE_PYTHON, "-c", program], capture_output=True, check=False)
    return asked.returncode == 0


def install(level: str) -> None:
    """Install the project editable, with the developers' tools at level ``dev``."""
    arguments = ["--editable", "."]
    if level == "dev":
        pip("install", "--upgrade", "pip>=25.1")  # the first that knows --group
        arguments += ["--group", "dev"]
    pip("install", *arguments)


def pip(*arguments: str) -> None:
    """Run pip without its warnings; its errors stay visible.

    Raises
    ------
    SetupError
        If pip fails; it has said why.
    """
    quiet = ["-qq", "--disable-pip-version-check", "--no-input"]
    command = [str(PYTHON), "-m", "pip", *arguments, *quiet]
    if subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode != 0:
        raise SetupError(
            "Installing the Python packages failed; pip says why above.\n"
            "Check the network connection, and run make again; what was downloaded is kept."
        )


if __name__ == "__main__":
    sys.exit(main())
