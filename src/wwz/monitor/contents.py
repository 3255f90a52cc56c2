"""What stands in a pack: plain words, numbers and dates, ready to be shown, frozen and compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from wwz.meetings.models import Meeting, Outcome, OutcomeKind, OutcomeState
from wwz.monitor.models import BoardPack
from wwz.monitor.need import needs_of
from wwz.monitor.presentation import meeting_day, pack_lead
from wwz.monitor.queries.board import requests_of
from wwz.monitor.queries.meetings import last_meeting
from wwz.monitor.queries.packs import earlier_pack, frozen_content, frozen_lights
from wwz.monitor.queries.promises import Promise, counts, pack_order, promises
from wwz.partners.actor import Actor
from wwz.uitvoering.progress_wording import figure_words, short_day

FORM = "bestuursrapportage 1"
Content = dict[str, Any]


def gather(pack: BoardPack, actor: Actor, *, today: date) -> Content:
    """Everything that the pack says on this day."""
    meeting, partnership = pack.meeting, pack.partnership
    made = promises(partnership, actor, today=today, meeting=meeting)
    earlier = earlier_pack(partnership, than=pack)
    before = frozen_content(earlier)
    rows = [promise_row(one) for one in sorted(made, key=pack_order)]
    number = counts(made)
    return {
        "form": FORM,
        "partnership": {"name": str(partnership), "slug": partnership.slug},
        "demo": partnership.demo,
        "day": today,
        "period": str(pack.period),
        "meeting": {"title": str(meeting), "on": meeting_day(meeting)},
        "lead": pack_lead(number),
        "counts": [[state, many] for state, many in number.items()],
        "decisions": [
            {"number": one.number, "question": one.question, "text": one.text}
            for one in requests_of(meeting, actor)
        ],
        "promises": rows,
        "money": [money_row(one) for one in made if one.gap is not None],
        "unchanged": unchanged(made, before, earlier),
        "needs": needs_of(partnership),
        "earlier_decisions": decisions_of_last_time(pack, actor),
        "previous": previous(earlier),
    }


def promise_row(one: Promise) -> Content:
    """One promise as the pack tells it; an exception when something asks for attention."""
    said_on = timezone.localtime(one.stated.approved_at).date() if one.stated.approved_at else None
    silent = one.light.stated == "niets_gehoord"
    return {
        "id": str(one.afspraak.pk),
        "number": one.afspraak.number,
        "title": one.afspraak.title,
        "akkoord": str(one.afspraak.akkoord),
        "theme": one.theme,
        "lead": str(one.lead) if one.lead else "",
        "stated": one.light.stated,
        "stated_text": "" if silent else one.stated.text,
        "stated_on": None if silent else said_on,
        "measured": one.light.measured,
        "differs": one.light.differs,
        "figure": figure_words(one.measured),
        "value": one.measured.value,
        "promised": rounded(one),
        "unit": one.measured.unit,
        "as_of": one.measured.as_of,
        "source": one.measured.source,
        "address": one.measured.address,
        "exception": one.asks_exception,
        "what_now": what_now(one),
        "due_on": one.afspraak.due_on,
    }


def rounded(one: Promise) -> object:
    """The promised path of the day; its line has more digits than anybody can defend."""
    return None if one.measured.promised is None else round(one.measured.promised, 1)


def what_now(one: Promise) -> str:
    """The next thing to happen, and the decision that is asked."""
    words = []
    if one.reservation is not None:
        words.append("voorbehoud loopt af")
    if one.shifted is not None:
        words.append(f"{one.shifted.title} schuift naar {short_day(one.shifted.due_on)}")
    if one.decision is not None:
        words.append(f"besluit {one.decision}")
    if not words and one.measured.value is not None:
        words.append(figure_words(one.measured))
    if not words and one.gap is not None:
        words.append("het geld stopt eerder")
    text = "; ".join(words) or "uitleg vragen"
    return text[:1].upper() + text[1:]


def money_row(one: Promise) -> Content:
    gap = one.gap
    if gap is None:
        return {}
    return {
        "title": f"{one.afspraak.number}. {one.afspraak.title}",
        "source": f"{gap.text}, {gap.organisation}",
        "until": gap.starts_on,
        "promised_until": gap.ends_on,
    }


def unchanged(
    made: Sequence[Promise], before: Mapping[str, object], earlier: BoardPack | None
) -> Content:
    """How many promises lie as they lay in the pack before, and ask for nothing."""
    lights = frozen_lights(dict(before))
    same = [
        one.afspraak.number
        for one in made
        if lights.get(str(one.afspraak.pk)) == one.light.stated and not one.asks_exception
    ]
    since = meeting_day(earlier.meeting) if earlier else None
    return {"since": since, "numbers": same}


def decisions_of_last_time(pack: BoardPack, actor: Actor) -> list[Content]:
    """What the board decided or was promised last time, and whether it was done."""
    meeting = last_meeting(pack.partnership, actor, pack.meeting.starts_at)
    if meeting is None:
        return []
    return [outcome_row(one) for one in outcomes_of(meeting, actor)]


def outcomes_of(meeting: Meeting, actor: Actor) -> list[Outcome]:
    kinds = (OutcomeKind.BESLUIT, OutcomeKind.ACTIE, OutcomeKind.TOEZEGGING)
    found = Outcome.objects.visible_to(actor).filter(meeting=meeting, kind__in=kinds)
    return list(found.exclude(state=OutcomeState.VERVALLEN).order_by("state", "due_on"))


def outcome_row(one: Outcome) -> Content:
    done = one.state == OutcomeState.GEDAAN
    was_for = f", was voor {short_day(one.due_on)}" if one.due_on and not done else ""
    return {"done": done, "text": f"{one.text}{was_for}"}


def previous(earlier: BoardPack | None) -> Content | None:
    """The chain of packs: each holds the number of the one before."""
    if earlier is None or earlier.snapshot is None:
        return None
    return {
        "period": str(earlier.period),
        "meeting_on": meeting_day(earlier.meeting),
        "sha256": earlier.snapshot.sha256,
    }
