"""What the parties promise: an akkoord in force, one being negotiated, one being signed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.dateformat import format as format_date

from wwz.akkoord.measured import light_of, path_points, promised_on
from wwz.akkoord.models import (
    Afspraak,
    Akkoord,
    AkkoordKind,
    FundingLine,
    InterimTarget,
    Measurement,
    Pledge,
    PledgeRole,
    Regime,
)
from wwz.akkoord.services import drafting, ending, promising, revising, signing
from wwz.commands.story.akkoord_main import Main, five
from wwz.commands.story.akkoord_others import drafts_of_drenthe, intention_at_the_lek
from wwz.commands.story.akkoord_rows import ROWS, Row
from wwz.commands.story.narrator import Story
from wwz.commands.story.signers import SIGNERS, make_signers, signer
from wwz.partners.models import Organisation, Visibility
from wwz.visie.models import Theme

SIGNED_DAY = -150
PAYS = {"Gemeente Zwolle": Regime.WMO, "Zorgkantoor Oost": Regime.WLZ,
        "Zorgverzekeraar Vaart": Regime.ZVW}  # fmt: skip
COUNTED = "Halfjaarlijkse telling van de partijen (demo)"


def tell(story: Story) -> None:
    """The agreements of the three partnerships, signed as the days of the story say."""
    make_signers(story)
    tell_intention(story)
    tell_year(story)
    akkoord = tell_woonzorgakkoord(story)
    tell_progress(story, akkoord)
    tell_revision(story, akkoord)
    drafts_of_drenthe(story)
    intention_at_the_lek(story)


def open_akkoord(
    story: Story, kind: AkkoordKind, title: str, text: str, ends_on: date, offset: int
) -> Akkoord:
    return drafting.draft_akkoord(
        story.actor("Sanne"),
        story.partnerships["zwolle"],
        drafting.AkkoordText(kind, title, ends_on, text, visibility=Visibility.OPENBAAR),
        now=story.moment(offset),
    )


def ask(story: Story, akkoord: Akkoord, names: tuple[str, ...], offset: int) -> None:
    for name in names:
        drafting.add_party(
            story.actor("Sanne"), akkoord, story.organisation(name),
            required=name != "Belegger Langland", now=story.moment(offset),
        )  # fmt: skip


def everybody() -> tuple[str, ...]:
    return tuple(SIGNERS)


def sign_all(
    story: Story, akkoord: Akkoord, names: tuple[str, ...], first: int, last: int, *, until: int
) -> None:
    """Each on a day between the first and the last; the gemeente closes.

    De Stadspoort signs with a reservation ``until`` a day.
    """
    held = signing.Reservation("besluit van de raad van commissarissen", story.day(until))
    order = [name for name in names if name != "Gemeente Zwolle"]
    for place, name in enumerate(order):
        offset = first + (last - first) * place // len(order)
        signing.sign(
            signer(story, name), akkoord, now=story.moment(offset, 11),
            reservation=held if name == "De Stadspoort" else None,
        )  # fmt: skip
    signing.sign(signer(story, "Gemeente Zwolle"), akkoord, now=story.moment(last, 15))


# --- before the woonzorgakkoord ---


def tell_intention(story: Story) -> None:
    """Twenty-one parties that want to: in force since the partnership began."""
    akkoord = open_akkoord(
        story, AkkoordKind.INTENTIEOVEREENKOMST, "Intentieovereenkomst wonen, welzijn en zorg",
        "Wij willen dat iedereen in Zwolle goed kan wonen, ook wie ouder wordt of hulp nodig "
        "heeft. Wij maken samen een visie, leggen daarna vast wat ieder doet, en laten zien wat "
        "ervan komt.",
        date(story.day(-390).year + 5, 12, 31), -398,
    )  # fmt: skip
    ask(story, akkoord, everybody(), -397)
    signing.offer(story.actor("Sanne"), akkoord, now=story.moment(-396))
    sign_all(story, akkoord, everybody(), -395, -390, until=-365)
    signing.lift_reservation(signer(story, "De Stadspoort"), akkoord, now=story.moment(-370))


def tell_year(story: Story) -> None:
    """The prestatieafspraken of the year that runs, between gemeente, corporaties and tenants."""
    year = story.today.year
    offset = (date(year - 1, 12, 15) - story.today).days
    parties = ("Gemeente Zwolle", "De Stadspoort", "Vechtwonen", "Onder Dak",
               "Huurdersraad Stadspoort")  # fmt: skip
    akkoord = open_akkoord(
        story, AkkoordKind.PRESTATIEAFSPRAKEN, f"Prestatieafspraken {year}",
        f"Wat gemeente, corporaties en huurders in {year} voor elkaar doen (demo).",
        date(year, 12, 31), offset - 9,
    )  # fmt: skip
    ask(story, akkoord, parties, offset - 9)
    rows = (
        ("Huurverhoging hooguit de inflatie", "De huren stijgen niet meer dan de prijzen.",
         "De Stadspoort"),
        ("300 woningen beter geïsoleerd", "Drie op de vier zijn woningen met label E of slechter.",
         "Vechtwonen"),
        ("Een op de vier vrije woningen gaat met voorrang naar ouderen",
         "Wie kleiner en gelijkvloers wil wonen, is het eerst aan de beurt.",
         "Onder Dak"),
        ("Onderhoud aan galerijen en trappenhuizen vóór de winter",
         "Verlichting, leuningen en tegels zijn nagekeken en zo nodig vervangen.", "De Stadspoort"),
    )  # fmt: skip
    made = [
        Afspraak(
            partnership_id=akkoord.partnership_id, visibility=akkoord.visibility,
            akkoord=akkoord, number=number, title=title, text=text, theme=theme(story, "wonen"),
            due_on=date(year, 12, 31), drafted_by=story.organisation(lead),
        )
        for number, (title, text, lead) in enumerate(rows, start=1)
    ]  # fmt: skip
    Afspraak.objects.bulk_create(made)
    Pledge.objects.bulk_create(
        Pledge(
            afspraak=afspraak, organisation=afspraak.drafted_by, role=PledgeRole.TREKKER,
            text="trekt deze afspraak", pledged_at=story.moment(offset - 8),
        )
        for afspraak in made
    )  # fmt: skip
    signing.offer(story.actor("Sanne"), akkoord, now=story.moment(offset - 7))
    sign_all(story, akkoord, parties, offset - 6, offset, until=offset + 10)
    signing.lift_reservation(signer(story, "De Stadspoort"), akkoord, now=story.moment(offset + 9))


# --- the woonzorgakkoord ---


def tell_woonzorgakkoord(story: Story) -> Akkoord:
    year = story.day(SIGNED_DAY).year
    akkoord = open_akkoord(
        story, AkkoordKind.WOONZORGAKKOORD, f"Woonzorgakkoord Zwolle {year}–{year + 4}",
        "Dit akkoord werkt de woonzorgvisie uit. Elke partij zegt toe wat zij zelf doet. Wij "
        "melden twee keer per jaar hoe het gaat, en leggen de cijfers ernaast.",
        date(year + 4, 12, 31), -190,
    )  # fmt: skip
    ask(story, akkoord, everybody(), -188)
    for number, main in enumerate(five(story, year), start=1):
        write_main(story, akkoord, main, year, number)
    write_rows(story, akkoord, year)
    signing.offer(story.actor("Sanne"), akkoord, now=story.moment(-165))
    signing.refuse(
        signer(story, "Belegger Langland"), akkoord,
        "Het rendement op afspraak 1 is voor ons te onzeker.", now=story.moment(-154),
    )  # fmt: skip
    willing = tuple(name for name in everybody() if name != "Belegger Langland")
    sign_all(story, akkoord, willing, -163, SIGNED_DAY, until=20)
    return akkoord


def write_main(story: Story, akkoord: Akkoord, main: Main, year: int, number: int) -> Afspraak:
    """One of the five, through the same verbs that people use."""
    now, pm = story.moment(-186 + number), story.actor("Sanne")
    columns = {
        name: getattr(main, name)
        for name in ("title", "text", "due_on", "unit", "measure", "measure_unit", "evidence",
                     "group", "woonvorm")
    }  # fmt: skip
    new = drafting.AfspraakText(
        **columns,
        theme=theme(story, main.theme),
        areas=[story.wijk if main.in_zone else story.gemeente],
        zone_id=story.zones["Aa-landen"].pk if main.in_zone else None,
        quantity=None if main.quantity is None else Decimal(main.quantity),
        tolerance=Decimal(main.tolerance),
    )
    afspraak = drafting.draft_afspraak(pm, akkoord, new, now=now)
    for part in main.parts:
        text = promising.PledgeText(
            story.organisation(part.organisation), part.role, part.text,
            None if part.quantity is None else Decimal(part.quantity),
            main.unit if part.quantity is not None else "", condition=part.condition,
        )  # fmt: skip
        promising.give_pledge(signer(story, part.organisation), afspraak, text, now=now)
    for cover in main.covers:
        money = promising.Money(
            story.organisation(cover.organisation), cover.regime, cover.text,
            story.day(SIGNED_DAY), cover.ends_on, Decimal(cover.amount),
        )  # fmt: skip
        promising.add_funding(pm, afspraak, money, now=now)
    path = {year + later: Decimal(value) for later, value in main.path.items()}
    promising.set_path(pm, afspraak, path, now=now)
    start = promising.Figure(Decimal(main.baseline), story.day(-215), COUNTED, demo=True)
    promising.begin_from_measurement(pm, afspraak, start, now=now)
    return afspraak


def theme(story: Story, word: str) -> Theme | None:
    """The theme of the visie whose name has this word in it, when that chapter was told."""
    themes = Theme.objects.filter(
        visie__partnership=story.partnerships["zwolle"], visie__adopted_on__isnull=False
    )
    return themes.filter(name__icontains=word).order_by("number").first()


def write_rows(story: Story, akkoord: Akkoord, year: int) -> None:
    """The other thirty-five, written at once."""
    parties = {party.name: party for party in Organisation.objects.all()}
    themes = {word: theme(story, word) for word in {row.theme for row in ROWS}}
    made = {
        row.number: Afspraak(
            partnership_id=akkoord.partnership_id, visibility=akkoord.visibility, akkoord=akkoord,
            number=row.number, title=row.title, text=row.text, theme=themes[row.theme],
            due_on=date(year + row.years, 12, 31), measure=row.measure, measure_unit=row.unit,
            tolerance=Decimal(max(1, round(abs(row.goal - row.start) / 25))),
            evidence="Halfjaarlijkse telling", drafted_by=parties[row.lead],
        )
        for row in ROWS
    }  # fmt: skip
    Afspraak.objects.bulk_create(made.values())
    given = story.moment(-172)
    Pledge.objects.bulk_create(
        Pledge(afspraak=made[row.number], organisation=parties[name], role=role, text=text,
               pledged_at=given)
        for row in ROWS for name, role, text in parts_of(row)
    )  # fmt: skip
    FundingLine.objects.bulk_create(
        FundingLine(afspraak=made[row.number], organisation=parties[name], regime=PAYS[name],
                    text="Uitvoering", starts_on=story.day(SIGNED_DAY), ends_on=akkoord.ends_on,
                    amount=Decimal(20_000 + 5_000 * (row.number % 9)))
        for row in ROWS for name in row.helpers if name in PAYS
    )  # fmt: skip
    InterimTarget.objects.bulk_create(
        InterimTarget(afspraak=made[row.number], year=year + later, value=value)
        for row in ROWS if row.start != row.goal for later, value in path_of(row)
    )  # fmt: skip
    Measurement.objects.bulk_create(
        Measurement(afspraak=made[row.number], measured_on=story.day(-215),
                    value=Decimal(row.start), source=COUNTED, baseline=True, demo=True)
        for row in ROWS if row.start != row.goal
    )  # fmt: skip
    begin_with_loneliness(story, made[8])


def begin_with_loneliness(story: Story, afspraak: Afspraak) -> None:
    """The one promise that begins from a published figure: too old to tell how it goes."""
    afspraak.areas.set([story.gemeente])
    fact = story.fact("eenzaam_65plus_aandeel", story.gemeente, 2020)
    if fact is not None:
        promising.begin_from_fact(story.actor("Sanne"), afspraak, fact, now=story.moment(-172))


def parts_of(row: Row) -> list[tuple[str, PledgeRole, str]]:
    """The lead leads, who has money pays, the first other carries out, the rest helps."""
    parts = [
        (row.lead, PledgeRole.TREKKER, "trekt de afspraak en meldt elk half jaar hoe het gaat")
    ]
    free = [name for name in row.helpers if name not in PAYS]
    parts += [(name, PledgeRole.FINANCIER, "betaalt mee") for name in row.helpers if name in PAYS]
    parts += [(name, PledgeRole.UITVOERDER, "voert uit, samen met de trekker") for name in free[:1]]
    return parts + [(name, PledgeRole.MEEWERKEND, "werkt mee") for name in free[1:]]


def path_of(row: Row) -> list[tuple[int, Decimal]]:
    """From the end of the year before signing to the end of the last year, in equal steps."""
    steps = row.years + 1
    return [
        (later - 1, Decimal(round(row.start + (row.goal - row.start) * later / steps)))
        for later in range(steps + 1)
    ]


# --- since then ---


def tell_progress(story: Story, akkoord: Akkoord) -> None:
    """Work begins, some is done, and the figures of this half year come in."""
    mains = dict(enumerate(five(story, story.day(SIGNED_DAY).year), start=1))
    wanted = {number: main.light for number, main in mains.items()}
    wanted |= {row.number: row.measured for row in ROWS}
    found = []
    for afspraak in akkoord.afspraken.prefetch_related("path", "measurements"):
        ending.begin(story.actor("Sanne"), afspraak, now=story.moment(-120))
        value = value_for(afspraak, wanted[afspraak.number], story.today)
        main = mains.get(afspraak.number)
        if main is not None and main.measured is not None:
            value = Decimal(main.measured)
        if value is not None:
            found.append(
                Measurement(afspraak=afspraak, measured_on=story.day(-20), value=value,
                            source=COUNTED, demo=True)
            )  # fmt: skip
    Measurement.objects.bulk_create(found)
    for row in ROWS:
        if row.measured == "gerealiseerd":
            afspraak = akkoord.afspraken.get(number=row.number)
            ending.end(
                signer(story, row.lead), afspraak, "realise",
                "Telling van dit half jaar: het doel is gehaald (demo).", now=story.moment(-15),
            )  # fmt: skip


def value_for(afspraak: Afspraak, light: str, today: date) -> Decimal | None:
    """The whole number nearest to the path that has this light; none when nothing was measured."""
    points = path_points(afspraak)
    if not points or light in ("", "nog_niet_te_meten"):
        return None
    promised = promised_on(points, today)
    last = int(max(points[-1][1], points[0][1])) + 1
    for value in sorted(range(last), key=lambda number: abs(number - promised)):
        if light_of(Decimal(value), promised, points, afspraak.tolerance) == light:
            return Decimal(value)
    return None


def tell_revision(story: Story, akkoord: Akkoord) -> None:
    """The opening moves because the ramp comes later; the wethouder has yet to consent."""
    afspraak = akkoord.afspraken.get(number=4)
    before, after = story.day(19), story.day(59)
    change = revising.Change(
        words=f"De opening schuift van {spoken(before)} naar {spoken(after)}, omdat de helling "
        "later komt.",
        reason="De leverancier van de helling heeft zes weken vertraging. Open gaan met treden "
        "willen wij niet: dat was juist het bezwaar van de buurt.",
        due_on=after,
    )
    revision = revising.propose(story.actor("Bas"), afspraak, change, now=story.moment(-24))
    for offset, name in ((-23, "De Stadspoort"), (-21, "Samen Verder"),
                         (-18, "Zorggroep De Linde"), (-12, "Buurtmaatjes")):  # fmt: skip
        revising.consent(signer(story, name), revision, now=story.moment(offset, 14))


def spoken(day: date) -> str:
    return format_date(day, "j F Y")
