"""A model as an ONNX file, which other programs and devices run.

The file holds the network and what this application does with its outputs:

========================  ======================  =============================================
name                      shape, dtype            what
========================  ======================  =============================================
``pixels`` (input)        (n, 64), float32        canonical digits row by row, 0 paper to 1 ink,
                                                  as `datasets.normalization` makes them
``probabilities``         (n, 10), float32        of each digit, given that it is one; sum 1
``nondigit_probability``  (n, 1), float32         that it is no digit; only of a model that can
                                                  tell
``outputs``               (n, 10 or 11), float32  what the network itself says
========================  ======================  =============================================
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nn.serialization import write_atomically
from ocr_app.engine.model import N_DIGITS, Model
from ocr_app.errors import InputError

if TYPE_CHECKING:
    from onnx import ModelProto

_OPSET: Final = 17
_IR_VERSION: Final = 8
"""Of 2022, so that runtimes need not be new."""

_OPERATORS: Final = {"relu": "Relu", "sigmoid": "Sigmoid", "tanh": "Tanh", "softmax": "Softmax"}
_MISSING: Final = (
    "Exporting to ONNX needs the package onnx, which is not installed: "
    'run pip install "ocr-app[onnx]", or pipx inject ocr-app onnx if you installed it with pipx.'
)
_ABOUT: Final = (
    "Reads one handwritten digit from 64 numbers, 0 paper to 1 ink: the 8x8 picture, row by row, "
    "that ocr-app's normaliser makes of a drawing (upright, stretched to the frame, even stroke, "
    "ink counted in blocks). A drawing that is only scaled to 8x8 is read badly."
)


class OnnxMissingError(InputError):
    """The package that ONNX files are written with is not installed."""


def export_onnx(model: Model, path: str | os.PathLike[str]) -> None:
    """Write a model as an ONNX file.

    Parameters
    ----------
    model : Model
    path : path-like
        What was there before is replaced, if all goes well.

    Raises
    ------
    OnnxMissingError
        With one sentence that says what to install.
    OSError
        If the file cannot be written.
    """
    content: bytes = make_onnx(model).SerializeToString()
    write_atomically(Path(path), content)


def make_onnx(model: Model) -> ModelProto:
    """Turn a model into an ONNX model; see `export_onnx`."""
    try:
        import onnx  # noqa: PLC0415 -- optional, and takes long
        from onnx import TensorProto, helper, numpy_helper  # noqa: PLC0415
    except ImportError:
        raise OnnxMissingError(_MISSING) from None
    graph = _Graph(model)
    floats = TensorProto.FLOAT
    n_outputs = model.network.layer_sizes[-1]
    shapes = {"probabilities": N_DIGITS, "outputs": n_outputs}
    if model.can_refuse:
        shapes["nondigit_probability"] = 1
    made = helper.make_graph(
        [helper.make_node(*node, **attributes) for node, attributes in graph.nodes()],
        "digit",
        [helper.make_tensor_value_info("pixels", floats, ["n", model.network.layer_sizes[0]])],
        [helper.make_tensor_value_info(name, floats, ["n", n]) for name, n in shapes.items()],
        [numpy_helper.from_array(array, name) for name, array in graph.constants.items()],
        doc_string=_ABOUT,
    )
    exported = helper.make_model(
        made, producer_name="ocr-app", opset_imports=[helper.make_opsetid("", _OPSET)]
    )
    exported.ir_version = _IR_VERSION
    helper.set_model_props(exported, _properties(model))
    onnx.checker.check_model(exported, full_check=True)
    return exported


_Node = tuple[tuple[str, list[str], list[str]], dict[str, Any]]


class _Graph:
    """Operations in their order, and the arrays that they need."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self.constants: dict[str, np.ndarray[Any, Any]] = {}

    def nodes(self) -> Iterator[_Node]:
        """Go from the pixels to the probabilities."""
        network = self._model.network
        last, names = len(network.weights) - 1, "pixels"
        for layer, (weights, biases) in enumerate(
            zip(network.weights, network.biases, strict=True)
        ):
            inputs = [
                names,
                self._constant(f"weights_{layer}", weights),
                self._constant(f"biases_{layer}", biases),
            ]
            names = "net_inputs" if layer == last else f"net_inputs_{layer}"
            yield ("Gemm", inputs, [names]), {"transB": 1}
            if layer < last and network.activation != "identity":
                before, names = names, f"hidden_{layer}"
                yield (_OPERATORS[network.activation], [before], [names]), {}
        yield (_OPERATORS[network.output_activation], ["net_inputs"], ["outputs"]), {}
        yield from self._digits()
        if self._model.can_refuse:
            yield self._columns("outputs", N_DIGITS, N_DIGITS + 1, "nondigit_probability")

    def _digits(self) -> Iterator[_Node]:
        """Correct the confidence by the temperature, as `ocr_app.engine.recognizer` does."""
        sharpness = self._constant("sharpness", np.array(1 / self._model.temperature))
        if self._model.network.output_activation == "softmax":
            yield self._columns("net_inputs", 0, N_DIGITS, "digit_net_inputs")
            yield ("Mul", ["digit_net_inputs", sharpness], ["corrected"]), {}
            yield ("Softmax", ["corrected"], ["probabilities"]), {"axis": 1}
            return
        yield self._columns("outputs", 0, N_DIGITS, "digit_outputs")
        # The largest as 1, so that a large power of small numbers is not all zeros.
        least = self._constant("least", np.array(1e-30))
        yield ("Max", ["digit_outputs", least], ["positive"]), {}
        yield ("ReduceMax", ["positive"], ["largest"]), {"axes": [1], "keepdims": 1}
        yield ("Div", ["positive", "largest"], ["relative"]), {}
        yield ("Pow", ["relative", sharpness], ["corrected"]), {}
        axis = self._constant("axis", np.array([1]), np.int64)
        yield ("ReduceSum", ["corrected", axis], ["total"]), {"keepdims": 1}
        yield ("Div", ["corrected", "total"], ["probabilities"]), {}

    def _columns(self, source: str, first: int, end: int, name: str) -> _Node:
        limits = [
            self._constant(f"{name}_{what}", np.array([value]), np.int64)
            for what, value in (("first", first), ("end", end), ("axis", 1))
        ]
        return ("Slice", [source, *limits], [name]), {}

    def _constant(self, name: str, array: np.ndarray[Any, Any], dtype: Any = np.float32) -> str:
        self.constants[name] = np.ascontiguousarray(array, dtype).reshape(array.shape)
        return name


def _properties(model: Model) -> dict[str, str]:
    """Say what a program that reads the file may want to know."""
    known = {
        "name": model.name,
        "made_by": "ocr-app",
        "input": "pixels: (n, 64) float32, 0 paper to 1 ink, 8x8 row by row",
        "temperature": f"{model.temperature:g}",
        "refusal_threshold": f"{model.refusal_threshold:g}" if model.can_refuse else "",
        "held_out_accuracy": (
            "" if model.held_out_accuracy is None else f"{model.held_out_accuracy:.4f}"
        ),
    }
    return {name: text for name, text in known.items() if text}
