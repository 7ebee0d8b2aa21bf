"""The command line: results on standard output, bad news in a sentence, honest exit codes."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from nn import Network, save_network
from ocr_app import __main__
from ocr_app.cli import run
from ocr_app.engine.training import TrainingDiverged
from ocr_app.errors import EXPECTED_ERRORS, sentence

SEVEN = [[[0.25, 0.2], [0.75, 0.2], [0.4, 0.85]]]
ONE = [[[0.5, 0.15], [0.5, 0.85]]]


@pytest.fixture
def drawings(tmp_path) -> Path:
    path = tmp_path / "drawings.jsonl"
    records = [
        {"label": 7, "strokes": SEVEN},
        {"label": "1", "strokes": ONE},
        {"label": 2, "strokes": ONE},
        {"label": 3, "strokes": []},
        {"label": "x", "strokes": SEVEN},
    ]
    path.write_text("\n".join(map(json.dumps, records)))
    return path


@pytest.fixture
def seven(tmp_path) -> Path:
    path = tmp_path / "seven.png"
    draw_seven((120, 160)).save(path)
    return path


def draw_seven(size: tuple[int, int]) -> Image.Image:
    image = Image.new("L", size, 255)
    width, height = size
    corners = [(x * width, y * height) for x, y in SEVEN[0]]
    ImageDraw.Draw(image).line(corners, fill=0, width=width // 12)
    return image


def start(*arguments: object, **options: object) -> subprocess.Popen[str]:
    """Start the program in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "ocr_app", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def assert_fails(capsys, arguments: list[object], code: int, says: str) -> str:
    assert run([str(argument) for argument in arguments]) == code
    out, err = capsys.readouterr()
    assert says in err
    assert "Traceback" not in err
    if code == 1:
        assert err.startswith("ocr-app: ")
        assert err.count("\n") == 1
    return out


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


@pytest.fixture
def refuser(tmp_path) -> Path:
    """A network to which everything is a 4, and nothing a digit."""
    network = Network((64, 11))
    network.biases[0][[4, 10]] = 3, 9
    save_network(tmp_path / "refuser.npz", network)
    return tmp_path / "refuser.npz"


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


def test_recognize_says_what_is_no_digit(capsys, refuser, seven):
    assert run(["recognize", str(seven), "--model", str(refuser)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{seven}: doesn't look like a digit; if it is one: 4 (")
    assert out.endswith(" %)\n")
    assert run(["recognize", str(seven), "--model", str(refuser), "--json"]) == 0
    [result] = json.loads(capsys.readouterr().out)
    [digit] = result["lines"][0]["digits"]
    assert (digit["digit"], digit["is_digit"]) == (4, False)
    assert 0.9 < digit["nondigit_probability"] <= 1
    assert (result["text"], result["error"]) == ("?", None)


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


@pytest.mark.parametrize("command", ["evaluate", "recognize"])
def test_bad_models(capsys, tmp_path, drawings, seven, command):
    file = drawings if command == "evaluate" else seven
    (tmp_path / "text.npz").write_text("no network")
    save_network(tmp_path / "xor.npz", Network((2, 2, 1)))
    for name, says in [
        ("missing.npz", "missing.npz cannot be read"),
        ("text.npz", "not a saved network"),
        ("xor.npz", "64 inputs"),
        (".", "is not a file"),
    ]:
        assert_fails(capsys, [command, file, "--model", tmp_path / name], 1, says)


def test_recognize_as_json(capsys, seven):
    assert run(["recognize", str(seven), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    [result] = json.loads(out)
    assert list(result) == ["file", "text", "lines", "error"]
    assert (result["file"], result["text"], result["error"]) == (str(seven), "7", None)
    [line] = result["lines"]
    assert line["text"] == "7"
    [digit] = line["digits"]
    assert digit["digit"] == 7
    assert 0.5 < digit["confidence"] <= 1
    assert digit["is_digit"] is True
    assert 0 <= digit["nondigit_probability"] < 0.5
    assert np.abs(np.array(digit["box"]) - [30, 30, 62, 108]).max() <= 8
    assert all(type(side) is int for side in digit["box"])


def test_recognize_as_text(capsys, seven):
    assert run(["recognize", str(seven)]) == 0
    assert capsys.readouterr().out.startswith(f"{seven}: 7 (")


def test_boxes_are_in_pixels_of_the_file(capsys, tmp_path):
    path = tmp_path / "large.png"
    draw_seven((4800, 6400)).save(path)
    assert run(["recognize", str(path), "--json"]) == 0
    [digit] = json.loads(capsys.readouterr().out)[0]["lines"][0]["digits"]
    x, y, w, h = digit["box"]
    assert digit["digit"] == 7
    assert abs(x - 1200) < 250
    assert abs(y - 1280) < 250
    assert abs(x + w - 3600) < 250
    assert abs(y + h - 5440) < 250


def test_a_blank_picture_is_no_failure(capsys, tmp_path):
    path = tmp_path / "blank.png"
    Image.new("L", (50, 50), 255).save(path)
    assert run(["recognize", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"file": str(path), "text": "", "lines": [], "error": None}
    ]
    assert run(["recognize", str(path)]) == 0
    assert "nothing to read" in capsys.readouterr().out


def test_one_bad_picture_does_not_stop_the_others(capsys, tmp_path, seven):
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "short.png").write_bytes(seven.read_bytes()[:-60])
    Image.new("1", (20_000, 20_000)).save(tmp_path / "bomb.png")
    bad = ["text.png", "missing.png", "page.pdf", "short.png", "bomb.png"]
    files = [str(tmp_path / name) for name in bad]
    assert run(["recognize", *files, str(seven), "--json"]) == 1
    out, err = capsys.readouterr()
    *failed, good = json.loads(out)
    assert good["text"] == "7"
    assert [result["file"] for result in failed] == files
    assert all(result["error"].endswith(".") for result in failed)
    assert all((result["text"], result["lines"]) == ("", []) for result in failed)
    assert err.splitlines() == [f"ocr-app: {result['error']}" for result in failed]

    assert run(["recognize", files[0], str(seven)]) == 1
    assert capsys.readouterr().out.startswith(f"{seven}: 7 (")


def test_a_name_that_the_terminal_cannot_show(tmp_path, seven):
    name = os.fsdecode(b"b\xffd.png")
    try:
        seven.rename(tmp_path / name)
    except OSError:
        pytest.skip("this file system has only sound names")
    process = start("recognize", tmp_path / name, tmp_path / os.fsdecode(b"\xfe.png"))
    out, err = process.communicate()
    assert ": 7 (" in out
    assert "does not exist" in err
    assert "Traceback" not in err
    assert process.returncode == 1


def test_train_saves_a_network_that_reads(capsys, tmp_path):
    out = tmp_path / "mine.npz"
    options = ["--recipe", "plain", "--hidden-layer-sizes", "16", "--max-iter", "3"]
    assert run(["train", *options, "--random-state", "5", "--out", str(out)]) == 0
    printed, err = capsys.readouterr()
    assert err == ""
    assert f"Saved to {out}" in printed
    assert "other people's digits: " in printed
    assert run(["evaluate", "--model", str(out), "--json"]) == 0
    accuracy = json.loads(capsys.readouterr().out)["accuracy"]
    assert accuracy > 0.5
    assert f"{100 * accuracy:.1f} %" in printed

    again = tmp_path / "again"  # .npz is added
    assert run(["train", *options, "--random-state", "5", "--out", str(again)]) == 0
    assert again.with_suffix(".npz").read_bytes() == out.read_bytes()


def test_train_without_hidden_layers(tmp_path):
    out = tmp_path / "mine.npz"
    options = ["--recipe", "plain", "--hidden-layer-sizes", "none", "--max-iter", "1"]
    assert run(["train", *options, "--out", str(out)]) == 0
    with np.load(out) as archive:
        assert archive["weights_0"].shape == (10, 64)


def test_train_says_before_training_that_it_cannot_save(capsys, tmp_path):
    assert_fails(capsys, ["train", "--out", tmp_path / "no" / "m.npz"], 1, "no folder")
    (tmp_path / "folder.npz").mkdir()
    assert_fails(capsys, ["train", "--out", tmp_path / "folder.npz"], 1, "is a folder")


def test_train_that_diverges_saves_nothing(capsys, monkeypatch, tmp_path):
    def diverge(*_args: object, **_options: object) -> None:
        raise TrainingDiverged("The error grew without bound: try a smaller learning rate.")

    monkeypatch.setattr("ocr_app.engine.training.train_model", diverge)
    out = tmp_path / "mine.npz"
    assert_fails(capsys, ["train", "--out", out], 1, "smaller learning rate")
    assert not out.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["train"], "Missing option '--out'"),
        (["train", "--out", "m.npz", "--max-iter", "0"], "epochs must be 1 to"),
        (["train", "--out", "m.npz", "--max-iter", "many"], "not a valid integer"),
        (["train", "--out", "m.npz", "--learning-rate-init", "nan"], "learning rate must be"),
        (["train", "--out", "m.npz", "--hidden-layer-sizes", "6,x"], "not a whole number"),
        (["train", "--out", "m.npz", "--recipe", "best"], "'best' is not one of"),
        (["recognize"], "Missing argument"),
        (["recognise", "a.png"], "recognize"),  # the suggestion
        (["evaluate", "--jsn"], "--json"),
        (["--verson"], "--version"),
    ],
)
def test_wrong_usage(capsys, arguments, says):
    assert_fails(capsys, arguments, 2, says)


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["evaluate", "-h"], ["train", "--help"]])
def test_help_shows_examples(capsys, arguments):
    assert run(arguments) == 0
    out = capsys.readouterr().out
    assert out.startswith("Usage: ocr-app")
    assert "Examples:" in out


def test_version(capsys):
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("ocr-app")


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError, PermissionError(13, "Denied")])
def test_whatever_happens_there_is_no_traceback(capsys, monkeypatch, drawings, error):
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("ocr_app.cli.evaluate.load_model", fail)
    code = run(["evaluate", str(drawings)])
    err = capsys.readouterr().err
    assert code == (130 if error is KeyboardInterrupt else 1)
    assert "ocr-app: " in err
    assert "Traceback" not in err


@pytest.fixture
def heeding_ctrl_c():
    """Let processes that are started heed Ctrl+C, even if the tests run in the background.

    A shell starts jobs in the background deaf to it, and they pass that on.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="how far it is cannot be seen")
def test_ctrl_c_ends_a_training_quietly(tmp_path, heeding_ctrl_c):
    out = tmp_path / "mine.npz"
    process = start("train", "--recipe", "plain", "--max-iter", "1000", "--out", out)
    # It has begun to read its modules; wherever Ctrl+C meets it then, it must end alike.
    maps = Path(f"/proc/{process.pid}/maps")
    while process.poll() is None and "_imaging" not in maps.read_text():
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    # Where the interrupt meets an extension module that runs Python text while it is imported,
    # CPython ends the process by the signal itself; a shell reports 130 for either.
    assert process.returncode in (130, -signal.SIGINT), err
    assert "Traceback" not in err
    assert list(tmp_path.glob("*.npz")) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_reader_that_has_read_enough_is_no_error(tmp_path, drawings, options):
    process = start("evaluate", drawings, *options)
    process.stdout.close()
    _, err = process.communicate()
    assert err == ""
    assert process.returncode in (0, 1)


def test_without_a_command_the_window_opens(monkeypatch):
    opened = []
    monkeypatch.setattr("ocr_app.app.run_window", lambda argv: opened.append(argv) or 3)
    for arguments in ([], ["-platform", "offscreen"], ["-style", "fusion"]):
        monkeypatch.setattr(sys, "argv", ["ocr-app", *arguments])
        assert __main__.main() == 3
    assert opened[1] == ["ocr-app", "-platform", "offscreen"]
    assert len(opened) == 3


def test_with_a_command_it_does_not(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["ocr-app", "--version"])
    assert __main__.main() == 0
    assert capsys.readouterr().out.startswith("ocr-app")


@pytest.mark.parametrize(
    ("start_it", "unwanted"),
    [
        ("sys.argv = ['ocr-app']; ocr_app.app.run_window = lambda argv: 0", ["click", "rich"]),
        ("sys.argv = ['ocr-app', '--version']", ["PySide6", "sklearn", "scipy"]),
    ],
)
def test_neither_way_waits_for_what_the_other_needs(start_it, unwanted):
    program = (
        "import sys, ocr_app.__main__, os\n"
        "assert os.environ['OPENBLAS_NUM_THREADS'] and 'numpy' not in sys.modules\n"
        + ("import ocr_app.app\n" if "run_window" in start_it else "")
        + f"{start_it}\nassert ocr_app.__main__.main() == 0\n"
        f"print('loaded:', [m for m in {unwanted} if m in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert told.stdout.splitlines()[-1:] == ["loaded: []"], told.stderr


def test_sentences():
    assert sentence(FileNotFoundError(2, "No such file or directory", "a.png")) == (
        "a.png: no such file or directory."
    )
    assert sentence(OSError(28, "No space left on device")) == "No space left on device."
    assert sentence(MemoryError()).endswith(".")
    assert sentence(ValueError("one\ntwo")) == "one two"
    assert sentence(ValueError()) == "ValueError."
    assert not issubclass(KeyboardInterrupt, EXPECTED_ERRORS)
