"""``ocr-app train``: a new network from the training digits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from ocr_app.cli.output import checked_target, progress_bar
from ocr_app.engine.layer_sizes import parse_layer_sizes
from ocr_app.engine.wording import percent
from ocr_app.errors import InputError

if TYPE_CHECKING:
    from ocr_app.engine.model import Model
    from ocr_app.engine.recipe import TrainingRecipe
    from ocr_app.engine.training import TrainingProgress

_HELP = """Train a network to read digits and save it.

It learns from the first four fifths of scikit-learn's digits, varied copies of them, synthetic
digits and scribbles that are none, and is measured on the last fifth, which other people wrote.
Options change single settings of a recipe.

\b
Examples:
  ocr-app train --out my.npz
  ocr-app train --recipe fast --hidden-layer-sizes 64,32 --max-iter 30 --out my.npz
  ocr-app evaluate --model my.npz
"""


class _LayerSizes(click.ParamType[tuple[int, ...]]):
    name = "sizes"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, ...]:
        if isinstance(value, tuple):
            return value
        if value.strip().lower() == "none":
            return ()
        try:
            return parse_layer_sizes(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


@click.command("train", help=_HELP, short_help="Train a network and save it.")
@click.option("--out", "out", metavar="M.npz", required=True, help="File to save the network in.")
@click.option(
    "--recipe",
    "recipe_name",
    type=click.Choice(["shipped", "fast", "plain"]),
    default="shipped",
    show_default=True,
    help="shipped: as the factory model was made; fast: in seconds; plain: only the digits.",
)
@click.option(
    "--hidden-layer-sizes",
    type=_LayerSizes(),
    metavar="64,32",
    help="Units of each hidden layer; none for a network without.",
)
@click.option("--learning-rate-init", type=float, metavar="α", help="Step size at the start.")
@click.option("--max-iter", type=int, metavar="N", help="Epochs.")
@click.option("--batch-size", type=int, metavar="N", help="Digits per step.")
@click.option("--alpha", type=float, metavar="λ", help="Strength of the L2 penalty.")
@click.option("--copies", type=int, metavar="N", help="Varied copies of every digit.")
@click.option("--synthetic", type=int, metavar="N", help="Synthetic digits of each kind.")
@click.option(
    "--nondigits", type=int, metavar="N", help="Letters and scribbles to tell from digits."
)
@click.option(
    "--pictures", type=int, metavar="N", help="Digits of each kind drawn into small pictures."
)
@click.option("--members", type=int, metavar="N", help="Networks trained apart and averaged.")
@click.option(
    "--random-state", type=int, metavar="SEED", help="The same seed gives the same network."
)
def train_command(out: str, recipe_name: str, **settings: Any) -> None:
    """Train, save, and say how good it is."""
    target = checked_target(out, ".npz")
    recipe = _make_recipe(recipe_name, settings)
    model = _train(recipe).save(target)
    accuracy = model.held_out_accuracy
    if accuracy is not None:
        click.echo(f"Accuracy on other people's digits: {percent(accuracy)}")
    click.echo(f"Saved to {target}")


def _make_recipe(name: str, settings: dict[str, Any]) -> TrainingRecipe:
    from ocr_app.engine.recipe import RECIPES  # noqa: PLC0415 -- other commands train nothing

    changed = {key: value for key, value in settings.items() if value is not None}
    try:
        return replace(RECIPES[name], **changed)
    except ValueError as error:
        raise click.UsageError(str(error)) from None


def _train(recipe: TrainingRecipe) -> Model:
    from ocr_app.engine.training import TrainingDiverged, train_model  # noqa: PLC0415

    with progress_bar() as bar:
        task = bar.add_task("Preparing", total=1.0, detail="")

        def show(progress: TrainingProgress) -> None:
            if progress.stage == "preparing":
                bar.update(task, completed=progress.fraction)
                return
            detail = (
                f"epoch {progress.epoch} of {progress.max_iter} · loss {progress.loss:.4f} · "
                f"{percent(progress.accuracy)} of other people's digits"
            )
            bar.update(task, description="Training", completed=progress.fraction, detail=detail)

        try:
            return train_model(recipe, on_progress=show)
        except TrainingDiverged as error:
            raise InputError(str(error)) from None
