"""Network ▸ Delete made samples: what trainings have left in the cache folder."""

from __future__ import annotations

from ocr_app.paths import made_samples_folder
from ocr_app.storage.sample_cache import SampleCache


def clear_made_samples() -> str:
    """Delete all made samples, and say in a sentence what became of them."""
    cache = SampleCache(made_samples_folder())
    megabytes = cache.size() / 1e6
    if not megabytes:
        return "There are no made samples; a training makes what it needs."
    try:
        cache.clear()
    except OSError as error:
        return (
            f"The made samples could not be deleted ({error.strerror}); see whether "
            f"{made_samples_folder()} may be written to."
        )
    return f"{megabytes:,.1f} MB of made samples deleted; the next training makes them again."
