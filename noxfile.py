"""Run the tests on every supported Python, each in an environment of its own: ``make nox``."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import nox

nox.options.default_venv_backend = "virtualenv"
nox.options.error_on_missing_interpreters = False
nox.options.reuse_venv = "yes"

PROJECT = nox.project.load_toml("pyproject.toml")
PYTHONS = nox.project.python_versions(PROJECT)


def show_pyenv_pythons() -> None:
    """Let pyenv's commands run every version that it has: by default only the chosen one runs."""
    pyenv = shutil.which("pyenv")
    if pyenv is None or "PYENV_VERSION" in os.environ:
        return
    listed = subprocess.run(  # noqa: S603 -- found on the PATH, as every tool here
        [pyenv, "versions", "--bare"], capture_output=True, text=True, check=False
    )
    found = [name for name in listed.stdout.split() if re.sub(r"\.\d+$", "", name) in PYTHONS]
    if found:
        os.environ["PYENV_VERSION"] = ":".join(found)


show_pyenv_pythons()


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run pytest; arguments after ``--`` go to it."""
    session.install("--editable", ".", *nox.project.dependency_groups(PROJECT, "test"))
    session.run("python", "-m", "pytest", *session.posargs, env={"QT_QPA_PLATFORM": "offscreen"})


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    session.install(*nox.project.dependency_groups(PROJECT, "lint"))
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types."""
    session.install("--editable", ".", *nox.project.dependency_groups(PROJECT, "dev"))
    session.run("mypy")
