"""What the Read tab says below the page."""

from __future__ import annotations

from ocr_app.controllers.reading.opened_picture import OpenedPicture
from ocr_app.engine.reader.carrying import Carried
from ocr_app.engine.recognizer import Reading


def found_in(picture: OpenedPicture) -> str:
    """Say what was found."""
    marks = picture.marks()
    part = " in this part; Esc reads all of it again" if picture.job.region is not None else ""
    if not marks:
        return f"No digits were found{part}. Another threshold, or Invert, may help."
    lines = 0 if picture.page is None else len(picture.page.lines)
    number = sum(mark.trust.name != "SIGN" for mark in marks)
    digits = "1 digit" if number == 1 else f"{number:,} digits"
    look = sum(mark.trust.name in ("UNSURE", "NO_DIGIT") for mark in marks)
    again = f"; look again at {look:,}" if look else ""
    return f"{digits} in {'1 line' if lines == 1 else f'{lines:,} lines'}{part}{again}."


def kept_of(carried: Carried) -> str:
    """Say what became of people's changes."""
    if carried.lost:
        lost = "1 of your changes fits" if carried.lost == 1 else f"{carried.lost:,} of them fit"
        return f"{lost} nowhere here; Ctrl+Z goes back to how it was."
    if not carried.kept:
        return ""
    return (
        "Your change is kept." if carried.kept == 1 else f"Your {carried.kept:,} changes are kept."
    )


def who_read(reading: Reading) -> str:
    """Say who else than the network in use has read a digit; nothing if nobody has."""
    if reading.is_print:
        return "A network for print read it."
    if not reading.is_joint:
        return ""
    surest = "the one in use was the surest"
    if reading.seen is not None:
        # They do not get the ink of the picture that is shown, but the directions of its edges.
        surest = "the surest looked at how the edges run here"
    return f"Two more networks were asked; {surest}."
