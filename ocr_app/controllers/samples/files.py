"""Labelled digits from files, and samples to files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from datasets.drawing import Drawing
from datasets.errors import DataFileError
from ocr_app.controllers.drawings import MOST_POINTS
from ocr_app.widgets.samples.sample import n_samples

if TYPE_CHECKING:
    from datasets.digit_picture import Written
    from ocr_app.storage import StoredSample

MOST_SAMPLES: Final = 50_000
"""As many as one file may bring in; more would take the browser seconds to show."""


def read_pairs(file: Path) -> list[tuple[Written, int]]:
    """Read the labelled drawings of a file.

    Raises
    ------
    DataError
        With one sentence, if anything in it cannot be a sample.
    OSError
    """
    from datasets.digit_picture import DigitPicture  # noqa: PLC0415 -- not needed to start
    from datasets.files import read_labelled  # noqa: PLC0415 -- not needed to start

    pairs: list[tuple[Written, int]] = []
    for sample in read_labelled(file):
        content = sample.content
        drawing = content if isinstance(content, Drawing) else DigitPicture.of_ink(content)
        if not isinstance(sample.label, int):
            called = "has no label" if sample.label is None else f"is called “{sample.label}”"
            raise DataFileError(f"{sample.source} {called}; samples are the digits 0 to 9.")
        if drawing.is_blank:
            what = "strokes" if isinstance(drawing, Drawing) else "ink"
            raise DataFileError(f"{sample.source} has no {what}; leave that line out.")
        if drawing.n_points > MOST_POINTS:
            raise DataFileError(
                f"{sample.source} has {drawing.n_points:,} points; a sample has up to "
                f"{MOST_POINTS:,}."
            )
        pairs.append((drawing, sample.label))
        if len(pairs) > MOST_SAMPLES:
            raise DataFileError(
                f"{file} holds more than {MOST_SAMPLES:,} drawings; import it in smaller parts."
            )
    return pairs


def write_samples(file: Path, samples: Sequence[StoredSample]) -> int:
    """Write samples to a file of JSON lines; return how many.

    Raises
    ------
    OSError
    """
    from datasets.files import LabelledSample  # noqa: PLC0415 -- not needed to start
    from datasets.files.json_lines_write import write_json_lines  # noqa: PLC0415

    return write_json_lines(
        file, (LabelledSample(s.label, f"sample {s.id}", **_content(s.drawing)) for s in samples)
    )


def _content(written: Written) -> dict[str, Any]:
    if isinstance(written, Drawing):
        return {"drawing": written}
    return {"ink": written.floats}


def imported(n_new: int, n_there: int) -> str:
    """Say how many samples are new, and how many were there already."""
    if not n_new:
        return "Nothing new: these samples were there already."
    there = f" {n_there:,} more were there already." if n_there else ""
    return f"{n_samples(n_new)} imported.{there}"
