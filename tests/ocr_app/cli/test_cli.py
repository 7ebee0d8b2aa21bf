"""The command line: results on standard output, bad news in a sentence, honest exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from command_line import assert_fails, draw_seven, start
from PIL import Image

from nn import Network, save_network
from ocr_app import __main__
from ocr_app.cli import run
from ocr_app.engine.training import TrainingDiverged
from ocr_app.errors import EXPECTED_ERRORS, sentence


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
