"""An evaluation as people read it on a terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ocr_app.engine.evaluation import Evaluation
from ocr_app.engine.model import Model
from ocr_app.engine.wording import percent
from ocr_app.engine.writers import FEWEST_DIGITS, WriterScore, comparable, worst_tenth

#: So many writers are shown without being asked for.
_HANDFUL = 5
_WORST = 3
_LONGEST_NAME = 40


def print_evaluation(
    console: Console, evaluation: Evaluation, model: Model, all_writers: bool
) -> None:
    """Print accuracy, classes, confusion, refusals, calibration and writers, in that order.

    Parameters
    ----------
    console : Console
    evaluation : Evaluation
    model : Model
        The one that was evaluated: says whether it can refuse at all.
    all_writers : bool
        Show every writer, however many there are.
    """
    if evaluation.n:
        console.print(
            f"Accuracy: {percent(evaluation.accuracy)} of {evaluation.n:,} digits "
            f"({_interval(evaluation.interval)})"
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
    _print_refusals(console, evaluation, model)
    _print_calibration(console, evaluation)
    _print_writers(console, evaluation, all_writers)


def _interval(interval: tuple[float, float]) -> str:
    low, high = interval
    return f"95 % interval {percent(low)} to {percent(high)}"


def _print_refusals(console: Console, evaluation: Evaluation, model: Model) -> None:
    console.print()
    if evaluation.n:
        console.print(
            f"False alarms: {percent(evaluation.refused_digits_share)} of {evaluation.n:,} digits "
            f"refused ({_interval(evaluation.refused_digits_interval)})"
        )
    if evaluation.n_nondigits:
        console.print(
            f"Refused: {percent(evaluation.refused_share)} of {evaluation.n_nondigits:,} that are "
            f"no digits ({_interval(evaluation.refused_interval)})"
        )
    if not model.can_refuse:
        console.print('This network cannot refuse anything: it has no output for "no digit".')
    elif evaluation.n:
        console.print("The accuracy counts what is read, refused or not.")


def _print_calibration(console: Console, evaluation: Evaluation) -> None:
    if math.isnan(evaluation.calibration_error):
        return
    console.print()
    console.print(
        f"Calibration error: {percent(evaluation.calibration_error)}, "
        "the mean gap between confidence and accuracy"
    )
    console.print()
    table = _table("Confidence and accuracy", "confidence", "samples", "mean", "accuracy")
    for one in evaluation.reliability:
        if one.n:
            bounds = f"{100 * one.low:.0f} to {100 * one.high:.0f} %"
            table.add_row(bounds, f"{one.n:,}", percent(one.confidence), percent(one.accuracy))
    console.print(table)


def _print_writers(console: Console, evaluation: Evaluation, all_writers: bool) -> None:
    scores = evaluation.per_writer
    if not scores:
        return
    compared = comparable(scores)
    console.print()
    console.print(
        f"Writers: {len(scores):,}, {len(compared):,} of them with at least {FEWEST_DIGITS} digits"
    )
    if compared:
        worst = len(worst_tenth(compared))
        console.print(
            f"Mean accuracy of those: {percent(evaluation.writers_mean)}; "
            f"of the worst tenth, {worst:,}: {percent(evaluation.worst_tenth)}"
        )
    console.print()
    if all_writers or len(scores) <= _HANDFUL:
        console.print(_writer_table("Each writer", scores))
        return
    if compared:
        console.print(_writer_table("Worst writers", compared[:_WORST]))
    console.print("--writers shows all of them.")


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _class_table(evaluation: Evaluation) -> Table:
    table = _table("Each digit", "digit", "samples", "recall", "precision")
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


def _writer_table(title: str, scores: Sequence[WriterScore]) -> Table:
    table = _table(title, "writer", "digits", "accuracy")
    for score in scores:
        table.add_row(_name(score.writer), f"{score.n:,}", percent(score.accuracy))
    return table


def _name(writer: str) -> Text:
    """Names come from files: they may hold markup, signs for the terminal, or whole books."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in writer[: _LONGEST_NAME + 1])
    return Text(shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]}…")
