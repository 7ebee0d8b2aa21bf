"""Files on odd file systems, under failing disks, and with damage in odd places."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import threading
from pathlib import Path
from urllib.parse import quote

import pytest

from datasets.drawing import Drawing
from ocr_app.storage import SampleStore, StorageError, damage

LINE = Drawing.from_points([[[0.1, 0.2], [0.9, 0.8]]])
posix = pytest.mark.skipif(sys.platform == "win32", reason="these are SQLite's ways on Unix")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "samples.sqlite"


def connect_with(monkeypatch, vfs="", factory=sqlite3.Connection):
    """Let every connection from now on be of a kind, or go through one of SQLite's file layers."""
    real = sqlite3.connect

    def connect(path, **options):
        uri = f"file:{quote(str(path))}?vfs={vfs}" if vfs else str(path)
        return real(uri, uri=bool(vfs), factory=factory, **options)

    monkeypatch.setattr(sqlite3, "connect", connect)


def without_shared_memory(path, monkeypatch, how):
    """Take from a file what write-ahead logging needs."""
    if how == "a folder in its place":
        Path(f"{path}-shm").mkdir(parents=True)
    else:
        connect_with(monkeypatch, how)


def fill(path, n=3):
    store = SampleStore(path)
    store.add_many([(LINE, 7)] * n)
    return store


def assert_two_windows_can_use(path, n):
    stores = [SampleStore(path), SampleStore(path)]
    for store in stores:
        assert store.notice == ""
        store.add(LINE, 1)
    assert [sum(store.counts()) for store in stores] == [n + 2] * 2
    assert len(stores[0].samples()) == n + 2
    for store in stores:
        store.close()
    assert not list(path.parent.glob("*damaged*"))


@posix
@pytest.mark.parametrize("how", ["a folder in its place", "unix-dotfile"])
class TestWithoutSharedMemory:
    def test_a_new_file_is_made(self, path, monkeypatch, how):
        without_shared_memory(path, monkeypatch, how)
        assert_two_windows_can_use(path, 0)

    def test_a_file_from_elsewhere_is_used(self, path, monkeypatch, how):
        fill(path).close()
        without_shared_memory(path, monkeypatch, how)
        assert_two_windows_can_use(path, 3)

    def test_what_a_crash_left_in_the_log_is_not_lost(self, path, monkeypatch, how):
        store = fill(path)
        copy = path.parent / "elsewhere" / path.name
        copy.parent.mkdir()
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{copy}{ending}")
        store.close()
        assert Path(f"{copy}-wal").stat().st_size > 0
        without_shared_memory(copy, monkeypatch, how)
        assert_two_windows_can_use(copy, 3)


class FailingDisk(sqlite3.Connection):
    """A sound file on a disk that cannot be read for a moment; 10 is SQLite's I/O error."""

    def execute(self, sql, *values):
        if "quick_check" in sql:
            told = "Tree 2 page 2: unable to get the page. error code=10"
            return super().execute(f"SELECT '*** in database main ***' || char(10) || '{told}'")
        return super().execute(sql, *values)


def test_a_disk_that_fails_for_a_moment_is_no_damage(path, monkeypatch):
    fill(path).close()
    with monkeypatch.context() as patched:
        connect_with(patched, factory=FailingDisk)
        with pytest.raises(StorageError, match="could not be opened"):
            SampleStore(path)
    assert not list(path.parent.glob("*damaged*"))
    assert_two_windows_can_use(path, 3)


def test_a_header_that_forbids_writing_is_damage(path):
    fill(path).close()
    content = bytearray(path.read_bytes())
    content[18] = 7  # the least version of SQLite that may write to it
    path.write_bytes(content)
    store = SampleStore(path)
    assert "samples.damaged.sqlite" in store.notice
    store.add(LINE, 1)
    store.close()
    assert path.with_name("samples.damaged.sqlite").read_bytes() == content


@pytest.mark.parametrize("column", ["name", "tbl_name", "sql"])
def test_a_schema_with_damaged_text_is_damage(path, column):
    """SQLite quotes the schema in its message, which is then no text."""
    fill(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        update = f"UPDATE sqlite_master SET {column} = CAST(x'80ff' AS TEXT)"  # noqa: S608
        connection.execute(update)
    connection.close()
    store = SampleStore(path)
    assert "was damaged" in store.notice
    store.add(LINE, 1)
    store.close()


def test_text_in_sqlites_message_that_is_none_is_a_sentence(path):
    store = fill(path)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET name = CAST(x'80ff' AS TEXT)")
        connection.execute("PRAGMA schema_version = 99")  # makes the other connection look
    connection.close()
    for action in (store.samples, lambda: store.add(LINE, 1)):
        with pytest.raises(StorageError, match="because it is damaged; start ocr-app again"):
            action()
    store.close()


def test_three_windows_that_meet_a_damaged_file_wait_for_each_other(path, monkeypatch):
    path.parent.mkdir()
    first_may_go, second_may_go, second_is_in = (threading.Event() for _ in range(3))
    first_is_in, errors = threading.Event(), []

    def window(is_in, may_go):
        try:
            with damage.one_at_a_time(path):
                is_in.set()
                may_go.wait(20)
        except sqlite3.Error as error:
            errors.append(error)
            is_in.set()

    first = threading.Thread(target=window, args=(first_is_in, first_may_go))
    first.start()
    assert first_is_in.wait(20)
    second = threading.Thread(target=window, args=(second_is_in, second_may_go))
    second.start()
    assert not second_is_in.wait(0.2)
    first_may_go.set()
    first.join()
    assert second_is_in.wait(20)
    monkeypatch.setattr(damage, "WAIT_SECONDS", 0.1)
    with pytest.raises(sqlite3.OperationalError, match="locked"), damage.one_at_a_time(path):
        pass
    second_may_go.set()
    second.join()
    assert errors == []
    with damage.one_at_a_time(path):
        pass
