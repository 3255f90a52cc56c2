"""Kinds of care and welfare, and the groups that flow: what own figures can be about."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from wwz_engine.aandachtsgroepen import classification

PEOPLE, YEARLY, HOURS = "personen", "personen per jaar", "uren per jaar"
PLACES, JOBS, YEARS, PERCENT = "plaatsen", "voltijdbanen", "jaren", "procent"


@dataclass(frozen=True)
class Kind:
    """What a figure of a partnership's own counts; ``key`` is that of the indicator it gives."""

    key: str
    label: str
    unit: str


@dataclass(frozen=True)
class Service:
    """One kind of care or welfare, and what can be counted of it.

    searched : where was looked for open figures per gemeente
    """

    key: str
    label: str
    measures: tuple[str, ...]
    searched: str


MEASURES = {
    "clienten": ("cliënten", PEOPLE),
    "uren": ("uren per jaar", HOURS),
    "wachtlijst": ("mensen op de wachtlijst", PEOPLE),
    "plaatsen": ("plaatsen", PLACES),
    "personeel": ("personeel in voltijdbanen", JOBS),
}
FLOW_MEASURES = {
    "instroom": ("erbij per jaar", YEARLY),
    "verblijfsduur": ("hoe lang iemand wacht of blijft", YEARS),
    "zelfstandig": ("deel dat een zelfstandige woning vraagt", PERCENT),
    "geclusterd": ("deel dat een geclusterde woning vraagt", PERCENT),
    "begeleid": ("deel dat een woning met begeleiding vraagt", PERCENT),
}
_LAND = "De Monitor Langdurige Zorg geeft dit voor Nederland, niet per gemeente."
_HOME = "In heel Nederland waren het er {} in november 2019. " + _LAND
_WMO = (
    "CBS 85896NED geeft Wmo-cliënten per gemeente. Deze tabel is nog niet ingelezen. Uren, "
    "plaatsen en personeel staan er niet in."
)
_NONE = "We vonden geen open tabel per gemeente."
SERVICES = (
    Service("wlz", "Wlz", ("clienten", "wachtlijst"), _LAND),
    Service("wlz_vv", "Wlz, verpleging en verzorging", ("clienten", "wachtlijst"), _LAND),
    Service("wlz_vv_verblijf", "Verpleeghuis (Wlz)",
            ("clienten", "wachtlijst", "plaatsen", "personeel"), _LAND),
    Service("wlz_vpt", "Wlz, volledig pakket thuis", ("clienten", "uren", "wachtlijst"),
            _HOME.format("13.215")),
    Service("wlz_mpt", "Wlz, modulair pakket thuis", ("clienten", "uren", "wachtlijst"),
            _HOME.format("41.380")),
    Service("wlz_pgb", "Wlz, persoonsgebonden budget", ("clienten", "uren"), _LAND),
    Service("wijkverpleging", "Wijkverpleging", ("clienten", "uren", "wachtlijst", "personeel"),
            "Vektis geeft kosten per gemeente. Cliënten en uren vonden we niet per gemeente."),
    Service("wmo", "Wmo", ("clienten", "wachtlijst"), _WMO),
    Service("wmo_hulp", "Hulp bij het huishouden (Wmo)",
            ("clienten", "uren", "wachtlijst", "personeel"), _WMO),
    Service("wmo_begeleiding", "Begeleiding (Wmo)",
            ("clienten", "uren", "wachtlijst", "personeel"), _WMO),
    Service("wmo_dagbesteding", "Dagbesteding (Wmo)",
            ("clienten", "uren", "wachtlijst", "plaatsen", "personeel"), _WMO),
    Service("wmo_beschermd_wonen", "Beschermd wonen (Wmo)",
            ("clienten", "wachtlijst", "plaatsen", "personeel"), _WMO),
    Service("ontmoeting", "Ontmoeting in de buurt",
            ("clienten", "uren", "plaatsen", "personeel"), _NONE),
    Service("mantelzorgsteun", "Steun aan mantelzorgers", ("clienten", "uren", "personeel"), _NONE),
)  # fmt: skip


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of own figure by key: a closed list."""
    found = [
        Kind(f"{service.key}_{measure}", f"{service.label}: {words}", unit)
        for service in SERVICES
        for measure, (words, unit) in MEASURES.items()
        if measure in service.measures
    ]
    for group in classification().flows():
        found.append(Kind(group.key, f"{group.label}: aantal nu", PEOPLE))
        found += [
            Kind(f"{group.key}_{measure}", f"{group.label}: {words}", unit)
            for measure, (words, unit) in FLOW_MEASURES.items()
        ]
    return {kind.key: kind for kind in found}
