"""``ocr-app export``: a network as an ONNX file, for other programs."""

from __future__ import annotations

import click

from ocr_app.cli.output import checked_target, load_model, model_option
from ocr_app.engine.onnx_export import export_onnx

_HELP = """Write a network as an ONNX file, which other programs and devices run.

Its input "pixels", (n, 64) float32, is the 8×8 picture that the normaliser makes, row by row, from
0 for paper to 1 for ink. "probabilities" (n, 10) are those that the window shows,
"nondigit_probability" (n, 1) says that it is no digit, "outputs" are the network's own.

Needs the package onnx: pip install "ocr-app[onnx]".

\b
Examples:
  ocr-app export --out digits.onnx
  ocr-app export --model my.npz --out my.onnx
"""


@click.command("export", help=_HELP, short_help="Write a network as an ONNX file.")
@click.option("--out", "out", metavar="M.onnx", required=True, help="File to write.")
@model_option
def export_command(out: str, model_file: str | None) -> None:
    """Export, and say so."""
    target = checked_target(out, ".onnx")
    model = load_model(model_file)
    export_onnx(model, target)
    click.echo(f"{model.name} exported to {target}")
