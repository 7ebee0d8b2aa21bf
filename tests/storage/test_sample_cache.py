"""Made samples that are kept: found again, never trusted when damaged, bounded."""

from __future__ import annotations

import os
import time

import numpy as np
import pytest

from ocr_app.storage import sample_cache
from ocr_app.storage.sample_cache import SampleCache, key_of


def samples(n=100, seed=0):
    rng = np.random.default_rng(seed)
    return rng.uniform(size=(n, 64)).astype(np.float32), rng.integers(0, 11, n)


@pytest.fixture
def cache(tmp_path):
    return SampleCache(tmp_path / "made")


def test_what_is_put_is_found_again_bit_for_bit(cache):
    assert cache.get("one") is None
    assert cache.put("one", samples())
    X, y = cache.get("one")
    assert np.array_equal(X, samples()[0])
    assert np.array_equal(y, samples()[1])
    assert cache.get("two") is None


def test_every_damage_is_found_and_the_file_goes(cache, tmp_path):
    rng = np.random.default_rng(0)
    cache.put("one", samples(20))
    (file,) = (tmp_path / "made").iterdir()
    whole = file.read_bytes()
    damaged = [b"", whole[:10], whole[:-1], whole + b"x", b"PK" + whole[2:], whole[:60]]
    for at in rng.integers(0, len(whole), 60):
        damaged.append(whole[:at] + bytes([whole[at] ^ 0x10]) + whole[at + 1 :])
    for data in damaged:
        file.write_bytes(data)
        assert cache.get("one") is None
        assert not file.exists()
    assert cache.put("one", samples(20))
    assert cache.get("one") is not None


def test_no_file_is_unpickled(cache, monkeypatch):
    def with_objects(_samples):
        import hashlib
        import io

        body = io.BytesIO()
        for array in (np.array([print], dtype=object), np.zeros(1, np.int64)):
            np.save(body, array, allow_pickle=True)
        view = body.getbuffer()
        return sample_cache._MAGIC, hashlib.sha256(view).digest(), view

    monkeypatch.setattr(sample_cache, "_encode", with_objects)
    cache.put("one", samples(3))
    assert cache.get("one") is None


def test_what_was_not_used_for_longest_goes_first(tmp_path):
    size = sum(array.nbytes for array in samples()) + 1000
    cache = SampleCache(tmp_path, most_bytes=3 * size)
    for age, name in enumerate(("new", "used", "old")):
        cache.put(name, samples())
        file = tmp_path / f"{name}.samples"
        os.utime(file, (1_000_000 - age, 1_000_000 - age))
    cache.get("used")
    cache.get("old")
    cache.put("newest", samples())
    assert cache.get("new") is None
    assert all(cache.get(name) is not None for name in ("used", "old", "newest"))
    assert cache.size() <= 3 * size


def test_what_is_larger_than_all_room_is_not_kept(tmp_path):
    cache = SampleCache(tmp_path, most_bytes=10_000)
    assert not cache.put("one", samples())
    assert cache.size() == 0


def test_a_write_that_was_cut_short_is_cleared_away_later(cache, tmp_path):
    cache.put("one", samples())
    left = tmp_path / "made" / "tmpabc.samples.part"
    fresh = tmp_path / "made" / "tmpdef.samples.part"
    left.write_bytes(b"half")
    fresh.write_bytes(b"being written by another window")
    long_ago = time.time() - 10_000
    os.utime(left, (long_ago, long_ago))
    cache.put("two", samples(seed=1))
    assert not left.exists()
    assert fresh.exists()
    assert cache.get("one") is not None


def test_clearing_deletes_all(cache):
    cache.clear()
    cache.put("one", samples())
    cache.put("two", samples())
    assert cache.size() > 0
    cache.clear()
    assert cache.size() == 0
    assert cache.get("one") is None


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path):
    (tmp_path / "file").write_text("no folder")
    cache = SampleCache(tmp_path / "file" / "made")
    assert not cache.put("one", samples())
    assert cache.get("one") is None


def test_the_key_follows_the_recipe_the_arrays_and_the_code(monkeypatch, tmp_path):
    X, y = samples()
    key = key_of("recipe", X, y)
    assert key == key_of("recipe", X.copy(), y)
    others = {
        key_of("another", X, y),
        key_of("recipe", X[::-1], y),
        key_of("recipe", X.reshape(-1), y),
    }
    (tmp_path / "other.py").write_text("code = 2")
    monkeypatch.setattr(sample_cache.resources, "files", lambda _: tmp_path)
    (tmp_path / "training_samples.py").write_text("code = 3")
    (tmp_path / "sample_portions.py").write_text("code = 4")
    others.add(key_of("recipe", X, y))
    assert len(others | {key}) == 5


def test_without_code_to_read_nothing_is_kept(monkeypatch, tmp_path):
    monkeypatch.setattr(sample_cache.resources, "files", lambda _: tmp_path)
    assert key_of("recipe") is None
