"""``ocr-app recognize`` with files of several pages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from numbers_on_paper import ink_row, on_white, save, save_pages, without_page
from PIL import Image

from ocr_app.cli import reading, run


@pytest.fixture
def scan(tmp_path) -> str:
    return save_pages(["20", "483", "7"], tmp_path / "scan.tif")


def recognized(capsys, *args: str, code: int = 0) -> tuple[str, str]:
    assert run(["recognize", *args]) == code
    out, err = capsys.readouterr()
    return out, err


def test_all_pages_as_text(capsys, scan):
    out, err = recognized(capsys, scan)
    assert err == ""
    first, second, third = out.splitlines()
    assert first.startswith(f"{scan}, page 1 of 3: 20 (the least sure digit ")
    assert second.startswith(f"{scan}, page 2 of 3: 483 (")
    assert third.startswith(f"{scan}, page 3 of 3: 7 (")


def test_all_pages_as_json(capsys, scan):
    results = json.loads(recognized(capsys, scan, "--json")[0])
    assert [one["text"] for one in results] == ["20", "483", "7"]
    assert {one["file"] for one in results} == {scan}
    assert [(one["page"], one["pages"]) for one in results] == [(1, 3), (2, 3), (3, 3)]


def test_all_pages_as_csv(capsys, scan):
    rows = list(csv.DictReader(io.StringIO(recognized(capsys, scan, "--csv")[0])))
    assert [row["digit"] for row in rows] == [*"204837"]
    assert [row["file"].removeprefix(scan) for row in rows] == [
        *2 * ["#page=1"],
        *3 * ["#page=2"],
        "#page=3",
    ]


def test_files_of_one_page_say_nothing_of_pages(capsys, tmp_path):
    one = save(on_white(ink_row("20")), tmp_path / "one.tif")
    [result] = json.loads(recognized(capsys, one, "--json")[0])
    assert list(result) == ["file", "text", "lines", "error"]
    rows = list(csv.DictReader(io.StringIO(recognized(capsys, one, "--csv")[0])))
    assert {row["file"] for row in rows} == {one}
    assert recognized(capsys, one)[0].startswith(f"{one}: 20 (")


def test_of_an_animation_the_first_frame_is_read(capsys, tmp_path):
    frames = [Image.fromarray(on_white(ink_row(number))) for number in ("20", "483")]
    frames[0].save(tmp_path / "film.gif", save_all=True, append_images=frames[1:])
    out, err = recognized(capsys, str(tmp_path / "film.gif"))
    assert out.startswith(f"{tmp_path / 'film.gif'}: 20 (")
    assert err == ""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_damaged_page_does_not_stop_the_others(capsys, scan, tmp_path, jobs):
    without_page(scan, 2)
    one = save(on_white(ink_row("51")), tmp_path / "one.png")
    out, err = recognized(capsys, scan, one, "--json", "--jobs", jobs, code=1)
    results = json.loads(out)
    assert [result["text"] for result in results] == ["20", "", "7", "51"]
    assert results[1]["error"] == f"Page 2 of {scan} is damaged or cut off: it cannot be read."
    assert results[1]["page"] == 2
    assert err == f"ocr-app: {results[1]['error']}\n"


def test_pages_of_one_file_are_read_at_the_same_time(capsys, tmp_path, monkeypatch):
    scan = save_pages(["20", "483", "7", "51"], tmp_path / "scan.tif")
    asked: list[int] = []
    pool = reading._pool
    monkeypatch.setattr(
        reading, "_pool", lambda jobs, model: asked.append(jobs) or pool(jobs, model)
    )
    together = recognized(capsys, scan, "--json", "--jobs", "2")
    assert asked == [2]
    assert together == recognized(capsys, scan, "--json")


def test_pages_through_a_pipe(capsys, scan, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(Path(scan).read_bytes())))
    results = json.loads(recognized(capsys, "-", "--json")[0])
    assert [(one["file"], one["page"], one["text"]) for one in results] == [
        ("-", 1, "20"),
        ("-", 2, "483"),
        ("-", 3, "7"),
    ]


def test_the_boxes_of_each_page(capsys, scan, tmp_path):
    recognized(capsys, scan, "--debug-image", str(tmp_path / "boxes.png"))
    assert [(tmp_path / f"boxes-page{i}.png").exists() for i in (1, 2, 3)] == [True] * 3
    assert not (tmp_path / "boxes.png").exists()
    two = save(on_white(ink_row("51")), tmp_path / "boxes-page2.png")
    was = Path(two).read_bytes()
    _, err = recognized(capsys, scan, two, "--debug-image", str(tmp_path / "boxes.png"))
    assert err == ""  # numbered by their files as well: it is boxes-1-page2.png
    assert (tmp_path / "boxes-1-page2.png").exists()
    Path(scan).rename(tmp_path / "a.tif")
    twin = save(on_white(ink_row("51")), tmp_path / "out-1-page2.png")
    options = (str(tmp_path / "a.tif"), twin, "--debug-image", str(tmp_path / "out.png"))
    assert "would replace" in recognized(capsys, *options, code=2)[1]
    assert Path(two).read_bytes() == was
