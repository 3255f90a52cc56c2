"""Counts of people in the raw forms of the municipality and of CBS."""

from __future__ import annotations

import numpy as np

from wwz_engine.sources import (
    household_positions,
    households,
    kwb,
    municipal_series,
    pc4_population,
)
from wwz_engine.sources.fictional.land import BUURTEN, POSTCODES, WIJKEN, wijk_code
from wwz_engine.sources.fictional.people import AGE, FIRST_YEAR, MAN, WOMAN, YEARS, Counts, Floats
from wwz_engine.sources.fictional.writing import Cell, delimited, packed
from wwz_engine.sources.verzonnendam import GEMEENTE, NAME, SERIES, SERIES_FILE

PROVINCE = "Verzonnenland"
PEOPLE_PER_HOME = {"centrum": 1.7, "oud": 1.7, "nieuw": 2.7, "werk": 2.4}
WIDE_BANDS = ((0, 15), (15, 25), (25, 45), (45, 65), (65, 200))


def five_year(people: Counts) -> Counts:
    """Sums over five-year age groups 0-4 .. 95+, on the last axis."""
    starts = np.minimum(AGE // 5, 19)
    return np.stack([people[..., starts == group].sum(-1) for group in range(20)], -1)


def within(people: Counts, band: str) -> Counts:
    """People in an age band as the tidy table writes it: "65-74" or "85+"."""
    low, high = (int(band[:-1]), 200) if band.endswith("+") else map(int, band.split("-"))
    counts: Counts = people[..., (low <= AGE) & (high >= AGE)].sum(-1)
    return counts


def rounded(number: float) -> int:
    """To a multiple of 5, as CBS does."""
    return int(round(number / 5.0) * 5)


def files(people: Counts) -> dict[str, bytes]:
    """All tables; ``people`` is (year, buurt, sex, age)."""
    return {
        SERIES_FILE: _series(people),
        "inwoners_2021_pc4_leeftijd_geslacht.csv.gz": _by_postcode(people[2021 - FIRST_YEAR]),
        "postcodes_pc4_gemeente_provincie.csv.gz": _postcodes(people[2021 - FIRST_YEAR]),
        "kwb_2022_gemeente.csv": _key_figures(people[-1], wijken=False),
        "kwb_2022_wijk.csv.gz": packed(_key_figures(people[-1], wijken=True)),
        "kwb_2017_gemeente.csv": _key_figures_2017(people[2017 - FIRST_YEAR]),
        **_household_files(people[2020 - FIRST_YEAR]),
    }


def _homes(number: int, total: int) -> int:
    return round(total / PEOPLE_PER_HOME.get(BUURTEN[number].kind, 2.2))


def _series(people: Counts) -> bytes:
    units = {"woningen": "woonruimten"}
    header = ["jaar", "Buurt_naam"]
    header += [f"{name} [{units.get(name, 'personen')}]" for name in municipal_series.MEASURES]
    bands = [measure.age or "" for measure in municipal_series.MEASURES.values()][2:]
    rows: list[list[Cell]] = []
    for index, year in enumerate(YEARS[: SERIES.last_year - FIRST_YEAR + 1]):
        for number, buurt in enumerate(BUURTEN):
            both = people[index, number].sum(0)
            total = int(both.sum())
            counts = [int(within(both, band)) for band in bands]
            rows.append([year, buurt.name, _homes(number, total), total, *counts])
        unknown: list[Cell] = [year, municipal_series.UNKNOWN, "-", *[0] * (len(bands) + 1)]
        rows.append(unknown)
    return delimited(header, rows)


def _per_wijk(people: Counts) -> Counts:
    """(wijk, ...) sums of (buurt, ...)."""
    wijk = np.array([buurt.wijk for buurt in BUURTEN])
    return np.stack([people[wijk == number].sum(0) for number in range(len(WIJKEN))])


def _by_postcode(people: Counts) -> bytes:
    """PC2, PC3 and PC4 under one another, as the real file."""
    areas = five_year(_per_wijk(people))
    whole = areas.sum(0)
    places = [("19", whole), ("199", whole), *zip(POSTCODES, areas, strict=True)]
    rows: list[list[Cell]] = [
        [place, band, *map(rounded, (both.sum(0)[at], both[MAN, at], both[WOMAN, at]))]
        for place, both in places
        for at, band in enumerate(pc4_population.AGES)
    ]
    header = ["postcode", "leeftijd", "inwoners", "inwoners_man", "inwoners_vrouw"]
    return packed(delimited(header, rows))


def _postcodes(people: Counts) -> bytes:
    areas = _per_wijk(people).sum(-1)
    whole = areas.sum(0)
    places = [("19", whole), ("199", whole), *zip(POSTCODES, areas, strict=True)]
    names = [NAME, NAME, PROVINCE, PROVINCE, "GGD Verzonnenland"]
    rows: list[list[Cell]] = [
        [place, *map(rounded, (n.sum(), n[MAN], n[WOMAN])), *names] for place, n in places
    ]
    header = ["postcode", "inwoners", "inwoners_man", "inwoners_vrouw"]
    header += ["plaats", "gemeente", "provincie", "nuts3", "ggdregio"]
    return packed(delimited(header, rows))


def _shares(by_age: Counts) -> list[int]:
    total = max(int(by_age.sum()), 1)
    parts = [by_age[(low <= AGE) & (high > AGE)].sum() for low, high in WIDE_BANDS]
    return [round(100.0 * part / total) for part in parts]


def _key_figures(people: Counts, *, wijken: bool) -> bytes:
    per_buurt = people.sum((1, 2))
    homes = np.array([_homes(number, int(total)) for number, total in enumerate(per_buurt)])
    if wijken:
        places = [(wijk_code(number), name) for number, name in enumerate(WIJKEN)]
        ages, stock = _per_wijk(people.sum(1)), _per_wijk(homes)
    else:
        places, ages, stock = [(GEMEENTE, NAME)], people.sum((0, 1))[None], homes.sum()[None]
    rows: list[list[Cell]] = [
        [*place, int(by_age.sum()), *_shares(by_age), int(count), 310, 58, 38.5, 19.5, 12.25]
        for place, by_age, count in zip(places, ages, stock, strict=True)
    ]
    return delimited(["code", "name", *kwb.LAYOUT_2022.measures], rows)


def _key_figures_2017(people: Counts) -> bytes:
    men, women = (int(people[:, sex].sum()) for sex in (MAN, WOMAN))
    total = men + women
    row: list[Cell] = [GEMEENTE, NAME, total, men, women, *_shares(people.sum((0, 1)))]
    row += [round(total / 2.1), 38, 2.1, 1225, 1190, 1240]
    return delimited(["gm_code", "gm_naam", *kwb.LAYOUT_2017.measures], [row])


def _household_files(people: Counts) -> dict[str, bytes]:
    by_age = five_year(people.sum((0, 1)))
    positions = [_positions(at, int(count)) for at, count in enumerate(by_age)]
    header = ["ID", "Geslacht", "Leeftijd", "RegioS", "Perioden"]
    header += [f"{name}_{at}" for at, name in enumerate(household_positions.MEASURES, start=2)]
    rows: list[list[Cell]] = [
        [at, "T001038", label, GEMEENTE, "2020JJ00", *positions[at]]
        for at, label in enumerate(household_positions.AGES)
    ]
    alone = sum(row[2] for row in positions)
    couples = sum(row[3] for row in positions) // 2
    single_parents = sum(row[8] for row in positions)
    more = couples + single_parents
    counts = [alone + more, alone, more, couples // 4, couples - couples // 4, single_parents]
    counts += [more // 2, more // 5, more // 5, more - more // 2 - 2 * (more // 5)]
    kinds = ["Leeftijd referentiepersoon", "Perioden", households.REGION, *households.MEASURES]
    return {
        "cbs_71488ned_2020_personen_leeftijd_huishoudenspositie_gemeente.csv.gz": packed(
            delimited(header, rows, ";")
        ),
        "cbs_71486ned_2020_huishoudens_gemeente.csv": delimited(
            kinds, [["Totaal", "2020", NAME, *counts]], ";"
        ),
    }


def _positions(group: int, count: int) -> list[int]:
    """People of one five-year group by position; the columns of the CBS table."""
    middle = group * 5.0 + 2.0
    at_home = float(np.clip(1.0 - (middle - 17.0) / 10.0, 0.0, 1.0))
    institution = float(np.clip((middle - 75.0) / 50.0, 0.0, 0.3))
    alone_share = float(
        np.interp(middle, [18, 25, 40, 65, 80, 97], [0.0, 0.4, 0.2, 0.25, 0.4, 0.75])
    )
    with_children = float(np.interp(middle, [22, 35, 45, 60, 70], [0.0, 0.65, 0.7, 0.15, 0.02]))
    living = round(count * (1.0 - institution))
    child = round(living * at_home)
    rest = living - child
    alone = round(rest * alone_share)
    parent = round((rest - alone) * with_children * 0.12)
    other = round((rest - alone) * 0.02)
    couple = rest - alone - parent - other
    parents = round(couple * with_children)
    childless = couple - parents
    free, free_parents = round(childless * 0.25), round(parents * 0.25)
    pairs = [free, childless - free, free_parents, parents - free_parents]
    return [living, child, alone, couple, *pairs, parent, other]


def people_per_buurt(people: Counts, year: int, lowest_age: int) -> Floats:
    """People from an age on per buurt in one year."""
    counts: Floats = people[year - FIRST_YEAR][..., lowest_age <= AGE].sum((1, 2)).astype(float)
    return counts
