"""Runs survive restarts and crashes in their middle."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest

from nn import Network
from ocr_app.engine.workbench.setup import TrainingSetup
from ocr_app.storage import RunStore

SETUP = TrainingSetup().to_json()
FIGURES = {"loss": 0.1, "validation_accuracy": 0.98, "seconds": float("nan"), "epochs": 3}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "runs.sqlite"


@pytest.fixture
def store(path):
    made = RunStore(path)
    yield made
    made.close()


def a_network(seed=0):
    network = Network((64, 5, 10))
    network.initialize(np.random.default_rng(seed))
    return network


def curves(n=4):
    epochs = np.arange(n, dtype=float)
    return {"loss": np.column_stack([epochs, np.exp(-epochs)])}


def test_a_run_comes_back_as_it_was(store, path):
    run_id = store.begin("First", SETUP)
    assert store.list()[0].status == "unfinished"
    store.finish(run_id, "finished", curves(), FIGURES, a_network())
    store.close()
    again = RunStore(path)
    (summary,) = again.list()
    assert (summary.name, summary.status) == ("First", "finished")
    assert TrainingSetup.from_json(summary.setup) == TrainingSetup()
    assert summary.figures == {**FIGURES, "seconds": None}
    record = again.load(run_id)
    assert np.array_equal(record.curves["loss"], curves()["loss"])
    assert record.network is not None
    assert np.array_equal(record.network.parameters, a_network().parameters)
    again.close()


def test_a_crash_in_the_middle_leaves_what_was_saved(store, path):
    run_id = store.begin("Crashed", SETUP)
    store.save_progress(run_id, curves(), FIGURES, a_network())
    # Nothing is closed, as when the program is killed.
    other = RunStore(path)
    record = other.load(run_id)
    assert record.summary.status == "unfinished"
    assert record.network is not None
    assert len(record.curves["loss"]) == 4
    other.close()


def test_rename_delete_restore(store):
    first, second = (store.begin(name, SETUP) for name in "ab")
    store.rename(first, "Ä ☕ '; DROP TABLE run")
    assert [run.name for run in store.list()] == ["b", "Ä ☕ '; DROP TABLE run"]
    store.delete([first, second])
    assert store.list() == ()
    with pytest.raises(KeyError):
        store.load(first)
    store.restore([second])
    assert [run.id for run in store.list()] == [second]


def test_an_impossible_status_is_refused(store):
    with pytest.raises(ValueError, match="unfinished"):
        store.finish(store.begin("a", SETUP), "exploded", {}, {}, None)


def test_a_run_without_network_or_curves(store):
    run_id = store.begin("a", SETUP)
    assert store.load(run_id).network is None
    assert store.load(run_id).curves == {}


def test_damaged_parts_are_left_out(store, path):
    run_id = store.begin("a", SETUP)
    store.finish(run_id, "finished", curves(), FIGURES, a_network())
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE run SET curves = x'00ff', network = x'1234', setup = '[1'")
    connection.close()
    again = RunStore(path)
    record = again.load(run_id)
    assert (record.network, record.curves, record.summary.setup) == (None, {}, {})
    assert record.summary.figures["loss"] == 0.1
    again.close()
