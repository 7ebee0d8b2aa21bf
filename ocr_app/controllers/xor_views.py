"""Shows the state of the XOR lab in all of its views: what moves often, and what is read slowly."""

from __future__ import annotations

import numpy as np

from ocr_app.engine.arithmetic import Section
from ocr_app.engine.diagram import BIAS, Unit, Weight
from ocr_app.engine.formula import EMPTY
from ocr_app.engine.xor_lab.arithmetic import sections
from ocr_app.engine.xor_lab.article import article_numbers, is_article
from ocr_app.engine.xor_lab.geometry import borders, clearest_units, hidden_space, surface
from ocr_app.engine.xor_lab.lab import Lab
from ocr_app.engine.xor_lab.landscape import parameter_names, survey, unit_name
from ocr_app.engine.xor_lab.naming import weight_key, weight_on_way
from ocr_app.engine.xor_lab.picture import draw_network, highlights
from ocr_app.engine.xor_lab.presets import Preset
from ocr_app.engine.xor_lab.status import LabState, Status
from ocr_app.widgets.xor.lab_tab import LabTab


class XorViews:
    """Fills the tab from the lab; changes nothing in the lab.

    Parameters
    ----------
    tab : LabTab
    lab : Lab

    Attributes
    ----------
    weight : Weight
        What the arithmetic is about.
    selected : Unit or Weight or None
        What somebody has chosen in the picture.
    """

    def __init__(self, tab: LabTab, lab: Lab) -> None:
        self._tab, self._lab = tab, lab
        self._state: LabState | None = None
        self._preset: Preset | None = None
        self.forget_choices()
        tab.hidden_space.units_chosen.connect(self._choose_units)
        tab.landscape.weights_chosen.connect(self._choose_weights)

    @property
    def status(self) -> Status:
        """How the run stood when it was shown last."""
        return Status.READY if self._state is None else self._state.status

    def forget_choices(self) -> None:
        """Choose weights and units as for a network that is seen for the first time."""
        self.weight = Weight(len(self._lab.network.weights) - 1, 0, 0)
        self.selected: Unit | Weight | None = None
        self._units, self._units_are_chosen = (0, 1), False
        self._landscape: tuple[int, int] | None = None

    def show_preset(self, preset: Preset | None) -> None:
        """Show which preset the lab is in; None if something else was made of it."""
        self._preset = preset
        self._tab.transport.show_preset(None if preset is None else preset.key)

    def show_motion(self, *, with_network: bool = True) -> None:
        """Show what can be watched: the picture of the network, and the view that is seen."""
        lab, tab = self._lab, self._tab
        if with_network:
            tab.picture.show_diagram(draw_network(lab.network, lab.numbers.inputs))
        view = tab.views.currentWidget()
        if view is tab.surface:
            self._show_surface()
        elif view is tab.errors:
            tab.errors.show_curves(lab.curves)

    def show_numbers(self) -> None:
        """Show what is read: numbers, sentences, and the views that take longer."""
        lab, tab = self._lab, self._tab
        self._fit_choices()
        self._state = lab.state()
        chosen = None if lab.own_input is not None else self._row
        tab.status.show_state(self._state, self._about)
        tab.table.show_state(self._state, chosen)
        tab.settings.show_settings(lab.settings)
        tab.transport.show_full_batch(lab.settings.full_batch)
        tab.chooser.show_input(lab.problem, self._row, lab.own_input)
        tab.strip.show_phase(lab.phases, lab.phase)
        tab.show_can_go_back(lab.can_go_back)
        tab.show_edits(lab.edits.undo_text, lab.edits.redo_text)
        self._show_arithmetic()
        view = tab.views.currentWidget()
        if view is tab.hidden_space:
            self._show_hidden_space()
        elif view is tab.landscape:
            self._show_landscape()
        elif view is tab.surface:
            self._show_surface()

    @property
    def _row(self) -> int:
        return self._lab.moment.row

    def _show_arithmetic(self) -> None:
        lab, tab = self._lab, self._tab
        numbers, phase = lab.numbers, lab.phase
        about = weight_on_way(self.weight, phase.layer, lab.network.layer_sizes)
        if phase.layer < 0:
            about = self.weight
        layer, unit = about.layer, about.unit
        tab.curve.show_point(
            lab.network.activations[layer].name,
            float(numbers.net_inputs[layer][unit]),
            float(numbers.slopes[layer][unit]),
        )
        shown = sections(numbers, self.weight, phase)
        if (note := self._note_about(layer, unit)) is not None:
            shown = (note, *shown)
        tab.arithmetic.show_sections(shown, (weight_key(about),))
        tab.picture.set_selected(self.selected)
        tab.picture.set_highlight(*highlights(lab.network, phase, self.weight))
        tells_article = is_article(numbers)
        tab.show_article(tells_article)
        if tells_article:
            tab.article.show_numbers(article_numbers(numbers))

    @property
    def _about(self) -> str:
        return "" if self._preset is None else self._preset.sentence

    def _note_about(self, layer: int, unit: int) -> Section | None:
        """Say what a unit is for, if its weights are those that were thought out."""
        preset = self._preset
        if preset is None or self._lab.moment.n_steps or (layer, unit) not in preset.notes:
            return None
        name = unit_name(self._lab.network.layer_sizes, layer + 1, unit)
        return Section("note", f"What {name} is for", preset.notes[layer, unit], EMPTY)

    def _show_surface(self) -> None:
        lab, tab = self._lab, self._tab
        third = None
        if lab.problem.n_inputs == 3:
            third = float(lab.problem.inputs[self._row][2])
        tab.surface.show_surface(surface(lab.network, third=third))
        sizes = lab.network.layer_sizes
        lines = borders(lab.network, third) if len(sizes) > 2 else ()
        tab.surface.show_borders(lines, [unit_name(sizes, 1, line.unit) for line in lines])
        tab.surface.set_editable(lab.problem.is_own)
        if self._state is not None:
            rows = list(enumerate(lab.rows()))
            seen = [(n, row) for n, row in rows if third is None or row.inputs[2] == third]
            chosen = None if lab.own_input is not None else self._row
            tab.surface.show_points([row for _, row in seen], [n for n, _ in seen], chosen)

    def _show_hidden_space(self) -> None:
        lab, tab = self._lab, self._tab
        sizes = lab.network.layer_sizes
        n_units = sizes[-2] if len(sizes) > 2 else 0
        names = [unit_name(sizes, len(sizes) - 2, unit) for unit in range(n_units)]
        if n_units > 2 and not self._units_are_chosen:
            self._units = clearest_units(lab.moment, lab.network, self._units)
        tab.hidden_space.show_units(names, self._units)
        space = hidden_space(lab.moment, lab.network, self._units)
        chosen = None if lab.own_input is not None else self._row
        tab.hidden_space.show_space(space, lab.rows(), chosen)

    def _show_landscape(self) -> None:
        lab, tab = self._lab, self._tab
        if self._landscape is None:
            moved = np.abs(lab.path()[-1] - lab.path()[0])
            order = np.argsort(-moved, kind="stable")
            self._landscape = (int(order[1]), int(order[0]))
        path = lab.path()
        tab.landscape.show_weights(parameter_names(lab.moment), self._landscape)
        tab.landscape.show_landscape(survey(lab.moment, *self._landscape, path), path)

    def _choose_units(self, across: int, up: int) -> None:
        self._units, self._units_are_chosen = (across, up), True
        self._show_hidden_space()

    def _choose_weights(self, across: int, up: int) -> None:
        self._landscape = (across, up)
        self._show_landscape()

    def _fit_choices(self) -> None:
        """Forget choices that another network does not have."""
        network = self._lab.network
        layer, unit, source = self.weight
        shapes = network.weights
        if self.selected is None:
            self.weight = Weight(len(shapes) - 1, 0, 0)
        elif not (
            layer < len(shapes)
            and unit < shapes[layer].shape[0]
            and source < shapes[layer].shape[1]
            and (source != BIAS or network.bias)
        ):
            self.weight, self.selected = Weight(len(shapes) - 1, 0, 0), None
        if max(self._units) >= network.layer_sizes[-2]:
            self._units, self._units_are_chosen = (0, 1), False
        if self._landscape is not None and max(self._landscape) >= len(network.parameters):
            self._landscape = None
