"""Errors that are answered with a sentence, never with a traceback."""

from __future__ import annotations

from datasets.errors import DataError
from nn import NetworkFileError


class InputError(ValueError):
    """What somebody asked for cannot be done; ``str(error)`` is one clear sentence for people."""


#: A file, a picture or a value from outside was not as it should be.
EXPECTED_ERRORS: tuple[type[Exception], ...] = (
    DataError,
    NetworkFileError,
    InputError,
    OSError,
    MemoryError,
)


def sentence(error: BaseException) -> str:
    """Say what an expected error means.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str
        One line without a line break; never empty.
    """
    match error:
        case MemoryError():
            return "There is not enough memory for this."
        case OSError() if error.strerror:
            reason = error.strerror[0].lower() + error.strerror[1:]
            return f"{error.filename}: {reason}." if error.filename else f"{error.strerror}."
        case _:
            return " ".join(str(error).split()) or f"{type(error).__name__}."
