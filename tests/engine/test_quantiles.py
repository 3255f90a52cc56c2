from __future__ import annotations

import numpy as np
import pytest

from wwz_engine.backends import quantiles
from wwz_engine.backends.quantiles import Ranks, summarise
from wwz_engine.backends.vectors import WIDTH

SHARES = (0.0, 0.1, 0.5, 0.9, 1.0)
DRAWS = (1, 2, 3, 15, 16, 17, 100, 1000)


def drawn(kind, draws, rows=40):
    random = np.random.default_rng(draws)
    size = (rows, draws)
    made = {
        "normal": random.normal(100, 10, size).clip(0),
        "skewed": np.exp(random.normal(0, 2, size)),
        "cut off at nobody": random.normal(0, 1, size).clip(0),
        "whole numbers": random.poisson(3, size),
        "nearly all nobody": (random.random(size) < 0.02) * 50.0,
        "two camps": np.where(random.random(size) < 0.5, 1.0, 1e6) + random.random(size),
        "the same everywhere": np.full(size, 7.25),
        "nobody": np.zeros(size),
    }[kind]
    return made.astype(np.float32)


KINDS = (
    "normal",
    "skewed",
    "cut off at nobody",
    "whole numbers",
    "nearly all nobody",
    "two camps",
    "the same everywhere",
    "nobody",
)


def found(people, shares=SHARES):
    """Quantiles and mean without sorting: (quantile and then mean, row)."""
    rows, draws = people.shape
    filled = np.full((rows, -(-draws // WIDTH) * WIDTH), np.float32(3.0))
    filled[:, :draws] = people
    out = np.empty((len(shares) + 1, rows), np.float32)
    summarise(filled, Ranks.of(shares, draws), out)
    return out


def expected(people, shares=SHARES):
    """From sorted draws, on a straight line between neighbours."""
    ordered = np.sort(people, axis=1).astype(np.float64)
    at = np.array(shares) * (people.shape[1] - 1)
    below = np.floor(at).astype(int)
    above = np.minimum(below + 1, people.shape[1] - 1)
    line = ordered[:, below] + (ordered[:, above] - ordered[:, below]) * (at - below)
    return line.T.astype(np.float32)


@pytest.mark.parametrize("draws", DRAWS)
@pytest.mark.parametrize("kind", KINDS)
def test_quantiles_are_exactly_those_of_sorted_draws(kind, draws):
    people = drawn(kind, draws)

    out = found(people)

    assert np.array_equal(out[:-1], expected(people))
    assert out[-1] == pytest.approx(people.mean(axis=1, dtype=np.float64), rel=1e-6)


def test_row_that_does_not_yield_is_sorted(monkeypatch):
    """The loop's own source, run without compiling, that may count only once."""
    people = drawn("skewed", 100)
    source = quantiles._neighbours.py_func
    tried = []

    def once(line, pivot):
        tried.append(pivot)
        return np.float32((line < pivot).sum()), np.float32(0.5), np.float32(0.5)

    monkeypatch.setattr(quantiles, "around", once)
    monkeypatch.setattr(quantiles, "MOST_TRIES", 1)
    ordered = np.sort(people, axis=1)

    pairs = [source(line, 100, 10, np.float32(0.0), np.float32(1.0)) for line in people]

    assert len(tried) == len(people)
    assert np.array_equal(np.array(pairs), ordered[:, 10:12])


def test_count_that_is_one_off_is_caught(monkeypatch):
    """The planted defect counts one draw too many below each value."""
    people = drawn("skewed", 100)
    source = quantiles._neighbours.py_func
    right = np.sort(people, axis=1)[:, 10:12]

    def off(line, pivot):
        under = line < pivot
        below, above = line[under], line[~under]
        return np.float32(under.sum() + 1), below.max(initial=-1), above.min(initial=np.inf)

    monkeypatch.setattr(quantiles, "around", off)
    monkeypatch.setattr(quantiles, "_between", quantiles._between.py_func)

    pairs = [source(line, 100, 10, np.float32(1.0), np.float32(20.0)) for line in people]

    assert not np.array_equal(np.array(pairs), right)


def test_missing_value_stays_visible_in_the_mean():
    people = drawn("normal", 100)
    people[3, 50] = np.nan

    mean = found(people)[-1]

    assert np.isnan(mean[3])
    assert np.isfinite(np.delete(mean, 3)).all()


def test_draws_beyond_the_last_one_do_not_count():
    rows = np.zeros((1, WIDTH), np.float32)
    rows[0, :3] = 1, 2, 3
    ranks = Ranks.of((0.5,), 3)
    out = np.empty((2, 1), np.float32)

    summarise(rows, ranks, out)

    assert out[:, 0].tolist() == [2.0, 2.0]
