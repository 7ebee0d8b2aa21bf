"""The speed comparison compares the same work, and the pages keep what is not measured."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parent.parent
CONTENDERS = ("ours", "scikit_learn", "scikit_learn_float32", "pytorch", "textbook", "floor")


@pytest.fixture(autouse=True)
def _benchmarks_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT)


def page_maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "make_performance", ROOT / "docs" / "make_performance.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = sys.path.copy()
    spec.loader.exec_module(module)
    sys.path[:] = before
    return module


def test_every_benchmark_that_can_be_asked_for_is_there() -> None:
    from benchmarks.__main__ import NAMES, PARTS

    assert set(PARTS) <= set(NAMES)
    for name in NAMES:
        module, function = PARTS.get(name, (name, "run"))
        assert callable(getattr(importlib.import_module(f"benchmarks.{module}"), function))


@pytest.mark.parametrize("name", CONTENDERS)
@pytest.mark.parametrize(("solver", "outputs"), [("adam", 3), ("sgd", 1)])
def test_every_contender_trains_and_predicts(name: str, solver: str, outputs: int) -> None:
    from benchmarks.contenders.case import Case
    from nn import Network

    if name == "pytorch":
        pytest.importorskip("torch")
    contender = importlib.import_module(f"benchmarks.contenders.{name}")
    rng = np.random.default_rng(0)
    X, labels = rng.random((25, 4), np.float32), np.arange(25) % max(2, outputs)
    contender.training(Case((4, 5, outputs), X, labels, 10, 2, solver))()
    network = Network((4, 5, 3))
    network.initialize(rng)
    contender.inference(network, X)()  # peers check themselves that they predict the same


@pytest.mark.parametrize("name", [name for name in CONTENDERS if name != "floor"])
def test_every_contender_learns(name: str) -> None:
    from benchmarks.contenders.case import Case

    if name == "pytorch":
        pytest.importorskip("torch")
    contender = importlib.import_module(f"benchmarks.contenders.{name}")
    X = np.eye(3, dtype=np.float32).repeat(20, axis=0)
    labels = np.arange(3).repeat(20)
    case = Case((3, 16, 3), X, labels, 4, 200, "adam")
    assert 1 <= contender.to_accuracy(case, X, labels, 1.0)(0) <= 200


def test_work_is_done_in_turns_that_begin_with_another_each_time() -> None:
    from benchmarks.timing import in_turns

    done: list[str] = []
    works = {"a": lambda: done.append("a"), "b": lambda: done.append("b"), "absent": None}
    taken = in_turns(works, rounds=2)
    assert taken["absent"] is None
    assert [len(taken[name] or []) for name in "ab"] == [2, 2]
    assert "".join(done) == "ba" + "ab" + "ba"


def test_a_ratio_is_the_median_of_the_rounds_and_tells_whether_the_target_is_met() -> None:
    from benchmarks.comparison import Comparison, rows
    from benchmarks.contenders import OURS
    from benchmarks.report import tables

    seconds = {OURS: [1.0, 2.0, 9.0], "scikit-learn": [2.0, 8.0, 9.0], "PyTorch": None}
    found = Comparison("a step", seconds, {"scikit-learn": 0.5, "floor": 2.0})
    assert found.ratio("scikit-learn") == (0.5, 0.375, 0.75)
    assert found.ratio("PyTorch") is None
    assert found.met("scikit-learn")
    table = tables({"any": rows([found])})
    assert "0.50 [0.38, 0.75] ✓ | not installed" in table


def test_pages_get_new_figures_and_keep_their_words(tmp_path: Path) -> None:
    from benchmarks.results import Row, read_json, write_json

    file = tmp_path / "results.json"
    write_json({"growth": [Row("rows: exponent", 1.02, "power", target="≤ 1", met=True)]}, file)
    page = "Before.\n<!-- measured: growth xor -->\nold\n<!-- end -->\nAfter."
    filled = page_maker().filled(page, read_json(file))
    assert filled.startswith("Before.\n<!-- measured: growth xor -->\n| measured |")
    assert filled.endswith("<!-- end -->\nAfter.")
    assert "| rows: exponent | 1.02 |" in filled
    assert "old" not in filled
    assert page_maker().filled(filled, read_json(file)) == filled


def test_the_programs_that_start_up_compares_tell_when_they_are_painted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from benchmarks import start_up

    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    told = {module: start_up.start(module) for module in (start_up.EMPTY, start_up.WORD)}
    told[start_up.APP] = start_up.start(start_up.APP)
    for module, events in told.items():
        waited, worked = events["painted"]
        assert waited > 0, module
        assert worked > 0, module
    assert told[start_up.APP]["read"] > told[start_up.APP]["painted"]


def test_the_latency_ends_with_the_paint_of_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks import prediction_latency

    monkeypatch.setattr(prediction_latency, "DRAWINGS", 1)
    monkeypatch.setattr(prediction_latency, "POINTS", 20)
    taken, side = prediction_latency.measure_app()
    assert side > 200
    assert len(taken) == 19
    for to_paint, worked, to_next in taken:
        assert 0 <= worked < to_paint + 1  # two clocks
        assert 0 < to_paint < to_next
