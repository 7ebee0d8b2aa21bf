"""What can go wrong with files of samples and runs."""

from __future__ import annotations


class StorageError(Exception):
    """Something could not be read or written; the message is one sentence for people."""
