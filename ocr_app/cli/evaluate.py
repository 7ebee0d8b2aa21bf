"""``ocr-app evaluate``: how well a network reads labelled digits."""

from __future__ import annotations

import click

from ocr_app.cli.evaluation_json import as_json_value
from ocr_app.cli.evaluation_text import print_evaluation
from ocr_app.cli.output import (
    json_option,
    load_model,
    model_option,
    print_json,
    progress_bar,
    stdout,
)
from ocr_app.engine.evaluation import Evaluation, evaluate, evaluate_pixels
from ocr_app.engine.model import Model

_HELP = """Measure how well a network reads labelled digits.

FILEs hold drawings or pictures with labels, compressed with gzip or not:

\b
  JSON lines  {"label": 7, "strokes": [[[x, y], ...], ...]}, one a line; 0 to 1, y down
  UNIPEN      such as pendigits-orig.tes
  IDX         such as t10k-images-idx3-ubyte, with t10k-labels-idx1-ubyte beside it

A label that is no digit, such as "a", marks something that should not be taken for one. JSON lines
may say who wrote a drawing, {"writer": "Ada", ...}, UNIPEN does with .WRITER_ID: then the worst
tenth of the writers is reported, too.

The accuracy counts what the network reads even where it says "no digit"; how often it says so is
reported beside it. The calibration error is the mean gap between confidence and accuracy.

Without FILE, the network reads the last fifth of scikit-learn's digits: their writers are not
among those of the first four fifths, which it was trained on.

\b
Examples:
  ocr-app evaluate
  ocr-app evaluate drawings.jsonl --model my.npz --writers
  ocr-app evaluate t10k-images-idx3-ubyte.gz --json > result.json
"""


@click.command("evaluate", help=_HELP, short_help="Measure how well labelled digits are read.")
@click.argument("files", metavar="[FILE]...", nargs=-1)
@model_option
@json_option
@click.option("--writers", "all_writers", is_flag=True, help="Print the accuracy of every writer.")
def evaluate_command(
    files: tuple[str, ...], model_file: str | None, as_json: bool, all_writers: bool
) -> None:
    """Print an evaluation as text or as JSON."""
    model = load_model(model_file)
    evaluation = _evaluate_files(model, files) if files else _evaluate_held_out(model)
    if as_json:
        print_json(as_json_value(evaluation))
    else:
        print_evaluation(stdout(), evaluation, model, all_writers)


def _evaluate_files(model: Model, files: tuple[str, ...]) -> Evaluation:
    from datasets.files import read_labelled  # noqa: PLC0415 -- other commands read no such files

    with progress_bar() as bar:
        task = bar.add_task("Reading", total=None, detail="")
        return evaluate(
            model,
            read_labelled(files),
            on_progress=lambda done: bar.update(task, detail=f"{done:,} samples"),
        )


def _evaluate_held_out(model: Model) -> Evaluation:
    from datasets.digits import load_digits  # noqa: PLC0415 -- scikit-learn takes long

    digits = load_digits("writers")
    return evaluate_pixels(model, digits.X_test, digits.y_test)
