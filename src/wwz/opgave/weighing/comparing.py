"""Proposals in a list and beside one another: on the page and as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.urls import reverse
from django.utils.timezone import localtime

from wwz.opgave.presentation.cited import Citation
from wwz.opgave.presentation.tables import Cell, Column, Row, Table
from wwz.opgave.weighing.models import Proposal
from wwz.opgave.weighing.presentation import gap_of_proposal
from wwz.opgave.weighing.tables import Content, counted
from wwz.opgave.weighing.words import FORMS, money, shortage_gone
from wwz.opgave.wording import in_full, number, upper_first


def proposals_table(rows: Iterable[Proposal]) -> Table:
    columns = [
        Column("Voorstel", numeric=False), Column("Stand", numeric=False), Column("Projecten"),
        Column("Woningen"), Column("Minder tekort (%)"), Column("Gemaakt door", numeric=False),
        Column("Gemaakt op", numeric=False),
    ]  # fmt: skip
    return Table("voorstellen", "Voorstellen", columns, [proposal_row(one) for one in rows])


def proposal_row(one: Proposal) -> Row:
    content = one.content
    many = sum(sum(plan["homes"].values()) for plan in content["chosen"])
    gone = shortage_gone(content)
    return Row([
        Cell(one.title, reverse("weighing:proposal", args=[one.pk])),
        Cell(one.get_state_display()),
        counted(len(content["chosen"])),
        counted(many),
        Cell(f"{number(gone)}%", sort=float(round(gone))),
        Cell(str(one.organisation)),
        Cell(in_full(localtime(one.made_at).date())),
    ])  # fmt: skip


def compared_table(proposals: Sequence[Proposal]) -> Table:
    """One column per proposal: what it rests on, homes, money, hours and what stays short."""
    columns = [Column("", numeric=False), *(Column(one.title) for one in proposals)]
    rows = [
        Row([Cell(words), *(told(one) for one in proposals)])
        for words, told in (*RESTS_ON, *of_programme())
    ]
    return Table("vergelijking", "Voorstellen naast elkaar", columns, rows)


def study_words(one: Proposal) -> Cell:
    made = one.weighing.study.finished_at
    return Cell(in_full(localtime(made).date()) if made else "onbekend")


Told = Callable[[Proposal], Cell]
# Proposals of other gemeenten or analyses may stand beside one another: that must be seen.
RESTS_ON: Sequence[tuple[str, Told]] = (
    ("Gemeente", lambda one: Cell(one.weighing.study.gemeente.name)),
    ("Analyse van", study_words),
    ("Afgewogen op", lambda one: Cell(in_full(localtime(one.weighing.asked_at).date()))),
    ("Bevat verzonnen invoer", lambda one: Cell("ja" if one.weighing.fictional else "nee")),
)


def of_programme() -> list[tuple[str, Told]]:
    """What each programme brings and asks, row by row."""

    def summed(key: str) -> Told:
        return lambda one: counted(sum(plan[key] for plan in one.chosen))

    def of_form(form: str) -> Told:
        return lambda one: counted(sum(plan["homes"].get(form, 0) for plan in one.chosen))

    return [
        ("Projecten", lambda one: counted(len(one.chosen))),
        *((upper_first(words), of_form(form)) for form, words in FORMS.items()),
        ("Sociale huur", summed("social")),
        ("Geld (euro)", lambda one: costs(one.content)),
        ("Uren zorg per jaar", summed("care_hours")),
        ("Minder tekort (%)", lambda one: gone(one.content)),
        ("Hoe goed is het?", lambda one: Cell(gap_of_proposal(one))),
    ]


def costs(content: Content) -> Cell:
    found = float(sum(sum(one["costs"].values()) for one in content["chosen"]))
    return Cell(money(found), sort=found * 1_000)


def gone(content: Content) -> Cell:
    found = shortage_gone(content)
    return Cell(f"{number(found, 1)}%", sort=round(found, 1))


def compared_source(proposals: Sequence[Proposal]) -> Citation:
    words = "onze berekening van elk voorstel, op de analyse en de dag die erbij staan"
    return Citation(words, fictional=any(one.weighing.fictional for one in proposals))


def about_compared(proposals: Sequence[Proposal]) -> list[tuple[str, str]]:
    """The second sheet of the file: on which data each proposal rests."""
    return [
        (str(one), f"{one.get_state_display()}, kenmerk van de invoer {one.weighing.data_hash}")
        for one in proposals
    ]
