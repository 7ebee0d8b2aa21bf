"""A model comes back as it was saved, and what is no digit model is refused."""

from __future__ import annotations

import dataclasses
import math
import subprocess
import sys

import numpy as np
import pytest

from nn import Network, NetworkFileError, save_network
from ocr_app.engine.model import FACTORY_NAME, Model


def make_network(*layer_sizes: int, **options: object) -> Network:
    network = Network(layer_sizes or (64, 5, 10), **options)
    network.initialize(np.random.default_rng(0))
    return network


def test_it_comes_back_as_it_was_saved(tmp_path):
    model = Model(make_network(), {"held_out": {"n": 359, "accuracy": 0.9}, "temperature": 1.5})
    saved = model.save(tmp_path / "mine.npz")
    loaded = Model.load(str(tmp_path / "mine.npz"))
    for twin in (saved, loaded):
        assert twin.name == "mine"
        assert twin.path == tmp_path / "mine.npz"
        assert twin.temperature == 1.5
        assert twin.held_out_accuracy == 0.9
        np.testing.assert_array_equal(twin.network.parameters, model.network.parameters)
    assert model.path is None


def test_it_does_not_change():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Model(make_network()).name = "other"


def test_without_metadata_nothing_is_claimed():
    model = Model(make_network())
    assert model.temperature == 1
    assert model.held_out_accuracy is None
    assert Model(make_network(), {"held_out": 7}).held_out_accuracy is None


def test_the_factory_model_reads_digits():
    model = Model.factory()
    assert (model.name, model.path) == (FACTORY_NAME, None)
    assert (model.network.layer_sizes[0], model.network.layer_sizes[-1]) == (64, 11)
    assert model.can_refuse
    assert model.held_out_accuracy > 0.9


@pytest.mark.parametrize(
    ("network", "metadata", "says"),
    [
        (make_network(63, 10), {}, "63 inputs"),
        (make_network(64, 9), {}, "9 outputs"),
        (make_network(64, 10, output_activation="identity"), {}, "not probabilities"),
        (make_network(), {"temperature": 0}, "temperature"),
        (make_network(), {"temperature": -1}, "temperature"),
        (make_network(), {"temperature": 1e9}, "temperature"),
        (make_network(), {"temperature": "hot"}, "temperature"),
        (make_network(), {"temperature": None}, "temperature"),
    ],
)
def test_a_network_that_reads_no_digits_is_refused(tmp_path, network, metadata, says):
    save_network(tmp_path / "other.npz", network, metadata)
    with pytest.raises(NetworkFileError, match=says) as caught:
        Model.load(tmp_path / "other.npz")
    assert "other.npz" in str(caught.value)


def test_broken_parameters_are_refused(tmp_path):
    path = tmp_path / "broken.npz"
    Model(make_network()).save(path)
    with np.load(path) as archive:
        arrays = dict(archive)
    arrays["weights_0"][0, 0] = math.nan
    np.savez(path, **arrays)
    with pytest.raises(NetworkFileError, match="finite"):
        Model.load(path)


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04" + bytes(50), b"\x93NUMPY"])
def test_what_is_no_network_is_refused(tmp_path, content):
    (tmp_path / "bad.npz").write_bytes(content)
    with pytest.raises(NetworkFileError, match=r"bad\.npz"):
        Model.load(tmp_path / "bad.npz")


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "missing.npz", tmp_path):
        with pytest.raises(NetworkFileError):
            Model.load(path)


def test_reading_needs_no_slow_imports():
    """The window must not wait for what only training and the command line need."""
    program = (
        "import sys, ocr_app.engine.model, ocr_app.engine.recognizer\n"
        "print([m for m in ('sklearn', 'scipy', 'click', 'rich', 'PySide6') if m in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert told.stdout.strip() == "[]", told.stderr
