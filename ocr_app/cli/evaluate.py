"""``ocr-app evaluate``: how well a network reads labelled digits."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
from rich.table import Table

from ocr_app.cli.output import (
    json_option,
    load_model,
    model_option,
    number_or_null,
    print_json,
    progress_bar,
    stdout,
)
from ocr_app.engine.evaluation import Evaluation, evaluate, evaluate_pixels
from ocr_app.engine.model import Model
from ocr_app.engine.wording import percent

_HELP = """Measure how well a network reads labelled digits.

FILEs hold drawings or pictures with labels, compressed with gzip or not:

\b
  JSON lines  {"label": 7, "strokes": [[[x, y], ...], ...]}, one a line; 0 to 1, y down
  UNIPEN      such as pendigits-orig.tes
  IDX         such as t10k-images-idx3-ubyte, with t10k-labels-idx1-ubyte beside it

A label that is no digit, such as "a", marks something that should not be taken for one.

Without FILE, the network reads the last fifth of scikit-learn's digits: their writers are not
among those of the first four fifths, which it was trained on.

\b
Examples:
  ocr-app evaluate
  ocr-app evaluate drawings.jsonl --model my.npz
  ocr-app evaluate t10k-images-idx3-ubyte.gz --json > result.json
"""


@click.command("evaluate", help=_HELP, short_help="Measure how well labelled digits are read.")
@click.argument("files", metavar="[FILE]...", nargs=-1)
@model_option
@json_option
def evaluate_command(files: tuple[str, ...], model_file: str | None, as_json: bool) -> None:
    """Print an evaluation as text or as JSON."""
    model = load_model(model_file)
    evaluation = _evaluate_files(model, files) if files else _evaluate_held_out(model)
    if as_json:
        print_json(as_json_value(evaluation))
    else:
        _print_report(evaluation)


def as_json_value(evaluation: Evaluation) -> dict[str, Any]:
    """Turn an evaluation into what ``--json`` prints; unknown shares are null."""
    low, high = evaluation.interval
    return {
        "n": evaluation.n,
        "accuracy": number_or_null(evaluation.accuracy),
        "interval": [number_or_null(low), number_or_null(high)],
        "per_class": [
            {
                "digit": score.digit,
                "n": score.n,
                "recall": number_or_null(score.recall),
                "precision": number_or_null(score.precision),
            }
            for score in evaluation.per_class
        ],
        "confusion": evaluation.confusion.tolist(),
        "nondigits": {
            "n": evaluation.n_nondigits,
            "refused_share": number_or_null(evaluation.refused_share),
        },
        "predictions": [asdict(prediction) for prediction in evaluation.predictions],
    }


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


def _print_report(evaluation: Evaluation) -> None:
    console = stdout()
    if evaluation.n:
        low, high = evaluation.interval
        console.print(
            f"Accuracy: {percent(evaluation.accuracy)} of {evaluation.n:,} digits "
            f"(95 % interval {percent(low)} to {percent(high)})"
        )
        console.print()
        console.print(_class_table(evaluation))
        console.print("recall: read right, of those labelled so; precision: of those read so")
        console.print()
        console.print(_confusion_table(evaluation))
    else:
        console.print("None of the samples is labelled with a digit.")
    if blank := sum(p.digit is None for p in evaluation.predictions):
        console.print(f"Blank: {blank:,}; in them there was nothing to read.")
    if evaluation.n_nondigits:
        console.print(
            f"Refused: {percent(evaluation.refused_share)} of {evaluation.n_nondigits:,} samples "
            "that are no digits"
        )


def _class_table(evaluation: Evaluation) -> Table:
    table = Table(title="Each digit", title_justify="left")
    table.add_column("digit", justify="right")
    table.add_column("samples", justify="right")
    table.add_column("recall", justify="right")
    table.add_column("precision", justify="right")
    for score in evaluation.per_class:
        table.add_row(
            str(score.digit), f"{score.n:,}", percent(score.recall), percent(score.precision)
        )
    return table


def _confusion_table(evaluation: Evaluation) -> Table:
    table = Table(title="Labelled (rows), read as (columns)", title_justify="left")
    table.add_column("", justify="right", style="bold")
    for digit in range(10):
        table.add_column(str(digit), justify="right")
    for digit, row in enumerate(evaluation.confusion.tolist()):
        table.add_row(str(digit), *(str(count) if count else "·" for count in row))
    return table
