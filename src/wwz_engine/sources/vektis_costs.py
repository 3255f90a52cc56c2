"""What the basic health insurance paid per gemeente and kind of care: Vektis.

The table names the kinds in English; district nursing stands in one kind with geriatric
rehabilitation and short stays, so it is no count of district nursing alone.
"""

from __future__ import annotations

import polars as pl

from wwz_engine.sources import areas
from wwz_engine.sources.dataset import (
    NOT_STATED,
    Dataset,
    FilePattern,
    Opened,
    Reading,
    Wish,
    last_of_december,
)
from wwz_engine.sources.delimited import read_delimited, require
from wwz_engine.sources.errors import IncompleteTableError
from wwz_engine.sources.gemeenten import GemeenteFinder
from wwz_engine.sources.tidy import Measure
from wwz_engine.sources.values import CellRules, check_cells, refuse_doubles, to_tidy

REGION, KIND = "gemeentenaam", "care_category"
NURSING = "Nursing, rehabilitation and short-stay care"
COST = "actual_cost"
MEASURES = {
    COST: Measure("kosten_verpleging", "euro"),
    "insured_years": Measure("verzekerde_jaren", "jaren"),
}
RULES = CellRules({})
# How Vektis spells in 2023 what CBS spells otherwise.
SPELLED = {
    "S GRAVENHAGE": "'s-Gravenhage",
    "S HERTOGENBOSCH": "'s-Hertogenbosch",
    "BERGEN LB": "Bergen (L.)",
    "BERGEN NH": "Bergen (NH.)",
    "NUENEN CA": "Nuenen, Gerwen en Nederwetten",
}


def read(opened: Opened, wish: Wish) -> Reading:
    """Costs of nursing, rehabilitation and short stays; a name that no layout has is left out."""
    file = opened.name
    frame = read_delimited(opened.files[0], cut_at=None)
    require(frame, [REGION, KIND, *MEASURES], file)
    check_cells(frame, MEASURES, RULES, file)
    refuse_doubles(frame, [REGION, KIND], file)
    rows = frame.filter(pl.col(KIND) == NURSING)
    if rows.height != frame[REGION].n_unique():
        raise IncompleteTableError(file, "heeft niet van elke gemeente de kosten van verpleging")
    finder = GemeenteFinder(wish.tables)
    codes = {name: finder.code(SPELLED.get(name, name)) for name in rows[REGION]}
    placed = rows.with_columns(
        area=pl.col(REGION).replace_strict(codes, return_dtype=pl.String),
        area_year=pl.lit(opened.period, dtype=pl.Int16),
        level=pl.lit("gemeente"),
        area_name=pl.col(REGION),
        period=pl.lit(opened.period, dtype=pl.Int16),
    ).drop_nulls("area")
    return Reading(to_tidy(placed.filter(areas.in_gemeente(wish.gemeente)), MEASURES, RULES, file))


DATASET = Dataset(
    key="vektis_costs",
    title="Kosten van de Zorgverzekeringswet per gemeente en soort zorg",
    publisher="Vektis",
    table="Open data Zvw 2023",
    url="https://www.vektis.nl/",
    files=(FilePattern(r"vektis_2023_zvw_kosten_gemeente_soort\.csv\.gz", period=2023),),
    read=read,
    as_of=last_of_december,
    how_to_get="zet vektis_2023_zvw_kosten_gemeente_soort.csv.gz in de map van WWZ_DATA",
    licence=NOT_STATED,
)
