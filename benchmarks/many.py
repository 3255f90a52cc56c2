"""Ten thousand rows of each kind in one partnership, for the listings and their tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django.db import models
from django.utils import timezone

from wwz.akkoord.models import Afspraak, Akkoord, Pledge
from wwz.areas.models import Area, Level
from wwz.opgave.models import Fact, Indicator, Kind, State, Study, Theme
from wwz.partners.models import (
    Account,
    Membership,
    Organisation,
    Participation,
    Partnership,
    Person,
)
from wwz.uitvoering.models import Initiative, Milestone, Signaal

BEGAN = date(2026, 1, 1)
CHUNK = 500
STATES = ("idee", "verkenning", "besloten", "uitvoering", "afgerond")


@dataclass(frozen=True)
class Crowd:
    """A partnership full of rows, and a programmamanager who may read them all."""

    partnership: Partnership
    reader: Account


def store(rows: list[models.Model]) -> None:
    type(rows[0])._base_manager.bulk_create(rows, batch_size=CHUNK)


def fill(number: int, *, slug: str = "veel", figures: bool = False) -> Crowd:
    """So many organisations, commitments, initiatives and signals.

    With ``figures`` every second commitment is measured by a published figure.
    """
    partnership = Partnership.objects.create(slug=slug, name="Veel", demo=True)
    gemeente = Organisation.objects.create(name=f"Gemeente {slug}", kind="gemeente", demo=True)
    organisations = [gemeente, *parties(number - 1, slug)]
    store(
        [
            Participation(
                partnership=partnership, organisation=each, role="partner", starts_on=BEGAN
            )
            for each in organisations
        ]
    )
    made = promises(partnership, organisations, number)
    if figures:
        measure(partnership, made[::2])
    work(partnership, organisations, number)
    letters(partnership, number)
    return Crowd(partnership, reader_of(partnership, gemeente))


def parties(number: int, slug: str) -> list[Organisation]:
    made = [
        Organisation(name=f"Partij {slug} {index:05}", kind="welzijn", demo=True)
        for index in range(number)
    ]
    store(list(made))
    return made


def reader_of(partnership: Partnership, organisation: Organisation) -> Account:
    account = Account.objects.create_user(f"lezer@{partnership.slug}.example", "een-lang-woord-1")
    person = Person.objects.create(name="Lezer", account=account)
    Membership.objects.create(
        person=person, organisation=organisation, role="programmamanager", starts_on=BEGAN
    )
    return account


def promises(
    partnership: Partnership, organisations: list[Organisation], number: int
) -> list[Afspraak]:
    akkoord = Akkoord.objects.create(
        partnership=partnership,
        kind="woonzorgakkoord",
        title="Woonzorgakkoord Veel",
        ends_on=date(2030, 12, 31),
    )
    made = [
        Afspraak(
            partnership=partnership,
            akkoord=akkoord,
            number=index + 1,
            title=f"Afspraak over ontmoeten nummer {index}",
            text="Wij openen een ruimte, drie dagen per week.",
            due_on=date(2027, 1, 1) + timedelta(days=index % 1000),
            drafted_by=organisations[0],
        )
        for index in range(number)
    ]
    store(list(made))
    store(
        [
            Pledge(
                afspraak=each,
                organisation=organisations[index % len(organisations)],
                role="trekker",
                text="opent de ruimte",
            )
            for index, each in enumerate(made)
        ]
    )
    return made


def measure(partnership: Partnership, promised: list[Afspraak]) -> None:
    """Let a published figure of a gemeente tell how far these are."""
    indicator, gemeente = with_figure(partnership)
    for each in promised:
        each.indicator = indicator
    Afspraak.objects.bulk_update(promised, ["indicator"], batch_size=CHUNK)
    lies_in = Afspraak.areas.through
    store([lies_in(afspraak=each, area=gemeente) for each in promised])


def with_figure(partnership: Partnership) -> tuple[Indicator, Area]:
    """A published figure that promises can be measured by."""
    gemeente, _ = Area.objects.get_or_create(
        code="GM9998", year=2025, level=Level.GEMEENTE, defaults={"name": "Veelstad"}
    )
    partnership.areas.add(gemeente)
    found = Fact.objects.filter(area=gemeente).select_related("indicator").first()
    if found is not None:
        return found.indicator, gemeente
    told = {"label": "75-plussers", "unit": "personen", "theme": Theme.BEVOLKING}
    indicator, _ = Indicator.objects.get_or_create(key="inwoners_75plus", defaults=told)
    study = Study.objects.create(gemeente=gemeente, requested_at=timezone.now())
    Fact.objects.create(
        study=study, indicator=indicator, area=gemeente, engine_id="veel", year=2025,
        kind=Kind.COUNTED, value=900.0, shown_value=900.0,
    )  # fmt: skip
    study.state, study.finished_at = State.PUBLISHED, timezone.now()
    study.save()
    return indicator, gemeente


def work(partnership: Partnership, organisations: list[Organisation], number: int) -> None:
    made = [
        Initiative(
            partnership=partnership,
            kind="project",
            title=f"Initiatief {index:05} in de wijk",
            organisation=organisations[index % len(organisations)],
            state=STATES[index % len(STATES)],
        )
        for index in range(number)
    ]
    store(list(made))
    store(
        [Milestone(initiative=each, title="Opening", first_on=BEGAN, due_on=BEGAN) for each in made]
    )


def letters(partnership: Partnership, number: int) -> None:
    store(
        [
            Signaal(
                partnership=partnership,
                channel="balie",
                subject=f"Signaal {index:05}",
                text="De stoep ligt los.",
                received_on=BEGAN + timedelta(days=index % 300),
                answer_by=BEGAN + timedelta(days=10 + index % 300),
                token_sha256=sha256(f"{partnership.slug}{index}".encode()).hexdigest(),
            )
            for index in range(number)
        ]
    )


LISTINGS = {
    "organisaties": "/samen/{slug}/partijen/",
    "afspraken": "/samen/{slug}/afspraken/",
    "initiatieven": "/samen/{slug}/initiatieven/",
    "signalen": "/samen/{slug}/signalen/",
}
"""Where each list stands."""
