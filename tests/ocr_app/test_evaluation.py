"""An evaluation counts right what is right, and says how sure that is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from datasets.drawing import Drawing
from datasets.files import LabelledSample
from nn import Network
from ocr_app.engine.evaluation import (
    Prediction,
    evaluate,
    evaluate_pixels,
    summarize,
)
from ocr_app.engine.model import Model
from ocr_app.engine.recognizer import Recognizer
from ocr_app.engine.shares import wilson_interval

SEVEN = Drawing.from_points([[[0.25, 0.2], [0.75, 0.2], [0.4, 0.85]]])
ONE = Drawing.from_points([[[0.5, 0.15], [0.5, 0.85]]])


def predict(
    label: object, digit: int | None, is_digit: bool = True, writer: str | None = None
) -> Prediction:
    confidence = 0.9 if digit is not None else 0.0
    return Prediction(label, digit, confidence, is_digit, writer=writer)


def test_counting():
    evaluation = summarize(
        [
            *(predict(7, 7), predict(7, 7), predict(7, 1), predict(1, 1)),
            predict(2, None, is_digit=False),
            *(predict("a", 4), predict("b", 8, is_digit=False), predict("c", None, is_digit=False)),
            predict(None, 7),
        ]
    )
    assert evaluation.n == 5
    assert evaluation.accuracy == 3 / 5
    assert evaluation.interval == wilson_interval(3, 5)
    assert evaluation.confusion.shape == (10, 10)
    assert evaluation.confusion.sum() == 4
    assert (evaluation.confusion[7, 7], evaluation.confusion[7, 1]) == (2, 1)
    with pytest.raises(ValueError, match="read-only"):
        evaluation.confusion[0, 0] = 1
    assert [score.digit for score in evaluation.per_class] == list(range(10))
    seven, one, two, three = (evaluation.per_class[digit] for digit in (7, 1, 2, 3))
    assert (seven.n, seven.recall, seven.precision) == (3, 2 / 3, 1)
    assert (one.n, one.recall, one.precision) == (1, 1, 1 / 2)
    assert (two.n, two.recall) == (1, 0)
    assert math.isnan(two.precision)
    assert three.n == 0
    assert math.isnan(three.recall)
    assert evaluation.n_nondigits == 3
    assert evaluation.refused_share == 2 / 3
    assert evaluation.refused_interval == wilson_interval(2, 3)
    assert evaluation.refused_digits_share == 1 / 5
    assert evaluation.refused_digits_interval == wilson_interval(1, 5)
    assert len(evaluation.predictions) == 9


def test_nothing_is_known_of_nothing():
    evaluation = summarize([])
    assert evaluation.n == evaluation.n_nondigits == 0
    unknown = [
        *(evaluation.accuracy, *evaluation.interval),
        *(evaluation.refused_share, *evaluation.refused_interval),
        *(evaluation.refused_digits_share, *evaluation.refused_digits_interval),
        *(evaluation.calibration_error, evaluation.writers_mean, evaluation.worst_tenth),
    ]
    assert all(math.isnan(share) for share in unknown)
    assert evaluation.per_writer == ()
    assert sum(one.n for one in evaluation.reliability) == 0


def test_a_refused_digit_that_is_read_right_counts_as_right():
    evaluation = summarize([predict(7, 7, is_digit=False), predict(7, 1, is_digit=True)])
    assert evaluation.accuracy == evaluation.refused_digits_share == 1 / 2


def test_confidence_counts_for_digits_that_there_was_something_to_read_of():
    evaluation = summarize([predict(7, 7), predict(7, 1), predict(2, None), predict("a", 4)])
    [tenth] = [one for one in evaluation.reliability if one.n]
    assert (tenth.n, tenth.accuracy) == (2, 0.5)
    assert evaluation.calibration_error == pytest.approx(0.4)


def test_writers_are_compared_if_they_wrote_enough():
    predictions = [
        *[predict(7, 7, writer="good")] * 30,
        *[predict(7, 7, writer="bad")] * 6,
        *[predict(7, None, writer="bad")] * 4,
        *[predict(7, 1, writer="few")] * 9,
        *[predict("a", 4, writer="letters")] * 20,
        predict(7, 1),
    ]
    evaluation = summarize(predictions)
    assert [(one.writer, one.n, one.accuracy) for one in evaluation.per_writer] == [
        ("few", 9, 0),
        ("bad", 10, 0.6),
        ("good", 30, 1),
    ]
    assert evaluation.writers_mean == pytest.approx(0.8)
    assert evaluation.worst_tenth == pytest.approx(0.6)


def test_wilson_interval_of_a_known_case():
    # Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I.
    assert wilson_interval(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson_interval(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson_interval(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)
    assert wilson_interval(1, 29) == pytest.approx((0.0061, 0.1718), abs=5e-5)


@given(st.integers(1, 10**6), st.floats(0, 1))
def test_wilson_interval_holds_the_share(n, share):
    successes = round(share * n)
    low, high = wilson_interval(successes, n)
    assert 0 <= low <= successes / n <= high <= 1
    assert low < high
    mirrored = wilson_interval(n - successes, n)
    assert mirrored == pytest.approx((1 - high, 1 - low))


def test_evaluating_samples():
    ink = np.zeros((30, 30), np.float32)
    ink[3:27, 13:17] = 1
    samples = [
        LabelledSample(7, "a", drawing=SEVEN),
        LabelledSample(1, "b", ink=ink, writer="Ada"),
        LabelledSample(1, "c", drawing=Drawing()),
        LabelledSample("x", "d", drawing=ONE),
    ]
    evaluation = evaluate(Model.factory(), iter(samples))
    assert [p.label for p in evaluation.predictions] == [7, 1, 1, "x"]
    assert [p.digit for p in evaluation.predictions] == [7, 1, None, 1]
    assert [p.writer for p in evaluation.predictions] == [None, "Ada", None, None]
    assert [score.writer for score in evaluation.per_writer] == ["Ada"]
    assert evaluation.predictions[2] == Prediction(1, None, 0.0, is_digit=False)
    assert (evaluation.n, evaluation.accuracy) == (3, 2 / 3)
    assert (evaluation.n_nondigits, evaluation.refused_share) == (1, 0)


def test_progress_is_told_while_samples_still_come():
    given_out = 0

    def samples():
        nonlocal given_out
        for number in range(300):
            given_out += 1
            yield LabelledSample(7, str(number), drawing=SEVEN)

    told = []
    evaluate(Model.factory(), samples(), on_progress=lambda done: told.append((done, given_out)))
    assert told[-1] == (300, 300)
    assert told[0][1] < 300
    assert [done for done, _ in told] == sorted({done for done, _ in told})


def test_what_progress_raises_ends_the_evaluation():
    def stop(_done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate(Model.factory(), [LabelledSample(7, "a", drawing=SEVEN)], on_progress=stop)


@pytest.mark.parametrize("threshold", [0.2, 0.8])
def test_a_model_refuses_above_its_threshold(threshold):
    network = Network((64, 11))  # all outputs alike, 1/11, but for the last
    network.biases[0][10] = math.log(10)  # 1/2
    model = Model(network, {"refusal_threshold": threshold})
    X = np.random.default_rng(0).random((3, 64), dtype=np.float32)
    samples = [LabelledSample(7, "a", drawing=SEVEN), LabelledSample("x", "b", drawing=ONE)]
    refused = float(threshold < 0.5)
    assert evaluate_pixels(model, X, [1, 2, 3]).refused_digits_share == refused
    evaluation = evaluate(model, samples)
    assert (evaluation.refused_digits_share, evaluation.refused_share) == (refused, refused)
    assert evaluation.predictions[0].nondigit_probability == pytest.approx(0.5)


def test_normalised_digits_are_read_as_they_are():
    model = Model.factory()
    X = np.random.default_rng(0).random((20, 64), dtype=np.float32)
    best = Recognizer(model).probabilities(X).argmax(axis=1)
    evaluation = evaluate_pixels(model, X, best)
    assert evaluation.accuracy == 1
    assert evaluation.interval[1] == 1
    assert [p.digit for p in evaluation.predictions] == best.tolist()
