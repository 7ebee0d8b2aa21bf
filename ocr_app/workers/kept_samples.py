"""Samples that are made once, by several processes, and kept for the next time."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ocr_app.engine.sample_portions import MakeSamples, SampleOrder
from ocr_app.engine.training_samples import Part
from ocr_app.paths import made_samples_folder
from ocr_app.workers.sample_helpers import made_by_many

if TYPE_CHECKING:
    from ocr_app.storage.sample_cache import SampleCache

_WORTH_KEEPING: Final = 8_000
"""Samples; fewer are made again in about the time that a file takes to be found and checked."""


class KeptSamples:
    """Makes samples, or finds them in the user's cache folder; a `MakeSamples`.

    Parameters
    ----------
    make : MakeSamples
        Asked for what is not kept.
    """

    def __init__(self, make: MakeSamples = made_by_many) -> None:
        self._make = make
        self._writing: threading.Thread | None = None

    def __call__(
        self,
        order: SampleOrder,
        counts: NDArray[np.float32],
        labels: NDArray[np.int64],
        report: Callable[[int], None],
        should_stop: Callable[[], bool],
    ) -> Part:
        """Return the samples; see `MakeSamples`."""
        if order.n_samples(len(labels)) < _WORTH_KEEPING:
            return self._make(order, counts, labels, report, should_stop)
        from ocr_app.storage.sample_cache import SampleCache, key_of  # noqa: PLC0415 -- rarely

        cache = SampleCache(made_samples_folder())
        key = key_of(json.dumps(asdict(order)), counts, labels)
        kept = None if key is None else cache.get(key)
        if kept is not None:
            return kept
        made = self._make(order, counts, labels, report, should_stop)
        if key is not None:
            self._keep(cache, key, made)
        return made

    def wait(self) -> None:
        """Wait until what was made last is written."""
        if self._writing is not None:
            self._writing.join()

    def _keep(self, cache: SampleCache, key: str, made: Part) -> None:
        """Write them in a thread: the training need not wait for a disk."""
        self.wait()
        # A process that ends meanwhile leaves no half a file under that name.
        self._writing = threading.Thread(target=cache.put, args=(key, made), daemon=True)
        self._writing.start()
