"""How many homes of which woonvorm there are: certain, possible, and by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from wwz_engine import parameters
from wwz_engine.axes import Floats, check_shape
from wwz_engine.supply.judging import CERTAIN, answers
from wwz_engine.supply.placing import Placed
from wwz_engine.supply.rows import SupplyRow
from wwz_engine.woonvormen import IN_FORCE, WOONVORMEN, Definition, definitions_on

NEVER = 9999
CERTAINLY, LITTLE, MUCH = "zeker", "weinig", "veel"
"""How doubt about a home falls out: not at all, or so that least or most is left."""


@dataclass(frozen=True)
class Homes:
    """Homes that count for certain, and those of which a deciding fact is unknown.

    certain, unknown : (area,) or (area, year), homes
    """

    certain: Floats
    unknown: Floats

    @property
    def most(self) -> Floats:
        """All that may count."""
        together: Floats = self.certain + self.unknown
        return together


def homes_counted(found: Placed, definition: Definition, weights: Floats) -> Homes:
    """Homes of one woonvorm per area, as one definition counts them.

    A home of which a deciding fact is unknown is never counted as no: it stands apart. So
    does a row of a whole wijk in each of its buurten, since it may lie in another.

    Parameters
    ----------
    found : rows on areas
    weights : (row,) or (row, year), homes; see ``homes_of``

    Returns
    -------
    Homes, per area and, if the weights have them, year
    """
    check_shape("weights", weights[:, 0] if weights.ndim == 2 else weights, row=len(found.rows))
    judged = answers(found.rows, definition)
    certain, some = judged == CERTAIN, judged > 0
    yes = (weights.T * certain).T
    maybe = (weights.T * (some & ~certain)).T
    either = (weights.T * some).T
    return Homes(found.inside @ yes, found.inside @ maybe + found.partly @ either)


def homes_of(rows: Sequence[SupplyRow]) -> Floats:
    """(row,), homes as the rows tell them."""
    return np.array([row.homes for row in rows], dtype=np.float64)


def there_in(rows: Sequence[SupplyRow], years: Sequence[int]) -> Floats:
    """Whether the homes of a row are ready and not yet gone: (row, year), 0 or 1.

    Existing homes of which the year is unknown were always there; a plan is ready from its
    year on. Homes that are taken down are there up to and including the year before.
    """
    ready = np.array([row.ready_year or 0 for row in rows], dtype=np.int64)
    gone = np.array([row.gone_year or NEVER for row in rows], dtype=np.int64)
    at = np.array(years)[None, :]
    return ((ready[:, None] <= at) & (at < gone[:, None])).astype(np.float64)


def with_status(rows: Sequence[SupplyRow], *statuses: str) -> Floats:
    """(row,), 1 where the row has one of these statuses."""
    return np.array([row.status in statuses for row in rows], dtype=np.float64)


def built_shares(rows: Sequence[SupplyRow], day: date) -> Floats:
    """The share of each row that is there or will be built: (row,), share 0..1."""
    realised = parameters.load("plan_realisation").table(day)
    return np.array([realised.get(row.status, 1.0) for row in rows], dtype=np.float64)


def serving_shares(rows: Sequence[SupplyRow], day: date, height: Floats) -> Floats:
    """The share of each row that the people it is meant for live in: (row,), share 0..1.

    As the row tells it. Else a clustered home counts whole, and one that is only without stairs
    as measured in the country: docs/methods/supply.md.

    Parameters
    ----------
    height : (row,), the highest woonvorm the row is, as in ``Forms``
    """
    usual = parameters.load("suitable_homes_serving_55plus").number(day)
    clustered = len(WOONVORMEN) - WOONVORMEN.index("geclusterd")
    return np.array(
        [
            (1.0 if high >= clustered else usual)
            if row.share_55plus is None
            else row.share_55plus / 100
            for row, high in zip(rows, height, strict=True)
        ],
        dtype=np.float64,
    )


@dataclass(frozen=True)
class Forms:
    """Of each row the highest woonvorm it certainly is, and the highest it may be.

    A form is 0 (none) up to 3 (the first of ``WOONVORMEN``, which can serve all others).

    certain, possible : (row,)
    """

    certain: Floats
    possible: Floats


def forms_of(rows: Sequence[SupplyRow], day: date, extra_since: int) -> Forms:
    """The forms of rows under the definitions in force.

    The demand for zorggeschikt is one for extra homes: what was ready before counts as
    geclusterd, and what may have been is in doubt.

    Parameters
    ----------
    extra_since : first year whose homes count as extra
    """
    told = heights(rows, day)
    certain, possible = told.certain, told.possible
    second = len(WOONVORMEN) - 1
    old = np.array([row.ready_year is not None and row.ready_year < extra_since for row in rows])
    unsure = np.array([row.ready_year is None for row in rows])
    capped = np.minimum(certain, second)
    return Forms(
        np.where(old | unsure, capped, certain),
        np.where(old, np.minimum(possible, second), possible),
    )


def heights(rows: Sequence[SupplyRow], day: date) -> Forms:
    """The forms of rows under the definitions in force, whenever they were ready."""
    judged = np.stack([answers(rows, one) for one in in_force_on(day).values()])
    height = np.arange(len(WOONVORMEN), 0.0, -1)[:, None]
    return Forms(
        np.where(judged == CERTAIN, height, 0.0).max(axis=0, initial=0.0),
        np.where(judged > 0, height, 0.0).max(axis=0, initial=0.0),
    )


def in_force_on(day: date) -> Mapping[str, Definition]:
    """The definition in force per woonvorm, from the top of the cascade down."""
    known = definitions_on(day)
    return {form: known[IN_FORCE[form]] for form in WOONVORMEN}


def supply_for(forms: Forms, weights: Floats, inside: Floats, form: str, doubt: str) -> Floats:
    """Homes per form of the cascade, each home in one form only.

    Parameters
    ----------
    weights : (row, year), homes
    inside : (area, row), 0 or 1
    form : the woonvorm for which LITTLE or MUCH is to be left
    doubt : CERTAINLY counts only what is certain

    Returns
    -------
    (form, area, year), homes; forms in the order of ``WOONVORMEN``
    """
    level = len(WOONVORMEN) - WOONVORMEN.index(form)
    taken = forms.certain
    if doubt == LITTLE:
        # A home that may be of a higher form is claimed there, and one that may not be this is not.
        taken = np.where(forms.certain >= level, forms.possible, forms.certain)
    if doubt == MUCH:
        lifted = (forms.certain < level) & (forms.possible >= level)
        taken = np.where(lifted, level, forms.certain)
    return np.stack(
        [
            inside @ (weights * (taken == height)[:, None])
            for height in range(len(WOONVORMEN), 0, -1)
        ]
    )
