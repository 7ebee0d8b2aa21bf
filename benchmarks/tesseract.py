"""The peer: Tesseract, as Debian has it (``apt-get install tesseract-ocr``), if it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image


def is_installed() -> bool:
    return shutil.which("tesseract") is not None


def read_lines(pictures: Sequence[NDArray[np.uint8]]) -> list[str]:
    """Read pictures that hold one line of digits each; what it reads, without spaces.

    A picture at which it breaks down is read as nothing.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, picture in enumerate(pictures):
            file = Path(folder, f"{number:05}.png")
            Image.fromarray(picture).save(file)
            files.append(str(file))
        return _read_files(files, Path(folder, "list.txt"))


def _read_files(files: Sequence[str], listed: Path) -> list[str]:
    listed.write_text("\n".join(files) + "\n", encoding="utf-8")
    told = subprocess.run(
        [
            *("tesseract", str(listed), "stdout", "--psm", "7", "--dpi", "300"),
            *("-c", "tessedit_char_whitelist=0123456789"),
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )
    if told.returncode < 0 and len(files) == 1:
        return [""]
    if told.returncode < 0:
        # It was ended by a signal: by one picture of them.
        middle = len(files) // 2
        return [*_read_files(files[:middle], listed), *_read_files(files[middle:], listed)]
    told.check_returncode()
    pages = told.stdout.split("\f")
    return ["".join(page.split()) for page in pages[: len(files)]]
