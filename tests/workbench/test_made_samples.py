"""Samples in portions: whoever makes them, they are the same."""

from __future__ import annotations

import dataclasses
import os
import signal
import sys
import threading
from functools import partial

import numpy as np
import pytest

from datasets.digits import load_digits
from ocr_app.engine.sample_portions import MakingCancelled, SampleOrder, Shelf, made_here
from ocr_app.workers import kept_samples, sample_helpers
from ocr_app.workers.kept_samples import KeptSamples
from ocr_app.workers.sample_helpers import made_by_many

ORDER = SampleOrder(
    copies=3, synthetic=10, nondigits=1_100, pictures=2, strength=0.7, random_state=5
)


@pytest.fixture(scope="module")
def digits():
    split = load_digits("writers")
    return split.counts_train[:50], split.y_train[:50]


def make(order, digits, how=made_here, stop=lambda: False):
    reports = []
    made = how(order, *digits, reports.append, stop)
    return made, reports


@pytest.fixture(scope="module")
def made(digits):
    return make(ORDER, digits)


def same(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_an_order_is_made_whole(made, digits):
    (X, y), reports = made
    assert len(y) == ORDER.n_samples(50) == 150 + 100 + 1_100 + 20
    assert X.shape == (len(y), 64)
    assert X.dtype == np.float32
    assert ((X >= 0) & (X <= 1)).all()
    assert (X.sum(axis=1) > 0).all()
    assert np.array_equal(y[:150], np.tile(digits[1], 3))
    assert np.bincount(y[150:]).tolist() == [12] * 10 + [1_100]
    assert reports == sorted(reports)
    assert reports[-1] == len(y)


@pytest.mark.parametrize("helpers", [1, 2])
def test_other_processes_make_the_same_bits(made, digits, helpers):
    together, reports = make(ORDER, digits, partial(made_by_many, helpers=helpers))
    assert same(together, made[0])
    assert reports == sorted(reports)
    assert reports[-1] == ORDER.n_samples(50)


def test_helpers_do_take_part(made, digits, monkeypatch):
    helped = threading.Event()
    claim, finish = sample_helpers._Work.claim, sample_helpers._Work.finish

    def patient(work, quickest=False):
        if threading.current_thread() is threading.main_thread():
            assert helped.wait(60)
        return claim(work, quickest)

    def note(work, number):
        finish(work, number)
        if threading.current_thread() is not threading.main_thread():
            helped.set()

    monkeypatch.setattr(sample_helpers._Work, "claim", patient)
    monkeypatch.setattr(sample_helpers._Work, "finish", note)
    together, _ = make(ORDER, digits, partial(made_by_many, helpers=1))
    assert same(together, made[0])


@pytest.mark.parametrize("program", ["/nowhere/python", sys.executable])
def test_without_helpers_it_goes_on_alone(made, digits, monkeypatch, program):
    # One that cannot be started, and one that ends at once, for it finds no such module.
    monkeypatch.setattr(sample_helpers.sys, "executable", program)
    monkeypatch.setattr(sample_helpers, "_MODULE", "ocr_app.no_such_module")
    alone, _ = make(ORDER, digits, partial(made_by_many, helpers=1))
    assert same(alone, made[0])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_a_helper_that_is_killed_is_done_without(made, digits, monkeypatch):
    helpers = []
    receive = sample_helpers._receive

    def kill_first(process, reader):
        if not helpers:
            helpers.append(process)
            os.kill(process.pid, signal.SIGKILL)
        return receive(process, reader)

    monkeypatch.setattr(sample_helpers, "_receive", kill_first)
    together, _ = make(ORDER, digits, partial(made_by_many, helpers=1))
    assert helpers
    assert same(together, made[0])


@pytest.mark.parametrize("how", [made_here, partial(made_by_many, helpers=1)])
def test_it_can_be_cancelled_and_leaves_no_process(digits, how):
    asked = iter([False, True])
    before = threading.active_count()
    with pytest.raises(MakingCancelled):
        make(ORDER, digits, how, lambda: next(asked))
    assert threading.active_count() == before


def test_each_kind_has_seeds_of_its_own(made, digits):
    fewer = dataclasses.replace(ORDER, synthetic=0, nondigits=0)
    (X, _), _ = make(fewer, digits)
    whole = made[0][0]
    assert np.array_equal(X[:150], whole[:150])
    assert np.array_equal(X[150:], whole[-20:])
    other, _ = make(dataclasses.replace(fewer, random_state=6), digits)
    assert not np.array_equal(other[0][:150], X[:150])


def test_portions_of_a_kind_differ(made):
    copies = made[0][0][:150].reshape(3, 50, 64)
    assert not np.array_equal(copies[0], copies[1])


def test_nothing_is_an_order_as_well(digits):
    (X, y), reports = make(SampleOrder(), digits)
    assert X.shape == (0, 64)
    assert len(y) == 0
    assert not reports


def test_a_portion_that_is_too_large_is_refused():
    shelf = Shelf(SampleOrder(nondigits=10), 100)
    with pytest.raises(ValueError, match="larger than it should be"):
        shelf.put(0, np.zeros((11, 64), np.float32), np.zeros(11, np.int64))


def test_what_was_made_is_found_again(made, digits, monkeypatch):
    monkeypatch.setattr(kept_samples, "_WORTH_KEEPING", 100)
    calls = []

    def counted(*args):
        calls.append(args)
        return made_here(*args)

    first, again = KeptSamples(counted), KeptSamples(counted)
    made_first, _ = make(ORDER, digits, first)
    first.wait()
    made_again, _ = make(ORDER, digits, again)
    assert len(calls) == 1
    assert same(made_first, made[0])
    assert same(made_again, made[0])
    make(dataclasses.replace(ORDER, nondigits=0), digits, again)
    again.wait()
    assert len(calls) == 2


def test_few_samples_are_not_kept(digits):
    calls = []

    def counted(*args):
        calls.append(args)
        return made_here(*args)

    few = SampleOrder(copies=2)
    keeper = KeptSamples(counted)
    for _ in range(2):
        make(few, digits, keeper)
    assert len(calls) == 2
