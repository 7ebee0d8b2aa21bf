"""What a model's card says, however little its file does."""

from __future__ import annotations

import re
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nn import Network
from ocr_app.engine.card import ModelCard, make_card
from ocr_app.engine.model import Model
from ocr_app.engine.recipe import RECIPES
from ocr_app.engine.wording import percent
from ocr_app.engine.workbench.presets import PRESETS
from resources import resource

SETUPS = {preset.key: preset.setup.to_json() for preset in PRESETS}


def facts(card: ModelCard) -> dict[str, str]:
    return {name: known for section in card.sections for name, known in section.rows}


def sigmoid_net(**metadata) -> Model:
    return Model(Network((64, 30, 10), "sigmoid", "sigmoid"), metadata, name="mine")


def test_the_factory_models_card_has_all_its_published_figures() -> None:
    model = Model.factory()
    recipe = RECIPES["shipped"]
    card = make_card(model)
    known = facts(card)
    assert known["Layers"] == f"64 inputs → {model.network.layer_sizes[1]:,} ReLU → 11 softmax"
    assert known["Side by side"].startswith(f"{recipe.members} networks")
    assert known["Varied copies"] == f"{recipe.copies} of each"
    assert known["The same in small pictures"] == f"{recipe.pictures:,} of each digit"
    assert known["Steps"] == "Adam, learning rate 0.006, falling epoch by epoch"
    assert known["Held-out digits read right"] == f"{percent(model.held_out_accuracy)} of 359"
    assert f"temperature of {model.temperature:g}," in known["Its percentages"]
    text = card.as_text()
    published = resource("MODEL_CARD.md").read_text(encoding="utf-8")
    figures = published.split("## Figures")[1].split("\nHow far place")[0]
    for figure in re.findall(r"\d[\d.]* %|\d[\d.]*-[\d.]+ %", figures.replace("95 % interval", "")):
        assert figure in text
    assert "A T, a caret and other marks close to a digit are often read as one." in text
    assert not re.search(r"\||`|\*\*|\]\(", text)  # no marks of its file's format


def test_the_readme_has_the_same_figures() -> None:
    readme = Path(__file__).parents[2].joinpath("README.md").read_text(encoding="utf-8")
    claims = readme.split("## How good is it?")[1].split("\n[What reading withstands]")[0]
    figures = re.findall(r"\d[\d.]*-[\d.]+ %|\d+\.\d+ %", claims.replace("95 % interval", ""))
    published = resource("MODEL_CARD.md").read_text(encoding="utf-8")
    assert len(figures) >= 8
    assert [figure for figure in figures if figure not in published] == []


def test_a_training_in_the_window_is_told_in_words() -> None:
    article = facts(make_card(sigmoid_net(setup=SETUPS["article"], training_digits=1438)))
    assert article["Error"] == "½ (actual − predicted)²"
    assert article["Steps"] == "plain steps, learning rate 0.5"
    assert article["It began with"] == "random weights"
    assert article["In all"] == "1,438 pictures in each epoch"
    assert "Varied copies" not in article
    assert "not checked" in article["Its percentages"]
    tuned = {**SETUPS["default"], "use_my_samples": True}
    known = facts(make_card(sigmoid_net(setup=tuned, my_samples=17, began_with="“Ada’s”")))
    assert known["My samples"].startswith("17,")
    assert known["It began with"] == "the weights of “Ada’s”"


def test_digits_of_the_same_people_are_called_so() -> None:
    held_out = {"n": 359, "accuracy": 0.98, "split": "random"}
    text = make_card(sigmoid_net(setup=SETUPS["fast"], held_out=held_out)).as_text()
    assert "strangers are read worse" in text
    assert "all but 20 %, chosen by chance" in text


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES.keys())
def test_the_recipes_of_the_command_line_are_understood(recipe) -> None:
    known = facts(make_card(sigmoid_net(recipe=asdict(recipe))))
    assert known["Epochs"] == str(recipe.max_iter)
    assert ("Side by side" in known) == (recipe.members > 1)


def test_a_file_that_says_nothing_has_a_card() -> None:
    card = make_card(sigmoid_net())
    assert "does not say what it was trained on" in card.as_text()
    assert facts(card)["Held-out digits read right"].startswith("unknown")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["setup", "recipe", "trained_at", "training_digits", "my_samples", "began_with"]
        ),
        anything,
    ),
    st.dictionaries(st.sampled_from(["n", "accuracy", "split"]), anything) | anything,
)
def test_nonsense_in_a_file_is_no_reason_to_fail(metadata, held_out) -> None:
    for setup in ({}, {"setup": SETUPS["default"]}):
        card = make_card(sigmoid_net(**{**metadata, **setup, "held_out": held_out}))
        assert card.title == "mine"
        assert "2,260" in card.as_text()
