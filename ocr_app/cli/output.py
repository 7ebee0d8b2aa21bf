"""What all commands print alike: results to standard output, everything else to standard error."""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.control import Control
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.segment import ControlType

from ocr_app.engine.model import Model
from ocr_app.errors import InputError

model_option: Callable[[Any], Any] = click.option(
    "--model",
    "model_file",
    metavar="M.npz",
    help="A network that 'ocr-app train' or the window has saved. Without it: the factory model.",
)

json_option: Callable[[Any], Any] = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON for other programs instead of text."
)


def load_model(model_file: str | None) -> Model:
    """Load the model that was asked for, or the factory's."""
    return Model.factory() if model_file is None else Model.load(Path(model_file))


def checked_target(out: str, suffix: str) -> Path:
    """Return the file to write to; find out before the work that it cannot be written.

    Raises
    ------
    InputError
        With one sentence.
    """
    target = Path(out if Path(out).suffix else f"{out}{suffix}")
    folder = target.parent
    if target.is_dir():
        raise InputError(f"{target} is a folder: give the name of a file.")
    if not folder.is_dir():
        raise InputError(f"There is no folder {folder} to save {target.name} in.")
    if not os.access(folder, os.W_OK):
        raise InputError(f"You have no permission to save in the folder {folder}.")
    return target


def complain(text: str) -> None:
    """Tell people bad news on standard error."""
    click.echo(f"ocr-app: {text}", err=True)


def print_json(value: Any) -> None:
    """Print a value as strict JSON on one line."""
    click.echo(json.dumps(value, allow_nan=False))


def number_or_null(value: float) -> float | None:
    """JSON has no NaN."""
    return None if math.isnan(value) else value


def stdout() -> Console:
    """Console for tables of results."""
    return Console(highlight=False)


def progress_bar() -> Progress:
    """Make a progress bar on standard error, which vanishes at the end and in files.

    Where results go to the terminal, too, it is only painted when asked to: `wipe` it before each.
    """
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[detail]}"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
        auto_refresh=not _is_terminal(sys.stdout),
    )


def wipe(bar: Progress) -> None:
    """Wipe a progress bar off its line, where results are printed on the same terminal."""
    if not bar.disable and _is_terminal(sys.stdout):
        bar.console.control(
            Control(ControlType.CARRIAGE_RETURN, (ControlType.ERASE_IN_LINE, 2)),
        )


def _is_terminal(stream: Any) -> bool:
    return stream is not None and stream.isatty()
