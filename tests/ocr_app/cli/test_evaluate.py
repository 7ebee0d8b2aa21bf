"""`ocr-app evaluate`: how well a network reads labelled digits."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from command_line import SEVEN, assert_fails

from nn import Network, save_network
from ocr_app.cli import run


def test_evaluate_as_json(capsys, drawings):
    assert run(["evaluate", str(drawings), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    result = json.loads(out)
    assert result["n"] == 4
    assert result["accuracy"] == 0.5
    low, high = result["interval"]
    assert 0 < low < 0.5 < high < 1
    assert [score["digit"] for score in result["per_class"]] == list(range(10))
    assert result["per_class"][7] == {"digit": 7, "n": 1, "recall": 1.0, "precision": 1.0}
    assert result["per_class"][0] == {"digit": 0, "n": 0, "recall": None, "precision": None}
    assert np.array(result["confusion"]).shape == (10, 10)
    assert result["confusion"][2][1] == 1
    assert result["nondigits"]["n"] == 1
    assert result["nondigits"]["refused_share"] == 0
    assert result["nondigits"]["refused_interval"][0] == 0
    assert result["refused_digits"]["share"] == 0.25  # the blank one
    low, high = result["refused_digits"]["interval"]
    assert 0 < low < 0.25 < high < 1
    assert 0 <= result["calibration"]["error"] <= 1
    bins = result["calibration"]["bins"]
    assert [(b["low"], b["high"]) for b in bins] == [(i / 10, (i + 1) / 10) for i in range(10)]
    assert sum(b["n"] for b in bins) == 3
    assert {b["accuracy"] for b in bins if b["n"] == 0} == {None}
    assert result["writers"] == {"mean": None, "worst_tenth": None, "per_writer": []}
    assert [p["label"] for p in result["predictions"]] == [7, 1, 2, 3, "x"]
    assert [p["digit"] for p in result["predictions"]] == [7, 1, 1, None, 7]
    assert result["predictions"][3] == {
        "label": 3,
        "digit": None,
        "confidence": 0.0,
        "is_digit": False,
        "nondigit_probability": 0.0,
        "writer": None,
    }
    assert 0 < result["predictions"][0]["confidence"] <= 1


def test_evaluate_as_text(capsys, drawings):
    assert run(["evaluate", str(drawings)]) == 0
    out = capsys.readouterr().out
    assert "Accuracy: 50.0 % of 4 digits" in out
    assert "95 % interval" in out
    assert "recall" in out
    assert "Blank: 1" in out
    assert "0.0 % of 1 that are no digits" in out
    assert "False alarms: 25.0 % of 4 digits" in out
    assert "Calibration error: " in out
    assert "Writers" not in out


def test_evaluate_non_digits_only(capsys, tmp_path):
    path = tmp_path / "letters.jsonl"
    path.write_text(json.dumps({"label": "a", "strokes": SEVEN}))
    assert run(["evaluate", str(path), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["n"], result["accuracy"], result["interval"]) == (0, None, [None, None])
    assert result["calibration"]["error"] is None
    assert result["refused_digits"] == {"share": None, "interval": [None, None]}
    assert run(["evaluate", str(path)]) == 0
    out = capsys.readouterr().out
    assert "None of the samples is labelled with a digit" in out
    assert "Calibration" not in out
    assert "False alarms" not in out


def written_by(path: Path, writers: dict[str, int]) -> Path:
    """Save drawings of one person after the other: so many sevens, and as many that are misread."""
    records = [
        {"label": label, "writer": writer, "strokes": SEVEN}
        for writer, n in writers.items()
        for label in [7, 2] * n
    ]
    path.write_text("\n".join(map(json.dumps, records)))
    return path


def test_evaluate_by_writer(capsys, tmp_path):
    few = written_by(tmp_path / "few.jsonl", {"Ada": 5, "Bo": 1})
    assert run(["evaluate", str(few), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["writers"] == {
        "mean": 0.5,
        "worst_tenth": 0.5,
        "per_writer": [
            {"writer": "Ada", "n": 10, "accuracy": 0.5},
            {"writer": "Bo", "n": 2, "accuracy": 0.5},
        ],
    }
    assert result["predictions"][-1]["writer"] == "Bo"
    assert run(["evaluate", str(few)]) == 0
    out = capsys.readouterr().out
    assert "Writers: 2, 1 of them with at least 10 digits" in out
    assert "of the worst tenth, 1: 50.0 %" in out
    assert "Ada" in out
    assert "Bo" in out


def test_evaluate_shows_the_worst_of_many_writers_or_all(capsys, tmp_path):
    many = written_by(tmp_path / "many.jsonl", {f"writer-{i}": 5 for i in range(12)})
    for options, shown in (([], 3), (["--writers"], 12)):
        assert run(["evaluate", str(many), *options]) == 0
        assert capsys.readouterr().out.count("writer-") == shown
    small = written_by(tmp_path / "small.jsonl", {f"writer-{i}": 1 for i in range(12)})
    assert run(["evaluate", str(small)]) == 0
    out = capsys.readouterr().out
    assert "Writers: 12, 0 of them" in out
    assert out.count("writer-") == 0


def test_names_of_writers_cannot_harm_the_terminal(capsys, tmp_path):
    names = {"[/bold]": 5, "\x1b[31mred": 5, "\ud800": 5, "x" * 10_000: 5}
    assert run(["evaluate", str(written_by(tmp_path / "d.jsonl", names))]) == 0
    out = capsys.readouterr().out
    assert "[/bold]" in out
    assert "\x1b[31m" not in out
    assert len(out) < 10_000


def test_evaluate_a_model_that_refuses(capsys, drawings, refuser):
    assert run(["evaluate", str(drawings), "--model", str(refuser), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["refused_digits"]["share"] == result["nondigits"]["refused_share"] == 1
    assert result["predictions"][0]["nondigit_probability"] > 0.9
    assert run(["evaluate", str(drawings), "--model", str(refuser)]) == 0
    out = capsys.readouterr().out
    assert "False alarms: 100.0 %" in out
    assert "counts what is read" in out
    assert "cannot refuse" not in out
    # The digits without a file are normalised already; they are refused alike.
    assert run(["evaluate", "--model", str(refuser), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["refused_digits"]["share"] == 1


def test_evaluate_says_that_a_model_cannot_refuse(capsys, tmp_path, drawings):
    save_network(tmp_path / "ten.npz", Network((64, 10)))
    assert run(["evaluate", str(drawings), "--model", str(tmp_path / "ten.npz")]) == 0
    assert "cannot refuse anything" in capsys.readouterr().out


def test_evaluate_reads_held_out_digits_without_a_file(capsys):
    assert run(["evaluate", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["n"] == len(result["predictions"]) == 359
    assert result["accuracy"] > 0.9
    labels = [p["label"] for p in result["predictions"]]
    right = sum(p["digit"] == p["label"] for p in result["predictions"])
    assert result["accuracy"] == right / len(labels)


def test_evaluate_several_formats_with_one_command(capsys, tmp_path, drawings):
    unipen = tmp_path / "d.tes.gz"
    text = '.SEGMENT DIGIT ? ? "1"\n.PEN_DOWN\n250 400\n250 100\n.PEN_UP\n'
    unipen.write_bytes(gzip.compress(text.encode()))
    picture = np.zeros((1, 28, 28), np.uint8)
    picture[0, 4:24, 13:16] = 255
    (tmp_path / "t-images-idx3-ubyte").write_bytes(
        bytes([0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28]) + picture.tobytes()
    )
    (tmp_path / "t-labels-idx1-ubyte").write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 1, 1]))
    files = [drawings, unipen, tmp_path / "t-images-idx3-ubyte"]
    assert run(["evaluate", *map(str, files), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [p["label"] for p in result["predictions"]] == [7, 1, 2, 3, "x", 1, 1]
    assert [p["digit"] for p in result["predictions"]][-2:] == [1, 1]


def test_evaluate_another_model(capsys, tmp_path, drawings):
    network = Network((64, 10))
    network.biases[0][4] = 9  # whatever it is shown, it is a 4
    save_network(tmp_path / "four.npz", network)
    arguments = ["evaluate", str(drawings), "--model", str(tmp_path / "four.npz"), "--json"]
    assert run(arguments) == 0
    digits = [p["digit"] for p in json.loads(capsys.readouterr().out)["predictions"]]
    assert digits == [4, 4, 4, None, 4]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b'{"label": 7, "strokes": [[[NaN, 1]]]}', "line 1"),
        (b'{"label": 7}', "line 1"),
        (b"{", "line 1"),
        (b"\xff\xd8\xff\xe0", "none of the formats"),
    ],
)
def test_evaluate_bad_files(capsys, tmp_path, content, says):
    path = tmp_path / "bad.dat"
    path.write_bytes(content)
    assert assert_fails(capsys, ["evaluate", path, "--json"], 1, says) == ""


def test_evaluate_what_is_no_file(capsys, tmp_path, drawings):
    assert_fails(capsys, ["evaluate", tmp_path / "missing.jsonl"], 1, "no such file")
    assert_fails(capsys, ["evaluate", tmp_path], 1, "is a folder")
    assert_fails(capsys, ["evaluate", drawings, tmp_path / "missing"], 1, "no such file")
