"""Whether homes are what a definition calls a woonvorm: yes, no, or unknown.

A fact is yes (1), no (0) or unknown (a half). ``all`` takes the least of its parts, ``any``
the most, ``not`` what is left to 1: so a home is unknown only when what is not known would
decide. See docs/methods/supply.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.supply.rows import ANSWERS, BY_KEY, CHOICE, NO, NUMBER, UNKNOWN, YES, SupplyRow
from wwz_engine.woonvormen import Definition, DefinitionError

CERTAIN, POSSIBLE, IMPOSSIBLE = 1.0, 0.5, 0.0
_ANSWER = {YES: CERTAIN, NO: IMPOSSIBLE, UNKNOWN: POSSIBLE}


def answers(rows: Sequence[SupplyRow], definition: Definition) -> Floats:
    """Whether the homes of each row are this woonvorm.

    Returns
    -------
    (row,), CERTAIN, POSSIBLE (a fact that decides is unknown) or IMPOSSIBLE

    Raises
    ------
    DefinitionError

    Examples
    --------
    >>> from datetime import date
    >>> from wwz_engine.woonvormen import definitions_on
    >>> row = SupplyRow("1", "De Linde", "BU01933110", 2024, 10, stairless_to="ja")
    >>> answers([row], definitions_on(date(2026, 1, 1))["woon"])
    array([0.5])
    """
    return _judged(definition.rule, rows, definition.key)


def _judged(rule: Any, rows: Sequence[SupplyRow], key: str) -> Floats:
    if isinstance(rule, str):
        if BY_KEY.get(rule) is None or BY_KEY[rule].values is not ANSWERS:
            raise DefinitionError(key, f"‘{rule}’ is geen feit met ja of nee")
        return np.array([_ANSWER[getattr(row, rule)] for row in rows], dtype=np.float64)
    if not isinstance(rule, Mapping) or len(rule) != 1:
        raise DefinitionError(key, f"‘{rule}’ is geen regel")
    (word, parts), *_ = rule.items()
    if word == "not":
        return np.asarray(1.0 - _judged(parts, rows, key))
    if word in ("all", "any") and isinstance(parts, list) and parts:
        judged = np.stack([_judged(part, rows, key) for part in parts])
        return np.asarray(judged.min(axis=0) if word == "all" else judged.max(axis=0))
    if word in ("at_least", "is") and isinstance(parts, Mapping) and len(parts) == 1:
        (field, wanted), *_ = parts.items()
        compare = _at_least if word == "at_least" else _among
        return compare(rows, field, wanted, key)
    raise DefinitionError(key, f"‘{word}’ is geen regel")


def _at_least(rows: Sequence[SupplyRow], field: str, smallest: Any, key: str) -> Floats:
    if field not in BY_KEY or BY_KEY[field].kind != NUMBER or not isinstance(smallest, int):
        raise DefinitionError(key, f"‘{field}’ is geen getal")
    found = [getattr(row, field) for row in rows]
    return np.array(
        [POSSIBLE if one is None else float(one >= smallest) for one in found], dtype=np.float64
    )


def _among(rows: Sequence[SupplyRow], field: str, wanted: Any, key: str) -> Floats:
    known = BY_KEY[field].values if field in BY_KEY and BY_KEY[field].kind == CHOICE else None
    if not known or not isinstance(wanted, list) or not set(wanted) <= set(known):
        raise DefinitionError(key, f"‘{field}’ heeft de waarde {wanted} niet")
    found = [getattr(row, field) for row in rows]
    return np.array(
        [POSSIBLE if one == UNKNOWN else float(one in wanted) for one in found], dtype=np.float64
    )
