"""What was measured for a place: of which launch, in which groups, by which series."""

from __future__ import annotations

import json

import pytest

from wwz.areas.models import Area, Level
from wwz.opgave.presentation.accuracy_tables import areas_table
from wwz.opgave.presentation.evidence import Evidence, fitting_series, old_groups, share_close
from wwz.opgave.queries import backtests
from wwz.opgave.queries.backtests import FOLDER, Past

ZWOLLE = Area(code="GM0193", level=Level.GEMEENTE)


def past(group, launch, horizon, forecast=110.0):
    return Past("BU01933110", group, launch, horizon, 90.0, forecast, 100.0)


def test_each_launch_and_horizon_is_told_by_itself():
    found = Evidence(
        backtests.all_series()["zwolle-buurten"],
        [past("85+", 2018, 3), past("85+", 2017, 3), past("85+", 2018, 1), past("75-84", 2019, 2)],
    )

    assert [(one.launch, one.horizon) for one in found.of("85+")] == [
        (2017, 3),
        (2018, 1),
        (2018, 3),
    ]
    assert [one.launch for one in found.of("85+", 3)] == [2017, 2018]
    assert [one.horizon for one in found.of("85+", launch=2018)] == [1, 3]
    assert [(one.launch, one.horizon) for one in found.of("85+", 3, 2018)] == [(2018, 3)]
    assert found.groups() == ["75-84", "85+"]
    assert (found.last_launch(3), found.last_launch(2), found.last_launch(6)) == (2018, 2019, None)


@pytest.mark.parametrize(
    ("series", "groups"),
    [("zwolle-buurten", ["65-74", "75-84", "85+"]), ("pc4", ["65+"]), ("nl", ["65+"])],
)
def test_groups_of_old_age_never_count_somebody_twice(series, groups):
    assert old_groups(backtests.all_series()[series]) == groups


@pytest.mark.parametrize(
    ("code", "level", "series"),
    [
        ("BU01933110", Level.BUURT, "zwolle-buurten"),
        ("WK019331", Level.WIJK, "zwolle-buurten"),
        ("GM0193", Level.GEMEENTE, "gemeenten"),
    ],
)
def test_place_is_set_beside_its_own_series_or_that_of_its_kind(code, level, series):
    assert fitting_series(Area(code=code, level=level), ZWOLLE).key == series
    elsewhere = Area(code="GM0014", level=Level.GEMEENTE)
    kind = "gemeenten" if level == Level.GEMEENTE else "pc4"
    assert fitting_series(Area(code="x", level=level), elsewhere).key == kind


def test_only_bands_of_four_out_of_five_are_told(tmp_path):
    content = json.loads((FOLDER / "amsterdam.json").read_text("utf-8"))
    bands = content["bands"]
    other = [0.5 if name == "level" else 12.0 if name == "coverage" else value
             for name, value in zip(bands["columns"], bands["rows"][0], strict=True)]  # fmt: skip
    bands["rows"].append(other)
    path = tmp_path / "amsterdam.json"
    path.write_text(json.dumps(content), encoding="utf-8")

    assert backtests.read_series(path).held == backtests.all_series()["amsterdam"].held


def test_table_of_areas_has_each_area_once_from_the_newest_launch_that_looks_so_far():
    series = backtests.all_series()["zwolle-buurten"]
    measured = [
        past.area
        for pasts in series.pasts.values()
        for past in pasts
        if (past.group, past.launch, past.horizon) == ("75-84", 2018, 3)
    ]

    table = areas_table(series, "75-84", 3, {})

    assert sorted(row.cells[0].words for row in table.rows) == sorted(
        series.names[area] for area in measured
    )
    assert "geraamd in 2018 voor 2021" in table.caption


def test_ten_percent_off_is_still_near():
    assert share_close([past("85+", 2018, 3, 110.0), past("85+", 2018, 3, 111.0)]) == 50.0
