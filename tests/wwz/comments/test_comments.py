"""Saying, answering, reporting, deciding and taking back; and who may do it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import NOW, logged_in, make_account
from tests.partnership import actor
from wwz.audit.models import AuditEvent
from wwz.audit.states import WrongStateError
from wwz.comments import queries, services
from wwz.comments.models import AbuseReport, Comment, CommentState, Discussion
from wwz.comments.services import About, CannotReportError, CannotSayError
from wwz.errors import NotAllowedError
from wwz.notifications.models import Notice
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Organisation, Partnership, Role, Visibility
from wwz.uitvoering.models import Woonservicezone

pytestmark = pytest.mark.django_db
VISITOR = Actor()
LATER = NOW + timedelta(minutes=1)


def about(partnership: Partnership, visibility: str = Visibility.OPENBAAR, **more: object) -> About:
    return About(partnership, visibility, "visie.Visie", uuid4(), "De visie", "/over/", **more)  # type: ignore[arg-type]  # only scope_id


@pytest.fixture
def visie(zwolle: Partnership) -> About:
    return about(zwolle)


def say(account: Account, visie: About, text: str = "Goed plan.") -> Comment:
    return services.say(actor(account), visie, text, now=NOW)


# --- saying ---


def test_partner_is_seen_at_once_with_name_and_organisation(visie: About, bas: Account) -> None:
    say(bas, visie)
    (line,) = queries.talk(visie, VISITOR).lines
    assert (line.who, line.organisation, line.text) == ("Bas", "De Stadspoort (demo)", "Goed plan.")
    assert AuditEvent.objects.get().verb == "comment.say"


def test_visitor_waits_for_a_moderator(visie: About, bas: Account, kees: Account) -> None:
    comment = services.say(VISITOR, visie, "Ik woon hier.", now=NOW, name="Wim")
    assert comment.state == CommentState.WACHT_OP_CONTROLE
    for reader in (VISITOR, actor(bas)):
        assert queries.talk(visie, reader).lines == []
    assert queries.talk(visie, actor(kees)).lines[0].waits

    services.release(actor(kees), comment, now=NOW)

    assert queries.talk(visie, VISITOR).lines[0].who == "Wim"


def test_visitor_gives_a_name_and_says_nothing_where_only_partners_read(
    visie: About, zwolle: Partnership
) -> None:
    with pytest.raises(CannotSayError, match="voornaam"):
        services.say(VISITOR, visie, "Ik woon hier.", now=NOW)
    with pytest.raises(CannotSayError, match="Log in"):
        services.say(VISITOR, about(zwolle, Visibility.PARTNER), "Hallo", now=NOW, name="Wim")


def test_no_more_visitors_wait_than_people_can_read(visie: About) -> None:
    for number in range(services.MOST_WAITING):
        services.say(VISITOR, visie, f"Spam {number}", now=NOW, name="Bot")
    with pytest.raises(CannotSayError, match="wachten al veel reacties"):
        services.say(VISITOR, visie, "Nog een", now=NOW, name="Bot")


def test_platform_administrator_says_nothing(visie: About, petra: Account) -> None:
    with pytest.raises(NotAllowedError):
        say(petra, visie)


def test_empty_and_endless_texts_are_refused(visie: About, bas: Account) -> None:
    for text, said in (("  ", "Schrijf eerst"), ("x" * 4001, "korter dan 4000")):
        with pytest.raises(CannotSayError, match=said):
            say(bas, visie, text)


def test_answers_stay_one_level_deep_and_the_writer_above_is_told(
    visie: About, bas: Account, ilse: Account
) -> None:
    first = say(bas, visie)
    second = services.say(actor(ilse), visie, "Dank.", now=NOW, answers=first)
    third = services.say(actor(bas), visie, "Graag.", now=LATER, answers=second)
    assert third.answers == first
    (line,) = queries.talk(visie, VISITOR).lines
    assert [reply.text for reply in line.replies] == ["Dank.", "Graag."]
    assert Notice.objects.get().person.name == "Bas"


def test_answer_to_what_stands_elsewhere_is_refused(
    visie: About, zwolle: Partnership, bas: Account
) -> None:
    other = say(bas, about(zwolle))
    with pytest.raises(CannotSayError):
        services.say(actor(bas), visie, "Hier?", now=NOW, answers=other)


def test_closed_discussion_takes_nothing_more(visie: About, bas: Account, kees: Account) -> None:
    say(bas, visie)
    discussion = Discussion.objects.get()
    services.close(actor(kees), discussion, now=NOW)
    with pytest.raises(CannotSayError, match="gesloten"):
        say(bas, visie)
    assert not queries.talk(visie, actor(bas)).may_say
    services.reopen(actor(kees), discussion, now=NOW)
    say(bas, visie)


def test_discussion_follows_who_may_see_its_object(
    zwolle: Partnership, bas: Account, outsider: Account, nieuwegein: Partnership
) -> None:
    open_to_all = about(zwolle)
    comment = say(bas, open_to_all, "Geheim woord")
    say(bas, replace(open_to_all, visibility=Visibility.PARTNER))
    assert logged_in(outsider).get(f"/reactie/{comment.pk}/melden/").status_code == 404
    assert logged_in(bas).get(f"/reactie/{comment.pk}/melden/").status_code == 200


def test_what_partners_said_stays_with_them_when_everybody_may_read_on(
    zwolle: Partnership, bas: Account, ilse: Account, outsider: Account, nieuwegein: Partnership
) -> None:
    among_us = about(zwolle, Visibility.PARTNER)
    said = say(bas, among_us, "Onder ons")
    opened = replace(among_us, visibility=Visibility.OPENBAAR)
    services.say(actor(ilse), opened, "Ook onder ons", now=NOW, answers=said)
    services.say(actor(bas), opened, "Voor iedereen", now=LATER)

    for who in (VISITOR, actor(outsider)):
        assert [line.text for line in queries.talk(opened, who).lines] == ["Voor iedereen"]
    both = queries.talk(opened, actor(ilse)).lines
    assert [line.text for line in both] == ["Onder ons", "Voor iedereen"]
    assert [line.text for line in both[0].replies] == ["Ook onder ons"]
    assert Client().get(f"/reactie/{said.pk}/melden/").status_code == 404


# --- taking back ---


def test_writer_takes_back_and_nobody_else(visie: About, bas: Account, sanne: Account) -> None:
    comment = say(bas, visie)
    with pytest.raises(NotAllowedError):
        services.withdraw(actor(sanne), comment, now=NOW)
    services.withdraw(actor(bas), comment, now=NOW)
    assert queries.talk(visie, VISITOR).lines == []
    with pytest.raises(WrongStateError):
        services.withdraw(actor(bas), comment, now=NOW)


def test_what_was_answered_and_is_gone_leaves_a_mark_without_its_text(
    visie: About, bas: Account, ilse: Account
) -> None:
    comment = say(bas, visie, "Weg ermee")
    services.say(actor(ilse), visie, "Waarom?", now=NOW, answers=comment)
    services.withdraw(actor(bas), comment, now=NOW)
    (line,) = queries.talk(visie, VISITOR).lines
    assert (line.text, line.who) == ("", "")
    assert line.gone == "De schrijver heeft deze reactie verwijderd."


# --- reporting and deciding ---


def test_reported_comment_stays_until_somebody_decides(
    visie: About, bas: Account, youssef: Account, kees: Account
) -> None:
    comment = say(bas, visie)
    services.report(actor(youssef), comment, "Dit is niet waar.", now=NOW)
    (line,) = queries.talk(visie, VISITOR).lines
    assert line.reported
    assert line.text == "Goed plan."

    comment.refresh_from_db()
    services.hide(actor(kees), comment, "Iemand wordt bij naam genoemd.", now=NOW)

    assert queries.talk(visie, VISITOR).lines == []
    said = dict(Notice.objects.values_list("person__name", "text"))
    assert said["Bas"] == "Uw reactie is verborgen. Iemand wordt bij naam genoemd."
    assert said["Youssef"].startswith("De reactie die u meldde is verborgen.")


def test_kept_comment_stands_and_may_be_reported_again(
    visie: About, bas: Account, youssef: Account, kees: Account
) -> None:
    comment = say(bas, visie)
    services.report(actor(youssef), comment, "Dit is niet waar.", now=NOW)
    comment.refresh_from_db()
    services.keep(actor(kees), comment, "Dit is een mening.", now=NOW)
    assert comment.state == CommentState.ZICHTBAAR
    services.report(actor(youssef), comment, "Toch niet.", now=NOW)
    assert AbuseReport.objects.filter(decision="open").count() == 1


def test_thousand_reports_are_one_case_and_hide_nothing(
    visie: About, bas: Account, kees: Account
) -> None:
    comment = say(bas, visie)
    for number in range(1000):
        services.report(VISITOR, comment, f"Weg {number}", now=NOW + timedelta(seconds=number))
    comment.refresh_from_db()
    assert comment.state == CommentState.GEMELD
    assert queries.talk(visie, VISITOR).lines[0].text == "Goed plan."
    assert queries.to_moderate(visie.partnership, actor(kees)).count() == 1
    assert AuditEvent.objects.filter(verb="comment.report").count() == 1
    services.keep(actor(kees), comment, "Niets mis mee.", now=NOW)
    assert not AbuseReport.objects.filter(decision="open").exists()


def test_same_person_reports_once_and_with_a_reason(
    visie: About, bas: Account, youssef: Account
) -> None:
    comment = say(bas, visie)
    with pytest.raises(CannotReportError, match="Schrijf waarom"):
        services.report(actor(youssef), comment, " ", now=NOW)
    services.report(actor(youssef), comment, "Niet waar.", now=NOW)
    with pytest.raises(CannotReportError, match="al gemeld"):
        services.report(actor(youssef), comment, "Nog eens.", now=NOW)


def test_only_moderators_decide_and_a_wijkmanager_in_the_own_zone(
    zwolle: Partnership, zone: Woonservicezone, bas: Account, fatima: Account, sanne: Account
) -> None:
    here, elsewhere = about(zwolle, scope_id=zone.pk), about(zwolle)
    own, other = say(bas, here), say(bas, elsewhere)
    for account, comment in ((bas, own), (fatima, other)):
        with pytest.raises(NotAllowedError):
            services.hide(actor(account), comment, "Weg.", now=NOW)
    services.hide(actor(fatima), own, "Weg.", now=NOW)
    services.hide(actor(sanne), other, "Weg.", now=NOW)


def test_moderator_of_another_partnership_decides_nothing(
    visie: About, bas: Account, nieuwegein: Partnership
) -> None:
    party = Organisation.objects.get(name="Wonen aan de Lek")
    stranger = make_account("moderator", Role.MODERATOR, party)
    comment = say(bas, visie)
    with pytest.raises(NotAllowedError):
        services.hide(actor(stranger), comment, "Weg.", now=NOW)
    assert not queries.to_moderate(visie.partnership, actor(stranger)).exists()
