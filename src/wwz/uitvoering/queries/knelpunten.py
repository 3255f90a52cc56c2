"""What the page of a knelpunt reads, and the figures that can be laid beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from wwz.akkoord.models import Afspraak
from wwz.areas.models import Area, Level
from wwz.audit.states import may_move
from wwz.meetings.models import Meeting, MeetingKind, MeetingState
from wwz.opgave.models import Fact, SourceRecord
from wwz.opgave.presentation.cited import Citation, cite
from wwz.opgave.presentation.figure import Figure, figure_of
from wwz.opgave.presentation.statement import statement
from wwz.opgave.queries import published
from wwz.partners.access import allows
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership
from wwz.uitvoering.access import team_signalen
from wwz.uitvoering.models import Initiative, Knelpunt, Oplossing, Signaal, Terugkoppeling
from wwz.uitvoering.wording import ended, lower_start

MOST_FOUND = 30


@dataclass(frozen=True)
class Beside:
    """A figure beside the stories: as a sentence, with its band and its source."""

    pk: str
    sentence: str
    band: str
    citation: Citation


@dataclass(frozen=True)
class KnelpuntPage:
    knelpunt: Knelpunt
    signalen: Sequence[Signaal]
    number: int
    facts: Sequence[Beside]
    options: Sequence[Oplossing]
    may_triage: bool
    may_choose: bool
    may_carry_out: bool
    may_answer: bool
    partner: bool
    can: frozenset[str]


def knelpunt_page(actor: Actor, knelpunt: Knelpunt) -> KnelpuntPage:
    may_triage = allows(actor, Action.TRIAGE, knelpunt)
    signalen = team_signalen(actor, knelpunt.partnership).filter(knelpunt=knelpunt)
    verbs = ("analyse", "discuss", "choose", "carry_out", "solve", "accept")
    return KnelpuntPage(
        knelpunt=knelpunt,
        signalen=list(signalen.order_by("received_on")) if may_triage else [],
        number=knelpunt.signalen.count(),
        facts=beside(knelpunt),
        options=list(knelpunt.options.select_related("organisation")),
        may_triage=may_triage,
        may_choose=allows(actor, Action.CHOOSE_SOLUTION, knelpunt),
        may_carry_out=allows(actor, Action.MANAGE_PROGRAMME, knelpunt),
        may_answer=allows(actor, Action.GIVE_FEEDBACK, knelpunt),
        partner=allows(actor, Action.READ_PARTNER, knelpunt),
        can=frozenset(verb for verb in verbs if may_move(knelpunt, verb)),
    )


def beside(knelpunt: Knelpunt) -> list[Beside]:
    facts = list(
        knelpunt.facts.select_related("indicator", "area", "study")
        .defer("area__geometry", "value", "low", "high")
        .order_by("indicator__label", "year")
    )
    numbers = {number for fact in facts for number in fact.source_ids}
    sources = SourceRecord.objects.in_bulk(list(numbers)) if numbers else {}
    return [beside_of(figure_of(fact), sources) for fact in facts]


def beside_of(figure: Figure, sources: dict[int, SourceRecord]) -> Beside:
    band = f"Tussen {figure.band_words().replace(' tot ', ' en ')}." if figure.has_band else ""
    return Beside(str(figure.pk), f"{statement(figure)}.", band, cite([figure], sources))


# --- finding a figure ---


def places_of(knelpunt: Knelpunt) -> list[Area]:
    """The buurten of the zone, their wijk, and the gemeente."""
    gemeenten = list(knelpunt.partnership.areas.defer("geometry").order_by("-year"))
    if knelpunt.zone is None:
        return unique(gemeenten)
    buurten = list(knelpunt.zone.areas.select_related("parent").defer("geometry").order_by("name"))
    wijken = [one.parent for one in buurten if one.parent and one.parent.level == Level.WIJK]
    return unique([*wijken, *buurten, *gemeenten])


def unique(areas: Sequence[Area]) -> list[Area]:
    return list({area.code: area for area in reversed(areas)}.values())[::-1]


def facts_to_pick(knelpunt: Knelpunt) -> list[Figure]:
    """Every published figure of these places, as `disclose` lets it out."""
    places = places_of(knelpunt)
    gemeenten = knelpunt.partnership.areas.values_list("code", flat=True)
    figures: list[Figure] = []
    for study in published.latest_of(gemeenten):
        codes = [place.code for place in places]
        figures += [figure_of(fact) for fact in published.facts_of_places(study, codes)]
    return figures


def found_facts(figures: Sequence[Figure], key: str, area: str, year: str) -> list[Figure]:
    found = [
        one for one in figures
        if one.indicator == key and one.area == area and (not year or str(one.year) == year)
    ]  # fmt: skip
    return found[:MOST_FOUND]


def fact_to_put(number: UUID | None) -> Fact | None:
    """A published fact by its number."""
    return published.published_fact(number) if number else None


# --- what it can be tied to ---


def held_platforms(actor: Actor, knelpunt: Knelpunt) -> list[Meeting]:
    """Held meetings of residents, the newest first; of the zone before others."""
    found = Meeting.objects.visible_to(actor).filter(
        partnership=knelpunt.partnership,
        kind=MeetingKind.WIJKPLATFORM,
        state=MeetingState.GEHOUDEN,
    )
    return sorted(found.order_by("-starts_at"), key=lambda one: one.zone_id != knelpunt.zone_id)


def afspraken_of(actor: Actor, partnership: Partnership) -> list[Afspraak]:
    found = Afspraak.objects.visible_to(actor).filter(partnership=partnership)
    return list(found.order_by("akkoord", "number"))


def initiatives_to_link(actor: Actor, knelpunt: Knelpunt) -> list[Initiative]:
    found = Initiative.objects.visible_to(actor).filter(partnership=knelpunt.partnership)
    return list(found.order_by("title"))


# --- letters ---


def proposed_letter(knelpunt: Knelpunt) -> str:
    """A beginning: what was chosen, why, and where to read on."""
    chosen = knelpunt.chosen
    if chosen is None:
        return ""
    condition = f" Daarbij geldt: {lower_start(chosen.condition)}" if chosen.condition else ""
    return (
        f"U vertelde ons wat er speelt. Meer bewoners zeiden hetzelfde.\n\nDit gaan wij doen: "
        f"{lower_start(ended(chosen.title))}{ended(condition)} {ended(knelpunt.chosen_because)}\n\n"
        "Met uw eigen link ziet u steeds hoe ver wij zijn."
    )


def last_letters(actor: Actor, knelpunt: Knelpunt) -> list[Terugkoppeling]:
    """What was sent on paper on the last day that something was sent."""
    if not allows(actor, Action.GIVE_FEEDBACK, knelpunt):
        return []
    sent = Terugkoppeling.objects.filter(signaal__knelpunt=knelpunt).select_related("signaal")
    last = sent.order_by("-sent_on").first()
    on_paper = sent.filter(sent_on=last.sent_on, way="brief") if last else sent.none()
    return list(on_paper.order_by("signaal__received_on", "id"))
