"""My samples survive windows, crashes and damaged files."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.digit_picture import DigitPicture
from datasets.drawing import Drawing
from ocr_app.paths import samples_file
from ocr_app.storage import SampleStore, StorageError

LINE = Drawing.from_points([[[0.2, 0.2], [0.8, 0.8]]])


@pytest.fixture
def path(tmp_path):
    return tmp_path / "new folder" / "samples.sqlite"


@pytest.fixture
def store(path):
    made = SampleStore(path)
    yield made
    made.close()
    made.close()


def coordinates(drawing):
    return [stroke.tolist() for stroke in drawing.strokes]


points = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(strokes=st.lists(points, min_size=1, max_size=4), label=st.integers(0, 9))
def test_drawings_come_back_as_they_were(store, strokes, label):
    drawing = Drawing.from_points(strokes)
    added = store.add(drawing, label)
    back = store.samples()[-1]
    assert (back.id, back.label, back.created) == (added.id, label, added.created)
    assert len(back.drawing.strokes) == len(drawing.strokes)
    for one, other in zip(back.drawing.strokes, drawing.strokes, strict=True):
        assert np.allclose(one, other, atol=1e-7)


def test_the_users_own_file_is_the_default():
    store = SampleStore()
    store.add(LINE, 7)
    store.close()
    assert samples_file().exists()
    again = SampleStore()
    assert again.counts() == (0, 0, 0, 0, 0, 0, 0, 1, 0, 0)
    again.close()


def test_samples_by_label_in_the_order_they_came(store):
    for label in (3, 7, 3):
        store.add(LINE, label)
    assert [sample.id for sample in store.samples()] == [1, 2, 3]
    assert [sample.id for sample in store.samples(3)] == [1, 3]
    assert store.counts() == (0, 0, 0, 2, 0, 0, 0, 1, 0, 0)


def test_relabel_delete_and_restore(store, path):
    ids = [sample.id for sample in store.add_many([(LINE, 1)] * 4)]
    store.relabel(ids[:2], 7)
    assert [sample.label for sample in store.samples()] == [7, 7, 1, 1]
    store.delete(ids[1:3])
    assert [sample.id for sample in store.samples()] == [1, 4]
    store.close()
    again = SampleStore(path)
    again.restore(ids[1:3])
    assert again.counts()[7] == again.counts()[1] == 2
    again.close()


def test_what_was_deleted_long_ago_is_gone_and_its_id_is_not_used_again(store, path):
    store.add_many([(LINE, 1)] * 2)
    store.delete([2])
    store.close()
    long_ago = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE sample SET deleted = ? WHERE id = 2", (long_ago,))
    connection.close()
    again = SampleStore(path)
    again.restore([2])
    assert [sample.id for sample in again.samples()] == [1]
    assert again.add(LINE, 1).id == 3
    again.close()


def test_all_or_none_are_added(store):
    with pytest.raises(ValueError, match="0 to 9"):
        store.add_many([(LINE, 1), (LINE, 10)])
    with pytest.raises(ValueError, match="blank"):
        store.add_many([(LINE, 1), (Drawing.from_points([]), 2)])
    assert store.samples() == ()


def test_two_windows_hear_of_each_other(store, path):
    other = SampleStore(path)
    assert not store.has_changed()
    other.add(LINE, 5)
    assert store.has_changed()
    assert not store.has_changed()
    assert len(store.samples()) == 1
    store.add(LINE, 5)
    assert not store.has_changed()  # its own changes are no news
    other.close()


def test_two_processes_writing_at_once_lose_nothing(path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), "60"]) for _ in range(2)]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    store = SampleStore(path)
    assert sum(store.counts()) == 120
    store.close()


WRITER = """
import sys
from pathlib import Path
from datasets.digit_picture import DigitPicture
from datasets.drawing import Drawing
from ocr_app.storage import SampleStore
store = SampleStore(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    store.add(Drawing.from_points([[[0.1, 0.1], [0.9, number % 10 / 10]]]), number % 10)
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
@pytest.mark.parametrize("after", [0.0, 0.02, 0.1])
def test_a_killed_program_loses_nothing_that_was_acknowledged(path, after):
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), "100000"], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(after)
        writer.send_signal(signal.SIGKILL)
        acknowledged = 1 + len(writer.stdout.read().splitlines())
    store = SampleStore(path)
    assert store.notice == ""
    assert sum(store.counts()) in (acknowledged, acknowledged + 1)
    assert len(store.samples()) == sum(store.counts())
    store.close()


def other_database(path):
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (cake TEXT)")
    connection.close()


def scramble(path):
    content = bytearray(path.read_bytes())
    content[4096:8192] = bytes(range(256)) * 16
    path.write_bytes(content)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b"not a database at all, but long enough" * 100),
        lambda path: path.write_bytes(path.read_bytes()[:5000]),
        lambda path: path.write_bytes(path.read_bytes()[:100]),
        lambda path: path.write_bytes(b"\0" * 8192),
        other_database,
        scramble,
    ],
    ids=["garbage", "cut", "header only", "zeros", "another program's", "scrambled"],
)
def test_a_damaged_file_is_set_aside_and_never_overwritten(store, path, damage):
    store.add_many([(LINE, 1)] * 300)
    store.close()
    damage(path)
    content = path.read_bytes()
    again = SampleStore(path)
    aside = path.with_name("samples.damaged.sqlite")
    assert aside.read_bytes() == content
    assert str(aside) in again.notice
    again.add(LINE, 2)
    assert sum(again.counts()) == 1
    again.close()
    damage(path)
    SampleStore(path).close()
    assert path.with_name("samples.damaged-2.sqlite").exists()
    assert aside.read_bytes() == content


def test_an_empty_file_is_a_new_one(path):
    path.parent.mkdir()
    path.touch()
    store = SampleStore(path)
    assert store.notice == ""
    store.add(LINE, 1)
    store.close()


def test_a_damaged_row_is_left_out_and_told(store, path):
    store.add_many([(LINE, 1), (LINE, 2)])
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE sample SET strokes = '[[[2, \"x\"]]]' WHERE id = 1")
    connection.close()
    again = SampleStore(path)
    assert [sample.label for sample in again.samples()] == [2]
    assert "1 of your samples could not be read" in again.notice
    again.close()


def test_a_newer_file_is_refused_and_left_alone(store, path):
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    content = path.read_bytes()
    with pytest.raises(StorageError, match="newer ocr-app"):
        SampleStore(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("what", ["folder", "parent is a file"])
def test_a_place_that_cannot_be_written_to_is_said(tmp_path, what):
    path = tmp_path / "samples.sqlite"
    if what == "folder":
        path.mkdir()
    else:
        (tmp_path / "file").touch()
        path = tmp_path / "file" / "samples.sqlite"
    with pytest.raises(StorageError, match="could not be opened"):
        SampleStore(path)


def test_a_closed_store_says_so_in_a_sentence(store):
    store.close()
    with pytest.raises(StorageError, match="your samples could not be"):
        store.add(LINE, 1)


PICTURE = DigitPicture.of_ink(np.pad(np.ones((20, 4)), 2))


def test_digits_out_of_pictures_come_back_as_they_were(store, path):
    store.add_many([(PICTURE, 1), (LINE, 7)])
    other = SampleStore(path)
    assert [(one.drawing, one.label) for one in other.samples()] == [(PICTURE, 1), (LINE, 7)]
    assert other.counts() == (0, 1, 0, 0, 0, 0, 0, 1, 0, 0)
    other.close()
    with pytest.raises(ValueError, match="nothing to store"):
        store.add(DigitPicture(np.zeros((5, 5), np.uint8)), 3)


def test_a_damaged_picture_is_left_out_and_told(store, path):
    store.add(PICTURE, 1)
    store.close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE sample SET picture = x'00'")
    connection.commit()
    connection.close()
    other = SampleStore(path)
    assert other.samples() == ()
    assert "1 of your samples could not be read" in other.notice
    other.close()


def test_a_file_from_before_there_were_pictures_is_brought_up_to_date(path):
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.executescript(
        """
        CREATE TABLE sample (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            label INTEGER NOT NULL CHECK (label BETWEEN 0 AND 9),
            strokes TEXT NOT NULL,
            created TEXT NOT NULL,
            deleted TEXT
        );
        CREATE INDEX sample_by_label ON sample (label) WHERE deleted IS NULL;
        INSERT INTO sample (label, strokes, created)
            VALUES (4, '[[[0.2, 0.2], [0.8, 0.8]]]', '2026-01-02T03:04:05+00:00');
        PRAGMA application_id = 0x0C2A0001;
        PRAGMA user_version = 1;
        """
    )
    connection.close()
    store = SampleStore(path)
    assert store.notice == ""
    store.add(PICTURE, 1)
    assert [(one.drawing, one.label) for one in store.samples()] == [(LINE, 4), (PICTURE, 1)]
    store.close()
