"""From Anna's letter to the living room that opens later: zones, the thread, and the programme."""

from __future__ import annotations

from datetime import timedelta

from wwz.akkoord.models import Afspraak, AkkoordKind
from wwz.areas.models import Area, Level
from wwz.commands.story.narrator import Story
from wwz.commands.story.uitvoering_more import tell_more
from wwz.meetings.models import Meeting, MeetingKind, OutcomeKind, Purpose, StandingBody
from wwz.meetings.services import (
    Counts,
    NewMeeting,
    NewOutcome,
    add_item,
    add_outcome,
    adopt_minutes,
    close,
    invite,
    plan,
    submit_minutes,
    write_minutes,
)
from wwz.partners.models import Partnership, Visibility
from wwz.uitvoering.models import Channel, Initiative, Knelpunt, Milestone, Signaal, Woonservicezone
from wwz.uitvoering.models import TerugkoppelingWay as Way
from wwz.uitvoering.sealing import Contact
from wwz.uitvoering.services import feedback, initiatives, knelpunten, signals
from wwz.uitvoering.services.feedback import Letter
from wwz.uitvoering.services.initiatives import Experiment, NewInitiative
from wwz.uitvoering.services.knelpunten import Discussion, NewOption, Votes
from wwz.uitvoering.services.signals import NewSignaal

ZONES = {
    "zwolle": ("Holtenbroek", "Assendorp", "Stadshagen", "Ittersum"),
    "nieuwegein": ("Batau Noord", "Galecop", "Fokkesteeg", "Vreeswijk", "Zandveld"),
}
QUOTE = (
    "De plek waar we samen aten is dicht. Naar de winkels lopen is te ver geworden. Ik kom soms "
    "dagen niemand tegen."
)
EVENING = (
    ("Wat u ons vertelde: drie signalen", Purpose.TER_INFO, 20),
    ("Drie ideeën: de ruimte, een busje of een nieuw buurthuis", Purpose.BESPREKING, 60),
    ("Kiezen, met stemmen uit de zaal en op papier", Purpose.BESLUIT, 40),
)
MINUTES = (
    "De eetclub is gestopt. Wie slecht loopt, komt nu bijna nergens meer. Er lagen drie ideeën. "
    "In de zaal kozen 19 mensen voor de ruimte die er al is, 6 voor een busje en 4 voor een nieuw "
    "buurthuis. Op papier kozen 4 mensen voor de ruimte en 1 voor een busje.\n\n"
    "Een bewoner die niet kon komen, schreef dat de treden bij de deur te hoog zijn. De zaal is "
    "het daarmee eens: de treden gaan eerst weg. De Stadspoort zegt dat toe."
)
LETTERS = {
    -252: "Dank u wel voor uw brief. Wij hebben hem gelezen. Ook anderen vertelden ons dat de plek "
    "om samen te eten dicht is. Wij zoeken nu met bewoners naar een oplossing.",
    -200: "De bewoners hebben gekozen. De ruimte aan de Bolkstraat (demo) gaat drie dagen per week "
    "open. U schreef dat treden bij de deur lastig zijn. Daarom is de voorwaarde dat de treden "
    "eerst weggaan.",
    -30: "Vijf organisaties hebben beloofd wat zij doen. De Stadspoort (demo) haalt de treden weg "
    "en opent de ruimte. Zodra de deur opengaat, krijgt u van ons een uitnodiging.",
    -14: "De deur gaat later open dan wij zeiden. De helling voor de deur komt later. Dat spijt "
    "ons. Op uw eigen bladzijde ziet u de nieuwe datum.",
    -9: "U belde omdat de deur later opengaat. Dat begrijpen wij. De helling is besteld; de nieuwe "
    "datum ligt vast. Tot die tijd eet u op dinsdag mee bij Samen Verder (demo). Buurtmaatjes "
    "(demo) haalt u op.",
}


def tell(story: Story) -> None:
    """Zones with their teams, the thread of Aa-landen, and everything around it."""
    for slug, names in ZONES.items():
        make_zones(story, story.partnerships[slug], names)
    story.zones["Aa-landen"].refresh_from_db()
    tell_thread(story)
    tell_more(story)


# --- zones ---


def make_zones(story: Story, partnership: Partnership, names: tuple[str, ...]) -> None:
    """Real wijken by name; without them the first ones of the gemeente there is."""
    for wijk in wijken(story, partnership, names):
        zone = Woonservicezone.objects.create(
            partnership=partnership, visibility=Visibility.OPENBAAR, name=wijk.name, norm_metres=500
        )
        zone.areas.set(buurten_of(wijk))
        story.zones[wijk.name] = zone


def wijken(story: Story, partnership: Partnership, names: tuple[str, ...]) -> list[Area]:
    codes = list(partnership.areas.values_list("code", flat=True))
    inside = Area.objects.filter(level=Level.WIJK, gemeente__code__in=codes).defer("geometry")
    newest = {area.name: area for area in inside.order_by("year", "code")}
    found = [newest[name] for name in names if name in newest]
    rest = [one for one in newest.values() if one.name != story.wijk.name and one not in found]
    return [*found, *rest][: len(names)]


def buurten_of(wijk: Area) -> list[Area]:
    inside = Area.objects.filter(level=Level.BUURT, parent__code=wijk.code)
    newest = inside.order_by("-year")[:1].values("year")
    return list(inside.filter(year__in=newest).defer("geometry"))


# --- the thread of design/story.md, 1 to 8 ---


def tell_thread(story: Story) -> Knelpunt:
    told = tell_signals(story)
    knelpunt = tell_knelpunt(story, told)
    hold_platform(story, knelpunt)
    tell_everyone(story, told, -200)
    tie_to_promise(story, knelpunt)
    room = open_room(story, knelpunt)
    feedback.answer_everyone(
        story.actor("Fatima"), knelpunt, letters(told, -30), now=story.moment(-30)
    )
    shift_opening(story, room, told)
    reopen_once(story, told[0])
    return knelpunt


def tell_signals(story: Story) -> list[Signaal]:
    """Anna on paper, Tom about several clients, Samen Verder at the coffee morning."""
    zwolle, zone = story.partnerships["zwolle"], story.zones["Aa-landen"]
    fatima, tom = story.actor("Fatima"), story.actor("Tom")
    anna = NewSignaal(
        zwolle, "De plek waar we samen aten is dicht", QUOTE + " Vroeger zaten we er met twaalf. "
        "Nu eet ik alleen. De treden bij de nieuwe zaal kan ik met mijn rollator niet op.",
        Channel.PAPIER, zone, quote=QUOTE, may_quote=True, reporter=story.person("Anna"),
        contact=Contact("Anna (demo)", "", "", "Verzonnen pad 1, Zwolle (demo)"),
    )  # fmt: skip
    group = NewSignaal(
        zwolle, "Mensen met een rollator blijven binnen", "Bij een groep cliënten in Aa-landen "
        "zien wij dat zij met de rollator niet meer de deur uitgaan. Er is in de buurt geen plek "
        "waar zij kunnen gaan zitten.", Channel.PROFESSIONAL, zone,
    )  # fmt: skip
    morning = NewSignaal(
        zwolle, "Op de koffieochtend missen mensen de eetclub", "Op de koffieochtend vertellen "
        "steeds meer mensen dat zij de eetclub missen en dat de winkels te ver lopen zijn.",
        Channel.BIJEENKOMST, zone, via=story.organisation("Samen Verder"),
    )  # fmt: skip
    told = [
        signals.receive(fatima, anna, now=story.moment(-255)).signaal,
        signals.receive(tom, group, now=story.moment(-250)).signaal,
        signals.receive(fatima, morning, now=story.moment(-246)).signaal,
    ]
    feedback.tell(fatima, told[0], Letter(Way.BRIEF, LETTERS[-252]), now=story.moment(-252))
    return told


def tell_knelpunt(story: Story, told: list[Signaal]) -> Knelpunt:
    fatima, now = story.actor("Fatima"), story.moment(-234)
    title = f"Ouderen in {story.zones['Aa-landen']} verliezen hun ontmoetingsplek"
    knelpunt = knelpunten.bundle(fatima, told, title, now=now)
    knelpunten.describe(
        fatima, knelpunt, now=now,
        thread_title="De plek om elkaar te ontmoeten komt terug",
        analysis="De eetclub is gestopt toen de zaal werd verkocht. Wie slecht loopt, komt niet "
        "meer bij de winkels en ontmoet overdag bijna niemand. De ruimte aan de Bolkstraat (demo) "
        "staat vijf dagen per week leeg, maar heeft treden bij de deur.",
    )  # fmt: skip
    wanted = (
        ("inwoners_75plus", 2021), ("inwoners_75plus", 2035),
        ("eenzaam_65plus_aandeel", 2020), ("beperking_bewegen_65plus_aandeel", 2020),
    )  # fmt: skip
    for indicator, year in wanted:
        fact = story.fact(indicator, story.wijk, year)
        if fact is not None:
            knelpunten.put_fact_beside(fatima, knelpunt, fact, now=now)
    knelpunten.analyse(fatima, knelpunt, now=story.moment(-232))
    for option in options(story):
        knelpunten.add_option(fatima, knelpunt, option, now=story.moment(-220))
    knelpunten.publish(fatima, knelpunt, now=story.moment(-220))
    return knelpunt


def options(story: Story) -> tuple[NewOption, ...]:
    return (
        NewOption(
            "Open de ruimte die er al is",
            "Dichtbij, snel en zonder nieuwbouw. De deur kan drie dagen per week open.",
            "Er zijn treden bij de deur. Iemand moet er elke dag zijn.",
            "116.000 euro per jaar (demo)", story.organisation("De Stadspoort"),
        ),
        NewOption(
            "Een busje naar de eetclub in de volgende wijk",
            "Kan volgende maand beginnen.",
            "Mensen ontmoeten hun eigen buren niet, en wie moe is zit lang in de bus.",
            "64.000 euro per jaar (demo)", story.organisation("Samen Verder"),
        ),
        NewOption(
            "Een nieuw buurthuis bouwen",
            "Precies wat de buurt wil, zonder treden.",
            "Duurt minstens vier jaar en er is geen geld voor.",
            "2,4 miljoen euro (demo)", story.organisation("Gemeente Zwolle"),
        ),
    )  # fmt: skip


def platform(story: Story) -> Meeting:
    """The evening on which residents spoke about it."""
    zone, fatima = story.zones["Aa-landen"], story.actor("Fatima")
    evening = story.moment(-206, 19)
    wanted = NewMeeting(
        kind=MeetingKind.WIJKPLATFORM,
        title="Wijkplatform: waar ontmoeten wij elkaar?",
        starts_at=evening + timedelta(minutes=30),
        ends_at=evening + timedelta(hours=2, minutes=30),
        place="De Aa-hof (demo), de zaal heeft geen drempel",
        body=StandingBody.objects.filter(zone_id=zone.pk).first(),
        zone_id=zone.pk,
        visibility=Visibility.OPENBAAR,
    )
    meeting = plan(fatima, zone.partnership, wanted, now=story.moment(-222))
    for title, purpose, minutes in EVENING:
        add_item(fatima, meeting, title, purpose=purpose, minutes=minutes)
    invite(fatima, meeting, now=story.moment(-222, 11), organisations=())
    return meeting


def hold_platform(story: Story, knelpunt: Knelpunt) -> None:
    """34 residents, five of them on paper; Anna's objection becomes a condition."""
    fatima = story.actor("Fatima")
    meeting = platform(story)
    counts = Counts(in_room=29, on_paper=5)
    minutes = close(fatima, meeting, counts=counts, now=story.moment(-206, 22))
    for outcome in outcomes(story):
        add_outcome(fatima, meeting, outcome, now=story.moment(-206, 22))
    write_minutes(fatima, minutes, MINUTES, now=story.moment(-205))
    minutes.refresh_from_db()
    submit_minutes(fatima, minutes, now=story.moment(-205, 11))
    adopt_minutes(fatima, minutes, now=story.moment(-197))
    room, bus, building = knelpunt.options.order_by("letter")
    said = Discussion(
        votes={
            room.pk: Votes(in_room=19, online=0, on_paper=4),
            bus.pk: Votes(in_room=6, online=0, on_paper=1),
            building.pk: Votes(in_room=4, online=0, on_paper=0),
        },
        conditions={room.pk: "De treden bij de deur gaan weg voordat de ruimte opengaat"},
    )
    knelpunten.discuss(fatima, knelpunt, meeting, said, now=story.moment(-206, 22))
    room.refresh_from_db()
    knelpunten.choose(
        fatima, knelpunt, room, now=story.moment(-206, 23),
        because="De meeste bewoners kiezen dit. Het is dichtbij en kan dit jaar nog.",
    )  # fmt: skip


def outcomes(story: Story) -> tuple[NewOutcome, ...]:
    return (
        NewOutcome(OutcomeKind.BESLUIT, "De buurt kiest: open de ruimte die er al is."),
        NewOutcome(
            OutcomeKind.TOEZEGGING, "De treden bij de deur gaan weg voordat de ruimte opengaat.",
            owner=story.organisation("De Stadspoort"),
        ),
    )  # fmt: skip


def letters(told: list[Signaal], offset: int) -> list[tuple[Signaal, Letter]]:
    """A letter for Anna; who works here is told in person."""
    ways = (Way.BRIEF, Way.GESPREK, Way.GESPREK)
    return [
        (signaal, Letter(way, LETTERS[offset])) for signaal, way in zip(told, ways, strict=True)
    ]


def tell_everyone(story: Story, told: list[Signaal], offset: int) -> None:
    for signaal, letter in letters(told, offset):
        feedback.tell(story.actor("Fatima"), signaal, letter, now=story.moment(offset))


def the_promise(story: Story) -> Afspraak | None:
    """Commitment 4 of the woonzorgakkoord, when that chapter was told."""
    return Afspraak.objects.filter(
        partnership=story.partnerships["zwolle"],
        akkoord__kind=AkkoordKind.WOONZORGAKKOORD,
        number=4,
    ).first()


def tie_to_promise(story: Story, knelpunt: Knelpunt) -> None:
    promise = the_promise(story)
    if promise is not None:
        knelpunten.link(story.actor("Fatima"), knelpunt, afspraak=promise, now=story.moment(-149))


def open_room(story: Story, knelpunt: Knelpunt) -> Initiative:
    """The living room as an experiment, with milestones that keep the date that was said first."""
    bas, fatima = story.actor("Bas"), story.actor("Fatima")
    new = NewInitiative(
        partnership=story.partnerships["zwolle"], kind="proeftuin",
        title=f"Huiskamer van {story.zones['Aa-landen']}",
        organisation=story.organisation("De Stadspoort"),
        text="Drie dagen per week is de deur aan de Bolkstraat (demo) open. Er is koffie, op twee "
        "dagen wordt gekookt, en er is altijd iemand.",
        zone=story.zones["Aa-landen"], afspraak=the_promise(story),
        starts_on=story.day(-75), ends_on=story.day(400), visibility=Visibility.OPENBAAR,
    )  # fmt: skip
    card = Experiment(
        hypothesis="Wie dichtbij een plek zonder treden heeft, komt minstens één keer per week.",
        measure="Aantal vaste bezoekers, elke maand geteld aan de deur",
        stop_rule="Komen er na een half jaar minder dan 25 vaste bezoekers, dan stoppen we of doen "
        "we het anders.",
        decide_on=story.day(380),
    )
    room = initiatives.propose(bas, new, experiment=card, now=story.moment(-95))
    for title, due in (("Treden bij de deur weg", 3), ("De deur gaat open", 19),
                       ("40 vaste bezoekers", 200), ("Evaluatie", 380)):  # fmt: skip
        initiatives.add_milestone(bas, room, title, story.day(due), now=story.moment(-90))
    initiatives.go_on(bas, room, "decide", now=story.moment(-85))
    initiatives.go_on(bas, room, "begin", now=story.moment(-75))
    knelpunten.link(fatima, knelpunt, initiative=room, now=story.moment(-74))
    knelpunten.carry_out(fatima, knelpunt, now=story.moment(-74))
    return room


def shift_opening(story: Story, room: Initiative, told: list[Signaal]) -> None:
    """Two weeks ago: later, with the reason; whoever gave a signaal hears it."""
    because = "de helling voor de deur later komt"
    moved = Milestone.objects.filter(initiative=room, first_on__lte=story.day(19))
    for milestone, to in zip(moved.order_by("first_on"), (45, 59), strict=True):
        milestone.initiative = room
        initiatives.shift(
            story.actor("Bas"), milestone, story.day(to), because=because, now=story.moment(-15)
        )
    tell_everyone(story, told, -14)


def reopen_once(story: Story, anna: Signaal) -> None:
    """Anna calls; it opens again on her behalf, and she gets a letter."""
    fatima = story.actor("Fatima")
    anna.refresh_from_db()
    signals.reopen_at_desk(fatima, anna, now=story.moment(-12))
    signals.take_up(fatima, anna, now=story.moment(-11))
    feedback.close(fatima, anna, "answer", Letter(Way.BRIEF, LETTERS[-9]), now=story.moment(-9))
