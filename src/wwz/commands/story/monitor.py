"""Two half years of progress, the board's last meeting with its pack, and the one that comes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.dateformat import format as format_date

from wwz.akkoord.measured import light_of, path_points, promised_on
from wwz.akkoord.models import Afspraak, AkkoordKind, Measurement, PledgeRole
from wwz.audit.log import record
from wwz.commands.story.akkoord_rows import ROWS, SAID
from wwz.commands.story.meetings import BOARD, workday
from wwz.commands.story.monitor_texts import LAST_TIME, sentence
from wwz.commands.story.narrator import Story
from wwz.commands.story.signers import SIGNERS
from wwz.meetings import services as meetings
from wwz.meetings.models import Meeting, MeetingKind, OutcomeKind, StandingBody
from wwz.monitor.freezing import freeze_now
from wwz.monitor.services import decisions, packs
from wwz.partners.models import Organisation, Person
from wwz.uitvoering.models import ProgressReport, ReportingPeriod, ReportState, StatedLight
from wwz.uitvoering.services import progress

LAST_ASKED, LAST_DUE, LAST_FROZEN, LAST_MET = -145, -122, -118, -104
ASKED, REMINDED, DUE, MEETS = -42, -7, 8, 28
THREAD = 4
UNMEASURED = {3, *(row.number for row in ROWS if row.measured == "nog_niet_te_meten")}
COUNTED = "Halfjaarlijkse telling van de partijen (demo)"


def tell(story: Story) -> None:
    """The half year that was discussed, then the one that runs."""
    promised = afspraken(story)
    if not promised.exists():
        return
    body = StandingBody.objects.get(name=BOARD)
    tell_last_half_year(story, body)
    tell_this_half_year(story)
    meeting = plan_meeting(story, body, MEETS, now=-40)
    ask_decisions(story, meeting)
    period = ReportingPeriod.objects.filter(partnership=story.partnerships["zwolle"])[0]
    packs.make(story.actor("Sanne"), period, meeting, now=story.moment(-2))


def afspraken(story: Story) -> QuerySet[Afspraak]:
    return (
        Afspraak.objects.filter(
            partnership=story.partnerships["zwolle"], akkoord__kind=AkkoordKind.WOONZORGAKKOORD
        )
        .prefetch_related("pledges__organisation", "path", "measurements")
        .order_by("number")
    )


def half_of(day: date) -> tuple[int, int]:
    return day.year, 1 if day.month <= 6 else 2


def open_period(story: Story, year: int, half: int, asked: int, due: int) -> ReportingPeriod:
    wanted = progress.HalfYear(year, half, story.day(due))
    return progress.open_period(
        story.actor("Sanne"), story.partnerships["zwolle"], wanted, now=story.moment(asked)
    )


# --- the half year that was discussed ---


def tell_last_half_year(story: Story, body: StandingBody) -> None:
    sanne = story.actor("Sanne")
    year, half = half_of(story.today)
    last = (year, 1) if half == 2 else (year - 1, 2)
    period = open_period(story, *last, LAST_ASKED, LAST_DUE)
    count_again(story)
    said = SAID | LAST_TIME
    report_all(story, period, said, LAST_ASKED)
    meeting = plan_meeting(story, body, LAST_MET, now=LAST_ASKED)
    norm = decisions.NewDecision(
        "Kiezen wij één norm voor loopafstand in alle zones?",
        "Nu rekent de ene zone met 500 meter en de andere met 800. Zonder één norm zijn de zones "
        "niet te vergelijken.",
    )
    asked = decisions.ask_decision(sanne, meeting, norm, now=story.moment(-130))
    pack = packs.make(sanne, period, meeting, now=story.moment(-121))
    freeze_now(sanne, pack, now=story.moment(LAST_FROZEN, 17))
    packs.release(sanne, pack, now=story.moment(LAST_FROZEN, 18))
    decisions.give_answer(story.actor("Meryem"), asked, "akkoord", now=story.moment(-110))
    over = meeting.ends_at + timedelta(hours=1)
    meetings.close(sanne, meeting, counts=meetings.Counts(in_room=17), now=over)
    words = "Ja: 500 meter, gemeten zoals iemand met een rollator loopt."
    decisions.decide(sanne, asked, words, now=over)
    falls = meetings.NewOutcome(
        OutcomeKind.ACTIE, "Overzicht maken van hulp na valpartijen, per zone",
        owner=story.organisation("Zorgverzekeraar Vaart"), due_on=story.day(-52),
    )  # fmt: skip
    meetings.add_outcome(sanne, meeting, falls, now=over)
    packs.discuss(sanne, pack, now=over)


def count_again(story: Story) -> None:
    """What was counted in the last half year: for most on the path, as the parties said."""
    on = story.day(-130)
    found = []
    for afspraak in afspraken(story):
        if afspraak.number in UNMEASURED:
            continue
        light = LAST_TIME.get(afspraak.number, SAID[afspraak.number])
        value = value_for(afspraak, light, on)
        if value is not None:
            found.append(
                Measurement(
                    afspraak=afspraak, measured_on=on, value=value, source=COUNTED, demo=True
                )
            )
    Measurement.objects.bulk_create(found)


def value_for(afspraak: Afspraak, light: str, on: date) -> Decimal | None:
    """The whole number nearest to the path of that day with this light."""
    points = path_points(afspraak)
    if not points or light not in StatedLight.values:
        return None
    promised = promised_on(points, on)
    highest = int(max(points[-1][1], points[0][1])) + 1
    for value in sorted(range(highest), key=lambda number: abs(number - promised)):
        if light_of(Decimal(value), promised, points, afspraak.tolerance) == light:
            return Decimal(value)
    return None


def plan_meeting(story: Story, body: StandingBody, offset: int, *, now: int) -> Meeting:
    sanne, starts = story.actor("Sanne"), workday(story, offset, 15)
    wanted = meetings.NewMeeting(
        kind=MeetingKind.BESTUURLIJK_OVERLEG,
        title="Bestuurlijk overleg",
        text="Wat komt er van de afspraken, en welke besluiten zijn nodig?",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place="Stadhuis, raadzaal",
        body=body,
    )
    meeting = meetings.plan(sanne, story.partnerships["zwolle"], wanted, now=story.moment(now))
    meetings.invite(sanne, meeting, now=story.moment(now))
    return meeting


# --- reports ---


def report_all(
    story: Story, period: ReportingPeriod, said: dict[int, str], asked: int, reminded: int = 0
) -> None:
    """Everybody is asked; who says nothing is reminded, or was silent until the last day."""
    over = period.due_on < story.today
    people = dict(Person.objects.filter(name__in=SIGNERS.values()).values_list("name", "pk"))
    made = []
    for afspraak in afspraken(story):
        if afspraak.number == THREAD and not over:
            continue
        lead = lead_of(afspraak)
        report = ProgressReport(
            partnership=period.partnership,
            visibility=afspraak.visibility,
            period=period,
            afspraak=afspraak,
            organisation=lead,
            asked_at=story.moment(asked),
            state=ReportState.UITGEBLEVEN if over else ReportState.GEVRAAGD,
        )
        light = said[afspraak.number]
        if light in StatedLight.values:
            fill(report, light, sentence(afspraak, light))
            report.drafted_at = story.moment(asked + 8 + afspraak.number % 5)
            report.approved_at = story.moment(asked + 14 + afspraak.number % 7)
            report.approved_by_id = people.get(SIGNERS.get(lead.name, ""))
        elif not over:
            report.reminded_at = story.moment(reminded)
        made.append(report)
    ProgressReport.objects.bulk_create(made)
    note_realised(story, made)


def fill(report: ProgressReport, light: str, text: str) -> None:
    report.light, report.text, report.state = light, text, ReportState.GEACCORDEERD


def lead_of(afspraak: Afspraak) -> Organisation:
    return next(
        pledge.organisation
        for pledge in afspraak.pledges.all()
        if pledge.role == PledgeRole.TREKKER
    )


def note_realised(story: Story, made: list[ProgressReport]) -> None:
    """The log knows of each that was said to be done; the rest of the filler is not news."""
    for report in made:
        if report.light == StatedLight.GEREALISEERD and report.approved_at is not None:
            by = story.actor("Sanne").by()
            record(report, "approve", by=by, now=report.approved_at)


def tell_this_half_year(story: Story) -> None:
    period = open_period(story, *half_of(story.today), ASKED, DUE)
    report_all(story, period, SAID, ASKED, REMINDED)
    tell_thread(story, period)


def tell_thread(story: Story, period: ReportingPeriod) -> None:
    """Bas says that the meeting place is on course, and Ilse approves; the figures say no."""
    afspraak = afspraken(story).get(number=THREAD)
    party = story.organisation("De Stadspoort")
    report = progress.ask(story.actor("Sanne"), period, afspraak, party, now=story.moment(ASKED))
    progress.answer(
        story.actor("Bas"),
        report,
        light=StatedLight.OP_KOERS,
        text="De helling is besteld en de opening staat vast. Wij liggen op koers.",
        now=story.moment(-10),
    )
    progress.approve(story.actor("Ilse"), report, read=report.wording, now=story.moment(-8))


# --- the meeting that comes ---


def ask_decisions(story: Story, meeting: Meeting) -> None:
    """Three questions, as on the page of the board."""
    sanne, promised = story.actor("Sanne"), {one.number: one for one in afspraken(story)}
    end = max(target.year for target in promised[THREAD].path.all())
    money = story.day(700)
    questions = (
        decisions.NewDecision(
            f"Huur van de huiskamer in Aa-landen betalen tot eind {end}?",
            f"Het Wmo-geld stopt op {spoken(money)}. De belofte loopt door tot eind {end}. "
            "Kosten: € 38.000 per jaar (demo-cijfer). Zonder besluit sluit de ruimte.",
            afspraak=promised[THREAD],
        ),
        decisions.NewDecision(
            "Twee percelen in Stadshagen vrijgeven voor 40 geclusterde woningen?",
            "Anders haalt De Stadspoort (demo) de eerste 40 van 120 woningen niet in "
            f"{story.today.year + 1}.",
            afspraak=promised[1],
        ),
        decisions.NewDecision(
            "Thuiszorg Nabij (demo) aanspreken op zwijgen over zorg dag en nacht?",
            "Twee keer gevraagd, geen antwoord. Wij weten niet of de belofte wordt nagekomen.",
            afspraak=promised[3],
            yes_words="Ik bel zelf",
        ),
    )
    for number, question in enumerate(questions):
        decisions.ask_decision(sanne, meeting, question, now=story.moment(-6, 9 + number))


def spoken(day: date) -> str:
    return format_date(day, "j F Y")
