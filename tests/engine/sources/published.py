"""Tables for the local publishers, made from the raw files of a test's origin.

So the same figures can be had as a file and through the service, and must come out as
the same tidy table.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from tests.engine.sources.copies import Origin
from tests.engine.sources.publishers import Publishers, Row, StatTable
from wwz_engine.sources import fictional, kwb_statline, population_by_age
from wwz_engine.sources.fictional.people import AGE, simulate
from wwz_engine.sources.pc4_population import AGES as FIVE_YEARS
from wwz_engine.sources.registry import Catalogue

NEIGHBOUR = "GM9998"
YEARS = (2020, 2021)
SEXES = [("T001038", "Totaal mannen en vrouwen"), ("3000   ", "Mannen"), ("4000   ", "Vrouwen")]
KWB_TITLES = {
    "AantalInwoners_5": "Aantal inwoners",
    "k_0Tot15Jaar_8": "0 tot 15 jaar",
    "k_15Tot25Jaar_9": "15 tot 25 jaar",
    "k_25Tot45Jaar_10": "25 tot 45 jaar",
    "k_45Tot65Jaar_11": "45 tot 65 jaar",
    "k_65JaarOfOuder_12": "65 jaar of ouder",
    "Woningvoorraad_34": "Woningvoorraad",
    # One stem twice, as in the real table: electricity, then gas.
    "Appartement_48": "Appartement",
    "Appartement_56": "Appartement",
}
BANDS = ("pop_0_14", "pop_15_24", "pop_25_44", "pop_45_64", "pop_65plus")


def text_of(origin: Origin, name: str) -> str:
    content = origin.read(name)
    return (gzip.decompress(content) if name.endswith(".gz") else content).decode("utf-8-sig")


def rows_of(origin: Origin, name: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(origin, name)), delimiter=delimiter))


def local_rows_of(origin: Origin, name: str) -> list[dict[str, str]]:
    """Rows that name the gemeente or the country; the whole of a big file takes seconds."""
    header, *lines = text_of(origin, name).splitlines()
    parts = (f"GM{origin.gemeente[2:]}", f"WK{origin.gemeente[2:]}", f"BU{origin.gemeente[2:]}")
    ours = [line for line in lines if any(part in line for part in (*parts, "NL01"))]
    return list(csv.DictReader([header, *ours]))


def padded(key: str, width: int = 10) -> str:
    return key.ljust(width)


def cell(text: str) -> str:
    """A cell of the untyped data set: right-aligned in blanks."""
    return text.rjust(8)


def publishers_of(origin: Origin) -> Publishers:
    """Everything a fetch for the origin's gemeente asks for; each time a copy to change."""
    tables = {name: replace(table) for name, table in tables_of(origin).items()}
    return Publishers(tables=tables, features=dict(boundaries(origin)))


@cache
def tables_of(origin: Origin) -> dict[str, StatTable]:
    figures = key_figures(origin)
    return {
        **{kwb_statline.TABLES[year]: figures for year in (*YEARS, 2024)},
        "50150NED": health(origin),
        "83502NED": postcodes(origin),
        "71488ned": positions(origin),
        population_by_age.TABLE: ages(origin),
    }


def within(origin: Origin, code: str) -> bool:
    return code in ("NL00", "NL01") or code[2:6] == origin.gemeente[2:]


def regions(origin: Origin) -> list[tuple[str, str]]:
    """Key and name of the country, the gemeente, its wijken and buurten, and a neighbour."""
    gemeenten = rows_of(origin, "kwb_2022_gemeente.csv")
    wijken = rows_of(origin, "kwb_2022_wijk.csv.gz")
    buurten = rows_of(origin, "kwb_2024_regiocodes_namen.csv")
    named = [(row["code"], row["name"]) for row in (*gemeenten, *wijken)]
    named += [(row["Identifier"], row["Title"]) for row in buurten]
    ours = [(padded(code), name) for code, name in named if within(origin, code)]
    return [(padded("NL00"), "Nederland"), (padded(NEIGHBOUR), "Buurgemeente"), *ours]


def key_figures(origin: Origin) -> StatTable:
    known = {
        row["code"]: row
        for name in ("kwb_2022_gemeente.csv", "kwb_2022_wijk.csv.gz")
        for row in rows_of(origin, name)
        if within(origin, row["code"])
    }
    table = StatTable({"WijkenEnBuurten": regions(origin)}, [], KWB_TITLES)
    for number, (key, name) in enumerate(table.dimensions["WijkenEnBuurten"]):
        row = known.get(key.strip())
        people = float(row["population"] or 0) if row else 500.0
        bands = [float(row[band] or 0) if row else 20.0 for band in BANDS]
        counts = [people, *(round(people * band / 100) for band in bands)]
        counts.append(float(row["dwelling_total"] or 0) if row else 200.0)
        cells = [cell(str(round(count))) for count in counts] + [cell("."), cell("")]
        table.rows.append(
            {
                "ID": number,
                "WijkenEnBuurten": key,
                "Gemeentenaam_1": padded(name, 40),
                **dict(zip(KWB_TITLES, cells, strict=True)),
                "MeestVoorkomendePostcode_118": padded(postcode_list(origin)[0]),
            }
        )
    return table


@cache
def postcode_list(origin: Origin) -> list[str]:
    name = "Zwolle" if origin.gemeente == "GM0193" else "Verzonnendam"
    found = rows_of(origin, "postcodes_pc4_gemeente_provincie.csv.gz")
    return [
        row["postcode"] for row in found if row["gemeente"] == name and len(row["postcode"]) == 4
    ]


def health(origin: Origin) -> StatTable:
    dimensions = {
        "WijkenEnBuurten": [(padded("NL01"), "Nederland"), *regions(origin)[2:]],
        "Leeftijd": [("20300", "18 jaar of ouder"), ("80200", "65 jaar of ouder")],
        "Marges": [("MW00000", "Waarde"), ("MOG0095", "Ondergrens 95%-interval")],
        "Perioden": [(f"{year}JJ00", str(year)) for year in (2012, 2016, 2020)],
    }
    table = StatTable(dimensions, [])
    for year in (2012, 2016, 2020):
        for label in ("18plus", "65plus"):
            for row in local_rows_of(origin, f"rivm_50090NED_{year}_{label}.csv.gz"):
                if not within(origin, row["WijkenEnBuurten"]):
                    continue
                line: Row = {name: cell(text) for name, text in row.items()}
                line |= {name: row[name].strip() for name in ("Leeftijd", "Marges", "Perioden")}
                line["WijkenEnBuurten"] = padded(row["WijkenEnBuurten"])
                table.rows.append(line)
                table.rows.append(line | {"Marges": "MOG0095"})
    return table


def five_year_codes() -> dict[str, tuple[str, str]]:
    """Code and title of each five-year group, by our label."""
    found = {}
    for number, label in enumerate(FIVE_YEARS):
        low = label.split("-")[0].rstrip("+")
        title = f"{low} jaar of ouder" if "+" in label else f"{low} tot {int(low) + 5} jaar"
        found[label] = (f"{70100 + 100 * number:05d}  ", title)
    return found


def postcodes(origin: Origin) -> StatTable:
    codes, ours = five_year_codes(), postcode_list(origin)
    table = StatTable(
        {
            "Postcode": [(f"PC{number}", number) for number in (*ours, "9999")],
            "Geslacht": SEXES,
            "Leeftijd": [("10000  ", "Totaal"), *codes.values()],
            "Perioden": [("2020JJ00", "2020"), ("2021JJ00", "2021")],
        },
        [],
        {"Bevolking_1": "Bevolking"},
    )
    columns = ("inwoners", "inwoners_man", "inwoners_vrouw")
    for row in rows_of(origin, "inwoners_2021_pc4_leeftijd_geslacht.csv.gz"):
        if row["postcode"] not in ours:
            continue
        for (sex, _), column in zip(SEXES, columns, strict=True):
            table.rows.append(
                {
                    "Postcode": f"PC{row['postcode']}",
                    "Geslacht": sex,
                    "Leeftijd": codes[row["leeftijd"]][0],
                    "Perioden": "2021JJ00",
                    "Bevolking_1": cell(row[column] or "."),
                }
            )
    return table


def positions(origin: Origin) -> StatTable:
    name = "cbs_71488ned_2020_personen_leeftijd_huishoudenspositie_gemeente.csv.gz"
    codes = five_year_codes()
    rows = [row for row in rows_of(origin, name, ";") if row["RegioS"] == origin.gemeente]
    measures = [column for column in rows[0] if column.rsplit("_", 1)[-1].isdigit()]
    table = StatTable(
        {
            "RegioS": [(padded(origin.gemeente), "Gemeente"), (padded(NEIGHBOUR), "Buurgemeente")],
            "Geslacht": SEXES,
            "Leeftijd": [("10000  ", "Totaal"), *codes.values()],
            "Perioden": [("2020JJ00", "2020")],
        },
        [],
    )
    for row in rows:
        low = row["Leeftijd"].split(" ")[0]
        label = next(one for one in codes if one.split("-")[0].rstrip("+") == low)
        place = {"RegioS": padded(origin.gemeente), "Geslacht": SEXES[0][0], "Perioden": "2020JJ00"}
        cells = {column: cell(row[column]) for column in measures}
        table.rows.append({**place, "Leeftijd": codes[label][0], **cells})
    return table


def ages(origin: Origin) -> StatTable:
    """Single years of age; invented for every origin, for no file has them."""
    single = [(f"{10010 + 10 * age}", f"{age} jaar") for age in range(100)]
    top = ("22000  ", "95 jaar of ouder")
    people = simulate(np.random.default_rng([1, 1]))
    table = StatTable(
        {
            "Geslacht": SEXES,
            "Leeftijd": [("10000  ", "Totaal leeftijd"), *single, top],
            "BurgerlijkeStaat": [
                ("T001019", "Totaal burgerlijke staat"),
                ("1010   ", "Ongehuwd"),
            ],
            "RegioS": [(padded(origin.gemeente), "Gemeente"), (padded("NL00"), "Nederland")],
            "Perioden": [(f"{year}JJ00", str(year)) for year in YEARS],
        },
        [],
        {"BevolkingOp1Januari_1": "Bevolking op 1 januari"},
    )
    for year in YEARS:
        by_sex = people[year - 2015].sum(0)
        counts = {"T001038": by_sex.sum(0), "3000   ": by_sex[0], "4000   ": by_sex[1]}
        for sex, count in counts.items():
            cells = [(code, int(count[age])) for age, (code, _) in enumerate(single)]
            cells.append((top[0], int(count[AGE >= 95].sum())))
            for code, number in cells:
                for status, part in (("T001019", number), ("1010   ", number // 2)):
                    table.rows.append(
                        {
                            "Geslacht": sex,
                            "Leeftijd": code,
                            "BurgerlijkeStaat": status,
                            "RegioS": padded(origin.gemeente),
                            "Perioden": f"{year}JJ00",
                            "BevolkingOp1Januari_1": cell(str(part)),
                        }
                    )
    return table


@cache
def boundaries(origin: Origin) -> dict[str, list[Row]]:
    real = origin.folder
    catalogue = fictional.catalogue(1) if real is None else Catalogue([real])
    found: dict[str, list[Row]] = {}
    for level, collection in (("gemeente", "gemeenten"), ("wijk", "wijken"), ("buurt", "buurten")):
        extra = catalogue.load(f"{level}_boundaries", origin.gemeente).extra
        areas = [_feature(level, row, origin.gemeente) for row in extra.to_dicts()]
        first = areas[0] | {"properties": _properties(level, "BU99980000", "Overburen", NEIGHBOUR)}
        found[collection] = [first, *areas]
    return found


def _feature(level: str, row: dict[str, Any], gemeente: str) -> Row:
    return {
        "type": "Feature",
        "properties": _properties(level, row["area"], row["area_name"], gemeente),
        "geometry": json.loads(row["geometry"]),
    }


def _properties(level: str, code: str, name: str, gemeente: str) -> Row:
    properties = {"gemeentecode": gemeente, "gemeentenaam": "Gemeente"}
    if level == "buurt":
        properties |= {"wijkcode": f"WK{code[2:8]}"}
    return properties | {f"{level}code": code, f"{level}naam": name}
