"""Health shares in the form of RIVM's table, invented from the make-up of each buurt."""

from __future__ import annotations

import numpy as np

from wwz_engine.sources import rivm_health
from wwz_engine.sources.fictional.land import BUURT_CODES, BUURTEN, WIJKEN, wijk_code
from wwz_engine.sources.fictional.people import FIRST_YEAR, YEARS, Counts, Floats
from wwz_engine.sources.fictional.population_tables import people_per_buurt
from wwz_engine.sources.fictional.writing import Cell, delimited, packed
from wwz_engine.sources.verzonnendam import GEMEENTE, NAME

PERIODS = (2012, 2016, 2020)
# Invented national shares in percent for people aged 18+ and 65+.
SHARES = {
    "ErvarenGezondheidGoedZeerGoed": (75.0, 64.0),
    "BeperktVanwegeGezondheid": (33.0, 48.0),
    "EenOfMeerLichamelijkeBeperkingen": (15.0, 29.0),
    "BeperkingInBewegen": (9.0, 22.0),
    "HoogRisicoOpAngstOfDepressie": (6.5, 4.5),
    "MatigVeelRegieOverEigenLeven": (89.0, 85.0),
    "Eenzaam": (44.0, 49.0),
    "ErnstigZeerErnstigEenzaam": (10.5, 11.0),
    "Mantelzorger": (14.0, 15.0),
    "Vrijwilligerswerk": (26.0, 28.0),
    "MoeiteMetRondkomen": (15.0, 8.0),
}
NUMBERS = dict(zip(SHARES, (4, 17, 20, 23, 25, 27, 28, 29, 32, 33, 38), strict=True))
NOT_ASKED = {2012: ["BeperktVanwegeGezondheid", "MatigVeelRegieOverEigenLeven"]}
NOT_ASKED[2012].append("Vrijwilligerswerk")
NOT_ASKED[2016] = ["BeperktVanwegeGezondheid"]
# How far a kind of buurt lies from the country, on the logit scale.
LEANINGS = {"centrum": 0.15, "oud": 0.25, "jaren70": 0.05, "villa": -0.3, "nieuw": -0.25}
HIDDEN_BELOW = 10.0


def files(people: Counts, rng: np.random.Generator) -> dict[str, bytes]:
    """One file per period and age, as the publisher's table split by the two."""
    return {
        f"rivm_50090NED_{period}_{label}.csv.gz": _file(people, period, code, lowest, rng)
        for period in PERIODS
        for code, label, lowest in (("20300", "18plus", 18), ("80200", "65plus", 65))
    }


def _file(
    people: Counts, period: int, age_code: str, lowest: int, rng: np.random.Generator
) -> bytes:
    year = min(max(period, FIRST_YEAR), YEARS[-1])
    weights = people_per_buurt(people, year, lowest)
    column = 0 if lowest == 18 else 1
    national = np.array([SHARES[stem][column] for stem in SHARES])
    local = _local(national, rng)
    header = ["ID", "Leeftijd", "Marges", "WijkenEnBuurten", "Perioden"]
    header += ["Gemeentenaam_1", "SoortRegio_2", "Codering_3"]
    header += [f"{stem}_{number}" for stem, number in NUMBERS.items()]
    rows: list[list[Cell]] = []
    for code, kind, shares, count in _areas(national, local, weights):
        start: list[Cell] = [len(rows), age_code, rivm_health.ESTIMATE, code, f"{period}JJ00"]
        name = "Nederland" if kind == "Land" else NAME
        rows.append([*start, name, kind, code, *_cells(shares, count, period)])
    return packed(delimited(header, rows))


def _local(national: Floats, rng: np.random.Generator) -> Floats:
    """(buurt, stem) shares: the country's, shifted per kind of buurt, with some noise."""
    logit = np.log(national / (100.0 - national))
    lean = np.array([LEANINGS.get(buurt.kind, 0.0) for buurt in BUURTEN])
    good = np.array([stem in _GOOD for stem in SHARES])
    shift = np.where(good, -lean[:, None], lean[:, None])
    noise = rng.normal(0.0, 0.08, (len(BUURTEN), len(SHARES)))
    return 100.0 / (1.0 + np.exp(-(logit + shift + noise)))


# More of these is better, so they lean the other way.
_GOOD = {"ErvarenGezondheidGoedZeerGoed", "MatigVeelRegieOverEigenLeven", "Vrijwilligerswerk"}


def _areas(
    national: Floats, local: Floats, weights: Floats
) -> list[tuple[str, str, Floats, float]]:
    wijk = np.array([buurt.wijk for buurt in BUURTEN])
    found = [
        (code, "Buurt", local[number], float(weights[number]))
        for number, code in enumerate(BUURT_CODES)
    ]
    total = float(weights.sum())
    found.append((GEMEENTE, "Gemeente", weights @ local / total, total))
    found.append(("NL01", "Land", national, total))
    for number in range(len(WIJKEN)):
        inside = weights * (wijk == number)
        found.append((wijk_code(number), "Wijk", inside @ local / inside.sum(), inside.sum()))
    return found


def _cells(shares: Floats, count: float, period: int) -> list[Cell]:
    missing = NOT_ASKED.get(period, [])
    return [
        "" if stem in missing else "." if count < HIDDEN_BELOW else f"{share:.1f}"
        for stem, share in zip(SHARES, shares, strict=True)
    ]
