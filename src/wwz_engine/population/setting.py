"""What is known of areas at launch that makes their forecast more or less sure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from wwz_engine.axes import AGE_GROUPS, AgeBand, Floats
from wwz_engine.population.forecast import in_groups
from wwz_engine.population.methods.learning import LONGEST_BASE
from wwz_engine.population.methods.panel import Known
from wwz_engine.population.ratios import STEP

YOUNG_UNTIL = 45
"""New neighbourhoods, students and cities: where many are younger, more people move."""
_FEWEST_YOUNG = 0.05


@dataclass(frozen=True)
class Setting:
    """See the module.

    people : (area,), persons
    gemeente : (area,), number of the one it lies in
    of_gemeente : (gemeente,), persons; infinite for the country as a whole
    grown : (area,), yearly growth against the whole, logarithm; NaN when not known
    young : (area,), share of people under 45 against the country, logarithm
    """

    people: Floats
    gemeente: npt.NDArray[np.int64]
    of_gemeente: Floats
    grown: Floats
    young: Floats


def setting_of(known: Known, gemeente: npt.NDArray[np.int64] | None = None) -> Setting:
    """From the counts up to launch.

    Parameters
    ----------
    gemeente : (area,), number of the one it lies in; None when all lie in one
    """
    panel = known.panel
    inside = np.zeros(len(panel.areas), dtype=np.int64) if gemeente is None else gemeente
    launch = np.nan_to_num(panel.at(known.launch))
    people = launch.sum(axis=1)
    country = in_groups(known.country.at_launch.sum(axis=0))
    group = YOUNG_UNTIL // STEP
    under = launch @ weights_of(ages_of(panel.bands), country)[:, :group].sum(axis=1)
    share = np.divide(under, people, out=np.ones_like(people), where=people > 0)
    of_country = country[:group].sum() / country.sum()
    return Setting(
        people=people,
        gemeente=inside,
        of_gemeente=np.bincount(inside, people).astype(np.float64),
        grown=_grown(known, people),
        young=np.log(np.maximum(share, _FEWEST_YOUNG) / of_country),
    )


def ages_of(bands: tuple[AgeBand, ...]) -> Floats:
    """Which part of an age group of five years lies in a band: (band, age_group), share."""
    rows = []
    for band in bands:
        end = AGE_GROUPS[-1].low + STEP if band.high is None else band.high + 1
        rows.append(
            [
                max(0, min(end, group.low + STEP) - max(band.low, group.low)) / STEP
                for group in AGE_GROUPS
            ]
        )
    return np.array(rows)


def weights_of(parts: Floats, country: Floats) -> Floats:
    """How the people of a part are spread over ages, as in the country: (part, age_group).

    Parameters
    ----------
    parts : (part, age_group), share of a group that lies in the part
    country : (age_group,), persons
    """
    people = parts * country
    found: Floats = people / people.sum(axis=1, keepdims=True)
    return found


def _grown(known: Known, people: Floats) -> Floats:
    """Yearly growth of areas in the base period against all of them together: (area,)."""
    years = [year for year in known.panel.years if year >= known.launch - LONGEST_BASE]
    if len(years) < 2:
        return np.full(len(people), np.nan)
    before = np.nan_to_num(known.panel.at(years[0])).sum(axis=1)
    grown = np.log(np.maximum(people, 1.0) / np.maximum(before, 1.0))
    of_whole = np.log(people.sum() / before.sum())
    found: Floats = (grown - of_whole) / (known.launch - years[0])
    return found
