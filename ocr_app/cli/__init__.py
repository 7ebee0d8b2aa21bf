"""The command line: ``ocr-app recognize | evaluate | train | export``."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import click

from ocr_app.cli.evaluate import evaluate_command
from ocr_app.cli.export import export_command
from ocr_app.cli.output import complain
from ocr_app.cli.recognize import recognize_command
from ocr_app.cli.train import train_command
from ocr_app.errors import EXPECTED_ERRORS, sentence

__all__ = ["cli", "run"]

BAD_INPUT = 1
INTERRUPTED = 130

_HELP = """Draw a digit, see a neural network read it, and understand why.

Without a command the window opens. The commands use the same network as the window.

\b
Examples:
  ocr-app                            open the window
  ocr-app recognize scan.png         read the digit in a picture
  ocr-app evaluate                   how well the network reads people it never saw
  ocr-app train --recipe fast --out my.npz
  ocr-app export --out digits.onnx   for other programs

Exit codes: 0 all went well, 1 bad input, 2 wrong usage, 130 interrupted.
"""


def _version() -> str:
    try:
        return metadata.version("ocr-app")
    except metadata.PackageNotFoundError:
        return "(not installed)"


@click.group(
    help=_HELP,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
)
@click.version_option(_version(), prog_name="ocr-app")
def cli() -> None:
    """Hold the commands together."""


cli.add_command(recognize_command)
cli.add_command(evaluate_command)
cli.add_command(train_command)
cli.add_command(export_command)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code; for users' mistakes there is never a traceback.

    Parameters
    ----------
    arguments : sequence of str
        Without the name of the program.
    """
    if sys.stdout is None:  # closed, as by >&-: nobody wants to read anything
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 -- until the process ends
    # A file name may hold bytes that the terminal cannot show.
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
    try:
        code = cli.main(list(arguments), prog_name="ocr-app", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read has read enough; click does the same where it notices first. Python must not
        # find that out again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BAD_INPUT
    except EXPECTED_ERRORS as error:
        complain(sentence(error))
        return BAD_INPUT
    return code if isinstance(code, int) else 0
