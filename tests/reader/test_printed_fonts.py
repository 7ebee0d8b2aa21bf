"""Which fonts the network for print is trained on, and which are kept apart to measure it."""

from pathlib import Path

import pytest
from PIL import ImageFont

from ocr_app.engine.reader import printed_fonts

FAMILIES = (
    *("DejaVu Sans", "DejaVu Serif", "Hack", "Liberation Sans", "Arimo", "Nimbus Sans", "Lato"),
    *("Carlito", "Roboto", "Open Sans", "Noto Sans", "Inter", "Yrsa", "Rasa", "Quicksand"),
    *("DSEG7 Classic", "Noto Color Emoji", "Isabella"),
)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return lines of ``fc-list``, in no order, with fonts that have digits, whatever they are."""
    monkeypatch.setattr(printed_fonts, "_has_digits", lambda file: "NoDigits" not in file)
    lines = [f"/fonts/{family.replace(' ', '')}-Regular.ttf: {family}" for family in FAMILIES]
    more = ["/fonts/NoDigits.ttf: Inter", "/fonts/old.pfb: Roboto", "/fonts/nameless.ttf: "]
    return [*reversed(lines), *more, "/fonts/Lato-Bold.ttf: Lato,Lato Bold"]


def _sides(listed: list[str]) -> tuple[dict[str, tuple[Path, ...]], dict[str, tuple[Path, ...]]]:
    trained, kept = (dict(printed_fonts.of_one_side(listed, side)) for side in (False, True))
    return trained, kept


def test_each_family_with_print_is_on_one_side(listed: list[str]) -> None:
    trained, kept = _sides(listed)

    assert not set(trained) & set(kept)
    assert set(trained) | set(kept) == set(FAMILIES[:-3])
    assert len(trained) > len(kept) > 0


@pytest.mark.parametrize(
    "alike",
    [
        ("DejaVu Sans", "DejaVu Serif", "Hack"),
        ("Liberation Sans", "Arimo", "Nimbus Sans"),
        ("Lato", "Carlito"),
        ("Open Sans", "Noto Sans"),
        ("Yrsa", "Rasa"),
    ],
)
def test_families_drawn_after_each_other_are_on_the_same_side(
    listed: list[str], alike: tuple[str, ...]
) -> None:
    trained, kept = _sides(listed)

    assert set(alike) <= set(trained) or set(alike) <= set(kept)


def test_what_is_chosen_depends_on_the_names_alone(listed: list[str]) -> None:
    assert _sides(listed) == _sides(sorted(listed))


def test_files_of_a_family_come_together(listed: list[str]) -> None:
    trained, kept = _sides(listed)

    assert (trained | kept)["Lato"] == (
        Path("/fonts/Lato-Bold.ttf"),
        Path("/fonts/Lato-Regular.ttf"),
    )


def test_what_cannot_be_opened_or_has_no_digits_is_left_out(listed: list[str]) -> None:
    trained, kept = _sides(listed)

    files = [file for files in (trained | kept).values() for file in files]
    assert all(file.suffix == ".ttf" for file in files)
    assert not any("NoDigits" in file.name or "nameless" in file.name for file in files)


def test_a_broken_font_has_no_digits(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font")

    assert not printed_fonts._has_digits(str(broken))


def test_without_fontconfig_there_are_no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    printed_fonts.families.cache_clear()
    try:
        assert printed_fonts.families(kept_apart=False) == ()
        assert printed_fonts.usual_fonts(kept_apart=True) == []
    finally:
        printed_fonts.families.cache_clear()


def test_fonts_to_measure_with_are_upright_and_of_usual_weight() -> None:
    files = printed_fonts.usual_fonts(kept_apart=True)
    if not files:
        pytest.skip("no fonts to measure with")

    styles = {ImageFont.truetype(str(file), 20).getname()[1] for file in files}
    assert styles <= {"Regular", "Book", "Roman", "Medium"}
    assert len({file.name for file in files}) == len(files) <= 30
