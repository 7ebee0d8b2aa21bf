from dataclasses import replace

import numpy as np
import pytest

from ocr_app.engine.model import Model
from ocr_app.engine.recipe import RECIPES, TrainingRecipe
from ocr_app.engine.scoring import share_of_rate
from ocr_app.engine.temperature import HIGHEST, LOWEST
from ocr_app.engine.training import (
    TrainingCancelled,
    TrainingDiverged,
    TrainingProgress,
    held_out_accuracy,
    train_model,
)

TINY = TrainingRecipe(
    hidden_layer_sizes=(16,),
    max_iter=3,
    batch_size=32,
    copies=1,
    synthetic=50,
    nondigits=200,
    pictures=4,
    members=1,
    random_state=5,
)


def test_training_learns_reports_and_repeats_bit_for_bit() -> None:
    reports: list[TrainingProgress] = []
    model = train_model(TINY, reports.append)
    assert held_out_accuracy(model) > 0.7
    assert model.held_out_accuracy == pytest.approx(held_out_accuracy(model))
    assert [r.epoch for r in reports if r.stage == "training"] == [1, 2, 3]
    preparing = [r.fraction for r in reports if r.stage == "preparing"]
    assert preparing == sorted(preparing)
    assert preparing[-1] == 1
    assert reports[-1].fraction == 1
    assert reports[-1].accuracy == model.held_out_accuracy
    assert model.is_calibrated
    assert LOWEST <= model.temperature <= HIGHEST
    again = train_model(TINY)
    assert again.network.parameters.tobytes() == model.network.parameters.tobytes()


def test_members_are_trained_apart_and_put_side_by_side() -> None:
    reports: list[TrainingProgress] = []
    recipe = replace(TINY, members=2)

    model = train_model(recipe, reports.append)

    alone = train_model(TINY).network
    assert model.network.layer_sizes == (64, 32, 11)
    # The first half of the hidden units is the network that the seed gives alone.
    np.testing.assert_array_equal(model.network.weights[0][:16], alone.weights[0])
    assert not np.array_equal(model.network.weights[0][16:], alone.weights[0])
    np.testing.assert_allclose(model.network.weights[1][:, :16], alone.weights[1] / 2)
    assert reports[-1].epoch == recipe.max_iter
    assert reports[-1].fraction == 1
    fractions = [r.fraction for r in reports if r.stage == "training"]
    assert fractions == sorted(fractions)
    again = train_model(recipe).network
    assert again.parameters.tobytes() == model.network.parameters.tobytes()


def test_all_members_can_be_cancelled() -> None:
    seen: list[TrainingProgress] = []
    with pytest.raises(TrainingCancelled):
        train_model(replace(TINY, members=2), seen.append, lambda: bool(seen))


def test_a_training_can_be_cancelled_at_any_time() -> None:
    with pytest.raises(TrainingCancelled, match="cancelled"):
        train_model(TINY, should_stop=lambda: True)
    seen: list[TrainingProgress] = []
    with pytest.raises(TrainingCancelled, match="as it was"):
        train_model(TINY, seen.append, lambda: any(r.stage == "training" for r in seen))


def test_a_learning_rate_too_high_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    # Adam hardly ever diverges; a loss that is no number stands for whatever made it so.
    monkeypatch.setattr("nn.backpropagation.Backpropagation.step", lambda *_args: float("nan"))
    with pytest.raises(TrainingDiverged, match=r"learning rate of 0\.006 is too high"):
        train_model(TINY)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"hidden_layer_sizes": (0,)}, "hidden layer"),
        ({"hidden_layer_sizes": (1,) * 6}, "hidden layers"),
        ({"learning_rate_init": 0.0}, "learning rate"),
        ({"learning_rate_init": float("nan")}, "learning rate"),
        ({"max_iter": 0}, "epochs"),
        ({"batch_size": 0}, "batch size"),
        ({"alpha": -1.0}, "L2"),
        ({"copies": 500}, "copies"),
        ({"synthetic": -1}, "synthetic"),
        ({"nondigits": -1}, "non-digits"),
        ({"pictures": 20_001}, "pictures"),
        ({"members": 0}, "members"),
        ({"random_state": -1}, "seed"),
    ],
)
def test_impossible_recipes_are_refused_in_words(change: dict, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        TrainingRecipe(**change)


def test_the_shipped_model_is_what_its_recipe_says() -> None:
    model = Model.factory()
    recipe = model.metadata["recipe"]
    shipped = RECIPES["shipped"]
    assert tuple(recipe["hidden_layer_sizes"]) == shipped.hidden_layer_sizes
    assert recipe["members"] == shipped.members
    hidden = [shipped.members * units for units in shipped.hidden_layer_sizes]
    assert model.network.layer_sizes == (64, *hidden, 11)
    assert held_out_accuracy(model) == pytest.approx(model.held_out_accuracy)
    assert held_out_accuracy(model) > 0.97


def test_the_learning_rate_only_falls_and_almost_to_nothing() -> None:
    shares = [share_of_rate(epoch / 12) for epoch in range(13)]
    assert shares[0] == 1
    assert shares == sorted(shares, reverse=True)
    assert 0 < shares[12] < 0.01
    assert shares[3] > 0.75
    assert shares[9] < 0.25
