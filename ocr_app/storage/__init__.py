"""What people own: their samples and their runs, in SQLite files that outlive crashes.

==================  ====================================================
``database.py``     one file: reading, transactions, news from other windows
``opening.py``      opens a file, checks it, brings its schema up to date
``journal.py``      write-ahead logging, and what to do where there is none
``damage.py``       sets a damaged file aside
``store.py``        what the next two have in common: deleting, bringing back
``sample_store.py`` drawings with their labels
``run_store.py``    trainings: settings, curves, figures, networks
``run_parts.py``    how those are stored
``errors.py``       what can go wrong, in a sentence
``sample_cache.py`` made samples, which nobody owns: no SQLite, and all can be made again
==================  ====================================================
"""

from ocr_app.storage.errors import StorageError
from ocr_app.storage.run_store import RunRecord, RunStore, RunSummary
from ocr_app.storage.sample_store import SampleStore, StoredSample

__all__ = [
    "RunRecord",
    "RunStore",
    "RunSummary",
    "SampleStore",
    "StorageError",
    "StoredSample",
]
