"""Shares for the areas of one gemeente that the source leaves out: docs/methods/prevalence.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan

import numpy as np
import polars as pl

from wwz_engine.axes import Floats
from wwz_engine.counted import how_many
from wwz_engine.figures import Figures
from wwz_engine.groups.covariates import SETS, covariates
from wwz_engine.groups.prevalence import Model, modelled_shares
from wwz_engine.groups.prevalence_kept import MODEL_KEY, kept_models
from wwz_engine.groups.prevalence_sample import KEY_FIGURES, SHARES
from wwz_engine.indicators import AGES
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.tidy import Source


@dataclass(frozen=True)
class Estimates:
    """Shares by the model, set to the gemeente.

    year : of the shares the model was learned on; it says nothing of other years
    shares : per trait and code of the area, share 0..1
    sources : what they rest on besides the share of the gemeente
    """

    year: int
    shares: dict[str, dict[str, float]]
    sources: tuple[Source, ...]


def estimates(
    tables: Tables,
    gemeente: str,
    units: Sequence[str],
    people: Mapping[str, Floats],
    means: Mapping[str, float],
) -> Estimates | None:
    """What the model says of every area whose ages are known; None where it cannot say anything.

    Parameters
    ----------
    units : codes of the areas that together are the gemeente
    people : (area,) per age ``18plus`` and ``65plus``, persons
    means : share 0..1 of the gemeente per trait; a trait without one is left out
    """
    if not (means and tables.has("kwb", gemeente, KEY_FIGURES)):
        return None
    table = tables.load("kwb", gemeente, KEY_FIGURES)
    # Other codes may stand for other land: then nothing is known of these areas.
    if not set(units) <= set(table.rows["area"]) or _others(table.rows, units):
        return None
    kept = kept_models()
    for key, names in SETS.items():
        values = covariates(table.rows, units, names)
        if key in kept.models and not np.isnan(values).all(axis=0).any():
            shares = _shares(kept.models[key], values, units, people, means)
            return Estimates(SHARES, shares, (table.source, kept.source))
    return None


def model_note(figures: Iterable[Figures]) -> tuple[str, ...]:
    """One sentence for the reader when shares of some areas are those of the model."""
    areas = {
        area.code
        for one in figures
        if one.indicator.endswith("_aandeel") and any(s.key == MODEL_KEY for s in one.sources)
        for area in one.areas
    }
    if not areas:
        return ()
    where = how_many(len(areas), "gebied", "gebieden")
    return (
        f"Van {where} geeft het RIVM geen aandelen van groepen, of niet alle. Daar staat een "
        "schatting met een model, uit kenmerken van het gebied en het aandeel van de gemeente.",
    )


def _others(rows: pl.DataFrame, units: Sequence[str]) -> bool:
    """Whether the key figures have areas of the same kind that are not among the units."""
    kind = pl.col("area").str.slice(0, 2) == (units[0][:2] if units else "")
    return bool(set(rows.filter(kind)["area"]) - set(units))


def _shares(
    model: Model,
    values: Floats,
    units: Sequence[str],
    people: Mapping[str, Floats],
    means: Mapping[str, float],
) -> dict[str, dict[str, float]]:
    age_of = [next(age for age in AGES if trait.endswith(f"_{age}")) for trait in model.traits]
    counted = np.stack([people[age] for age in age_of], axis=1)
    whole = np.array([[means.get(trait, np.nan) for trait in model.traits]])
    group = np.zeros(len(units), dtype=np.intp)
    found = modelled_shares(model, values, counted, group, whole)
    ages = [at for at, name in enumerate(model.covariates) if name.startswith("leeftijd_")]
    unknown = np.isnan(values[:, ages].sum(axis=1, keepdims=True))
    known = np.where(unknown | (counted <= 0), np.nan, found)
    return {
        trait: {
            unit: share
            for unit, share in zip(units, known[:, at].tolist(), strict=True)
            if not isnan(share)
        }
        for at, trait in enumerate(model.traits)
        if trait in means
    }
