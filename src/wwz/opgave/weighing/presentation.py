"""What the pages say of an outcome: its finding, how good it is, and why it is so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localtime

from wwz.opgave.presentation.charts import Chart
from wwz.opgave.presentation.cited import Citation
from wwz.opgave.presentation.reading import Download
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.weighing.drawing import programme_drawings
from wwz.opgave.weighing.forms import SHARES, LimitsForm, as_yearly
from wwz.opgave.weighing.models import AnswerKind, Proposal, Weighing, WeighingAnswer
from wwz.opgave.weighing.tables import (
    Content,
    counted,
    folded,
    programme_table,
    short_table,
)
from wwz.opgave.weighing.words import (
    FORMS,
    at_most,
    gap_words,
    homes,
    payer_words,
    per_form,
    plans,
    share_gone,
    shortage_gone,
    weighs_more,
)
from wwz.opgave.wording import (
    in_full,
    listing,
    lower_first,
    number,
    number_word,
    upper_first,
)

CLASH = "botsing"
QUICK = "eerste antwoord"
MOST_SHOWN = 6
# Below this a difference between two programmes is noise of rounding.
AS_GOOD = 0.05


@dataclass(frozen=True)
class Clashing:
    """Limits that cannot hold together, each with the field that can be made wider."""

    sentence: str
    fields: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class OutcomePage:
    """An outcome in words; nothing of it is worked out here anew."""

    title: str
    lead: str
    gap: str
    chart: Chart | None
    chosen: Table
    others: Table | None
    left: Table
    cited: Citation
    prices: Sequence[str]
    why_not: Sequence[tuple[str, str]]
    regrets: Sequence[str]
    scenarios: Sequence[str]
    clashes: Sequence[Clashing]
    notes: Sequence[str]

    @property
    def explained(self) -> bool:
        """Whether prices and reasons were worked out as well."""
        return bool(self.prices or self.why_not or self.regrets)

    @property
    def clashing(self) -> bool:
        return bool(self.clashes)


def outcome_page(
    weighing: Weighing, content: Content, address: str, proposal: Proposal | None = None
) -> OutcomePage:
    """``address`` is where the tables can be had, up to their names.

    ``proposal``: whose programme this is, when it is no longer the outcome itself.
    """
    chosen, others = folded(short_table(content))
    weighed = weighs_more(weighing.question)
    return OutcomePage(
        title=title_of(content),
        lead=lead_of(content),
        gap=(
            gap_of(content, unfinished=weighing.is_unfinished())
            if proposal is None
            else gap_of_proposal(proposal)
        ),
        chart=programme_chart(weighing, content, address),
        chosen=chosen,
        others=others,
        left=left_table(content),
        cited=cited(weighing),
        prices=[one["sentence"] for one in content["prices"]],
        why_not=[(one["title"], one["sentence"]) for one in content["why_not"]],
        regrets=regret_lines(content["regrets"], weighed=weighed),
        scenarios=[scenario_words(one, weighed=weighed) for one in content.get("scenarios", ())],
        clashes=[clashing(one) for one in content["clashes"]],
        notes=content["notes"],
    )


def gap_of(content: Content, *, unfinished: bool = False) -> str:
    """How much better it could still be, when there is a programme."""
    if content["status"] == CLASH:
        return ""
    return gap_words(content["gap"], proven=content["stage"] != QUICK, unfinished=unfinished)


def gap_of_proposal(one: Proposal) -> str:
    """Of a variant the gap is only about programmes with this swap."""
    found = gap_of(one.content)
    return f"Met deze ruil erin: {lower_first(found)}" if one.swap else found


def title_of(content: Content) -> str:
    if content["status"] == CLASH:
        return "Deze grenzen gaan niet samen"
    chosen = content["chosen"]
    if not chosen:
        return "Binnen deze grenzen past geen enkel project"
    many = sum(sum(one["homes"].values()) for one in chosen)
    return f"{upper_first(plans(len(chosen)))}, samen {homes(int(many))}"


def lead_of(content: Content) -> str:
    if content["status"] == CLASH:
        return "Maak een van deze grenzen ruimer, en reken opnieuw."
    gone = shortage_gone(content)
    if gone < AS_GOOD:
        return "Dit programma maakt het tekort niet kleiner."
    return (
        f"Over alle jaren samen is er {number(gone)}% minder tekort aan woningen dan zonder dit "
        "programma."
    )


def programme_chart(weighing: Weighing, content: Content, address: str) -> Chart | None:
    drawings = programme_drawings(content["years"])
    if not drawings or not content["chosen"]:
        return None
    return Chart(
        title="Woningen die klaar komen, per jaar",
        sub=weighing.study.gemeente.name,
        drawings=drawings,
        citation=cited(weighing),
        table=programme_table(content),
        downloads=downloads(address, "programma"),
    )


def downloads(address: str, name: str) -> list[Download]:
    return [
        Download("CSV", f"{address}{name}.csv"),
        Download("Excel", f"{address}{name}.xlsx"),
    ]


def cited(weighing: Weighing) -> Citation:
    """What an outcome rests on: a study, and the sites as they stood that day."""
    study = weighing.study
    made = localtime(study.finished_at).date() if study.finished_at else None
    asked = in_full(localtime(weighing.asked_at).date())
    words = (
        f"berekening op de analyse van {study.gemeente.name} van {in_full(made)}, en op "
        f"{len(weighing.sites)} regels met projecten van {asked}"
    )
    return Citation(words, fictional=weighing.fictional)


def left_table(content: Content) -> Table:
    """What stays short in the last year, per woonvorm, of all areas together."""
    lines = content["shortages"]
    last = max((one["year"] for one in lines), default=None)
    columns = [
        Column("Woonvorm", numeric=False), Column("Zonder programma"), Column("Nog tekort"),
        Column("Daarvan weg"),
    ]  # fmt: skip
    rows = []
    for form, words in FORMS.items():
        found = [one for one in lines if one["form"] == form and one["year"] == last]
        if found:
            without = sum(one["without"] for one in found)
            left = sum(one["left"] for one in found)
            gone = f"{number(share_gone(without, left))}%"
            rows.append(
                Row([Cell(upper_first(words)), counted(without), counted(left), Cell(gone)])
            )
    return Table("tekort", f"Tekort in {last}, per woonvorm", columns, rows)


def regret_lines(regrets: Sequence[Mapping[str, Any]], *, weighed: bool) -> list[str]:
    """One sentence per future; one for all when the programme does well in each.

    ``weighed``: whether more than homes that are short counts, so that more is no shortage.
    """
    if regrets and all(more_short(one) < AS_GOOD for one in regrets):
        futures = "de toekomst" if len(regrets) == 1 else f"alle {number_word(len(regrets))}"
        found = "die wij doorrekenden" if len(regrets) == 1 else "toekomsten die wij doorrekenden"
        return [f"In {futures} {found} is dit programma zo goed als het beste dat wij vonden."]
    return [regret_words(one, weighed=weighed) for one in regrets]


def more_short(one: Mapping[str, Any]) -> float:
    """Percent more that this programme weighs than the best one for this future alone."""
    return 100 * one["regret"] / one["best"] if one["best"] else 0.0


def regret_words(one: Mapping[str, Any], *, weighed: bool) -> str:
    """How this programme does in one future, beside the best one for that future alone."""
    future = f"In toekomst {one['draw'] + 1}, die voor {number(100 * one['weight'])}% meetelt,"
    more = more_short(one)
    if more < AS_GOOD:
        best = "het beste" if one["proven"] else "het beste dat wij vonden"
        return f"{future} is dit programma zo goed als {best}."
    found = "" if one["proven"] else " dat wij vonden"
    return f"{future} {worse(more, weighed=weighed)} het beste programma{found}."


def worse(percent: float, *, weighed: bool) -> str:
    """So much more short than with, or so much less good than, what comes next."""
    told = number(percent, 1)
    if weighed:
        return f"pakt dit programma {told}% minder goed uit dan"
    return f"blijft er {told}% meer tekort dan met"


def scenario_words(one: Mapping[str, Any], *, weighed: bool) -> str:
    """How this programme does when a scenario comes true: found, and at most."""
    if "short" not in one:
        return f"‘{one['name']}’: {one['problem']}"
    start = f"Komt ‘{one['name']}’ uit, dan"
    found, most = (100 * part / one["best"] if one["best"] else 0.0
                   for part in (one["short"] - one["best"], one["most"]))  # fmt: skip
    words = "minder goed dan het beste" if weighed else "meer tekort dan bij het beste"
    end = f"hooguit {at_most(most)}% {words} dat kan"
    if found < AS_GOOD:
        return f"{start} is dit programma zo goed als het beste dat wij ervoor vonden; {end}."
    told = worse(found, weighed=weighed)
    return f"{start} {told} het beste programma dat wij ervoor vonden; {end}."


# --- limits, in words and as links to their fields ---

LABELS = {
    "building": "Woningen in aanbouw",
    "care_hours": "Uren zorg per jaar",
    "social_least": "Sociale huur, minstens",
    "target_most": "Wonen met zorg in één gebouw, hoogstens",
    "social_most_wijk": "Sociale huur per wijk, hoogstens",
    "remaining_most": "Tekort dat een wijk mag houden, hoogstens",
    "budgets": "Geld",
}


def clashing(one: Mapping[str, Any]) -> Clashing:
    named: dict[str, str] = {}
    for limit in one["limits"]:
        key = next((known for known in LABELS if limit.startswith(known)), "")
        if key:
            anchor = "budgetten" if key == "budgets" else f"id_{key}"
            named.setdefault(anchor, LABELS[key])
    return Clashing(one["sentence"], list(named.items()))


def question_words(question: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The limits of a question as names with their words."""
    limits = question.get("limits", {})
    found = [("Jaren", f"{question['first_year']} tot en met {question['last_year']}")]
    for payer, row in limits.get("budgets", {}).items():
        found.append(
            (f"Geld van {payer_words(payer)}", f"{as_yearly(row)} (duizend euro per jaar)")
        )
    for name in ("building", "care_hours"):
        if limits.get(name):
            found.append((LABELS[name], as_yearly(limits[name])))
    for name in SHARES:
        if limits.get(name) is not None:
            found.append((LABELS[name], f"{number(limits[name])}%"))
    return found


def about(
    weighing: Weighing, answer: WeighingAnswer, proposal: Proposal | None = None
) -> list[tuple[str, str]]:
    """The second sheet of every file: what was asked, by whom, on which data."""
    asked = localtime(weighing.asked_at)
    found = gap_of(answer.content) if proposal is None else gap_of_proposal(proposal)
    return [
        ("Wat", f"Afweging, {answer.get_kind_display()}"),
        *([("Hoe goed", found)] if found else []),
        ("Gevraagd door", f"{weighing.organisation}, {in_full(asked.date())}"),
        ("Analyse", str(weighing.study)),
        ("Kenmerk van de invoer", weighing.data_hash),
        ("Rekenversie", answer.engine_version),
        ("Verzonnen", "bevat verzonnen invoer" if weighing.fictional else "nee"),
        *question_words(weighing.question),
    ]


def refined_words(weighing: Weighing, first: WeighingAnswer | None, now: WeighingAnswer) -> str:
    """That a better outcome took the place of the first one, and what that changed."""
    if now.kind != AnswerKind.EXACT or first is None:
        return ""
    then, better = first.content, now.content
    same = {one["id"] for one in then["chosen"]} == {one["id"] for one in better["chosen"]}
    at = localtime(now.answered_at)
    if same:
        return f"Wij zochten verder tot {at:%H.%M} uur: de projecten bleven dezelfde."
    entered = {one["id"]: one["title"] for one in better["chosen"]}
    left = {one["id"]: one["title"] for one in then["chosen"]}
    new = [title for key, title in entered.items() if key not in left]
    gone = [title for key, title in left.items() if key not in entered]
    told = [f"erbij: {listing(new)}"] * bool(new) + [f"eruit: {listing(gone)}"] * bool(gone)
    return f"Wij zochten verder tot {at:%H.%M} uur en vonden een betere; {'; '.join(told)}."


def plan_label(one: Mapping[str, Any]) -> str:
    """A project as it stands in a list to choose from."""
    counted_homes = {form: int(one.get(form) or 0) for form in FORMS}
    title = f"{one['name']} ({one['variant']})" if one.get("variant") else one["name"]
    return f"{title}: {per_form(counted_homes)}"


def sections_of(form: LimitsForm) -> list[tuple[str, Sequence[Any]]]:
    """The fields of the form of limits in parts, so that nobody meets a wall of them."""
    return [
        ("Geld", form.budgets),
        ("Bouwen en zorg", [form["building"], form["care_hours"]]),
        ("Mengen en verdelen", [form[name] for name in (*SHARES, "fairness")]),
    ]
