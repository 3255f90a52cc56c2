"""Both lights of a promise follow from what is known; a table that a policy officer can check."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.cast import TODAY
from wwz.monitor.lights import MEASURED, STATED, Evidence, light

NEW = TODAY - timedelta(days=10)
EDGE = TODAY - timedelta(days=200)
OLD = TODAY - timedelta(days=201)

TABLE = [
    # said, when, figures, when, behind -> said, figures, flag
    ("op_koers", NEW, "op_koers", NEW, 0, "op_koers", "op_koers", False),
    ("op_koers", NEW, "aandacht", NEW, 6, "op_koers", "aandacht", True),
    ("op_koers", NEW, "loopt_achter", NEW, 19, "op_koers", "loopt_achter", True),
    ("op_koers", NEW, "loopt_achter", NEW, 5, "op_koers", "loopt_achter", False),
    ("op_koers", NEW, "loopt_achter", NEW, None, "op_koers", "loopt_achter", True),
    ("op_koers", NEW, "gerealiseerd", NEW, -3, "op_koers", "gerealiseerd", False),
    ("gerealiseerd", NEW, "loopt_achter", NEW, 19, "gerealiseerd", "loopt_achter", True),
    ("aandacht", NEW, "loopt_achter", NEW, 19, "aandacht", "loopt_achter", False),
    ("loopt_achter", NEW, "op_koers", NEW, 0, "loopt_achter", "op_koers", False),
    ("niets_gehoord", None, "loopt_achter", NEW, 19, "niets_gehoord", "loopt_achter", False),
    ("op_koers", None, "loopt_achter", NEW, 19, "niets_gehoord", "loopt_achter", False),
    ("op_koers", EDGE, "op_koers", EDGE, 0, "op_koers", "op_koers", False),
    ("op_koers", OLD, "op_koers", NEW, 0, "niets_gehoord", "op_koers", False),
    ("op_koers", NEW, "loopt_achter", OLD, 19, "op_koers", "nog_niet_te_meten", False),
    ("op_koers", NEW, "nog_niet_te_meten", None, None, "op_koers", "nog_niet_te_meten", False),
    ("paars", NEW, "paars", NEW, 0, "niets_gehoord", "nog_niet_te_meten", False),
]


@pytest.mark.parametrize(
    ("said", "said_on", "figures", "on", "behind", "stated", "measured", "flag"), TABLE
)
def test_lights_follow_from_what_is_known(
    said: str, said_on: date | None, figures: str, on: date | None, behind: int | None,
    stated: str, measured: str, flag: bool,
) -> None:  # fmt: skip
    evidence = Evidence(
        said, said_on, figures, on,
        behind=None if behind is None else Decimal(behind), tolerance=Decimal(5),
    )  # fmt: skip
    found = light(evidence, TODAY)
    assert (found.stated, found.measured, found.differs) == (stated, measured, flag)


@pytest.mark.parametrize("said", STATED)
@pytest.mark.parametrize("figures", MEASURED)
def test_no_pair_is_good_while_said_and_measured_differ(said: str, figures: str) -> None:
    found = light(Evidence(said, NEW, figures, NEW), TODAY)
    assert not (found.good and found.differs)
