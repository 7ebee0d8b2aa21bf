"""The directions between packages, the layout of the repository, and what must not be in it."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT = ROOT / "pyproject.toml"
PACKAGES = {"ocr_app", "nn", "datasets", "resources"}
FOLDERS = PACKAGES | {".ci", "benchmarks", "docs", "tests"}
TEXT_SUFFIXES = {"", ".cfg", ".ini", ".json", ".md", ".py", ".sh", ".svg", ".toml", ".txt", ".yaml"}


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """The files that belong to the project, relative to its root."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others"]
    try:
        listed = subprocess.run([*command, "--exclude-standard"], capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    names = listed.stdout.decode().split("\0")
    return [Path(name) for name in names if name and (ROOT / name).is_file()]


def test_imports_keep_their_directions(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)  # import-linter finds the packages from here
    status = lint_imports(config_filename=str(PYPROJECT), no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_every_folder_is_one_that_the_architecture_knows(tracked):
    found = {path.parts[0] for path in tracked if len(path.parts) > 1}
    assert found <= FOLDERS, f"unexpected: {sorted(found - FOLDERS)}"


def test_every_package_is_built_typed_and_linted(project, tracked):
    tools = project["tool"]
    assert set(tools["hatch"]["build"]["targets"]["wheel"]["packages"]) == PACKAGES
    assert set(tools["mypy"]["packages"]) == PACKAGES
    assert set(tools["importlinter"]["root_packages"]) == PACKAGES


def test_the_architecture_describes_every_package():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert [name for name in sorted(PACKAGES) if name not in text] == []


def test_every_module_can_be_imported_by_its_folder(tracked):
    """A folder without ``__init__.py`` is missing from the wheel's import checks."""
    folders = {p.parent for p in tracked if p.parts[0] in PACKAGES and p.suffix == ".py"}
    assert [str(f) for f in sorted(folders) if not (ROOT / f / "__init__.py").is_file()] == []


def test_no_file_names_a_place_on_one_machine(tracked):
    places = [r"/home/[a-z]", r"/Users/[A-Za-z]", r"[A-Z]:\\Users"]
    places += [re.escape(str(place)) for place in (ROOT, Path.home()) if len(place.parts) > 1]
    pattern = re.compile(rf"(?<![\w./~-])(?:{'|'.join(places)})(?![\w-])|file:///[a-z]")
    wrong = []
    for path in tracked:
        if path.suffix not in TEXT_SUFFIXES or path == Path("tests", Path(__file__).name):
            continue
        for number, line in enumerate((ROOT / path).read_text(encoding="utf-8").splitlines(), 1):
            if pattern.search(line):
                wrong.append(f"{path}:{number}: {line.strip()}")
    assert wrong == []
