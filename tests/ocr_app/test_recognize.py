"""``ocr-app recognize`` with many pictures: folders, patterns, CSV, several at once."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import multiprocessing
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from numbers_on_paper import ink_row, on_white, page, save
from PIL import Image

from ocr_app.cli import run
from ocr_app.engine.reader.paths import pictures


@pytest.fixture
def folder(tmp_path) -> Path:
    """Pictures among other files, in folders."""
    scans = tmp_path / "scans"
    (scans / "more").mkdir(parents=True)
    (scans / ".hidden").mkdir()
    save(on_white(ink_row("20")), scans / "b.png")
    save(on_white(ink_row("483")), scans / "a.JPG")
    save(on_white(ink_row("7")), scans / "more" / "c.bmp")
    save(on_white(ink_row("9")), scans / ".hidden" / "d.png")
    (scans / "notes.txt").write_text("no picture")
    (scans / "page.pdf").write_bytes(b"%PDF-1.7")
    return scans


def texts(out: str) -> list[str]:
    return [result["text"] for result in json.loads(out)]


def test_a_folder(capsys, folder):
    assert run(["recognize", str(folder), "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    results = json.loads(out)
    assert [Path(result["file"]).name for result in results] == ["a.JPG", "b.png", "c.bmp"]
    assert [result["text"] for result in results] == ["483", "20", "7"]


def test_a_pattern_that_the_shell_left_alone(folder):
    assert [Path(file).name for file in pictures([f"{folder}/*.png"])] == ["b.png"]
    assert [Path(f).name for f in pictures([f"{folder}/**/*.bmp"])] == ["c.bmp"]
    (folder / "[1].png").write_bytes(b"")
    assert [Path(f).name for f in pictures([f"{folder}/[1].png"])] == ["[1].png"]


def test_what_no_picture_matches(capsys, tmp_path):
    assert run(["recognize", str(tmp_path / "*.png")]) == 1
    assert "does not exist" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert run(["recognize", str(tmp_path / "empty"), "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out) == []
    assert "no pictures" in err


def test_a_page_as_text(capsys, tmp_path):
    file = save(page(["203 48", "51 6"]), tmp_path / "page.png")
    assert run(["recognize", file]) == 0
    assert capsys.readouterr().out == f"{file}:\n203 48\n51 6\n"


def test_a_number_as_text(capsys, tmp_path):
    file = save(on_white(ink_row("20483")), tmp_path / "number.png")
    assert run(["recognize", file]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{file}: 20483 (the least sure digit ")
    assert out.endswith(" %)\n")


def test_lines_as_json(capsys, tmp_path):
    file = save(page(["203 48", "51 6"]), tmp_path / "page.png")
    assert run(["recognize", file, "--json"]) == 0
    [result] = json.loads(capsys.readouterr().out)
    assert [line["text"] for line in result["lines"]] == ["203 48", "51 6"]
    digits = result["lines"][0]["digits"]
    assert [digit["digit"] for digit in digits] == [2, 0, 3, 4, 8]
    assert [digit["word"] for digit in digits] == [0, 0, 0, 1, 1]
    x, y, w, h = digits[0]["box"]
    assert 0 < w < 60
    assert 30 < h < 60
    assert x > 0
    assert y > 0


def test_csv(capsys, tmp_path):
    file = save(page(["203 48", "51 6"]), tmp_path / "page, one.png")
    blank = save(np.full((50, 50), 255, np.uint8), tmp_path / "blank.png")
    bad = str(tmp_path / "missing.png")
    assert run(["recognize", file, blank, bad, "--csv"]) == 1
    out, err = capsys.readouterr()
    rows = list(csv.DictReader(io.StringIO(out)))
    assert len(rows) == 8 + 2
    assert [row["digit"] for row in rows] == [*"20348516", "", ""]
    assert [row["line"] for row in rows[:8]] == [*"11111222"]
    assert [row["word"] for row in rows[:8]] == [*"11122112"]
    assert {row["file"] for row in rows[:8]} == {file}
    assert all(0 < float(row["confidence"]) <= 1 for row in rows[:8])
    assert rows[8]["error"] == ""
    assert rows[9]["error"] in err


def test_min_confidence(capsys, tmp_path):
    file = save(on_white(ink_row("20483")), tmp_path / "number.png")
    assert run(["recognize", file, "--min-confidence", "1", "--json"]) == 0
    [result] = json.loads(capsys.readouterr().out)
    least = min(digit["confidence"] for digit in result["lines"][0]["digits"])
    assert least < 1
    assert "?" in result["text"]
    assert [digit["digit"] for digit in result["lines"][0]["digits"]] == [2, 0, 4, 8, 3]


def test_several_at_once_in_order(capsys, tmp_path):
    numbers = [str(10 + i) for i in range(9)]
    files = [save(on_white(ink_row(n)), tmp_path / f"{n}.png") for n in numbers]
    files.insert(3, str(tmp_path / "missing.png"))
    assert run(["recognize", *files, "--json"]) == 1
    alone = capsys.readouterr()
    assert run(["recognize", *files, "--json", "--jobs", "2"]) == 1
    together = capsys.readouterr()
    assert together.out == alone.out
    assert together.err == alone.err
    assert [result["file"] for result in json.loads(alone.out)] == files


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_a_picture_at_which_processes_end_does_not_stop_the_others(capsys, tmp_path):
    """As when the system takes back memory: whoever opens the pipe is killed."""
    numbers = [str(10 + i) for i in range(12)]
    files = [save(on_white(ink_row(n)), tmp_path / f"{n}.png") for n in numbers]
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    files.insert(2, str(pipe))
    done = threading.Event()
    killer = threading.Thread(target=kill_readers_of, args=(pipe, done))
    killer.start()
    try:
        assert run(["recognize", *files, "--json", "--jobs", "2"]) == 1
    finally:
        done.set()
        killer.join()
    out, err = capsys.readouterr()
    results = json.loads(out)
    assert [result["file"] for result in results] == files
    [bad] = [result for result in results if result["error"] is not None]
    assert bad["file"] == str(pipe)
    assert "memory" in bad["error"]
    assert err.count("\n") == 1


def kill_readers_of(pipe: Path, done: threading.Event) -> None:
    """End this process's children whenever one of them has opened a pipe."""
    while not done.wait(0.02):
        try:
            opened = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads yet
            continue
        for process in multiprocessing.active_children():
            process.kill()
        os.close(opened)


def test_a_bad_model_is_told_once(capsys, tmp_path):
    file = save(on_white(ink_row("2")), tmp_path / "2.png")
    assert run(["recognize", file, file, "--jobs", "2", "--model", str(tmp_path / "no.npz")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


def test_the_boxes_as_pictures(capsys, tmp_path):
    one = save(on_white(ink_row("20483")), tmp_path / "one.png")
    two = save(on_white(ink_row("51")), tmp_path / "two.png")
    out = tmp_path / "boxes.png"
    assert run(["recognize", one, "--debug-image", str(out)]) == 0
    drawn = np.asarray(Image.open(out)).astype(int)
    assert (np.ptp(drawn, axis=2) > 60).sum() > 100  # coloured boxes on a grey picture
    assert run(["recognize", one, two, "--debug-image", str(out)]) == 0
    assert (tmp_path / "boxes-1.png").exists()
    assert (tmp_path / "boxes-2.png").exists()
    capsys.readouterr()
    assert run(["recognize", one, "--debug-image", str(tmp_path / "boxes.doc")]) == 2
    assert "png" in capsys.readouterr().err
    assert run(["recognize", one, "--debug-image", str(tmp_path / "no" / "boxes.png")]) == 1
    out, err = capsys.readouterr()
    assert out == ""  # it is known before anything is read
    assert "There is no folder" in err


def test_the_boxes_never_replace_a_picture_that_is_read(capsys, tmp_path):
    one = save(on_white(ink_row("20")), tmp_path / "one.png")
    was = Path(one).read_bytes()
    assert run(["recognize", one, "--debug-image", str(tmp_path / "." / "one.png")]) == 2
    assert "replace" in capsys.readouterr().err
    assert Path(one).read_bytes() == was


def test_no_name_is_not_the_folder_one_is_in(capsys, folder, monkeypatch):
    """A script's variable may be empty."""
    monkeypatch.chdir(folder)
    assert run(["recognize", ""]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "not the name of a file" in err


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_picture_through_a_pipe(capsys, tmp_path, monkeypatch, jobs):
    one = save(on_white(ink_row("20483")), tmp_path / "one.png")
    pipe = io.TextIOWrapper(io.BytesIO(Path(one).read_bytes()))
    monkeypatch.setattr("sys.stdin", pipe)
    assert run(["recognize", "-", one, "--json", "--jobs", jobs]) == 0
    assert texts(capsys.readouterr().out) == ["20483", "20483"]
    monkeypatch.setattr("sys.stdin", None)
    assert run(["recognize", "-"]) == 1
    assert "no standard input" in capsys.readouterr().err


def test_without_standard_output_there_is_no_traceback(capsys, tmp_path, monkeypatch):
    one = save(on_white(ink_row("20")), tmp_path / "one.png")
    monkeypatch.setattr("sys.stdout", None)
    assert run(["recognize", one]) == 0
    assert run(["recognize", one, "--csv"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such terminals")
@pytest.mark.parametrize("form", [[], ["--json"], ["--csv"]])
def test_results_and_the_progress_bar_share_a_terminal(tmp_path, form):
    """The bar is wiped off before each result, and no result goes with it."""
    one = save(on_white(ink_row("7")), tmp_path / "one.png")
    here, there = os.openpty()
    with os.fdopen(here, "rb", closefd=True) as screen:
        process = subprocess.Popen(
            [sys.executable, "-m", "ocr_app", "recognize", one, one, one, *form],
            stdout=there,
            stderr=there,
            env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "500"},
        )
        os.close(there)
        shown = b""
        with contextlib.suppress(OSError):  # how Linux says that nobody writes any more
            while part := screen.read1():
                shown += part
        assert process.wait(timeout=60) == 0
    lines = [re.split(r"\r|\x1b\[2K", line)[-1] for line in shown.decode().split("\r\n")]
    assert sum("one.png" in line for line in lines) == 3
    assert not any("Reading" in line and "one.png" in line for line in lines)


@pytest.mark.parametrize(
    "options",
    [["--json", "--csv"], ["--jobs", "0"], ["--min-confidence", "2"], ["--min-confidence", "nan"]],
)
def test_wrong_usage(capsys, tmp_path, options):
    file = save(on_white(ink_row("2")), tmp_path / "2.png")
    assert run(["recognize", file, *options]) == 2
    assert capsys.readouterr().out == ""


def test_a_thousand_mixed_files(capsys, tmp_path):
    ink = on_white(ink_row("5"))
    for i in range(20):
        save(ink, tmp_path / f"{i:04}.png")
    for i in range(20, 1000):
        suffix = (".txt", ".pdf", ".png", ".csv")[i % 4]
        (tmp_path / f"{i:04}{suffix}").write_bytes(b"" if i % 2 else b"%PDF-1.7")
    assert run(["recognize", str(tmp_path), "--json"]) == 1
    out, err = capsys.readouterr()
    results = json.loads(out)
    assert sum(result["error"] is None for result in results) == 20
    assert len(results) == 20 + 245  # what is called a picture
    assert len(err.splitlines()) == 245
    assert "Traceback" not in err


def test_a_file_that_disappears(capsys, tmp_path, monkeypatch):
    file = save(on_white(ink_row("2")), tmp_path / "2.png")
    gone = save(on_white(ink_row("3")), tmp_path / "3.png")

    def listed(paths):
        found = list(pictures(paths))
        Path(gone).unlink()
        return found

    monkeypatch.setattr("ocr_app.cli.recognize.pictures", listed)
    assert run(["recognize", str(tmp_path), "--json"]) == 1
    good, bad = json.loads(capsys.readouterr().out)
    assert (good["file"], good["text"]) == (file, "2")
    assert "does not exist" in bad["error"]


def test_a_pdf_names_what_can_be_read(capsys, tmp_path):
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.7")
    assert run(["recognize", str(tmp_path / "page.pdf")]) == 1
    err = capsys.readouterr().err
    assert "PDF" in err
    assert "PNG, JPEG" in err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such pipes")
def test_results_come_while_others_are_read(tmp_path):
    """The first result is there although the last picture, a pipe, cannot be read yet."""
    first = save(on_white(ink_row("2")), tmp_path / "2.png")
    pipe = tmp_path / "pipe.png"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [sys.executable, "-m", "ocr_app", "recognize", first, str(pipe)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline().startswith(f"{first}: 2 (")
    pipe.write_bytes(Path(first).read_bytes())
    out, err = process.communicate(timeout=60)
    assert out.startswith(f"{pipe}: 2 (")
    assert (process.returncode, err) == (0, "")
