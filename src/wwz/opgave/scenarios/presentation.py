"""Words and tables of scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from wwz.opgave import jobs
from wwz.opgave.disclosure import disclose
from wwz.opgave.models import Fact, Study
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.scenarios.kinds import AT_HOME, FIGURES, USUAL_POLICY
from wwz.opgave.scenarios.models import Scenario
from wwz.opgave.scenarios.queries import figures_of
from wwz.opgave.wording import as_spoken, signed, spoken

NAMES = {
    "inwoners_75plus": "Inwoners van 75 jaar en ouder",
    "wlz_vv_clienten": "Mensen die verpleging nodig hebben (Wlz)",
    AT_HOME: "Van hen thuis",
    "vraag_nultreden": "Gevraagde nultredenwoningen",
    "vraag_geclusterd": "Gevraagde geclusterde woningen",
    "vraag_zorggeschikt": "Gevraagde zorggeschikte woningen",
    "tekort_nultreden": "Tekort aan nultredenwoningen",
    "tekort_geclusterd": "Tekort aan geclusterde woningen",
    "tekort_zorggeschikt": "Tekort aan zorggeschikte woningen",
}
Told = Mapping[str, Any]


# --- changes in words and in addresses ---


def change_words(changes: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Per change its name, and its fields in words."""
    known = jobs.kinds_of_change()
    found = []
    for change in changes:
        kind = known[change["soort"]]
        parts = []
        for told in kind.fields:
            if told.key not in change or change[told.key] == told.usual:
                continue
            value = change[told.key]
            words = told.choices.get(str(value), f"{value}".replace(".", ","))
            unit = f" {told.unit}" if told.unit and told.kind == "number" else ""
            parts.append(f"{told.label.lower()}: {words}{unit}")
        found.append((kind.label, "; ".join(parts)))
    return found


def form_values(changes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Changes as the form and its address write them; what the form lacks is left out."""
    values: dict[str, str] = {}
    for change in changes:
        kind = change["soort"]
        if kind == "eigen_kengetal":
            values[f"{kind}.{change['kengetal']}"] = str(change["waarde"])
        elif kind == "eigen_aandeel":
            values[f"{kind}.{change['groep']}"] = str(change["procent"])
        else:
            told = ((key, value) for key, value in change.items() if key != "soort")
            values.update({f"{kind}.{key}": str(value) for key, value in told})
    return values


def build_address(slug: str, gemeente: str, area: str, changes: Iterable[Told], **more: str) -> str:
    """The page of the form with everything filled in: a link that can be shared."""
    query = {"gemeente": gemeente} | ({"gebied": area} if area else {}) | form_values(changes)
    return f"{reverse('scenarios:build', args=[slug])}?{urlencode(query | more)}"


# --- figures ---


def live_tables(answer: Mapping[str, Any]) -> list[Table]:
    """A table per place: what is forecast, what this scenario gives, and the difference."""
    return [
        Table(
            f"{place['code']}",
            f"{place['name']} in {year}: raming en scenario",
            (Column("Cijfer", numeric=False), Column("Raming"), Column("Scenario"),
             Column("Verschil")),
            [live_row(row) for row in answer["rows"]
             if row["area"] == place["code"] and row["year"] == year],
        )
        for place in answer["places"]
        for year in years_in(answer)
    ]  # fmt: skip


def years_in(answer: Mapping[str, Any]) -> list[int]:
    return sorted({row["year"] for row in answer["rows"]}, reverse=True)


def live_row(row: Mapping[str, Any]) -> Row:
    unit, kind = row["unit"], row["kind"]
    before, after = row["base"], row["scenario"]
    return Row(
        [
            Cell(NAMES[row["figure"]]),
            told_cell(before, unit, kind),
            told_cell(after, unit, kind),
            difference(before["value"], after["value"], unit, kind),
        ]
    )


def told_cell(told: Told, unit: str, kind: str, address: str = "") -> Cell:
    if told["value"] is not None:
        return Cell(spoken(told["value"], unit, kind), address, told["value"])
    if told["low"] is not None and told["high"] is not None:
        return Cell(f"{spoken(told['low'], unit, kind)} tot {spoken(told['high'], unit, kind)}")
    return Cell(told["absent"] or "onbekend")


def difference(before: float | None, after: float | None, unit: str, kind: str) -> Cell:
    """Between the numbers as they stand beside it."""
    if before is None or after is None:
        return Cell("–")
    less = as_spoken(after, unit, kind) - as_spoken(before, unit, kind)
    return Cell(signed(less, unit), sort=less)


def policy_of(scenario: Scenario | None) -> str:
    changes = scenario.of_kind("verpleeghuis") if scenario is not None else []
    return str(changes[0]["beleid"]) if changes else USUAL_POLICY


def key_of(figure: str, scenario: Scenario | None) -> str:
    return figure + policy_of(scenario) if figure == AT_HOME else figure


def compared_table(
    base: Study, studies: Sequence[tuple[Scenario, Study]], place: tuple[str, str], year: int
) -> Table:
    """The base and scenarios side by side, from their published figures."""
    code, name = place
    before = figures_of(base, code, [key_of(one, None) for one in FIGURES])
    after = [
        (one, figures_of(study, code, [key_of(figure, one) for figure in FIGURES]))
        for one, study in studies
    ]
    columns = [Column("Cijfer", numeric=False), Column("Raming")]
    for scenario, _ in after:
        columns += [Column(str(scenario)), Column("Verschil")]
    rows = []
    for figure in FIGURES:
        first = before.get((key_of(figure, None), year))
        cells = [Cell(NAMES[figure]), fact_cell(first)]
        for scenario, facts in after:
            fact = facts.get((key_of(figure, scenario), year))
            cells += [fact_cell(fact), fact_difference(first, fact)]
        rows.append(Row(cells))
    return Table("scenarios", f"{name} in {year}: raming en scenario’s", columns, rows)


def fact_cell(fact: Fact | None) -> Cell:
    if fact is None:
        return Cell("geen cijfer")
    shown = disclose(fact)
    told = {"value": shown.value, "low": shown.low, "high": shown.high, "absent": shown.absent}
    where = reverse("opgave:fact", args=[fact.pk])
    return told_cell(told, fact.indicator.unit, fact.kind, where)


def fact_difference(before: Fact | None, after: Fact | None) -> Cell:
    if before is None or after is None:
        return Cell("–")
    numbers = disclose(before).value, disclose(after).value
    return difference(*numbers, after.indicator.unit, after.kind)
