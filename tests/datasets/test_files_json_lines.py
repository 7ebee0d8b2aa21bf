"""Labelled drawings in JSON lines, and what all formats have in common."""

from __future__ import annotations

import gzip
import json
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.drawing import Drawing
from datasets.errors import DataError, DataFileError
from datasets.files import LabelledSample, read_labelled

STROKES = [[[0.1, 0.2], [0.5, 0.6]], [[0.3, 0.3]]]


def write(path: Path, *lines: object) -> Path:
    """Write JSON lines; bytes are written as they are."""
    encoded = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
    path.write_bytes(b"\n".join(encoded) + b"\n")
    return path


def read(path: object) -> list[LabelledSample]:
    return list(read_labelled(path))


def assert_refused(path: object, says: str) -> None:
    with pytest.raises(DataFileError, match=says) as caught:
        read(path)
    assert isinstance(caught.value, DataError)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


def test_labels_and_strokes(tmp_path):
    path = write(tmp_path / "d.jsonl", {"label": 7, "writer": "w", "strokes": STROKES})
    [sample] = read(path)
    assert sample.label == 7
    assert sample.is_digit
    assert sample.drawing == Drawing.from_points(STROKES)
    assert sample.content is sample.drawing
    assert sample.ink is None
    assert sample.source == f"{path}, line 1"


@pytest.mark.parametrize(
    ("label", "meant", "is_digit"),
    [
        (0, 0, True),
        ("7", 7, True),
        (" 7 ", 7, True),
        (7.0, 7, True),
        ("a", "a", False),
        ("+", "+", False),
        ("12", "12", False),
        (12, "12", False),
        (-1, "-1", False),
        ("٣", "٣", False),
        (None, None, False),
        ("", None, False),
    ],
)
def test_what_a_label_means(tmp_path, label, meant, is_digit):
    [sample] = read(write(tmp_path / "d.jsonl", {"label": label, "strokes": STROKES}))
    assert sample.label == meant
    assert type(sample.label) is type(meant)
    assert sample.is_digit is is_digit


def test_a_drawing_needs_no_label(tmp_path):
    [sample] = read(write(tmp_path / "d.jsonl", {"strokes": STROKES}))
    assert sample.label is None


@pytest.mark.parametrize(
    ("keys", "writer"),
    [
        ({}, None),
        ({"writer": 23}, "23"),
        ({"writer": 23.0}, "23"),
        ({"writer": 1.5}, "1.5"),
        ({"writer": -1e308}, "-1e+308"),
        ({"writer": " 23\n"}, "23"),
        ({"writer": "Ada  L."}, "Ada L."),
        ({"writer": "Ada", "source": "tablet"}, "Ada"),
        ({"writer": None, "source": "uqb/ja"}, "uqb/ja"),
        ({"writer": " ", "source": "uqb/ja"}, "uqb/ja"),
        ({"source": " "}, None),
        ({"source": 4}, None),
        ({"source": {"url": "x"}}, None),
    ],
)
def test_who_wrote_it(tmp_path, keys, writer):
    [sample] = read(write(tmp_path / "d.jsonl", {"label": 1, **keys, "strokes": STROKES}))
    assert sample.writer == writer


def test_order_blank_lines_and_byte_order_mark(tmp_path):
    lines = [json.dumps({"label": label, "strokes": STROKES}) for label in (3, 1, 2)]
    path = tmp_path / "d.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n\r\n".join(lines).encode())
    samples = read(path)
    assert [sample.label for sample in samples] == [3, 1, 2]
    assert samples[1].source.endswith("line 3")


def test_several_files_one_after_the_other(tmp_path):
    paths = [
        write(tmp_path / f"{label}.jsonl", {"label": label, "strokes": STROKES}) for label in (2, 1)
    ]
    assert [sample.label for sample in read(paths)] == [2, 1]


def test_the_content_tells_the_format(tmp_path):
    path = write(tmp_path / "drawings.dat", {"label": 1, "strokes": STROKES})
    assert [sample.label for sample in read(str(path))] == [1]


def test_gzip(tmp_path):
    line = json.dumps({"label": 1, "strokes": STROKES}).encode()
    (tmp_path / "d.jsonl.gz").write_bytes(gzip.compress(line))
    assert [sample.label for sample in read(tmp_path / "d.jsonl.gz")] == [1]


def test_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    line = json.dumps({"label": 1, "strokes": STROKES}).encode()
    writer = threading.Thread(target=pipe.write_bytes, args=[line])
    writer.start()
    assert [sample.label for sample in read(pipe)] == [1]
    writer.join()


def test_samples_come_before_the_file_has_been_read(tmp_path):
    path = write(tmp_path / "d.jsonl", {"label": 1, "strokes": STROKES}, b"{broken")
    samples = read_labelled(path)
    assert next(samples).label == 1
    with pytest.raises(DataFileError, match="line 2"):
        next(samples)


def test_a_blank_drawing_one_point_and_a_million(tmp_path):
    many = np.linspace(0, 1, 2_000_000).round(6).reshape(-1, 2).tolist()
    path = write(
        tmp_path / "d.jsonl",
        {"label": 1, "strokes": []},
        {"label": 1, "strokes": [[[0.5, 0.5]]]},
        {"label": 1, "strokes": [many]},
    )
    assert [sample.drawing.n_points for sample in read(path)] == [0, 1, 1_000_000]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"{broken", "line 2: .* at column"),
        (b'{"label": 7, "strokes": [[[NaN, 0.5]]]}', "line 2: .*NaN"),
        (b'{"label": 7, "strokes": [[[1e400, 0.5]]]}', "line 2: .*infinite"),
        (b'{"label": 7, "strokes": [[[1' + b"0" * 5000 + b", 0.5]]]}", "line 2: .*JSON"),
        (b'{"label": 7, "strokes": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "line 2"),
        (b"\xff\xfe{", "line 2: .*UTF-8"),
        (b"[]", "line 2: there are no strokes"),
        (b"null", "line 2: there are no strokes"),
        (b'{"label": 7}', "line 2: there are no strokes"),
        (b'{"label": 7, "strokes": null}', "line 2: Expected strokes"),
        (b'{"label": 7, "strokes": [[1, 2]]}', "line 2: Stroke 1"),
        (b'{"label": true, "strokes": []}', "line 2: a label is"),
        (b'{"label": 1.5, "strokes": []}', "line 2: a label is"),
        (b'{"label": NaN, "strokes": []}', "line 2: a label is"),
        (b'{"label": [7], "strokes": []}', "line 2: a label is"),
        (b'{"label": 7, "writer": true, "strokes": []}', "line 2: a writer is"),
        (b'{"label": 7, "writer": NaN, "strokes": []}', "line 2: a writer is"),
        (b'{"label": 7, "writer": 1e400, "strokes": []}', "line 2: a writer is"),
        (b'{"label": 7, "writer": ["Ada"], "strokes": []}', "line 2: a writer is"),
        (b'{"label": 7, "writer": {}, "strokes": []}', "line 2: a writer is"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, says):
    path = write(tmp_path / "d.jsonl", {"label": 1, "strokes": STROKES}, line)
    assert_refused(path, says)
    assert_refused(path, "d.jsonl")


def test_what_is_no_file_of_drawings(tmp_path):
    assert_refused(tmp_path / "missing.jsonl", "there is no such file")
    assert_refused(tmp_path, "is a folder")
    assert_refused("nul\0byte.jsonl", "not the name of a file")
    for name, content, says in [
        ("empty.jsonl", b"", "is empty"),
        ("blank.jsonl", b"\n\n", "holds no drawings"),
        ("text.txt", b"just text", "none of the formats"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", "none of the formats"),
        ("text.jsonl", b"just text", "line 1"),
        ("short.jsonl.gz", gzip.compress(b'{"strokes": []}\n' * 9999)[:-20], "cut off"),
        ("broken.jsonl.gz", b"\x1f\x8b" + bytes(100), "damaged"),
        ("empty.jsonl.gz", gzip.compress(b""), "is empty"),
    ]:
        (tmp_path / name).write_bytes(content)
        assert_refused(tmp_path / name, says)


def test_what_may_not_be_read(tmp_path, monkeypatch):
    path = write(tmp_path / "d.jsonl", {"label": 1, "strokes": STROKES})

    def refuse(*_args: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert_refused(path, "permission")


def test_a_sample_without_content_says_so():
    with pytest.raises(DataFileError, match="neither"):
        _ = LabelledSample(7, "nowhere").content


json_like = st.text('{}[],:"0123456789.eE-+ \nlabestrokNINnu', max_size=80).map(str.encode)
STARTS = [
    b"",
    b'{"label": 7, "strokes": [[[0.1, 0.2]]]}\n',
    b'.COORD X Y\n.SEGMENT DIGIT ? ? "8"\n.PEN_DOWN\n1 2\n.PEN_UP\n',
    b".PEN_DOWN\n",
    b".COORD ",
    b"\0\0\x08\x03",
    b"\0\0\x08\x03\0\0\0\x01\0\0\0\x01\0\0\0\x01",
    b"\x1f\x8b\x08\0",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=60) | json_like)
@pytest.mark.parametrize("name", ["d.jsonl", "d.tes", "d-images-idx3-ubyte", "unknown"])
def test_any_bytes_are_samples_or_an_error(tmp_path, name, start, rest):
    (tmp_path / "d-labels-idx1-ubyte").write_bytes(b"\0\0\x08\x01\0\0\0\x01\x07")
    path = tmp_path / name
    path.write_bytes(start + rest)
    try:
        samples = read(path)
    except DataFileError:
        return
    assert samples
    assert all(sample.content is not None for sample in samples)
