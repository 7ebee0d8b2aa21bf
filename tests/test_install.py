"""The wheel that people install: it is complete, holds nothing else, and runs on its own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SITE_PACKAGES = "import sysconfig; print(sysconfig.get_path('purelib'))"
PACKAGES = {"ocr_app", "nn", "datasets", "resources"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    built = subprocess.run(
        [*command, "--directory", folder], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert built.returncode == 0, built.stderr
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The folder of the commands of a fresh environment with the wheel and what it depends on.

    The dependencies are this environment's own: nothing is downloaded. The project's checkout is
    not on the new environment's path, because ``.pth`` files are not followed twice.
    """
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-index", "--no-deps", wheel], check=True)
    # Only now, or pip would take the project's editable installation for an older version.
    site = Path(run([python, "-c", SITE_PACKAGES], folder).stdout.strip())
    own = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (site / "dependencies.pth").write_text("\n".join(own), encoding="utf-8")
    return scripts


def run(command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command outside the checkout, without a display."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONPATH", None)
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_wheel_holds_every_module_and_the_model(names):
    sources = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    assert {str(path.relative_to(ROOT).as_posix()) for path in sources} <= names
    assert "resources/default-model.npz" in names


def test_wheel_holds_nothing_else(names):
    folders = {name.split("/")[0] for name in names}
    assert {name for name in folders if not name.endswith(".dist-info")} == PACKAGES
    assert [name for name in names if "/test" in name or name.endswith((".pyc", ".log"))] == []


def test_wheel_carries_the_licence(names):
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_installed_command_tells_its_version(installed, wheel, tmp_path):
    told = run([installed / "ocr-app", "--version"], tmp_path)
    assert told.returncode == 0, told.stderr
    assert wheel.name.split("-")[1] in told.stdout


def test_installed_model_reads(installed, tmp_path):
    program = """
import ocr_app, sys
from pathlib import Path
from datasets.digits import load_digits
from ocr_app.engine.model import Model

assert Path(sys.prefix) in Path(ocr_app.__file__).parents, ocr_app.__file__
digits = load_digits()
probabilities = Model.factory().network.predict_proba(digits.X_test)
print((probabilities.argmax(axis=1) == digits.y_test).mean())
"""
    told = run([installed / "python", "-c", program], tmp_path)
    assert told.returncode == 0, told.stderr
    assert float(told.stdout) > 0.8
