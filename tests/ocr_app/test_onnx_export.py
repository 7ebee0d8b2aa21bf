"""An exported network, read by the program that others read it with."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datasets.digits import load_digits
from nn import Network
from ocr_app.cli import run
from ocr_app.engine.model import Model
from ocr_app.engine.onnx_export import OnnxMissingError, export_onnx, make_onnx
from ocr_app.engine.recognizer import Recognizer

onnxruntime.set_default_logger_severity(3)


def run_onnx(content: bytes, X: np.ndarray) -> dict[str, np.ndarray]:
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {"pixels": X.astype(np.float32)}), strict=True))


def assert_same(model: Model, X: np.ndarray, found: dict[str, np.ndarray]) -> None:
    readings = Recognizer(model).read_pixels(X.astype(np.float32).copy())
    expected = np.stack([reading.probabilities for reading in readings])
    assert np.allclose(found["outputs"], model.network.predict_proba(X), rtol=0, atol=1e-5)
    assert np.allclose(found["probabilities"], expected, rtol=0, atol=1e-5)
    assert ("nondigit_probability" in found) == model.can_refuse
    if model.can_refuse:
        nondigit = np.array([[reading.nondigit_probability] for reading in readings])
        assert np.allclose(found["nondigit_probability"], nondigit, rtol=0, atol=1e-5)


@settings(deadline=None)  # the first call starts the runtime
@given(
    hidden=st.lists(st.integers(1, 40), max_size=3),
    activation=st.sampled_from(["relu", "sigmoid", "tanh", "identity"]),
    output_activation=st.sampled_from(["softmax", "sigmoid"]),
    n_outputs=st.sampled_from([10, 11]),
    bias=st.booleans(),
    dtype=st.sampled_from(["float32", "float64"]),
    temperature=st.floats(0.25, 4),
    seed=st.integers(0, 2**32 - 1),
)
def test_every_kind_of_network_says_the_same(
    hidden, activation, output_activation, n_outputs, bias, dtype, temperature, seed
):
    network = Network(
        (64, *hidden, n_outputs), activation, output_activation, bias=bias, dtype=dtype
    )
    rng = np.random.default_rng(seed)
    network.initialize(rng)
    model = Model(network, {"temperature": temperature})
    X = rng.random((int(rng.integers(1, 20)), 64), np.float32)
    assert_same(model, X, run_onnx(make_onnx(model).SerializeToString(), X))


def test_the_factory_model_reads_the_held_out_digits_alike():
    model, X = Model.factory(), load_digits("writers").X_test
    found = run_onnx(make_onnx(model).SerializeToString(), X)
    assert_same(model, X, found)
    labels = load_digits("writers").y_test
    assert (found["probabilities"].argmax(1) == labels).mean() == model.held_out_accuracy


def test_outputs_that_are_nearly_nothing_still_add_up():
    """The sigmoids of a network that is sure that it is none of the digits."""
    network = Network((64, 10), output_activation="sigmoid")
    network.biases[0][:] = np.linspace(-15, -12, 10)
    model = Model(network, {"temperature": 0.25})
    found = run_onnx(make_onnx(model).SerializeToString(), np.zeros((1, 64)))
    assert found["probabilities"].sum() == pytest.approx(1)
    assert found["probabilities"].argmax() == 9


def test_the_file_says_what_it_wants_and_where_it_comes_from():
    model = Model.factory()
    exported = make_onnx(model)
    (pixels,) = exported.graph.input
    assert pixels.name == "pixels"
    assert [d.dim_param or d.dim_value for d in pixels.type.tensor_type.shape.dim] == ["n", 64]
    known = {entry.key: entry.value for entry in exported.metadata_props}
    assert known["name"] == "Factory model"
    assert known["temperature"] == f"{model.temperature:g}"
    assert known["held_out_accuracy"] == f"{model.held_out_accuracy:.4f}"
    assert "0 paper to 1 ink" in exported.graph.doc_string


def test_the_command_writes_the_file(tmp_path: Path, capsys):
    out = tmp_path / "digits"
    assert run(["export", "--out", str(out)]) == 0
    file = tmp_path / "digits.onnx"
    assert capsys.readouterr().out == f"Factory model exported to {file}\n"
    X = np.random.default_rng(0).random((3, 64))
    assert_same(Model.factory(), X, run_onnx(file.read_bytes(), X))


def test_without_the_package_it_says_what_to_install(tmp_path: Path, monkeypatch, capsys):
    file = tmp_path / "digits.onnx"
    file.write_bytes(b"what was there")
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(OnnxMissingError):
        export_onnx(Model.factory(), file)
    assert run(["export", "--out", str(file)]) == 1
    error = capsys.readouterr().err
    assert 'pip install "ocr-app[onnx]"' in error
    assert len(error.splitlines()) == 1
    assert file.read_bytes() == b"what was there"


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path, capsys):
    assert run(["export", "--out", str(tmp_path / "no" / "m.onnx")]) == 1
    assert "There is no folder" in capsys.readouterr().err
