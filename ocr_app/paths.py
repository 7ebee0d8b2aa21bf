"""Where the application keeps what is the user's."""

from __future__ import annotations

import os
from pathlib import Path

_NAME = "ocr-app"

HOME_VARIABLE = "OCR_APP_HOME"
"""Environment variable: one folder for settings and data, as on a memory stick or in class."""


def data_folder() -> Path:
    """Folder of the network that the user kept; made when something is saved."""
    return _folder("data")


def settings_file() -> Path:
    """File of window geometry, colours and pen."""
    return _folder("config") / "settings.ini"


def kept_model_file() -> Path:
    """File of the network that the user kept after a training or opened."""
    return data_folder() / "kept-model.npz"


def samples_file() -> Path:
    """File of the drawings that the user labelled."""
    return data_folder() / "samples.sqlite"


def runs_file() -> Path:
    """File of the user's trainings."""
    return data_folder() / "runs.sqlite"


def made_samples_folder() -> Path:
    """Folder of samples that were made for trainings; all of it can be made again."""
    return _folder("cache") / "made-samples"


def lab_file() -> Path:
    """File of where the user left the XOR lab."""
    return data_folder() / "xor-lab.json"


def _folder(kind: str) -> Path:
    if home := os.environ.get(HOME_VARIABLE):
        return Path(home)
    import platformdirs  # noqa: PLC0415 -- not needed where the variable is set

    if kind == "data":
        return platformdirs.user_data_path(_NAME, appauthor=False)
    if kind == "cache":
        return platformdirs.user_cache_path(_NAME, appauthor=False)
    return platformdirs.user_config_path(_NAME, appauthor=False)
