"""Run the benchmarks and print a table: ``python -m benchmarks --help``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

NAMES = (
    "training",
    "training_deep",
    "training_large",
    "training_xor",
    "time_to_accuracy",
    "inference",
    "start_up",
    "prediction_latency",
    "application",
    "recognition",
    "normalization",
    "augmentation",
    "growth",
    "growth_page",
    "mnist",
    "refusals",
    "reading",
    "drawings",
    "drawn_numbers",
    "workbench",
    "teaching",
    "durability",
    "xor",
)

PARTS = {
    "training_deep": ("training", "run_deep"),
    "training_large": ("training", "run_large"),
    "training_xor": ("training", "run_xor"),
    "growth_page": ("growth", "run_page"),
}
"""The module and function of those that are not the `run` of the module of their name."""


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=NAMES, action="append", help="run only this one")
    parser.add_argument("--data", type=Path, nargs="*", default=[], help="labelled drawings, JSONL")
    parser.add_argument("--replayed", type=int, default=300, help="drawings of a file to replay")
    parser.add_argument("--starts", type=int, default=15, help="starts of each program")
    parser.add_argument("--json", type=Path, help="also write the results to this file")
    options = parser.parse_args()
    if absent := [str(file) for file in options.data if not file.is_file()]:
        print(f"Skipped, not there: {', '.join(absent)}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as home:
        # One thread, as the application itself has it; nobody's settings and kept models.
        for variable in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
            os.environ[variable] = "1"
        os.environ["OCR_APP_HOME"] = home
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        # Compiled modules are kept, as pip does for what it installs, whatever is set here.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(Path(home, "compiled"))
        return run(options)


def run(options: argparse.Namespace) -> int:
    """Run the benchmarks one after the other and report."""
    # NumPy and Qt read the environment when they are imported.
    from benchmarks import report, results

    files = [file for file in options.data if file.is_file()]
    arguments: dict[str, tuple[Any, ...]] = {
        "start_up": (options.starts,),
        "drawings": (files, options.replayed),
        "drawn_numbers": (files,),
    }
    found: dict[str, list[results.Row]] = {}
    for name in options.only or NAMES:
        print(f"{name} ...", file=sys.stderr, flush=True)
        module, function = PARTS.get(name, (name, "run"))
        run_it = getattr(import_module(f"benchmarks.{module}"), function)
        found[name] = run_it(*arguments.get(name, ()))
    print(report.tables(found))
    print(f"\n{results.about(results.machine())}")
    if options.json:
        results.write_json(found, options.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
