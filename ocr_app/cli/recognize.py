"""``ocr-app recognize``: the digit in a picture."""

from __future__ import annotations

from typing import Any

import click

from datasets.pictures import find_ink, ink_box, open_picture
from ocr_app.cli.output import complain, json_option, load_model, model_option, print_json
from ocr_app.engine.recognizer import Recognizer
from ocr_app.engine.wording import certainty
from ocr_app.errors import EXPECTED_ERRORS, sentence

_HELP = """Read the digit in each picture.

Any picture file will do: dark on light or light on dark, drawn, scanned or photographed. A picture
that cannot be read does not stop the others; the exit code is then 1.

Where the ink doesn't look like a digit, that is said, with the digit that it would be; in JSON,
"is_digit" is then false.

\b
Examples:
  ocr-app recognize seven.png
  ocr-app recognize *.jpg --json > digits.json
"""


@click.command("recognize", help=_HELP, short_help="Read the digit in pictures.")
@click.argument("images", metavar="IMAGE...", nargs=-1, required=True)
@model_option
@json_option
@click.pass_context
def recognize_command(
    context: click.Context, images: tuple[str, ...], model_file: str | None, as_json: bool
) -> None:
    """Print what is read in each picture, in their order."""
    recognizer = Recognizer(load_model(model_file))
    results = []
    for image in images:
        result = _recognize(recognizer, image)
        results.append(result)
        if result["error"] is not None:
            complain(result["error"])
        elif not as_json:
            click.echo(_as_text(result))
    if as_json:
        print_json(results)
    if any(result["error"] is not None for result in results):
        context.exit(1)


def _recognize(recognizer: Recognizer, image: str) -> dict[str, Any]:
    """Read one picture into what ``--json`` prints of it."""
    result: dict[str, Any] = {"file": image, "text": "", "lines": [], "error": None}
    try:
        digits = _read_digits(recognizer, image)
    except EXPECTED_ERRORS as error:
        return {**result, "error": sentence(error)}
    if digits:
        result["text"] = "".join(str(digit["digit"]) for digit in digits)
        result["lines"] = [{"text": result["text"], "digits": digits}]
    return result


def _read_digits(recognizer: Recognizer, image: str) -> list[dict[str, Any]]:
    """Read all ink of a picture as one digit."""
    picture = open_picture(image)
    ink = find_ink(picture.grey)
    box = ink_box(ink)
    if not box:
        return []
    x, y, width, height = box
    reading = recognizer.read(ink[y : y + height, x : x + width])
    if reading is None:
        return []
    return [
        {
            "digit": reading.digit,
            "confidence": reading.confidence,
            "is_digit": reading.is_digit,
            "nondigit_probability": reading.nondigit_probability,
            "box": [side * picture.reduction for side in box],
        }
    ]


def _as_text(result: dict[str, Any]) -> str:
    digits = [digit for line in result["lines"] for digit in line["digits"]]
    if not digits:
        return f"{result['file']}: nothing to read"
    read = f"{result['text']} ({certainty(min(digit['confidence'] for digit in digits))})"
    if not all(digit["is_digit"] for digit in digits):
        read = f"doesn't look like a digit; if it is one: {read}"
    return f"{result['file']}: {read}"
