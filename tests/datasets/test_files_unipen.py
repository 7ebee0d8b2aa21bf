"""Labelled drawings in UNIPEN, in the ways that its writers use it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.errors import DataFileError
from datasets.files import LabelledSample, read_labelled

# As UCI's files are: every label before its strokes, which are numbered without the pauses.
IN_TURN = """\
.VERSION 1.0
.COMMENT A comment may go on
  over several lines, and name a digit: "9"
.INCLUDE tablet.doc
.X_DIM 500
.Y_DIM 500
.COORD X Y
.HIERARCHY DIGIT

.SEGMENT DIGIT 0 ? "1"
.COMMENT 1 91 22
.PEN_DOWN
 250  400
 250  100
.PEN_UP
.DT 100
.SEGMENT DIGIT 1-2 ? "4"
.PEN_DOWN
 100  400
 100  200
 300  200
.PEN_UP
.DT 10
.PEN_DOWN
 200  300
 200  50
.PEN_UP
"""

# As in the UNIPEN collections: all labels first, pauses counted.
NUMBERED = """\
.COORD X Y T
.SEGMENT WORD 0-4 OK "4a"
.SEGMENT CHARACTER 0,2 OK "4"
.SEGMENT CHARACTER 4 ? "a"
.PEN_DOWN
0 100 0
0 50 10
.PEN_UP
50 50 20
.PEN_DOWN
40 100 30
40 0 40
.PEN_UP
.PEN_DOWN
100 20 50
80 0 60
.PEN_UP
"""


def read(tmp_path: Path, text: str, name: str = "d.tes") -> list[LabelledSample]:
    path = tmp_path / name
    path.write_text(text, encoding="latin-1")
    return list(read_labelled(path))


def points(sample: LabelledSample) -> list[np.ndarray]:
    return [np.round(stroke, 6).tolist() for stroke in sample.drawing.strokes]


def test_labels_before_their_strokes(tmp_path):
    one, four = read(tmp_path, IN_TURN)
    assert (one.label, four.label) == (1, 4)
    assert (one.is_digit, one.source.endswith("d.tes, line 10")) == (True, True)
    # The tablet's y grows upward, the canvas's downward; drawings stay where they were drawn.
    assert points(one) == [[[0.5, 0.2], [0.5, 0.8]]]
    assert points(four) == [[[0.2, 0.2], [0.2, 0.6], [0.6, 0.6]], [[0.4, 0.4], [0.4, 0.9]]]


def test_a_writer_is_named_before_the_segments(tmp_path):
    assert [s.writer for s in read(tmp_path, IN_TURN)] == [None, None]
    text = IN_TURN.replace(".SEGMENT DIGIT 0", ".WRITER_ID  isl_07 \n.HAND L\n.SEGMENT DIGIT 0")
    assert [s.writer for s in read(tmp_path, text)] == ["isl_07", "isl_07"]
    text = text.replace(".SEGMENT DIGIT 1", '.WRITER_ID "Ada L."\n.SEGMENT DIGIT 1')
    assert [s.writer for s in read(tmp_path, text)] == ["isl_07", "Ada L."]
    for unknown in ("?", "", '""'):
        text = IN_TURN.replace(".X_DIM", f".WRITER_ID {unknown}\n.X_DIM")
        assert [s.writer for s in read(tmp_path, text)] == [None, None]


def test_any_line_ending(tmp_path):
    unix = read(tmp_path, IN_TURN)
    for ending in ("\r\n", "\r"):
        path = tmp_path / "other.tes"
        path.write_bytes(IN_TURN.replace("\n", ending).encode())
        other = list(read_labelled(path))
        assert [s.label for s in other] == [s.label for s in unix]
        assert [points(s) for s in other] == [points(s) for s in unix]
        assert other[0].source.endswith("line 10")


@pytest.mark.parametrize("numbers", ["?", "0-1", "7-9", ""])
def test_strokes_that_follow_their_label_need_no_numbers(tmp_path, numbers):
    text = IN_TURN.replace("DIGIT 0 ", f"DIGIT {numbers} ").replace("DIGIT 1-2 ", "DIGIT ? ")
    if not numbers:
        text = text.replace('DIGIT  ? "1"', 'DIGIT ? ? "1"')
    assert [len(s.drawing.strokes) for s in read(tmp_path, text)] == [1, 2]


def test_numbered_components_with_pauses(tmp_path):
    four, a = read(tmp_path, NUMBERED, "page.dat")
    assert (four.label, a.label, a.is_digit) == (4, "a", False)
    assert [len(stroke) for stroke in four.drawing.strokes] == [2, 2]
    assert points(four) == [[[0, 0], [0, 0.5]], [[0.4, 0], [0.4, 1]]]
    assert points(a) == [[[1, 0.8], [0.8, 1]]]


def test_labels_after_all_strokes(tmp_path):
    lines = NUMBERED.splitlines(keepends=True)
    labels = [line for line in lines if line.startswith(".SEGMENT")]
    rest = [line for line in lines if not line.startswith(".SEGMENT")]
    assert [(s.label, points(s)) for s in read(tmp_path, "".join(rest + labels))] == [
        (s.label, points(s)) for s in read(tmp_path, NUMBERED)
    ]


def test_numbers_of_points_cut_components(tmp_path):
    text = """\
.COORD X Y
.SEGMENT CHARACTER 0:1-1:0 OK "1"
.SEGMENT CHARACTER 1:1-1:2 OK "2"
.SEGMENT CHARACTER 0-1 OK "3"
.PEN_DOWN
0 0
10 10
.PEN_DOWN
20 20
30 30
40 40
"""
    assert [
        [len(stroke) for stroke in sample.drawing.strokes] for sample in read(tmp_path, text)
    ] == [[1, 1], [2], [2, 3]]


def test_without_a_tablet_the_strokes_of_the_file_fill_the_canvas(tmp_path):
    text = IN_TURN.replace(".X_DIM 500\n", "").replace(".Y_DIM 500\n", ".Y_DIM ?\n")
    strokes = [stroke for sample in read(tmp_path, text) for stroke in sample.drawing.strokes]
    everything = np.concatenate(strokes)
    assert np.ptp(everything[:, 1]) == pytest.approx(1)
    assert everything.min() >= 0
    assert everything.max() <= 1


def test_a_tablet_too_small_for_its_strokes_is_not_believed(tmp_path):
    text = IN_TURN.replace("DIM 500", "DIM 5")
    everything = np.concatenate([s for x in read(tmp_path, text) for s in x.drawing.strokes])
    assert everything.min() >= 0
    assert everything.max() <= 1


def test_small_writing_on_a_page_is_enlarged(tmp_path):
    text = IN_TURN.replace("DIM 500", "DIM 50000")
    one, four = read(tmp_path, text)
    for sample in (one, four):
        everything = np.concatenate(sample.drawing.strokes)
        assert np.ptp(everything, axis=0).max() == pytest.approx(0.6)
        assert (everything.min(axis=0) + everything.max(axis=0)) / 2 == pytest.approx(0.5)


def test_columns_in_any_order(tmp_path):
    text = '.COORD T P Y X\n.SEGMENT DIGIT ? ? "1"\n.PEN_DOWN\n0 9 0 0\n1 9 10 20\n'
    assert points(read(tmp_path, text)[0]) == [[[0, 0.75], [1, 0.25]]]


@pytest.mark.parametrize(
    ("segment", "label"),
    [
        ('.SEGMENT DIGIT ? ? "8"', 8),
        ('.SEGMENT DIGIT 0 OK "8"', 8),
        (".SEGMENT DIGIT ? ? 8", 8),
        ('.segment digit ? ? "8"', 8),
        ('.SEGMENT CHARACTER ? GOOD "x"', "x"),
        ('.SEGMENT CHARACTER ? ? """', '"'),
        ('.SEGMENT CHARACTER ? ? " "', None),
        (".SEGMENT DIGIT ? ?", None),
        (".SEGMENT CHARACTER", None),
    ],
)
def test_ways_to_write_a_label(tmp_path, segment, label):
    [sample] = read(tmp_path, f"{segment}\n.PEN_DOWN\n1 2\n3 4\n.PEN_UP\n")
    assert sample.label == label


def test_no_strokes_one_point_and_a_million(tmp_path):
    many = "\n".join(f"{x} {x % 977}" for x in range(1_000_000))
    text = (
        '.SEGMENT DIGIT ? ? "1"\n.PEN_DOWN\n5 5\n.PEN_UP\n'
        f'.SEGMENT DIGIT ? ? "2"\n.PEN_DOWN\n{many}\n.PEN_UP\n'
        '.SEGMENT DIGIT ? ? "3"\n.PEN_DOWN\n.PEN_UP\n'
        '.SEGMENT DIGIT ? ? "4"\n'
    )
    assert [s.drawing.n_points for s in read(tmp_path, text)] == [1, 1_000_000, 0, 0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (IN_TURN.replace(" 250  400", " 250  nan"), "line 12: .*NaN"),
        (IN_TURN.replace(" 250  400", " 250  1e300"), "line 12: .*beyond"),
        (IN_TURN.replace(" 250  400", " 250  four"), "line 12: .*no number"),
        (IN_TURN.replace(" 250  400", " 250"), "line 12: 3 numbers"),
        (IN_TURN.replace(".COORD X Y", ".COORD T P"), "line 7: .COORD"),
        (NUMBERED.replace("CHARACTER 4", "CHARACTER 99"), "line 4: .*99"),
        (NUMBERED.replace("0,2", "2-0"), "line 3: .*2-0"),
        (NUMBERED.replace("0,2", "x"), "line 3: 'x'"),
        (".VERSION 1.0\n.PEN_DOWN\n1 2\n", "no .SEGMENT"),
        ('.SEGMENT WORD ? ? "123"\n.PEN_DOWN\n1 2\n', "no .SEGMENT"),
        ('.INCLUDE strokes.dat\n.SEGMENT DIGIT 0 ? "1"\n', "in another file"),
        ('.SEGMENT DIGIT 0 ? "1"\n', "no strokes"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path, text, says):
    with pytest.raises(DataFileError, match=says) as caught:
        read(tmp_path, text)
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


words = st.sampled_from(
    ['"8"', '"', "?", "0-3", "1:2-3:4", "5", "-7.5", "1e308", "1e-320", "nan", "X", "Y", "DIGIT"]
)
keywords = st.sampled_from(
    [
        ".SEGMENT DIGIT",
        ".SEGMENT",
        ".WRITER_ID",
        ".PEN_DOWN",
        ".PEN_UP",
        ".COORD",
        ".X_DIM",
        ".Y_DIM",
        ".DT",
    ]
)
statements = st.builds(lambda key, rest: " ".join([key, *rest]), keywords, st.lists(words))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(statements, max_size=12).map("\n".join))
def test_any_statements_are_samples_or_an_error(tmp_path, text):
    try:
        samples = read(tmp_path, text)
    except DataFileError:
        return
    assert all(np.isfinite(s).all() for sample in samples for s in sample.drawing.strokes)
