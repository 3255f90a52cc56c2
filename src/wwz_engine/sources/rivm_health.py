"""Health per land, gemeente, wijk and buurt: RIVM's small-area model (SMAP).

Model estimates in percent of the people aged 18+ or 65+. A buurt's figure follows from
its make-up, so it may never serve as an outcome of measures taken there.
"""

from __future__ import annotations

import polars as pl

from wwz_engine.sources import areas, statline
from wwz_engine.sources.dataset import (
    Dataset,
    FilePattern,
    Opened,
    Reading,
    Wish,
    last_of_december,
)
from wwz_engine.sources.delimited import by_stem, read_delimited, require
from wwz_engine.sources.errors import (
    BadValueError,
    IncompleteTableError,
    UnknownAreaError,
    WrongPeriodError,
)
from wwz_engine.sources.raw import RawFile
from wwz_engine.sources.tidy import NOT_ASKED, WITHHELD, Measure, stack
from wwz_engine.sources.values import CellRules, check_cells, refuse_doubles, to_tidy

AGES = {"20300": "18+", "80200": "65+"}
ESTIMATE = "MW00000"
RULES = CellRules({"": NOT_ASKED, ".": WITHHELD, "x": WITHHELD})
# Layout year of the area codes per table.
LAYOUT = {"50090NED": 2020, "50150NED": 2024}
REGION_COLUMNS = ["Gemeentenaam", "SoortRegio", "Codering"]
DIMENSIONS = ["Leeftijd", "Marges", "WijkenEnBuurten", "Perioden"]
# Without these there is nothing to publish about aandachtsgroepen.
NEEDED = [
    "BeperkingInBewegen",
    "Eenzaam",
    "ErnstigZeerErnstigEenzaam",
    "MatigVeelRegieOverEigenLeven",
    "Mantelzorger",
    "MoeiteMetRondkomen",
    "Vrijwilligerswerk",
    "BeperktVanwegeGezondheid",
    "HoogRisicoOpAngstOfDepressie",
]


def tidy(frame: pl.DataFrame, file: str, opened: Opened, wish: Wish) -> pl.DataFrame:
    """Rows of the raw table (strings, columns by stem) to tidy rows."""
    require(frame, [*DIMENSIONS, "Gemeentenaam", *NEEDED], file)
    names = [n for n in frame.columns if n not in [*DIMENSIONS, *REGION_COLUMNS, "ID"]]
    measures = {name: Measure(name, unit="procent", age=None) for name in names}
    check_cells(frame, measures, RULES, file)
    _check_dimensions(frame, file, opened.period)
    frame = frame.filter(pl.col("Marges") == ESTIMATE).with_columns(
        # The table calls the country NL01, every other CBS table NL00.
        area=pl.col("WijkenEnBuurten").str.replace("^NL01$", areas.LAND),
        area_year=pl.lit(LAYOUT.get(opened.table, opened.period), dtype=pl.Int16),
        period=pl.lit(opened.period, dtype=pl.Int16),
        age=pl.col("Leeftijd").replace_strict(AGES, return_dtype=pl.String),
    )
    areas.check_codes(frame, "area", file)
    refuse_doubles(frame, ["area", "age"], file)
    _check_structure(frame, file)
    frame = frame.with_columns(level=areas.level(pl.col("area"))).with_columns(
        # The column holds the name of the gemeente, also for a wijk or buurt.
        area_name=pl.when(pl.col("level").is_in(["land", "gemeente"])).then(pl.col("Gemeentenaam")),
    )
    return to_tidy(frame.filter(areas.in_gemeente(wish.gemeente)), measures, RULES, file)


def _check_dimensions(frame: pl.DataFrame, file: str, period: int) -> None:
    wrong = frame.filter(pl.col("Perioden").str.slice(0, 4) != str(period))
    if wrong.height:
        raise WrongPeriodError(
            file,
            f"bevat de periode ‘{wrong['Perioden'][0]}’ terwijl {period} verwacht werd",
            "controleer of het bestand de juiste naam heeft of haal het opnieuw op",
        )
    odd = frame.filter(~pl.col("Leeftijd").is_in(list(AGES)))
    if odd.height:
        raise BadValueError(file, f"bevat de onbekende leeftijdscode ‘{odd['Leeftijd'][0]}’")


def _check_structure(frame: pl.DataFrame, file: str) -> None:
    """Every buurt lies in a wijk and gemeente of the same table, and the country is there."""
    codes = frame.select("area").unique()
    code = pl.col("area")
    local = codes.filter(code.str.slice(0, 2).is_in(["WK", "BU"]))
    buurten = codes.filter(code.str.starts_with("BU"))
    parents = pl.concat(
        [
            local.select(area="area", parent=areas.gemeente_of(code)),
            buurten.select(area="area", parent=areas.wijk_of(code)),
        ]
    )
    orphans = parents.join(codes, left_on="parent", right_on="area", how="anti").sort("area")
    if orphans.height:
        area, parent = orphans.row(0)
        raise UnknownAreaError(
            file,
            f"bevat gebied {area} maar niet {parent} waar het in ligt, en is dus "
            "onvolledig of beschadigd",
        )
    if not codes.filter(code == areas.LAND).height:
        raise IncompleteTableError(file, "mist de rij voor heel Nederland")


def _read_file(file: RawFile, opened: Opened, wish: Wish) -> pl.DataFrame:
    frame = by_stem(read_delimited(file), file.name, NEEDED)
    return tidy(frame, file.name, opened, wish)


def read(opened: Opened, wish: Wish) -> Reading:
    """Measures are the stems of the columns, for ages 18+ and 65+, in percent."""
    if opened.service:
        frame = by_stem(statline.frame(opened), opened.name, NEEDED)
        return Reading(tidy(frame, opened.name, opened, wish))
    return Reading(stack([_read_file(file, opened, wish) for file in opened.files]))


DATASET = Dataset(
    key="rivm_health",
    title="Gezondheid per wijk en buurt (modelschatting)",
    publisher="RIVM",
    table="50090NED",
    url="https://statline.rivm.nl/#/RIVM/nl/dataset/50090NED",
    files=(FilePattern(r"rivm_50090NED_(?P<period>\d{4})_(18plus|65plus)\.csv\.gz", at_least=2),),
    read=read,
    as_of=last_of_december,
    how_to_get="haal het op met ‘wwz data fetch --gemeente NAAM’",
    modelled=True,
)
