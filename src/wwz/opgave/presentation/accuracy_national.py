"""'Hoe goed zijn onze cijfers?' of the whole country: series, targets with verdicts, misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from wwz.opgave.presentation.accuracy import SERIES, citation_of, series_downloads
from wwz.opgave.presentation.accuracy_tables import MEANINGS, series_table
from wwz.opgave.presentation.choices import LONGEST
from wwz.opgave.presentation.evidence import GROUP_WORDS, USUAL_HORIZON, groups_of, old_groups
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.queries import backtests
from wwz.opgave.queries.backtests import Score, Series, Target
from wwz.opgave.wording import how_many, number, percentage, upper_first
from wwz.spreadsheets import Column as FileColumn
from wwz.spreadsheets import Sheet

# The order in which series are offered: small areas that were really counted come first.
ORDER = ("zwolle-buurten", "gemeenten", "pc4", "amsterdam", "nl", "nl-totaal")
PLACES = {
    "buurt": "per buurt",
    "wijk": "per wijk",
    "pc4": "per postcode",
    "gemeente": "per gemeente",
    "land": "in het hele land",
}
NOT_TO_MEASURE = "niet te meten"
LAMPS = {"uitstekend": "done", "gehaald": "ok", "gemist": "bad"}
TARGET_COLUMNS: tuple[FileColumn[Target], ...] = (
    FileColumn("doel", lambda one: one.target, 60),
    FileColumn("gevraagd", lambda one: one.wanted, 44),
    FileColumn("oordeel", lambda one: one.state, 16),
    FileColumn("gevonden", lambda one: one.found, 60),
)


@dataclass(frozen=True)
class Judged:
    """A target with the lamp of its verdict."""

    target: Target

    @property
    def lamp(self) -> str:
        return LAMPS.get(self.target.state, "unknown")


def national_page(chosen: Mapping[str, str]) -> dict[str, Any]:
    """Everything that templates/opgave/accuracy_national.html shows."""
    every = in_order(backtests.all_series())
    wanted = chosen.get(SERIES, "")[:LONGEST]
    series = next((one for one in every if one.key == wanted), next(iter(every), None))
    targets = backtests.targets()
    judged = [Judged(one) for one in targets]
    return {
        "title": title_of(series),
        "lead": lead_of(series),
        "series": series,
        "many_series": [(one.key, one.label, one is series) for one in every],
        "table": series_table(series, [horizon_of(series)]) if series else None,
        "all_table": series_table(series, series.horizons())
        if series and len(series.horizons()) > 1 else None,
        "citation": citation_of(series) if series else None,
        "downloads": series_downloads(series) if series else [],
        "worse": worse_of(series) if series else [],
        "targets": [one for one in judged if one.target.state != NOT_TO_MEASURE],
        "not_to_measure": [one for one in judged if one.target.state == NOT_TO_MEASURE],
        "met": sum(one.state in ("gehaald", "uitstekend") for one in targets),
        "missed": sum(one.state == "gemist" for one in targets),
        "unmeasured": sum(one.state == NOT_TO_MEASURE for one in targets),
        "meanings": MEANINGS,
        "standing": standing(every),
        "measured_by": f"Platform WWZ, rekenversie {series.engine_version}" if series else "",
    }  # fmt: skip


def in_order(series: Mapping[str, Series]) -> list[Series]:
    known = [series[key] for key in ORDER if key in series]
    return [*known, *(one for key, one in series.items() if key not in ORDER)]


def horizon_of(series: Series) -> int:
    """Three years ahead, or what comes nearest to it."""
    return min(series.horizons(), key=lambda one: (abs(one - USUAL_HORIZON), one))


def pooled(series: Series) -> tuple[list[Score], float] | None:
    """Old age at the usual horizon, and how far off we were in all its groups together."""
    groups = old_groups(series) or groups_of(series)
    found = [own for group in groups if (own := series.ours(group, horizon_of(series)))]
    counted = sum(one.counted for one in found)
    if not counted:
        return None
    return found, sum(one.wape * one.counted for one in found) / counted


def title_of(series: Series | None) -> str:
    """'Drie jaar vooruit zaten wij er bij ouderen per buurt gemiddeld 7% naast'."""
    found = pooled(series) if series else None
    if series is None or found is None:
        return "Hoe goed onze cijfers zijn, is nog niet gemeten"
    who = "bij ouderen" if found[0][0].group != "totaal" else "bij alle inwoners"
    ahead = upper_first(how_many(horizon_of(series), "jaar", "jaar"))
    where = PLACES.get(series.level, "")
    return f"{ahead} vooruit zaten wij er {who} {where} gemiddeld {number(found[1])}% naast"


def lead_of(series: Series | None) -> str:
    if series is None:
        return "Er zijn nog geen ramingen van eerder naast tellingen gelegd."
    years = f"{series.years[0]} tot en met {series.years[-1]}"
    return (
        f"Dat was in de reeks ‘{series.label}’, met tellingen van {years}. Wij deden alsof het "
        "vroeger was, gebruikten alleen wat toen bekend was, en legden de uitkomst naast wat later "
        "is geteld. Ook wat tegenviel, staat hier."
    )


def worse_of(series: Series) -> list[str]:
    """Where the best simple method was nearer than ours: said as it is."""
    found = [
        own
        for group in groups_of(series)
        for horizon in series.horizons()
        if (own := series.ours(group, horizon)) and own.skill < 0
    ]
    return [
        f"{upper_first(GROUP_WORDS[own.group])}, {own.horizon} jaar vooruit: wij zaten er "
        f"{percentage(own.wape)} naast. ‘{upper_first(series.methods[own.baseline])}’ zat er "
        f"{percentage(simple.wape)} naast."
        for own in found
        if (simple := series.simple(own.group, own.horizon))
    ]


def standing(every: Sequence[Series]) -> Table:
    """All series under each other, each at its usual horizon."""
    columns = [
        Column("Reeks", numeric=False), Column("Jaren vooruit"), Column("Gebieden"),
        Column("Onze afwijking"), Column("Winst, gemiddeld"),
    ]  # fmt: skip
    rows = []
    for series in every:
        found = pooled(series)
        if found is None:
            continue
        scores, off = found
        gain = 100 * sum(one.skill for one in scores) / len(scores)
        rows.append(
            Row(
                [
                    Cell(series.label, f"?{SERIES}={series.key}#reeks"),
                    Cell(str(horizon_of(series))),
                    Cell(number(max(one.areas for one in scores) / scores[0].launches)),
                    Cell(percentage(off)),
                    Cell(f"{number(gain)}%" if gain <= 0 else f"+{number(gain)}%"),
                ]
            )
        )
    return Table("reeksen", "Alle reeksen: ouderen, of alle inwoners", columns, rows)


def targets_sheet() -> Sheet[Target]:
    about = (
        ("wat dit is", "Doelen die vóór de eerste meting zijn vastgelegd, met wat er uitkwam."),
        ("gemist blijft gemist", "Een doel verschuift niet nadat het is gemeten."),
    )
    return Sheet("hoe-goed-doelen", TARGET_COLUMNS, backtests.targets(), about)
