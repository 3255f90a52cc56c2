"""Learning what moves a share, with every gemeente left out of what is learned for it.

Sums of products add up over gemeenten, so leaving one out is a subtraction: all of it is
linear algebra on some hundreds of small matrices.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.groups.prevalence import (
    FORMS,
    RIDGES,
    Model,
    Places,
    Sample,
    calibrated,
    features,
    logit,
    scale_of,
    within,
)

BLOCKS = 10
"""Gemeenten are split in so many; what is chosen for one block is chosen on the others."""


@dataclass(frozen=True)
class Moments:
    """Sums of products per gemeente, for traits that are known in the same areas.

    traits : places of those traits
    apart : (area, feature), features less the mean of the gemeente
    grams : (gemeente, feature, feature)
    crosses : (gemeente, feature, trait)
    squares : (gemeente, trait)
    lowest, highest : (gemeente, trait), log odds of areas less the mean of the gemeente
    """

    traits: Places
    apart: Floats
    grams: Floats
    crosses: Floats
    squares: Floats
    lowest: Floats
    highest: Floats


@dataclass(frozen=True)
class Choice:
    """A form and a ridge, chosen without the gemeenten they are then used on."""

    form: str
    ridge: float


@dataclass(frozen=True)
class Unseen:
    """Shares of every area by a model that never saw its gemeente.

    shares : (area, trait), calibrated to the gemeente
    choices : per block
    blocks : (gemeente,), the block of each
    """

    shares: Floats
    choices: tuple[Choice, ...]
    blocks: Places


def moments(sample: Sample, form: str) -> list[Moments]:
    """Sums of products, one set for the traits of each age."""
    everybody = sample.people.max(axis=1)
    scale = scale_of(sample.values, everybody, sample.reach)
    made = features(sample.values, sample.gemeente, everybody, scale, form)
    return [_moments(sample, made, traits, weights) for traits, weights in _classes(sample)]


def _classes(sample: Sample) -> Iterator[tuple[Places, Floats]]:
    """Traits that weigh areas alike, and those weights, which add up to one."""
    weights: Floats = np.where(np.isnan(sample.shares), 0.0, sample.people)
    weights = weights / weights.sum(axis=0)
    _, first, which = np.unique(weights, axis=1, return_index=True, return_inverse=True)
    for number in np.argsort(first):
        yield np.flatnonzero(which.ravel() == number), weights[:, first[number]]


def _moments(sample: Sample, made: Floats, traits: Places, weights: Floats) -> Moments:
    shares = sample.shares[:, traits]
    targets = np.where(np.isnan(shares), 0.0, logit(shares))
    x = within(made, sample.gemeente, weights)
    y = within(targets, sample.gemeente, weights)
    count = len(sample.gemeenten)
    grams = np.zeros((count, x.shape[1], x.shape[1]))
    crosses = np.zeros((count, x.shape[1], len(traits)))
    squares, lowest, highest = np.zeros((3, count, len(traits)))
    for place in range(count):
        rows = np.flatnonzero((sample.gemeente == place) & (weights > 0))
        if not rows.size:
            continue
        weighted = x[rows] * weights[rows, None]
        grams[place] = weighted.T @ x[rows]
        crosses[place] = weighted.T @ y[rows]
        squares[place] = (weights[rows, None] * np.square(y[rows])).sum(axis=0)
        lowest[place], highest[place] = y[rows].min(axis=0), y[rows].max(axis=0)
    return Moments(traits, x, grams, crosses, squares, lowest, highest)


def solved(gram: Floats, cross: Floats, ridge: float) -> Floats:
    """(..., feature, trait), the weights of a ridge regression."""
    weights = np.linalg.solve(gram + ridge * np.eye(gram.shape[-1]), cross)
    return np.asarray(weights, dtype=np.float64)


def blocks_of(count: int) -> Places:
    """(gemeente,), ten blocks that each hold gemeenten from all over the list of codes."""
    return np.arange(count, dtype=np.intp) % BLOCKS


def chosen(found: dict[str, list[Moments]], blocks: Places, without: int | None) -> Choice:
    """The form and ridge that do best on gemeenten left out, none of them in one block.

    Parameters
    ----------
    found : moments per form
    without : the block that is not looked at; None looks at all
    """
    losses = {
        Choice(form, ridge): sum(_loss(each, blocks, without, ridge) for each in found[form])
        for form in found
        for ridge in RIDGES
    }
    return min(losses, key=lambda choice: losses[choice])


def _loss(each: Moments, blocks: Places, without: int | None, ridge: float) -> float:
    """Squared error on blocks left out in turn, as a share of the spread of each trait."""
    used = [block for block in range(BLOCKS) if block != without]
    member = (blocks[None, :] == np.array(used)[:, None]).astype(np.float64)
    gram = np.tensordot(member, each.grams, axes=1)
    cross = np.tensordot(member, each.crosses, axes=1)
    square = member @ each.squares
    weights = solved(gram.sum(axis=0) - gram, cross.sum(axis=0) - cross, ridge)
    error = (
        square
        - 2 * np.einsum("bft,bft->bt", weights, cross)
        + np.einsum("bft,bfg,bgt->bt", weights, gram, weights, optimize=True)
    )
    return float((error.sum(axis=0) / np.maximum(square.sum(axis=0), 1e-12)).sum())


def leave_one_out(sample: Sample, forms: tuple[str, ...] = FORMS) -> Unseen:
    """Shares of every area from models that did not see its gemeente, in any way.

    Form and ridge of a gemeente are chosen on the other blocks, by leaving out block after
    block of those; its weights are learned on all other gemeenten.
    """
    found = {form: moments(sample, form) for form in forms}
    blocks = blocks_of(len(sample.gemeenten))
    choices = tuple(chosen(found, blocks, block) for block in range(BLOCKS))
    log_odds = np.full(sample.shares.shape, np.nan)
    for block, choice in enumerate(choices):
        for each in found[choice.form]:
            _fill(log_odds, sample, each, np.flatnonzero(blocks == block), choice.ridge)
    log_odds += logit(sample.means)[sample.gemeente]
    shares = calibrated(log_odds, sample.people, sample.gemeente, sample.means)
    return Unseen(shares, choices, blocks)


def _fill(log_odds: Floats, sample: Sample, each: Moments, gemeenten: Places, ridge: float) -> None:
    """Put in what sets the areas of these gemeenten apart, by what others taught."""
    weights = weights_without(each, gemeenten, ridge)
    for number, place in enumerate(gemeenten):
        rows = sample.gemeente == place
        apart = each.apart[rows] @ weights[number]
        lowest = np.delete(each.lowest, place, axis=0).min(axis=0)
        highest = np.delete(each.highest, place, axis=0).max(axis=0)
        log_odds[np.ix_(rows, each.traits)] = np.clip(apart, lowest, highest)


def weights_without(each: Moments, gemeenten: Places, ridge: float) -> Floats:
    """(gemeente, feature, trait), weights learned on all but that gemeente."""
    gram = each.grams.sum(axis=0) - each.grams[gemeenten]
    cross = each.crosses.sum(axis=0) - each.crosses[gemeenten]
    return solved(gram, cross, ridge)


def learned(sample: Sample, forms: tuple[str, ...] = FORMS) -> Model:
    """The model for use, learned on the whole sample."""
    found = {form: moments(sample, form) for form in forms}
    choice = chosen(found, blocks_of(len(sample.gemeenten)), None)
    parts = found[choice.form]
    count = len(sample.traits)
    weights = np.empty((parts[0].apart.shape[1], count))
    lowest, highest = np.empty(count), np.empty(count)
    for each in parts:
        weights[:, each.traits] = solved(
            each.grams.sum(axis=0), each.crosses.sum(axis=0), choice.ridge
        )
        lowest[each.traits] = each.lowest.min(axis=0)
        highest[each.traits] = each.highest.max(axis=0)
    return Model(
        covariates=sample.covariates,
        traits=sample.traits,
        form=choice.form,
        ridge=choice.ridge,
        scale=scale_of(sample.values, sample.people.max(axis=1), sample.reach),
        weights=weights,
        lowest=lowest,
        highest=highest,
    )
