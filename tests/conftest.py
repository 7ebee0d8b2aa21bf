"""What every test stands on: no display, one BLAS thread, a home folder of its own."""

from __future__ import annotations

import os

# Before NumPy and Qt are first imported.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Without it scikit-learn skips one of its checks of the estimator.
os.environ.setdefault("SCIPY_ARRAY_API", "1")

from pathlib import Path

import pytest
from hypothesis import settings

# No test is timed: a busy machine is not an error.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep settings and models of the tests apart from the user's, and from each other."""
    home = tmp_path / "home"
    monkeypatch.setenv("OCR_APP_HOME", str(home))
    return home
