"""Around the thread: other knelpunten and signalen, the programme, and the proeftuin in Emmen."""

from __future__ import annotations

from wwz.akkoord.models import Afspraak, AkkoordKind
from wwz.commands.story.narrator import Story
from wwz.commands.story.uitvoering_rows import Row, rows
from wwz.partners.actor import Actor
from wwz.partners.models import Organisation, Visibility
from wwz.uitvoering.models import (
    Channel,
    Initiative,
    InitiativeState,
    Knelpunt,
    Milestone,
    MilestoneState,
    Programme,
    Signaal,
)
from wwz.uitvoering.models import TerugkoppelingWay as Way
from wwz.uitvoering.services import feedback, initiatives, knelpunten, signals
from wwz.uitvoering.services.feedback import Letter
from wwz.uitvoering.services.initiatives import Experiment, NewInitiative
from wwz.uitvoering.services.knelpunten import NewOption
from wwz.uitvoering.services.signals import NewSignaal
from wwz.visie.models import Theme

NIGHT = (
    (-23, Channel.PROFESSIONAL, "Na elf uur ’s avonds komt er niemand als iemand valt"),
    (-19, Channel.TELEFOON, "Mijn buurman lag een halve nacht op de grond"),
    (-17, Channel.WEB, "Wie bel ik als ik ’s nachts val?"),
    (-15, Channel.BALIE, "De alarmknop belt mijn dochter, en die woont ver weg"),
    (-14, Channel.PROFESSIONAL, "Families bellen ons buiten de uren dat wij er zijn"),
)
BUS = (
    (-90, Channel.WEB, "De bus stopt niet meer bij het winkelcentrum"),
    (-84, Channel.PAPIER, "Van de halte naar de winkel is het te ver"),
)
LOOSE = (
    (-3, Channel.WEB, "Scootmobiel past niet in de berging", "ontvangen"),
    (-16, Channel.TELEFOON, "De lift in het complex is vaak stuk", "vraag_uitgezet"),
    (-12, Channel.BALIE, "Waar kan ik oefenen met de tablet?", "in_behandeling"),
    (-60, Channel.WEB, "Bankje bij de vijver is weg", "opgelost"),
    (-45, Channel.TELEFOON, "Hoge rekening voor de hulp in huis", "overgedragen"),
)
NO_BUS = (
    "Het vervoerbedrijf en de provincie gaan over de haltes. Zij brengen de halte niet terug: er "
    "stapten te weinig mensen in. Wij kunnen dat niet veranderen. Wel rijdt Buurtmaatjes (demo) op "
    "dinsdag en vrijdag met de duofiets naar de winkels."
)


def tell_more(story: Story) -> None:
    tell_night(story)
    tell_bus(story)
    tell_loose(story)
    tell_programme(story)
    tell_emmen(story)


def visitor() -> Actor:
    """Somebody without an account."""
    return Actor()


def tell_signal(story: Story, offset: int, channel: Channel, subject: str) -> Signaal:
    zone = story.zones["Aa-landen"]
    by = {Channel.WEB: visitor(), Channel.PROFESSIONAL: story.actor("Tom")}
    new = NewSignaal(zone.partnership, subject, f"{subject}. Dat hoor ik van meer mensen (demo).",
                     channel, zone)  # fmt: skip
    actor = by.get(channel) or story.actor("Fatima")
    return signals.receive(actor, new, now=story.moment(offset)).signaal


def tell_night(story: Story) -> Knelpunt:
    """Five signalen, being looked into: no option yet."""
    fatima = story.actor("Fatima")
    told = [tell_signal(story, *one) for one in NIGHT]
    made = knelpunten.bundle(fatima, told, "’s Nachts geen hulp bij vallen", now=story.moment(-12))
    knelpunten.describe(
        fatima, made, now=story.moment(-11),
        thread_title="Hulp als u ’s nachts valt",
        analysis="Na 23 uur is er in de zone geen zorg zonder afspraak. Wie valt, wacht op familie "
        "of op de ambulance. Afspraak 3 gaat hierover, maar begint hier pas later.",
    )  # fmt: skip
    for indicator, year in (("inwoners_85plus", 2021), ("inwoners_85plus", 2035)):
        fact = story.fact(indicator, story.wijk, year)
        if fact is not None:
            knelpunten.put_fact_beside(fatima, made, fact, now=story.moment(-11))
    knelpunten.analyse(fatima, made, now=story.moment(-10))
    knelpunten.add_option(
        fatima, made,
        NewOption("De nachtzorg van Zwolle-Noord komt ook hier", "Bestaat al en heeft ruimte.",
                  "De rijtijd is twintig minuten.", "24.000 euro per jaar (demo)",
                  story.organisation("Thuiszorg Nabij")),
        now=story.moment(-8),
    )  # fmt: skip
    return made


def tell_bus(story: Story) -> None:
    """Nothing is done about it, and the reason is public; everybody heard."""
    fatima = story.actor("Fatima")
    told = [tell_signal(story, *one) for one in BUS]
    title = "De bus stopt niet meer bij het winkelcentrum"
    made = knelpunten.bundle(fatima, told, title, now=story.moment(-80))
    letters = [(one, Letter(Way.BRIEF, NO_BUS)) for one in told]
    feedback.answer_everyone(fatima, made, letters, now=story.moment(-62))
    knelpunten.accept(fatima, made, because=NO_BUS, now=story.moment(-62))


def tell_loose(story: Story) -> None:
    """Signalen of their own, each as far as it is."""
    fatima = story.actor("Fatima")
    for offset, channel, subject, state in LOOSE:
        one = tell_signal(story, offset, channel, subject)
        if state != "ontvangen":
            signals.take_up(fatima, one, now=story.moment(offset + 1))
        if state == "vraag_uitgezet":
            asked = story.organisation("De Stadspoort")
            signals.ask_partner(fatima, one, asked, now=story.moment(offset + 2))
        elif state == "opgelost":
            text = "Het bankje staat er weer, nu met een leuning. Dank voor uw melding."
            feedback.close(
                fatima, one, "solve", Letter(Way.TELEFOON, text), now=story.moment(offset + 14)
            )
        elif state == "overgedragen":
            text = "De wijkcoach van de gemeente belt u deze week over de rekening."
            feedback.close(
                fatima, one, "hand_over", Letter(Way.TELEFOON, text), now=story.moment(offset + 9)
            )


# --- the programme ---


def tell_programme(story: Story) -> None:
    """Some forty initiatives; the living room belongs to it too."""
    zwolle = story.partnerships["zwolle"]
    programme = Programme.objects.create(
        partnership=zwolle,
        visibility=Visibility.OPENBAAR,
        name="Uitvoeringsprogramma wonen en zorg",
    )
    Initiative.objects.filter(partnership=zwolle).update(programme=programme)
    organisations = {one.name: one for one in Organisation.objects.all()}
    promises = {
        one.number: one
        for one in Afspraak.objects.filter(
            partnership=zwolle, akkoord__kind=AkkoordKind.WOONZORGAKKOORD
        )
    }
    themes = list(Theme.objects.filter(visie__partnership=zwolle).order_by("number"))
    told = rows()
    made = [initiative_of(story, row, programme, organisations, promises, themes) for row in told]
    Initiative.objects.bulk_create(made)
    Milestone.objects.bulk_create(
        [one for row, initiative in zip(told, made, strict=True)
         for one in milestones_of(story, row, initiative)]
    )  # fmt: skip


def initiative_of(
    story: Story, row: Row, programme: Programme, organisations: dict[str, Organisation],
    promises: dict[int, Afspraak], themes: list[Theme],
) -> Initiative:  # fmt: skip
    fitting = [theme for theme in themes if row.theme in theme.name.lower()]
    ended = row.state in (InitiativeState.AFGEROND, InitiativeState.GESTOPT)
    return Initiative(
        partnership=programme.partnership,
        visibility=Visibility.OPENBAAR,
        programme=programme,
        theme=fitting[0] if fitting else None,
        kind=row.kind,
        title=row.title,
        text=row.text,
        organisation=organisations[row.organisation],
        zone=story.zones.get(row.zone),
        afspraak=promises.get(row.promise),
        state=row.state,
        starts_on=story.day(row.begins) if row.begins is not None else None,
        ends_on=story.day(row.ends) if row.ends is not None else None,
        ended_because=row.because if ended else "",
        homes=row.homes,
    )


def milestones_of(story: Story, row: Row, initiative: Initiative) -> list[Milestone]:
    made = []
    for title, first, due, done in row.milestones:
        state = MilestoneState.GEHAALD if done is not None else (
            MilestoneState.VERSCHOVEN if due > first else MilestoneState.GEPLAND
        )  # fmt: skip
        made.append(
            Milestone(
                initiative=initiative,
                title=title,
                first_on=story.day(first),
                due_on=story.day(due),
                shifts=int(due > first),
                shifted_because="het langer duurt dan gedacht" if due > first else "",
                done_on=story.day(done) if done is not None else None,
                state=state,
            )
        )
    return made


# --- the same idea elsewhere, with another result ---


def tell_emmen(story: Story) -> None:
    """A living room where hardly anybody came back until the same host was there every day."""
    drenthe = story.partnerships["zuidoost-drenthe"]
    femke = story.actor("Femke")
    new = NewInitiative(
        partnership=drenthe, kind="proeftuin", title="Huiskamer van Emmermeer (demo)",
        organisation=story.organisation("Gemeente Emmen"),
        text="Elke middag staat de deur van de oude school open voor wie alleen is. Vrijwilligers "
        "ontvangen de mensen.",
        starts_on=story.day(-330), ends_on=story.day(-60), visibility=Visibility.OPENBAAR,
    )  # fmt: skip
    card = Experiment(
        hypothesis="Met elke dag een andere vrijwilliger komen mensen vanzelf terug.",
        measure="Aantal vaste bezoekers, elke maand geteld aan de deur",
        stop_rule="Minder dan 20 vaste bezoekers na drie maanden: stoppen of anders.",
        decide_on=story.day(-80),
    )
    room = initiatives.propose(femke, new, experiment=card, now=story.moment(-350))
    for title, due in (("De deur gaat open", -330), ("20 vaste bezoekers", -230)):
        initiatives.add_milestone(femke, room, title, story.day(due), now=story.moment(-349))
    initiatives.go_on(femke, room, "decide", now=story.moment(-345))
    initiatives.go_on(femke, room, "begin", now=story.moment(-330))
    opened, visitors = room.milestones.order_by("first_on")
    initiatives.reach(femke, opened, now=story.moment(-330))
    initiatives.shift(
        femke, visitors, story.day(-100), because="er elke dag een ander gezicht is",
        now=story.moment(-228),
    )  # fmt: skip
    initiatives.reach(femke, visitors, now=story.moment(-104))
    initiatives.decide_proeftuin(
        femke, room, "adapt", now=story.moment(-76), pays_next=story.organisation("Gemeente Emmen"),
        learned="Met elke dag een andere vrijwilliger kwamen 11 mensen terug, met één vaste "
        "gastvrouw 34 (demo-cijfers). De huiskamer gaat door, met een vaste kracht.",
    )  # fmt: skip
