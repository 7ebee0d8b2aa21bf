"""``ocr-app recognize``: the numbers in pictures."""

from __future__ import annotations

import csv
import itertools
import json
import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from ocr_app.cli.output import (
    checked_target,
    complain,
    json_option,
    model_option,
    progress_bar,
    wipe,
)
from ocr_app.cli.reading import STDIN, Result, Task, in_pages, read_in_order
from ocr_app.engine.reader.export import CSV_COLUMNS, csv_rows
from ocr_app.engine.reader.paths import pictures
from ocr_app.engine.wording import certainty, page_of

_HELP = """Read the numbers in pictures.

PATHs are pictures, folders or patterns such as 'scans/*.png'; - is a picture that comes through a
pipe. Any picture will do: one digit or a
page of numbers, dark on light or light on dark, drawn, scanned or photographed, on ruled paper, in
uneven light. Numbers come line by line, from left to right; "?" stands for what doesn't look like a
digit. The signs + - × = beside numbers are read as well, with the spaces that the paper has. A
picture that cannot be read does not stop the others; the exit code is then 1. Of a TIFF all pages
are read, each by itself; of an animation, the first frame.

JSON has each line's digits with their confidence (0 to 1) and box, [x, y, width, height] in pixels;
CSV has one row for each digit. Of a sign, JSON says "sign", and CSV has it instead of the digit.
Where there are several pages, JSON says "page" and "pages", and CSV puts #page=2 after the file.

\b
Examples:
  ocr-app recognize seven.png
  ocr-app recognize scans/ --json > numbers.json
  ocr-app recognize 'scans/*.jpg' --csv --jobs 2 > numbers.csv
  ocr-app recognize form.png --min-confidence 0.9 --debug-image boxes.png
"""


@click.command("recognize", help=_HELP, short_help="Read the numbers in pictures.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@model_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, one row for each digit.")
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1, 64),
    default=1,
    help="Pictures, or pages, to read at the same time; 1 by default.",
)
@click.option(
    "--min-confidence",
    metavar="P",
    type=click.FloatRange(0, 1),
    default=0.0,
    help='Put "?" for digits that are read with less than this, from 0 to 1.',
)
@click.option(
    "--debug-image",
    metavar="OUT.png",
    type=click.Path(dir_okay=False),
    help="Save each picture with the boxes of what was read; several are numbered, OUT-1.png …, "
    "and so are pages, OUT-page1.png ….",
)
@click.pass_context
def recognize_command(
    context: click.Context,
    paths: tuple[str, ...],
    model_file: str | None,
    as_json: bool,
    as_csv: bool,
    jobs: int,
    min_confidence: float,
    debug_image: str | None,
) -> None:
    """Print what is read in each picture, in their order, as soon as it is known."""
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other.")
    if math.isnan(min_confidence):
        raise click.UsageError("--min-confidence is a number from 0 to 1.")
    files = list(pictures(paths))
    if debug_image is not None:
        _check_format(debug_image)
        checked_target(debug_image, "")
    tasks = [
        Task(file, min_confidence, _numbered(debug_image, number, len(files)))
        for number, file in enumerate(files, start=1)
    ]
    images = (page.debug_image for task in tasks if task.debug_image for page in in_pages(task))
    if any(_is_among(image, files) for image in images if image is not None):
        raise click.UsageError("--debug-image would replace one of the pictures to read.")
    if STDIN in files:
        jobs = 1  # other processes do not get what comes through the pipe
    if not tasks:
        complain("There are no pictures in these folders.")
    if len(tasks) < jobs:
        jobs = max(1, min(jobs, sum(1 for task in tasks for _ in in_pages(task))))
    printer = _print_json if as_json else _print_csv if as_csv else _print_text
    failed = printer(_with_progress(tasks, model_file, jobs))
    if failed or not tasks:
        context.exit(1)


def _check_format(debug_image: str) -> None:
    from PIL import Image  # noqa: PLC0415 -- seldom asked for

    Image.init()
    suffix = Path(debug_image).suffix.lower()
    if suffix not in Image.EXTENSION or Image.EXTENSION[suffix] not in Image.SAVE:
        raise click.UsageError(
            f"{debug_image} does not end as pictures do that can be saved; .png is safe."
        )


def _is_among(file: str, files: list[str]) -> bool:
    path = Path(file)
    return path.exists() and any(path.samefile(one) for one in files if _exists(one))


def _exists(file: str) -> bool:
    return "\0" not in file and Path(file).exists()


def _numbered(debug_image: str | None, number: int, n: int) -> str | None:
    if debug_image is None or n == 1:
        return debug_image
    path = Path(debug_image)
    return str(path.with_name(f"{path.stem}-{number}{path.suffix}"))


def _with_progress(tasks: list[Task], model_file: str | None, jobs: int) -> Iterator[Result]:
    """Read all pictures; say on standard error how far it is, and what went wrong."""
    with progress_bar() as bar:
        # A single picture is read before anybody could look at a bar.
        total = len(tasks)
        watched = bar.add_task("Reading", total=total, detail="", visible=total > 1)
        for done, (_, result) in enumerate(read_in_order(tasks, model_file, jobs), start=1):
            wipe(bar)
            if result["error"] is not None:
                complain(result["error"])
            yield result
            if result.get("page") == 1:
                total += result["pages"] - 1
            told = f"{done:,} of {total:,}"
            bar.update(
                watched, completed=done, total=total, detail=told, visible=total > 1, refresh=True
            )


def _print_text(results: Iterable[Result]) -> bool:
    failed = False
    for result in results:
        if result["error"] is not None:
            failed = True
        else:
            click.echo(_as_text(result))
            sys.stdout.flush()
    return failed


def _print_json(results: Iterable[Result]) -> bool:
    """Print a list with one result on each line, each as soon as it is there."""
    failed, started = False, False
    for result in results:
        # A line that is not ended would be wiped off with the progress bar.
        click.echo(f"{',' if started else '['}{json.dumps(result, allow_nan=False)}")
        started = True
        sys.stdout.flush()
        failed = failed or result["error"] is not None
    click.echo("]" if started else "[]")
    return failed


def _print_csv(results: Iterable[Result]) -> bool:
    failed = False
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for result in results:
        writer.writerows(csv_rows(result))
        sys.stdout.flush()
        failed = failed or result["error"] is not None
    return failed


def _as_text(result: Result) -> str:
    file = result["file"]
    if "page" in result:
        file = f"{file}, {page_of(result['page'], result['pages'])}"
    marks = itertools.chain.from_iterable(line["digits"] for line in result["lines"])
    digits = [mark for mark in marks if "sign" not in mark]
    match digits:
        case []:
            return f"{file}: nothing to read"
        case [digit] if len(result["text"]) == 1:
            return f"{file}: {_single(digit, result['text'])}"
    if len(result["lines"]) > 1:
        return f"{file}:\n{result['text']}"
    return f"{file}: {result['text']} ({_certainty(digits)})"


def _single(digit: dict[str, Any], text: str) -> str:
    read = f"{digit['digit']} ({certainty(digit['confidence'])})"
    if not digit["is_digit"]:
        return f"doesn't look like a digit; if it is one: {read}"
    return read if text != "?" else f"? if anything, {read}"


def _certainty(digits: list[dict[str, Any]]) -> str:
    return f"the least sure digit {certainty(min(digit['confidence'] for digit in digits))}"
