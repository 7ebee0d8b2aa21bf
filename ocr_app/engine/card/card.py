"""What is known about a model, however little its file says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from nn import Network
from ocr_app.engine.card.published import published_sections
from ocr_app.engine.card.section import CardSection
from ocr_app.engine.card.training import count, training_sections
from ocr_app.engine.model import Model
from ocr_app.engine.shares import wilson_interval
from ocr_app.engine.wording import percent

_ACTIVATIONS: Final = {"relu": "ReLU", "identity": "no activation"}


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What is known about a model.

    Attributes
    ----------
    title : str
        Its name.
    sections : tuple of CardSection
    """

    title: str
    sections: tuple[CardSection, ...]

    def as_text(self) -> str:
        """Return all of it as plain text, to paste elsewhere."""
        lines = [self.title]
        for section in self.sections:
            lines += ["", section.title, *(f"  {name}: {known}" for name, known in section.rows)]
            lines += [f"  {note}" for note in section.notes]
        return "\n".join(lines)


def make_card(model: Model) -> ModelCard:
    """Say what is known about a model.

    What its file says is trusted only as far as it makes sense; what it does not say is called
    unknown.
    """
    sections = [_network(model), *training_sections(model.metadata), _figures(model)]
    if model.is_factory:
        sections += published_sections()
    return ModelCard(model.name, tuple(sections))


def _network(model: Model) -> CardSection:
    network = model.network
    says = "the ten digits" + (" and “no digit”" if model.can_refuse else "")
    rows = [
        ("Layers", _layers(network)),
        ("Outputs", f"probabilities of {says}"),
        ("Weights and biases", f"{network.parameters.size:,}"),
        ("File", _file(model)),
    ]
    notes = () if model.can_refuse else ("It takes everything for a digit, scribbles too.",)
    return CardSection("The network", tuple(rows), notes)


def _layers(network: Network) -> str:
    """Write the layers in the order of the signal: "64 inputs → 30 sigmoid → 10 softmax"."""
    kind = _ACTIVATIONS.get(network.activation, network.activation)
    hidden = [f"{units:,} {kind}" for units in network.layer_sizes[1:-1]]
    first, last = network.layer_sizes[0], network.layer_sizes[-1]
    return " → ".join([f"{first} inputs", *hidden, f"{last} {network.output_activation}"])


def _file(model: Model) -> str:
    if model.is_factory:
        return "comes with ocr-app"
    return str(model.path) if model.path else "kept by ocr-app for the next start"


def _figures(model: Model) -> CardSection:
    held_out = model.metadata.get("held_out")
    known: Mapping[str, Any] = held_out if isinstance(held_out, Mapping) else {}
    notes = []
    if model.held_out_accuracy is None or not 0 <= model.held_out_accuracy <= 1:
        read_right = "unknown: ocr-app evaluate --model FILE measures it"
    else:
        read_right = percent(model.held_out_accuracy)
        if (n := count(known.get("n"))) is not None:
            low, high = wilson_interval(round(model.held_out_accuracy * n), n)
            read_right += f" of {n:,}"
            notes.append(
                f"Had other digits of that kind been held out, between {percent(low)} and "
                f"{percent(high)} might have been read right (95 % interval)."
            )
        if known.get("split") == "random":
            notes.append("The same people wrote what it learnt: strangers are read worse.")
    sure = (
        f"corrected by a temperature of {model.temperature:g}, so that of what is read with 90 %, "
        "nine in ten are right"
        if model.is_calibrated
        else "not checked: it may be too sure of itself, or not sure enough"
    )
    rows = (("Held-out digits read right", read_right), ("Its percentages", sure))
    return CardSection("How good it is", rows, tuple(notes))
