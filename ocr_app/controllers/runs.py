"""The Runs view: joins it with the file of runs, the form and the model in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from ocr_app.dialogs import file_to_save, show_error, tell
from ocr_app.engine.model import Model
from ocr_app.engine.run_export import write_curves_csv
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.storage import RunRecord, RunStore, StorageError
from ocr_app.widgets.runs.runs_view import RunsView

T = TypeVar("T")

_KINDS: Final = "Tables (*.csv);;Pictures (*.png)"


class RunsController(QObject):
    """Answers what people do with runs that were kept.

    Parameters
    ----------
    view : RunsView
    window : QWidget
        When it is closed, so is the file.
    on_model : callable (Model) -> None
        Called with the network of a run that is to be used.
    on_setup : callable (TrainingSetup) -> None
        Called with settings that are to be used again.
    open_store : callable () -> RunStore
        Called when the view is first seen.
    """

    def __init__(
        self,
        view: RunsView,
        window: QWidget,
        on_model: Callable[[Model], None],
        on_setup: Callable[[TrainingSetup], None],
        open_store: Callable[[], RunStore] = RunStore,
    ) -> None:
        super().__init__(window)
        self._view, self._window = view, window
        self._on_model, self._on_setup = on_model, on_setup
        self._open_store = open_store
        self._store: RunStore | None = None
        view.shown.connect(self.refresh)
        view.records_wanted.connect(self._show_records)
        view.use_requested.connect(self._use)
        view.reuse_requested.connect(self._reuse)
        view.renamed.connect(lambda run_id, name: self._change(lambda s: s.rename(run_id, name)))
        view.deleted.connect(lambda ids: self._change(lambda s: s.delete(ids)))
        view.restored.connect(lambda ids: self._change(lambda s: s.restore(ids)))
        view.export_requested.connect(self._export)
        window.window().installEventFilter(self)

    def refresh(self) -> None:
        """Show the runs as they are in the file now."""
        if self._view.isVisible():
            runs = self._ask(lambda store: store.list())
            self._view.show_runs(runs or ())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 -- Qt's name
        """Close the file with the window."""
        del watched
        if event.type() == QEvent.Type.Close and self._store is not None:
            self._store.close()
            self._store = None
        return False

    def _show_records(self, ids: tuple[int, ...]) -> None:
        records = self._load(ids)
        self._view.show_records([(record.summary, record.curves) for record in records])

    def _use(self, run_id: int) -> None:
        for record in self._load((run_id,)):
            if record.network is None:
                tell(
                    self._window,
                    "Use this network",
                    "This run ended before it had a network; choose another one.",
                )
                return
            self._on_model(_model(record))

    def _reuse(self, run_id: int) -> None:
        for record in self._load((run_id,)):
            try:
                self._on_setup(TrainingSetup.from_json(record.summary.setup))
            except (ValueError, TypeError) as error:
                show_error(self._window, "These settings cannot be used", error)

    def _export(self, ids: tuple[int, ...]) -> None:
        file = file_to_save(self._window, "Export curves", "curves.csv", _KINDS)
        if file is None:
            return
        try:
            if file.suffix.lower() == ".png":
                self._view.save_picture(file)
            else:
                write_curves_csv(file, [(r.summary.name, r.curves) for r in self._load(ids)])
        except OSError as error:
            show_error(self._window, "The curves were not written", error)

    def _load(self, ids: tuple[int, ...]) -> list[RunRecord]:
        """Load runs; one that another window has deleted meanwhile is left out."""
        records = []
        for run_id in ids:
            try:
                record = self._ask(lambda store, run_id=run_id: store.load(run_id))  # type: ignore[misc]
            except KeyError:
                continue
            if record is not None:
                records.append(record)
        return records

    def _change(self, change: Callable[[RunStore], None]) -> None:
        self._ask(change)
        self.refresh()

    def _ask(self, question: Callable[[RunStore], T]) -> T | None:
        try:
            if self._store is None:
                self._store = self._open_store()
                if self._store.notice:
                    tell(self._window, "Your runs", self._store.notice)
            return question(self._store)
        except StorageError as error:
            show_error(self._window, "Your runs cannot be reached", error)
            return None


def _model(record: RunRecord) -> Model:
    assert record.network is not None  # noqa: S101 -- for mypy
    metadata: dict[str, Any] = {
        "setup": dict(record.summary.setup),
        "trained_at": record.summary.created.isoformat(timespec="seconds"),
    }
    accuracy = record.summary.figures.get("validation_accuracy")
    if accuracy is not None:
        metadata["held_out"] = {"accuracy": accuracy}
    # What was made of it when it ended knows more, but not of runs that never ended.
    return Model(record.network, {**metadata, **record.metadata}, name=record.summary.name)
