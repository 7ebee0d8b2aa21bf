"""An evaluation as ``--json`` prints it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ocr_app.cli.output import number_or_null
from ocr_app.engine.evaluation import Evaluation


def as_json_value(evaluation: Evaluation) -> dict[str, Any]:
    """Turn an evaluation into what ``--json`` prints; unknown shares are null."""
    return {
        "n": evaluation.n,
        "accuracy": number_or_null(evaluation.accuracy),
        "interval": _interval(evaluation.interval),
        "per_class": [_without_nan(asdict(score)) for score in evaluation.per_class],
        "confusion": evaluation.confusion.tolist(),
        "refused_digits": {
            "share": number_or_null(evaluation.refused_digits_share),
            "interval": _interval(evaluation.refused_digits_interval),
        },
        "nondigits": {
            "n": evaluation.n_nondigits,
            "refused_share": number_or_null(evaluation.refused_share),
            "refused_interval": _interval(evaluation.refused_interval),
        },
        "calibration": {
            "error": number_or_null(evaluation.calibration_error),
            "bins": [_without_nan(asdict(one)) for one in evaluation.reliability],
        },
        "writers": {
            "mean": number_or_null(evaluation.writers_mean),
            "worst_tenth": number_or_null(evaluation.worst_tenth),
            "per_writer": [asdict(score) for score in evaluation.per_writer],
        },
        "predictions": [asdict(prediction) for prediction in evaluation.predictions],
    }


def _interval(interval: tuple[float, float]) -> list[float | None]:
    return [number_or_null(end) for end in interval]


def _without_nan(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: number_or_null(value) if isinstance(value, float) else value
        for key, value in values.items()
    }
