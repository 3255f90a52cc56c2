"""Kinds of care and welfare, and the groups that flow: what own figures can be about."""

from __future__ import annotations

from dataclasses import dataclass

PEOPLE, YEARLY, HOURS = "personen", "personen per jaar", "uren per jaar"
PLACES, JOBS, YEARS = "plaatsen", "voltijdbanen", "jaren"


@dataclass(frozen=True)
class Kind:
    """What a figure of a partnership's own counts; ``key`` is that of the indicator it gives."""

    key: str
    label: str
    unit: str


@dataclass(frozen=True)
class Service:
    """One kind of care or welfare, and what can be counted of it."""

    key: str
    label: str
    measures: tuple[str, ...]


MEASURES = {
    "clienten": ("cliënten", PEOPLE),
    "uren": ("uren per jaar", HOURS),
    "wachtlijst": ("mensen op de wachtlijst", PEOPLE),
    "plaatsen": ("plaatsen", PLACES),
    "personeel": ("personeel in voltijdbanen", JOBS),
}
SERVICES = (
    Service("wlz", "Wlz", ("clienten", "wachtlijst")),
    Service("wlz_verblijf", "Wlz met verblijf",
            ("clienten", "wachtlijst", "plaatsen", "personeel")),
    Service("wlz_vpt", "Wlz, volledig pakket thuis", ("clienten", "uren", "wachtlijst")),
    Service("wlz_mpt", "Wlz, modulair pakket thuis", ("clienten", "uren", "wachtlijst")),
    Service("wlz_pgb", "Wlz, persoonsgebonden budget", ("clienten", "uren")),
    Service("wijkverpleging", "Wijkverpleging", ("clienten", "uren", "wachtlijst", "personeel")),
    Service("wmo", "Wmo", ("clienten", "wachtlijst")),
    Service("wmo_hulp", "Hulp bij het huishouden (Wmo)",
            ("clienten", "uren", "wachtlijst", "personeel")),
    Service("wmo_begeleiding", "Begeleiding (Wmo)",
            ("clienten", "uren", "wachtlijst", "personeel")),
    Service("wmo_dagbesteding", "Dagbesteding (Wmo)",
            ("clienten", "uren", "wachtlijst", "plaatsen", "personeel")),
    Service("wmo_beschermd_wonen", "Beschermd wonen (Wmo)",
            ("clienten", "wachtlijst", "plaatsen", "personeel")),
    Service("ontmoeting", "Ontmoeting in de buurt", ("clienten", "uren", "plaatsen", "personeel")),
    Service("mantelzorgsteun", "Steun aan mantelzorgers", ("clienten", "uren", "personeel")),
)  # fmt: skip
# Groups that people come into and leave again.
FLOWS = {
    "dakloos": "Mensen zonder eigen woning",
    "uitstroom_detentie": "Mensen die uit detentie komen",
    "uitstroom_zorg": "Mensen die een zorginstelling verlaten",
    "uitstroom_beschermd_wonen": "Mensen die beschermd wonen verlaten",
    "uitstroom_opvang": "Mensen die de maatschappelijke opvang verlaten",
    "uitstroom_jeugdhulp": "Jongeren die de jeugdhulp met verblijf verlaten",
    "statushouders": "Statushouders die een woning zoeken",
    "arbeidsmigranten": "Arbeidsmigranten die een woning zoeken",
    "studenten": "Studenten die een kamer of woning zoeken",
    "woonwagenbewoners": "Mensen die een standplaats voor een woonwagen zoeken",
    "urgent_medisch": "Mensen met medische urgentie",
    "urgent_sociaal": "Mensen met sociale urgentie",
}


def kinds() -> dict[str, Kind]:
    """Every kind of own figure by key: a closed list."""
    found = [
        Kind(f"{service.key}_{measure}", f"{service.label}: {words}", unit)
        for service in SERVICES
        for measure, (words, unit) in MEASURES.items()
        if measure in service.measures
    ]
    for key, label in FLOWS.items():
        found += [
            Kind(key, f"{label}: aantal nu", PEOPLE),
            Kind(f"{key}_instroom", f"{label}: erbij per jaar", YEARLY),
            Kind(f"{key}_verblijfsduur", f"{label}: hoe lang iemand wacht of blijft", YEARS),
        ]
    return {kind.key: kind for kind in found}
