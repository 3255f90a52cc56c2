"""Shares of gemeenten the model never saw, against those that RIVM gives their wijken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from wwz_engine.axes import Floats
from wwz_engine.backtest.bootstrap import gain
from wwz_engine.backtest.prevalence_survey import Agreement, agreements
from wwz_engine.groups.covariates import BUURT_SETS, SETS
from wwz_engine.groups.prevalence import Model, Places, Sample, modelled_shares
from wwz_engine.groups.prevalence_fit import (
    Choice,
    Unseen,
    learned,
    leave_one_out,
)
from wwz_engine.groups.prevalence_sample import (
    SHARES,
    Participation,
    buurten,
    shares_of,
    trait_keys,
    wijken,
)
from wwz_engine.indicators import AGES
from wwz_engine.sources.amsterdam_key_figures import GEMEENTE as AMSTERDAM
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.dordrecht_key_figures import GEMEENTE as DORDRECHT
from wwz_engine.sources.tidy import Source

Progress = Callable[[str], None]
ALL = "alles"
WIJKEN = "wijken"
FOUR_OF_FIVE = 0.8
PLACES = {
    "amsterdam": ("amsterdam_key_figures", AMSTERDAM),
    "dordrecht": ("dordrecht_key_figures", DORDRECHT),
}
"""Of which buurten covariates are known: data set and gemeente, by set of covariates."""


@dataclass(frozen=True)
class Score:
    """How the model did on areas of gemeenten it never saw.

    where : ``wijken``, or the place whose buurten were scored
    covariates : key of the set of covariates
    against : ``gemeente`` or ``wijk``: whose share every area gets in the comparison
    trait, age : ``alles`` for all together
    areas : areas with a share, times traits
    people : people with the trait in them
    wape, plain : errors in persons per 100 people with the trait, by the model and by the mean
    gain, low, high : how much lower, share, with the interval of the bootstrap
    points, plain_points : percent points within which the share is for four of five people
    """

    where: str
    covariates: str
    against: str
    trait: str
    age: str
    areas: int
    people: float
    wape: float
    plain: float
    gain: float
    low: float
    high: float
    points: float
    plain_points: float


@dataclass(frozen=True)
class Outcome:
    """Everything measured, and the models learned for use.

    kept : what took part and what fell out, by where
    choices : per set of covariates, what was chosen for each block of gemeenten
    better : per set, gemeenten scored and those in which the model beats the mean
    survey : how shares go with what people said when asked, in one city
    """

    sources: tuple[Source, ...]
    kept: dict[str, Participation]
    choices: dict[str, tuple[Choice, ...]]
    better: dict[str, tuple[int, int]]
    scores: tuple[Score, ...]
    models: dict[str, Model]
    survey: tuple[Agreement, ...] = ()


@dataclass(frozen=True)
class _Against:
    """Shares that the model is set against, and areas that are drawn together."""

    key: str
    shares: Floats
    clusters: Sequence[str]


def measure(tables: Tables, progress: Progress = lambda text: None) -> Outcome:
    """All of it: wijken of the whole country, and buurten where covariates are known.

    Raises
    ------
    PrevalenceDataError
    """
    scores: list[Score] = []
    kept: dict[str, Participation] = {}
    choices: dict[str, tuple[Choice, ...]] = {}
    better: dict[str, tuple[int, int]] = {}
    models: dict[str, Model] = {}
    sources: dict[str, Source] = {}
    survey: tuple[Agreement, ...] = ()
    asked: tuple[Source, ...] = ()
    for key, covariates in SETS.items():
        progress(f"Wijken, kenmerken ‘{key}’")
        found = wijken(tables, covariates)
        unseen = leave_one_out(found.sample)
        scores += score_wijken(key, found.sample, unseen)
        kept[WIJKEN], choices[key] = found.kept, unseen.choices
        better[key] = _better(found.sample, unseen)
        models[key] = learned(found.sample)
        sources |= {source.sha256: source for source in found.sources}
        if key == "wijk":
            survey, asked = agreements(tables, found.sample, unseen)
    for place, (dataset, gemeente) in PLACES.items():
        if not tables.has(dataset, gemeente, SHARES):
            continue
        progress(f"Buurten van {place}")
        kept[place], own, used = score_buurten(tables, place)
        scores += own
        sources |= {source.sha256: source for source in used}
    sources |= {source.sha256: source for source in asked}
    return Outcome(tuple(sources.values()), kept, choices, better, tuple(scores), models, survey)


def score_wijken(key: str, sample: Sample, unseen: Unseen) -> list[Score]:
    """Every trait by itself, and all together, against the mean of each gemeente."""
    clusters = [sample.gemeenten[place] for place in sample.gemeente]
    against = _Against("gemeente", sample.means[sample.gemeente], clusters)
    return list(_scores(WIJKEN, key, sample, unseen.shares, against))


def score_buurten(
    tables: Tables, place: str
) -> tuple[Participation, list[Score], tuple[Source, ...]]:
    """Buurten of one gemeente by a model learned on wijken of all others.

    Once calibrated to the gemeente, against its mean; once calibrated to each wijk, against
    the share that RIVM gives the wijk.
    """
    dataset, gemeente = PLACES[place]
    covariates = BUURT_SETS[place]
    country = wijken(tables, covariates).sample
    others, own = apart(country, gemeente)
    found = buurten(tables, dataset, gemeente, covariates)
    sample = replace(found.sample, values=at_level(found.sample, own))
    model = learned(others)
    clusters = [area[:8] for area in sample.areas]
    means = sample.means[sample.gemeente]
    shares = modelled_shares(model, sample.values, sample.people, sample.gemeente, sample.means)
    scores = list(_scores(place, place, sample, shares, _Against("gemeente", means, clusters)))
    names, wijk = np.unique(clusters, return_inverse=True)
    codes = [f"WK{name[2:]}" for name in names]
    wijk_means = shares_of(tables.load("rivm_health", gemeente, SHARES).rows, codes)
    inside = modelled_shares(model, sample.values, sample.people, wijk, wijk_means)
    scores += _scores(place, place, sample, inside, _Against("wijk", wijk_means[wijk], clusters))
    return found.kept, scores, found.sources


def apart(sample: Sample, gemeente: str) -> tuple[Sample, Sample]:
    """The sample without one gemeente, and that gemeente alone."""
    place = sample.gemeenten.index(gemeente) if gemeente in sample.gemeenten else -1
    return (
        _part(sample, sample.gemeente != place),
        _part(sample, sample.gemeente == place),
    )


def _part(sample: Sample, areas: NDArray[np.bool_]) -> Sample:
    codes, group = np.unique(sample.gemeente[areas], return_inverse=True)
    return replace(
        sample,
        areas=tuple(area for area, kept in zip(sample.areas, areas, strict=True) if kept),
        gemeenten=tuple(sample.gemeenten[code] for code in codes),
        gemeente=group,
        values=sample.values[areas],
        people=sample.people[areas],
        shares=sample.shares[areas],
        means=sample.means[codes],
    )


def at_level(sample: Sample, wijken_of_it: Sample) -> Floats:
    """Covariates of buurten, moved so that their mean is that of the wijken of the gemeente.

    Prices and incomes of another year lie at another level, and so do incomes of
    households beside those of persons; what sets buurten apart stays as it is.
    """
    if not wijken_of_it.areas:
        return sample.values
    level = [_mean(one.values, one.people.max(axis=1)) for one in (wijken_of_it, sample)]
    moved: Floats = sample.values + np.nan_to_num(level[0] - level[1])
    return moved


def _mean(values: Floats, people: Floats) -> Floats:
    weights = np.where(np.isnan(values), 0.0, people[:, None])
    mean: Floats = (weights * np.nan_to_num(values)).sum(axis=0) / np.maximum(
        weights.sum(axis=0), 1e-12
    )
    return mean


def _scores(
    where: str, key: str, sample: Sample, shares: Floats, against: _Against
) -> Iterator[Score]:
    """All traits together, those of each age, and each by itself."""
    known = ~np.isnan(sample.shares) & ~np.isnan(shares) & ~np.isnan(against.shares)
    traits = trait_keys()
    parts: list[tuple[str, str, list[int]]] = [(ALL, ALL, list(range(len(traits))))]
    for age in AGES:
        parts.append((ALL, age, [at for at, one in enumerate(traits) if one[2] == age]))
    parts += [(trait.slug, age, [at]) for at, (_, trait, age, _) in enumerate(traits)]
    for trait, age, at in parts:
        people = np.where(known, sample.people, 0.0)[:, at]
        truth, ours, theirs = (
            np.where(known, one, 0.0)[:, at] for one in (sample.shares, shares, against.shares)
        )
        errors, plain = (np.abs(one - truth) for one in (ours, theirs))
        found = gain(
            (people * errors).ravel(),
            (people * plain).ravel(),
            np.repeat(against.clusters, len(at)).tolist(),
        )
        whole = float((people * truth).sum())
        yield Score(
            where, key, against.key, trait, age, int((people > 0).sum()), whole,
            float(100 * (people * errors).sum() / whole),
            float(100 * (people * plain).sum() / whole),
            found.skill, found.low, found.high,
            100 * four_of_five(errors.ravel(), people.ravel()),
            100 * four_of_five(plain.ravel(), people.ravel()),
        )  # fmt: skip


def _better(sample: Sample, unseen: Unseen) -> tuple[int, int]:
    """Gemeenten with at least two areas with a share, and those with less error than the mean."""
    known = ~np.isnan(sample.shares) & ~np.isnan(unseen.shares)
    people = np.where(known, sample.people, 0.0)
    sums = []
    for one in (unseen.shares, sample.means[sample.gemeente]):
        off = np.where(known, np.abs(one - sample.shares), 0.0)
        errors = np.einsum("at,at->a", people, off)
        sums.append(_per_gemeente(errors, sample.gemeente, len(sample.gemeenten)))
    scored: Floats = np.where((people > 0).any(axis=1), 1.0, 0.0)
    areas = _per_gemeente(scored, sample.gemeente, len(sample.gemeenten))
    several = areas >= 2
    return int(several.sum()), int((sums[0] < sums[1])[several].sum())


def _per_gemeente(values: Floats, gemeente: Places, count: int) -> Floats:
    sums: Floats = np.zeros(count)
    np.add.at(sums, gemeente, values)
    return sums


def four_of_five(error: Floats, people: Floats) -> float:
    """The error that the areas of four of five people stay within."""
    known: NDArray[np.bool_] = ~np.isnan(error) & (people > 0)
    order = np.argsort(error[known])
    reached = np.cumsum(people[known][order]) / people[known].sum()
    return float(error[known][order][np.searchsorted(reached, FOUR_OF_FIVE)])
