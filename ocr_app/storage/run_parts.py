"""Curves, figures and networks as they are stored; nothing that is read is trusted."""

from __future__ import annotations

import io
import json
import math
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nn import Network, NetworkFileError, dump_network, parse_network

Curves = Mapping[str, NDArray[np.float64]]
"""Arrays of shape (n, 2): epochs and values."""

Figures = Mapping[str, float | None]


def figures_text(figures: Figures) -> str:
    """Return figures as JSON; None stands for what is not finite."""
    return json.dumps({name: _finite(value) for name, value in figures.items()})


def read_object(text: str) -> Mapping[str, Any]:
    """Read a JSON object; what cannot be read is an empty one."""
    try:
        read = json.loads(text)
    except (ValueError, TypeError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def curve_bytes(curves: Curves) -> bytes:
    """Return curves as a compressed archive of NumPy arrays."""
    arrays = {name: np.asarray(curve, np.float64) for name, curve in curves.items()}
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def read_curves(data: bytes | None) -> Curves:
    """Read curves; read-only arrays of shape (n, 2).

    Those that cannot be read are left out: the run's figures and network are still good.
    """
    if data is None:
        return {}
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as archive:
            read = {name: np.asarray(archive[name], np.float64) for name in archive.files}
    except (
        *(OSError, EOFError, ValueError, TypeError, KeyError, RuntimeError, MemoryError),
        *(zipfile.BadZipFile, zlib.error),
    ):
        return {}
    for curve in read.values():
        curve.setflags(write=False)
    return {name: curve for name, curve in read.items() if curve.ndim == 2 and curve.shape[1] == 2}


def network_bytes(network: Network, metadata: Mapping[str, Any]) -> bytes | None:
    """Return a network as `nn.save_network` writes it; None if its parameters are not finite."""
    try:
        return dump_network(network, metadata)
    except NetworkFileError:
        return None


def read_network(data: bytes | None) -> tuple[Network | None, Mapping[str, Any]]:
    """Read a network and what is known about it; None if there is none, or no sound one."""
    if data is None:
        return None, {}
    try:
        return parse_network(data)
    except (NetworkFileError, TypeError):
        return None, {}


def _finite(value: float | None) -> float | None:
    if value is None or not math.isfinite(value):
        return None
    return value if isinstance(value, int) else float(value)  # NumPy's numbers are not JSON
