"""The standing bodies of Zwolle, and two meetings to come."""

from __future__ import annotations

from datetime import datetime, timedelta

from wwz.commands.story.narrator import Story
from wwz.commands.story.parties import ORGANISATIONS
from wwz.meetings import services
from wwz.meetings.models import Meeting, MeetingKind, Purpose, StandingBody
from wwz.meetings.workdays import next_workday
from wwz.partners.models import Visibility

BOARD = "Bestuurlijk overleg wonen, welzijn en zorg"
CORE = "Kerngroep"
IN_CORE = ("Gemeente Zwolle", "De Stadspoort", "Zorggroep De Linde", "Samen Verder",
           "Zorgkantoor Oost", "Huurdersraad Stadspoort")  # fmt: skip
IN_PLATFORM = ("Gemeente Zwolle", "De Stadspoort", "Thuiszorg Nabij", "Samen Verder",
               "Wijkvereniging Aa-landen", "Buurtmaatjes")  # fmt: skip
WITHOUT_BOARD = ("Wijkvereniging Aa-landen", "Buurtmaatjes", "Bibliotheek De Leestafel")
AGENDA = (
    ("Terugblik: wat is er gedaan met uw brieven?", Purpose.TER_INFO, 15),
    ("De huiskamer opent later. Wat doen we tot die tijd?", Purpose.BESPREKING, 30),
    ("De weg naar de winkels: drie bankjes en een stoep", Purpose.BESPREKING, 25),
    ("Wie belt wie als het glad is?", Purpose.BESLUIT, 20),
)


def tell(story: Story) -> None:
    """Who meets in which rhythm, and what is planned."""
    make_bodies(story)
    plan_platform(story)
    plan_core_group(story)


def make_bodies(story: Story) -> None:
    zwolle, sanne = story.partnerships["zwolle"], story.actor("Sanne")
    parties = [story.organisation(name) for name, _ in ORGANISATIONS if name not in WITHOUT_BOARD]
    services.make_body(
        sanne, zwolle,
        services.NewBody(BOARD, tuple(parties), story.person("Meryem"), every_months=6),
        now=story.moment(-395),
    )  # fmt: skip
    core = tuple(story.organisation(name) for name in IN_CORE)
    services.make_body(
        sanne, zwolle, services.NewBody(CORE, core, story.person("Sanne"), every_months=2),
        now=story.moment(-395),
    )  # fmt: skip
    services.make_body(
        story.actor("Fatima"),
        zwolle,
        services.NewBody(
            platform_name(story),
            tuple(story.organisation(name) for name in IN_PLATFORM),
            story.person("Fatima"),
            every_months=3,
            zone_id=story.zones["Aa-landen"].pk,
            visibility=Visibility.OPENBAAR,
        ),
        now=story.moment(-390),
    )


def platform_name(story: Story) -> str:
    return f"Wijkplatform {story.wijk.name}"


def workday(story: Story, offset: int, hour: int) -> datetime:
    """Half past the hour, on the first working day from then."""
    wait = (next_workday(story.day(offset)) - story.today).days
    return story.moment(wait, hour) + timedelta(minutes=30)


def plan_platform(story: Story) -> Meeting:
    """An open evening in the neighbourhood, twelve days from now."""
    fatima = story.actor("Fatima")
    starts = workday(story, 12, 19)
    meeting = services.plan(
        fatima,
        story.partnerships["zwolle"],
        services.NewMeeting(
            kind=MeetingKind.WIJKPLATFORM,
            title=f"{platform_name(story)}: de winter door",
            text="Iedereen die hier woont of werkt is welkom. De zaal heeft geen drempel en er is "
            "een ringleiding. Kunt u niet komen? Schrijf ons: een brief telt even zwaar.",
            place="De Aa-hof (demo)",
            starts_at=starts,
            ends_at=starts + timedelta(minutes=90),
            body=StandingBody.objects.get(name=platform_name(story)),
            visibility=Visibility.OPENBAAR,
            seats=60,
        ),
        now=story.moment(-9),
    )
    for title, purpose, minutes in AGENDA:
        services.add_item(fatima, meeting, title, purpose=purpose, minutes=minutes)
    services.invite(fatima, meeting, now=story.moment(-8))
    for name, comes in (("Youssef", True), ("Tom", True), ("Bas", True)):
        services.reply(story.actor(name), meeting, comes=comes, now=story.moment(-6))
    return meeting


def plan_core_group(story: Story) -> Meeting:
    """The core group prepares the half-yearly session."""
    sanne = story.actor("Sanne")
    starts = workday(story, 20, 13)
    meeting = services.plan(
        sanne,
        story.partnerships["zwolle"],
        services.NewMeeting(
            kind=MeetingKind.WERKSESSIE_UITVOEREND,
            title="Kerngroep: waar de partij en de cijfers verschillen",
            text="Wij lopen de afspraken langs waar twee lichten niet hetzelfde zeggen.",
            place="Stadhuis, kamer 2.14 (demo)",
            starts_at=starts,
            ends_at=starts + timedelta(hours=2),
            body=StandingBody.objects.get(name=CORE),
        ),
        now=story.moment(-5),
    )
    services.add_item(sanne, meeting, "Twee lichten naast elkaar", minutes=60)
    services.add_item(
        sanne, meeting, "Wat vragen wij het bestuur?", purpose=Purpose.BESLUIT, minutes=45
    )
    services.invite(sanne, meeting, now=story.moment(-4))
    return meeting
