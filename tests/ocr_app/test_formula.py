"""Formulas as text and LaTeX."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocr_app.engine.formula import (
    frac,
    group,
    lines,
    mark,
    num,
    partial,
    row,
    sub,
    sup,
    to_latex,
    to_text,
    total,
    word,
)

CASES = [
    (
        row(partial("E", "w"), "=", partial("E", "output"), "×", partial("output", "net")),
        "∂E/∂w = ∂E/∂output × ∂output/∂net",
        r"\frac{\partial E}{\partial w} = \frac{\partial E}{\partial \text{output}} \times "
        r"\frac{\partial \text{output}}{\partial \text{net}}",
    ),
    (
        row("E", "=", frac("1", "2"), sup(group("actual", "−", "predicted"), "2")),
        "E = 1/2 · (actual − predicted)^2",
        r"E = \frac{1}{2}\left(\text{actual} - \text{predicted}\right)^{2}",
    ),
    (
        row(sub("w", "new"), "=", sub("w", "old"), "−", "α", "·", partial("E", "w")),
        "w_new = w_old − α · ∂E/∂w",
        r"w_{\text{new}} = w_{\text{old}} - \alpha  \cdot \frac{\partial E}{\partial w}",
    ),
    (
        row("σ", group("net"), "=", frac("1", row("1", "+", sup("e", row("−", "net"))))),
        "σ(net) = 1/(1 + e^{−net})",
        r"\sigma \left(\text{net}\right) = \frac{1}{1 + e^{- \text{net}}}",
    ),
    (
        row("net", "=", total("i", row(sub("w", "i"), "·", sub("x", "i"))), "+", "b"),
        "net = Σ_i w_i · x_i + b",
        r"\text{net} = \sum_{i} w_{i} \cdot x_{i} + b",
    ),
    (row(word("100 %"), "of", "w_x"), "100 % of w_x", r"\text{100 \%}\text{of}\text{w\_x}"),
]


@pytest.mark.parametrize(("formula", "text", "latex"), CASES)
def test_a_formula_is_written_as_text_and_latex(formula, text, latex):
    assert to_text(formula) == text
    assert to_latex(formula).replace("  ", " ") == latex.replace("  ", " ")


def test_lines_are_aligned_at_their_first_relation():
    formula = lines(row("a", "=", "1"), row("b", "+", "c", "≈", num(0.5)), row("so"))
    assert to_text(formula) == "a = 1\nb + c ≈ 0.50\nso"
    rows = to_latex(formula).splitlines()
    assert rows[0] == r"\begin{aligned}"
    assert rows[1].startswith("a & =")
    assert rows[2].startswith("b + c & \\approx")


def test_marks_change_nothing_that_is_copied():
    assert to_text(row("E", "=", mark("k", num(1.5)))) == to_text(row("E", "=", num(1.5)))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.77, 2, "0.77"),
        (-1.5, 2, "−1.50"),
        (0.0, 2, "0.00"),
        (0.0989, 2, "0.099"),
        (0.000123, 2, "0.00012"),
        (0.0000123, 2, "1.2 · 10^{−5}"),
        (1234567.0, 2, "1.2 · 10^6"),
        (float("inf"), 2, "∞"),
    ],
)
def test_numbers_keep_their_first_digits(value, decimals, text):
    assert to_text(num(value, decimals)) == text


def test_signs_and_parentheses():
    assert to_text(num(0.5, signed=True)) == "+0.50"
    assert to_text(num(-0.5, in_product=True)) == "(−0.50)"
    assert to_text(num(0.5, in_product=True)) == "0.50"


@given(st.floats(-1e9, 1e9), st.integers(2, 4))
def test_what_is_shown_is_right_to_the_digits_shown(value, decimals):
    text = to_text(num(value, decimals)).replace("−", "-")
    mantissa, _, power = text.partition(" · 10^")
    shown = float(mantissa) * 10.0 ** int(power.strip("{}") or 0)
    assert shown == pytest.approx(value, rel=0.5 * 10 ** -(decimals - 1) * 1.01, abs=1e-300)
