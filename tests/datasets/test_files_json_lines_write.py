"""Drawings written as JSON lines, and read again."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.drawing import Drawing
from datasets.errors import DataFileError
from datasets.files import LabelledSample, read_labelled
from datasets.files.json_lines_write import write_json_lines

SEVEN = Drawing.from_points([[[0.1, 0.2], [0.5, 0.6]], [[0.3, 0.3]]])

coordinates = st.floats(-1e6, 1e6)
strokes = st.lists(st.tuples(coordinates, coordinates), min_size=1, max_size=5)
drawings = st.lists(strokes, max_size=4).map(Drawing.from_points)
labels = st.integers(0, 9) | st.sampled_from([None, "a", "12", "ß"])
writers = st.sampled_from([None, "Ada", "23"])


def sample(label: object = 7, drawing: Drawing | None = SEVEN, **more: object) -> LabelledSample:
    return LabelledSample(label, "the test", drawing=drawing, **more)


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@given(st.lists(st.tuples(labels, drawings, writers), min_size=1, max_size=4))
def test_what_is_written_is_read_again(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("written") / "d.jsonl"
    count = write_json_lines(path, (sample(label, d, writer=w) for label, d, w in rows))
    assert count == len(rows)
    read = list(read_labelled(path))
    assert [(s.label, s.drawing, s.writer) for s in read] == rows


def test_the_format_is_one_object_a_line(tmp_path):
    path = tmp_path / "d.jsonl"
    write_json_lines(path, [sample(7), sample(None, writer="Ada")])
    first, second = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert first == {"label": 7, "strokes": SEVEN.to_points()}
    assert second == {"writer": "Ada", "strokes": SEVEN.to_points()}


def test_a_failure_leaves_the_old_file_and_no_rubbish(tmp_path):
    path = tmp_path / "d.jsonl"
    write_json_lines(path, [sample(1)])
    before = path.read_bytes()
    picture = sample(7, None, ink=np.zeros((0, 2), np.float32))
    with pytest.raises(DataFileError, match="no picture of a digit"):
        write_json_lines(path, [sample(2), picture])
    assert path.read_bytes() == before
    assert names(tmp_path) == ["d.jsonl"]


def test_whoever_reads_meanwhile_sees_the_whole_old_file(tmp_path):
    path = tmp_path / "d.jsonl"
    write_json_lines(path, [sample(1)])
    seen = []

    def samples():
        yield sample(2)
        seen.extend(each.label for each in read_labelled(path))
        yield sample(3)

    assert write_json_lines(path, samples()) == 2
    assert seen == [1]
    assert [each.label for each in read_labelled(path)] == [2, 3]


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "real.jsonl").write_bytes(b"old")
    link = tmp_path / "link.jsonl"
    link.symlink_to(tmp_path / "real.jsonl")
    write_json_lines(link, [sample(4)])
    assert link.is_symlink()
    assert [each.label for each in read_labelled(tmp_path / "real.jsonl")] == [4]


@pytest.mark.parametrize(
    ("name", "says"),
    [("missing/d.jsonl", "no such folder"), (".", "it is a folder"), ("a\0b", "not the name")],
)
def test_where_nothing_can_be_written(tmp_path, name, says):
    path = f"{tmp_path}/{name}"
    with pytest.raises(DataFileError, match=says) as caught:
        write_json_lines(path, [sample()])
    assert str(caught.value).rpartition("; ")[2] in ("choose another place.", "choose another.")
    assert names(tmp_path) == []


def test_a_full_disk_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "d.jsonl"
    write_json_lines(path, [sample(1)])

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataFileError, match="no space left on device"):
        write_json_lines(path, [sample(2)])
    assert [each.label for each in read_labelled(path)] == [1]
    assert names(tmp_path) == ["d.jsonl"]
