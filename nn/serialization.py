"""Networks in files: a versioned ``.npz`` of plain arrays that nothing in it can make run.

The archive holds ``header`` (JSON: format, version, the network's shape and the caller's metadata)
and for every layer ``weights_<l>`` of shape (n_out, n_in) and, if there are biases, ``biases_<l>``
of shape (n_out,), in little-endian float32 or float64. `numpy.load` opens it too. The same content
always gives the same bytes.
"""

import contextlib
import io
import json
import math
import os
import shutil
import stat
import zipfile
import zlib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from threading import get_ident
from typing import Any

import numpy as np

from nn._types import FloatArray
from nn.network import Network

FORMAT = "nn.Network"
VERSION = 1

#: Limits that no network for a desktop comes near: a file beyond them is broken or means harm.
MAX_PARAMETERS = 50_000_000
MAX_LAYERS = 100
MAX_HEADER_BYTES = 16_000_000
MAX_FILE_BYTES = 8 * MAX_PARAMETERS + MAX_HEADER_BYTES + 1_000_000
_MAX_NPY_HEADER_BYTES = 10_000


class NetworkFileError(ValueError):
    """A network could not be read from or written to a file; the message is for people."""


def save_network(
    path: str | os.PathLike[str], network: Network, metadata: Mapping[str, Any] | None = None
) -> None:
    """Write a network to a file, completely or not at all.

    Parameters
    ----------
    path : path-like
        An existing file is replaced, only once the new one is complete.
    network : Network
    metadata : mapping, optional
        Whatever JSON can hold; comes back from `load_network`.

    Raises
    ------
    NetworkFileError
        If the parameters are not finite, the metadata is not JSON or the file cannot be written.
    """
    path = Path(path)
    try:
        content = dump_network(network, metadata)
    except NetworkFileError as error:
        raise NetworkFileError(f"The network was not saved to {path.name}: {error}") from error
    try:
        write_atomically(path, content)
    except OSError as error:
        raise NetworkFileError(
            f"The network was not saved to {path.name}: {_reason(error)}. Choose another place."
        ) from error


def dump_network(network: Network, metadata: Mapping[str, Any] | None = None) -> bytes:
    """Return what `save_network` writes to a file.

    Parameters
    ----------
    network : Network
    metadata : mapping, optional
        Whatever JSON can hold.

    Raises
    ------
    NetworkFileError
        If the parameters are not finite or the metadata is not JSON; the message goes on from
        "The network was not saved: ".
    """
    if not np.isfinite(network.parameters).all():
        raise NetworkFileError(
            "its parameters are not finite numbers. Train it again with a smaller learning rate."
        )
    arrays = {"header": _header_array(network, metadata or {})}
    little_endian = network.dtype.newbyteorder("<")
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        arrays[f"weights_{layer}"] = np.ascontiguousarray(weights, little_endian)
        if network.bias:
            arrays[f"biases_{layer}"] = np.ascontiguousarray(biases, little_endian)
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)  # its time stamps are constant
    return buffer.getvalue()


def load_network(path: str | os.PathLike[str]) -> tuple[Network, dict[str, Any]]:
    """Read a network from a file, trusting nothing in it.

    Parameters
    ----------
    path : path-like

    Returns
    -------
    network : Network
    metadata : dict

    Raises
    ------
    NetworkFileError
        If the file cannot be read or is not a complete, sound network of a known version. The
        message is one sentence that says what is wrong and what to do.
    """
    path = Path(path)
    return parse_network(_read_file(path), path.name)


def parse_network(content: bytes, name: str = "The network") -> tuple[Network, dict[str, Any]]:
    """Read a network from what `dump_network` returned, trusting nothing in it.

    Parameters
    ----------
    content : bytes
    name : str
        What the message of an error calls it.

    Returns
    -------
    network : Network
    metadata : dict

    Raises
    ------
    NetworkFileError
        If it is not a complete, sound network of a known version.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read(_Archive(archive, name))
    except NetworkFileError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as error:
        # RuntimeError: encrypted; its subclass NotImplementedError: unknown compression.
        raise NetworkFileError(
            f"{name} is damaged or not a saved network; choose another file."
        ) from error


def _header_array(network: Network, metadata: Mapping[str, Any]) -> Any:
    header = {
        "format": FORMAT,
        "version": VERSION,
        "layer_sizes": network.layer_sizes,
        "activation": network.activation,
        "output_activation": network.output_activation,
        "bias": network.bias,
        "dtype": network.dtype.name,
        "metadata": dict(metadata),
    }
    try:
        text = json.dumps(header, sort_keys=True, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise NetworkFileError(
            f"its metadata is not JSON ({error}). Save it with metadata of plain values."
        ) from error
    return np.frombuffer(text.encode(), np.uint8)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file completely or, at an error, leave what was there before.

    Raises
    ------
    OSError
    """
    target = Path(os.path.realpath(path))  # a link stays a link
    # Two programs, or two threads of one, may save to the same file at once.
    temporary = target.with_name(f".{target.name}.{os.getpid()}-{get_ident()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            shutil.copymode(target, temporary)
        os.replace(temporary, target)  # noqa: PTH105 - the atomic one, by name
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _read_file(path: Path) -> bytes:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise NetworkFileError(f"{path.name} is not a file; choose a saved network.")
        if status.st_size > MAX_FILE_BYTES:
            raise NetworkFileError(f"{path.name} is too large for a network; choose another file.")
        return path.read_bytes()
    except OSError as error:
        raise NetworkFileError(
            f"{path.name} cannot be read: {_reason(error)}; choose a saved network."
        ) from error


class _Archive:
    """The arrays of a zip file, each checked against what it should be before it is unpacked."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self._archive = archive
        self.name = name

    def wrong(self, what: str) -> NetworkFileError:
        return NetworkFileError(f"{self.name} is not a sound network: {what}; choose another file.")

    def read(self, entry: str, dtype: str, shape: tuple[int, ...] | None, limit: int) -> Any:
        """Unpack an array of a known type and shape; None means one dimension of any length."""
        try:
            info = self._archive.getinfo(f"{entry}.npy")
        except KeyError:
            raise self.wrong(f"it has no {entry}") from None
        if info.file_size > limit + _MAX_NPY_HEADER_BYTES:
            raise self.wrong(f"its {entry} is absurdly large")
        with self._archive.open(info) as member:
            # One byte more than allowed, so that a size that lies is noticed.
            content = io.BytesIO(member.read(limit + _MAX_NPY_HEADER_BYTES + 1))
        found_shape, fortran_order, found_dtype = _npy_header(content)
        data = content.read()
        if found_dtype != np.dtype(dtype) or found_dtype.hasobject:
            raise self.wrong(f"its {entry} holds {found_dtype}, not {np.dtype(dtype)}")
        if shape is None and len(found_shape) == 1:
            shape = found_shape
        if found_shape != shape:
            raise self.wrong(f"its {entry} has the shape {found_shape}, not {shape}")
        if len(data) != math.prod(found_shape) * found_dtype.itemsize:
            raise self.wrong(f"its {entry} is incomplete")
        array = np.frombuffer(data, found_dtype)
        return array.reshape(found_shape, order="F" if fortran_order else "C")


def _npy_header(content: io.BytesIO) -> tuple[tuple[int, ...], bool, np.dtype[Any]]:
    version = np.lib.format.read_magic(content)
    readers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    if version not in readers:
        raise ValueError(f"unknown .npy version {version}")
    return readers[version](content, max_header_size=_MAX_NPY_HEADER_BYTES)


def _read(archive: _Archive) -> tuple[Network, dict[str, Any]]:
    header = _read_header(archive)
    network = _empty_network(archive, header)
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        weights[:] = _read_layer(archive, f"weights_{layer}", weights)
        if network.bias:
            biases[:] = _read_layer(archive, f"biases_{layer}", biases)
    if not np.isfinite(network.parameters).all():
        raise archive.wrong("its parameters are not finite numbers")
    return network, header["metadata"]


def _read_layer(archive: _Archive, entry: str, like: FloatArray) -> FloatArray:
    little_endian = like.dtype.newbyteorder("<").str
    array: FloatArray = archive.read(entry, little_endian, like.shape, like.nbytes)
    return array


def _read_header(archive: _Archive) -> dict[str, Any]:
    raw = archive.read("header", "u1", None, MAX_HEADER_BYTES)
    try:
        header = json.loads(raw.tobytes().decode())
    except (ValueError, RecursionError):
        raise archive.wrong("its header is not JSON") from None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise archive.wrong("its header is another format's")
    version = header.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise archive.wrong("it has no version")
    if version > VERSION:
        raise NetworkFileError(
            f"{archive.name} was made by a newer version of this program; update the program to "
            "open it."
        )
    if not isinstance(header.get("metadata"), dict):
        raise archive.wrong("its metadata is missing")
    return header


def _empty_network(archive: _Archive, header: dict[str, Any]) -> Network:
    sizes, bias, dtype = (header.get(name) for name in ("layer_sizes", "bias", "dtype"))
    if not isinstance(sizes, list) or len(sizes) > MAX_LAYERS:
        raise archive.wrong("its layers are not a list of sizes")
    if not all(type(size) is int and 0 < size <= MAX_PARAMETERS for size in sizes):
        raise archive.wrong("its layers have absurd sizes")
    if sum((n_in + 1) * n_out for n_in, n_out in pairwise(sizes)) > MAX_PARAMETERS:
        raise archive.wrong(f"it has more than {MAX_PARAMETERS} parameters")
    if not isinstance(bias, bool) or dtype not in ("float32", "float64"):
        raise archive.wrong("its header is incomplete")
    activation, output_activation = header.get("activation"), header.get("output_activation")
    if not isinstance(activation, str) or not isinstance(output_activation, str):
        raise archive.wrong("its header is incomplete")
    try:
        return Network(sizes, activation, output_activation, bias=bias, dtype=dtype)
    except ValueError as error:
        raise archive.wrong(str(error).rstrip(".")) from None


def _reason(error: OSError) -> str:
    return (error.strerror or str(error) or type(error).__name__).lower()
