"""A party says how its promise goes: asked, written, approved by somebody else, or silent."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.cast import NOW, TODAY
from tests.partnership import actor
from tests.promises import Says, make_afspraak, make_akkoord, make_period, say
from wwz.akkoord.models import Afspraak
from wwz.audit.models import AuditEvent
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError
from wwz.notifications import services as notifications
from wwz.notifications.models import Notice, OutgoingMail
from wwz.partners.models import Account, Membership, Organisation, Partnership
from wwz.uitvoering.models import ProgressReport, ReportingPeriod
from wwz.uitvoering.queries import progress as reads
from wwz.uitvoering.services import progress

TEXT = "De helling komt later, de opening schuift naar 11 januari."


@pytest.fixture
def afspraak(zwolle: Partnership, corporation: Organisation) -> Afspraak:
    return make_afspraak(make_akkoord(zwolle), 4, corporation, title="Ontmoetingsplek dichtbij")


@pytest.fixture
def period(zwolle: Partnership) -> ReportingPeriod:
    return make_period(zwolle)


@pytest.fixture
def asked(sanne: Account, period: ReportingPeriod, afspraak: Afspraak, bas: Account, ilse: Account,
          corporation: Organisation) -> ProgressReport:  # fmt: skip
    return progress.ask(actor(sanne), period, afspraak, corporation, now=NOW)


def told(account: Account) -> list[str]:
    notices = Notice.objects.filter(person__account=account).order_by("made_at")
    return list(notices.values_list("text", flat=True))


def test_asking_everybody_tells_each_lead_once(
    sanne: Account, bas: Account, zwolle: Partnership, afspraak: Afspraak
) -> None:
    wanted = progress.HalfYear(2026, 2, TODAY + timedelta(days=14))
    reports = progress.begin(actor(sanne), zwolle, wanted, now=NOW)

    assert [str(report.organisation) for report in reports] == ["De Stadspoort (demo)"]
    assert len(told(bas)) == 1
    mail = OutgoingMail.objects.get(to="bas@demo.example")
    assert f"/voortgang/{reports[0].pk}/" in mail.text

    progress.ask_all(actor(sanne), reports[0].period, now=NOW)
    assert ProgressReport.objects.count() == 1


def test_nobody_asks_where_nothing_binds(sanne: Account, zwolle: Partnership) -> None:
    wanted = progress.HalfYear(2026, 2, TODAY + timedelta(days=14))
    with pytest.raises(progress.PeriodError, match="geen afspraak die bindt"):
        progress.begin(actor(sanne), zwolle, wanted, now=NOW)
    assert not ReportingPeriod.objects.exists()


def test_same_half_year_is_not_opened_twice(sanne: Account, period: ReportingPeriod) -> None:
    wanted = progress.HalfYear(2026, 2, TODAY + timedelta(days=14))
    with pytest.raises(progress.PeriodError, match="Kies een ander half jaar"):
        progress.open_period(actor(sanne), period.partnership, wanted, now=NOW)


def test_last_day_lies_ahead(sanne: Account, zwolle: Partnership) -> None:
    wanted = progress.HalfYear(2026, 2, TODAY)
    with pytest.raises(progress.PeriodError, match="al voorbij"):
        progress.open_period(actor(sanne), zwolle, wanted, now=NOW)


def test_answer_counts_once_a_colleague_has_approved(
    bas: Account, ilse: Account, asked: ProgressReport, afspraak: Afspraak
) -> None:
    progress.answer(actor(bas), asked, light="op_koers", text=TEXT, now=NOW)
    assert reads.stated(afspraak, today=TODAY).light == "niets_gehoord"
    assert any("accorderen" in line for line in told(ilse))

    progress.approve(actor(ilse), asked, read=asked.wording, now=NOW)
    found = reads.stated(afspraak, today=TODAY)
    assert (found.light, found.text) == ("op_koers", TEXT)
    assert list(AuditEvent.objects.filter(object_id=asked.pk).values_list("verb", flat=True)) == [
        "progressreport.approve",
        "progressreport.submit",
        "progressreport.draft",
        "progressreport.ask",
    ]


def test_who_follows_a_promise_hears_once_what_its_party_says(
    bas: Account, ilse: Account, meryem: Account, outsider: Account, asked: ProgressReport,
    afspraak: Afspraak,
) -> None:  # fmt: skip
    for who in (meryem, outsider):
        notifications.follow(actor(who), afspraak, now=NOW)
    progress.answer(actor(bas), asked, light="op_koers", text=TEXT, now=NOW)
    assert told(meryem) == []

    progress.approve(actor(ilse), asked, read=asked.wording, now=NOW)
    assert told(meryem) == [f"De Stadspoort (demo) zegt hoe het gaat met ‘{afspraak}’."]
    assert Notice.objects.get(person__account=meryem).address == f"/afspraak/{afspraak.pk}/"
    assert told(outsider) == []


def test_writer_never_approves_the_own_words(ilse: Account, asked: ProgressReport) -> None:
    progress.answer(actor(ilse), asked, light="op_koers", text=TEXT, now=NOW)
    with pytest.raises(progress.FourEyesError, match="Laat een collega accorderen"):
        progress.approve(actor(ilse), asked, read=asked.wording, now=NOW)


def test_nobody_approves_another_text_than_was_read(
    bas: Account, ilse: Account, asked: ProgressReport, afspraak: Afspraak
) -> None:
    progress.answer(actor(bas), asked, light="op_koers", text=TEXT, now=NOW)
    read = asked.wording
    progress.send_back(actor(ilse), asked, reason="Noem de datum.", now=NOW)
    for light, text in (("op_koers", "De bouw ligt stil."), ("loopt_achter", TEXT)):
        progress.answer(actor(bas), asked, light=light, text=text, now=NOW)
        with pytest.raises(progress.ReadOtherwiseError, match="Lees hieronder wat er nu staat"):
            progress.approve(actor(ilse), asked, read=read, now=NOW)
        assert reads.stated(afspraak, today=TODAY).light == "niets_gehoord"
        progress.send_back(actor(ilse), asked, reason="Nog niet goed.", now=NOW)

    progress.answer(actor(bas), asked, light="op_koers", text=TEXT, now=NOW)
    progress.approve(actor(ilse), asked, read=read, now=NOW)
    assert reads.stated(afspraak, today=TODAY).text == TEXT


def test_programme_manager_approves_for_nobody(
    sanne: Account, meryem: Account, bas: Account, asked: ProgressReport
) -> None:
    progress.answer(actor(bas), asked, light="op_koers", text=TEXT, now=NOW)
    for other in (sanne, meryem, bas):
        with pytest.raises(NotAllowedError):
            progress.approve(actor(other), asked, read=asked.wording, now=NOW)


def test_answer_needs_a_light_and_a_sentence(bas: Account, asked: ProgressReport) -> None:
    for light, text in (("", TEXT), ("paars", TEXT), ("op_koers", "  ")):
        with pytest.raises(progress.NothingStatedError):
            progress.draft(actor(bas), asked, light=light, text=text, now=NOW)


def test_what_is_sent_back_says_why_and_can_be_sent_again(
    bas: Account, ilse: Account, asked: ProgressReport
) -> None:
    progress.answer(actor(bas), asked, light="op_koers", text=TEXT, now=NOW)
    with pytest.raises(progress.NothingStatedError):
        progress.send_back(actor(ilse), asked, reason=" ", now=NOW)
    progress.send_back(actor(ilse), asked, reason="Noem de nieuwe datum.", now=NOW)
    asked.refresh_from_db()
    assert (asked.state, asked.returned_because) == ("concept", "Noem de nieuwe datum.")
    assert any("kwam terug" in line for line in told(bas))

    progress.answer(actor(bas), asked, light="aandacht", text=TEXT, now=NOW)
    assert asked.returned_because == ""


def test_approved_report_is_not_rewritten_but_corrected(
    bas: Account, ilse: Account, asked: ProgressReport, afspraak: Afspraak
) -> None:
    progress.answer(actor(bas), asked, light="op_koers", text=TEXT, now=NOW)
    progress.approve(actor(ilse), asked, read=asked.wording, now=NOW)
    with pytest.raises(WrongStateError):
        progress.draft(actor(bas), asked, light="aandacht", text="Anders", now=NOW)

    later = NOW + timedelta(days=1)
    fresh = progress.correct(actor(bas), asked, now=later)
    assert progress.correct(actor(bas), asked, now=later) == fresh
    assert reads.stated(afspraak, today=TODAY).light == "op_koers"
    progress.answer(actor(bas), fresh, light="loopt_achter", text="De helling is op.", now=later)
    progress.approve(actor(ilse), fresh, read=fresh.wording, now=later)
    assert reads.stated(afspraak, today=TODAY).light == "loopt_achter"
    asked.refresh_from_db()
    assert asked.text == TEXT


def test_deputy_is_asked_after_five_working_days(
    bas: Account, ilse: Account, hugo: Account, asked: ProgressReport
) -> None:
    Membership.objects.filter(person__account=ilse).update(deputy=hugo.person)
    progress.answer(actor(bas), asked, light="op_koers", text=TEXT, now=NOW)  # a Friday
    before = len(told(hugo))

    assert progress.ask_deputies(now=NOW + timedelta(days=6)) == 0
    assert progress.ask_deputies(now=NOW + timedelta(days=7)) == 1
    assert progress.ask_deputies(now=NOW + timedelta(days=8)) == 0
    assert len(told(hugo)) == before + 1


def test_silence_is_written_down_and_never_taken_for_consent(
    bas: Account, asked: ProgressReport, afspraak: Afspraak
) -> None:
    progress.answer(actor(bas), asked, light="op_koers", text=TEXT, now=NOW)
    last_day = asked.period.due_on
    assert progress.close_overdue(now=moment(last_day)) == 0
    assert progress.close_overdue(now=moment(last_day + timedelta(days=1))) == 1
    asked.refresh_from_db()
    assert asked.state == "uitgebleven"
    assert reads.stated(afspraak, today=TODAY).light == "niets_gehoord"


def test_late_answer_is_a_new_report(
    bas: Account, ilse: Account, period: ReportingPeriod, afspraak: Afspraak,
    corporation: Organisation,
) -> None:  # fmt: skip
    missed = say(period, afspraak, corporation, Says(state="uitgebleven", light="", text=""))
    late = progress.correct(actor(bas), missed, now=NOW)
    progress.answer(actor(bas), late, light="aandacht", text=TEXT, now=NOW)
    progress.approve(actor(ilse), late, read=late.wording, now=NOW)
    assert reads.stated(afspraak, today=TODAY).light == "aandacht"


def test_reminding_tells_writers_and_approvers_of_what_waits(
    sanne: Account, bas: Account, ilse: Account, asked: ProgressReport
) -> None:
    assert progress.remind_current(actor(sanne), asked.partnership, now=NOW) == 1
    assert any("hoorden nog niets" in line for line in told(bas))
    progress.answer(actor(bas), asked, light="op_koers", text=TEXT, now=NOW)
    progress.remind_current(actor(sanne), asked.partnership, now=NOW + timedelta(days=3))
    assert any("hoorden nog niets" in line for line in told(ilse))


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=NOW.tzinfo)


# --- what counts today ---

LAST = {"year": 2026, "half": 1, "asked_days_ago": 140}


@pytest.mark.parametrize(
    ("last_days_ago", "now_state", "reminded", "light"),
    [
        (100, None, False, "op_koers"),
        (200, None, False, "op_koers"),
        (201, None, False, "niets_gehoord"),
        (100, "gevraagd", False, "op_koers"),
        (100, "gevraagd", True, "niets_gehoord"),
        (100, "ter_accordering", True, "niets_gehoord"),
        (100, "uitgebleven", False, "niets_gehoord"),
        (100, "geaccordeerd", True, "aandacht"),
    ],
)
def test_earlier_answer_lapses_by_age_and_by_silence(
    zwolle: Partnership, afspraak: Afspraak, corporation: Organisation,
    last_days_ago: int, now_state: str | None, reminded: bool, light: str,
) -> None:  # fmt: skip
    earlier = make_period(zwolle, 2026, 1, asked_days_ago=140)
    say(earlier, afspraak, corporation, days_ago=last_days_ago)
    if now_state:
        more: dict[str, object] = {"asked_at": NOW - timedelta(days=30)}
        if reminded:
            more["reminded_at"] = NOW - timedelta(days=5)
        says = Says(light="aandacht", state=now_state, more=more)
        say(make_period(zwolle), afspraak, corporation, says)
    assert reads.stated(afspraak, today=TODAY).light == light


def test_of_two_leading_parties_the_worse_word_counts(
    zwolle: Partnership, afspraak: Afspraak, corporation: Organisation, welfare: Organisation,
    period: ReportingPeriod,
) -> None:  # fmt: skip
    say(period, afspraak, corporation)
    say(period, afspraak, welfare, Says(light="loopt_achter"))
    assert reads.stated(afspraak, today=TODAY).light == "loopt_achter"


def test_one_period_can_be_asked_for(
    zwolle: Partnership, afspraak: Afspraak, corporation: Organisation, period: ReportingPeriod
) -> None:
    earlier = make_period(zwolle, 2026, 1, asked_days_ago=140)
    say(earlier, afspraak, corporation, Says(light="aandacht"), days_ago=120)
    say(period, afspraak, corporation)
    assert reads.stated(afspraak, earlier, today=TODAY).light == "aandacht"
    assert reads.stated(afspraak, period, today=TODAY).light == "op_koers"


def test_what_parties_say_about_many_promises_is_one_query(
    zwolle: Partnership, afspraak: Afspraak, corporation: Organisation, period: ReportingPeriod,
    django_assert_num_queries: object,
) -> None:  # fmt: skip
    more = [make_afspraak(afspraak.akkoord, number, corporation) for number in range(5, 15)]
    for one in more:
        say(period, one, corporation)
    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture of pytest-django
        assert len(reads.stated_of([afspraak, *more], today=TODAY)) == 11
