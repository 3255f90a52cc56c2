"""From signalen to a choice of residents, and an end with an answer for everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import NOW, TODAY, logged_in, request_and_publish, small_result
from tests.neighbourhood import discussed, later
from tests.partnership import actor
from tests.promises import make_afspraak, make_akkoord
from wwz.areas.models import Area
from wwz.audit.states import WrongStateError
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.meetings.models import Meeting
from wwz.notifications import services as notifications
from wwz.notifications.models import Notice, OutgoingMail
from wwz.opgave.models import Fact
from wwz.partners.models import Account, Organisation, Visibility
from wwz.uitvoering.models import Knelpunt, KnelpuntState, Signaal, SignaalState, Woonservicezone
from wwz.uitvoering.services import feedback, knelpunten, signals
from wwz.uitvoering.services.feedback import Letter
from wwz.uitvoering.services.knelpunten import (
    NewOption,
    NoMeetingError,
    NoReasonError,
    ReporterUnheardError,
)
from wwz.uitvoering.services.signals import Received

CHEAP = "Dichtbij en het kan dit jaar."
BY_LETTER = Letter("brief", "De ruimte gaat open.")


def test_signalen_become_one_knelpunt(knelpunt: Knelpunt) -> None:
    assert knelpunt.state == KnelpuntState.GESIGNALEERD
    assert set(knelpunt.signalen.values_list("state", flat=True)) == {SignaalState.GEBUNDELD}


def test_bundling_needs_a_title_or_a_knelpunt(letter: Received, fatima: Account) -> None:
    with pytest.raises(RuleBrokenError, match="Geef het knelpunt een titel"):
        knelpunten.bundle(actor(fatima), [letter.signaal], " ", now=NOW)
    with pytest.raises(RuleBrokenError, match="Kies ten minste"):
        knelpunten.bundle(actor(fatima), [], "Titel", now=NOW)


def test_partner_cannot_bundle_or_choose(
    knelpunt: Knelpunt, letter: Received, bas: Account
) -> None:
    with pytest.raises(NotAllowedError):
        knelpunten.bundle(actor(bas), [letter.signaal], "Titel", now=NOW)
    with pytest.raises(NotAllowedError):
        knelpunten.accept(actor(bas), knelpunt, because="Nee", now=NOW)


def test_choice_needs_a_wijkplatform_where_residents_spoke(
    knelpunt: Knelpunt, fatima: Account, platform: Meeting
) -> None:
    who = actor(fatima)
    option = knelpunten.add_option(who, knelpunt, NewOption("Open de ruimte"), now=NOW)
    with pytest.raises(NoMeetingError):
        knelpunten.choose(who, knelpunt, option, because=CHEAP, now=NOW)

    Meeting.objects.filter(pk=platform.pk).update(state="uitgenodigd")
    platform.refresh_from_db()
    with pytest.raises(NoMeetingError):
        knelpunten.discuss(who, knelpunt, platform, knelpunten.Discussion(), now=NOW)


def test_choice_needs_a_reason_and_keeps_the_condition(
    knelpunt: Knelpunt, fatima: Account, platform: Meeting
) -> None:
    discussed(fatima, knelpunt, platform)
    first = knelpunt.options.get(letter="a")
    with pytest.raises(NoReasonError):
        knelpunten.choose(actor(fatima), knelpunt, first, because=" ", now=later(7))
    knelpunten.choose(actor(fatima), knelpunt, first, because=CHEAP, now=later(7))

    knelpunt.refresh_from_db()
    assert knelpunt.state == KnelpuntState.OPLOSSING_GEKOZEN
    assert first.condition == "de treden gaan weg"
    assert (first.votes_in_room, first.votes_online, first.votes_on_paper) == (20, 3, 5)


def test_a_link_never_changes_a_state(
    knelpunt: Knelpunt, fatima: Account, platform: Meeting, corporation: Organisation
) -> None:
    discussed(fatima, knelpunt, platform)
    promise = make_afspraak(make_akkoord(knelpunt.partnership), 4, corporation)
    before = (knelpunt.state, promise.state)
    knelpunten.link(actor(fatima), knelpunt, afspraak=promise, now=later(7))
    knelpunt.refresh_from_db()
    promise.refresh_from_db()
    assert (knelpunt.state, promise.state) == before
    assert knelpunt.afspraak == promise


def test_carrying_out_needs_a_promise_or_an_initiative(
    knelpunt: Knelpunt, fatima: Account, platform: Meeting
) -> None:
    discussed(fatima, knelpunt, platform)
    first = knelpunt.options.get(letter="a")
    knelpunten.choose(actor(fatima), knelpunt, first, because=CHEAP, now=later(7))
    with pytest.raises(RuleBrokenError, match="Koppel er eerst een"):
        knelpunten.carry_out(actor(fatima), knelpunt, now=later(8))


def test_solved_only_when_every_reporter_has_an_answer(
    knelpunt: Knelpunt, fatima: Account, platform: Meeting, corporation: Organisation
) -> None:
    who = actor(fatima)
    discussed(fatima, knelpunt, platform)
    knelpunten.choose(who, knelpunt, knelpunt.options.get(letter="a"), because=CHEAP, now=later(7))
    promise = make_afspraak(make_akkoord(knelpunt.partnership), 4, corporation)
    knelpunten.link(who, knelpunt, afspraak=promise, now=later(8))
    knelpunten.carry_out(who, knelpunt, now=later(8))
    with pytest.raises(ReporterUnheardError, match="2 van de melders"):
        knelpunten.solve(who, knelpunt, now=later(9))

    letters = [(signaal, BY_LETTER) for signaal in knelpunt.signalen.all()]
    feedback.answer_everyone(who, knelpunt, letters, now=later(9), verb="solve")
    knelpunten.solve(who, knelpunt, now=later(10))
    assert knelpunt.state == KnelpuntState.VERHOLPEN
    assert set(knelpunt.signalen.values_list("state", flat=True)) == {SignaalState.OPGELOST}


def test_letter_to_a_reporter_of_another_knelpunt_is_refused(
    knelpunt: Knelpunt, fatima: Account, group: Signaal
) -> None:
    Signaal.objects.filter(pk=group.pk).update(knelpunt=None)
    group.refresh_from_db()
    with pytest.raises(RuleBrokenError, match="hoort niet bij dit knelpunt"):
        feedback.answer_everyone(actor(fatima), knelpunt, [(group, BY_LETTER)], now=later(2))


def test_doing_nothing_needs_a_reason_that_everybody_may_read(
    knelpunt: Knelpunt, fatima: Account
) -> None:
    with pytest.raises(NoReasonError):
        knelpunten.accept(actor(fatima), knelpunt, because="", now=NOW)
    knelpunten.accept(actor(fatima), knelpunt, because="De provincie gaat erover.", now=NOW)
    assert knelpunt.visibility == Visibility.OPENBAAR
    with pytest.raises(WrongStateError):
        knelpunten.analyse(actor(fatima), knelpunt, now=NOW)


def test_who_follows_the_thread_hears_of_its_steps_and_others_do_not(
    knelpunt: Knelpunt, fatima: Account, bas: Account
) -> None:
    notifications.follow(actor(bas), knelpunt, now=NOW)
    notifications.follow_by_mail(knelpunt_for_all(knelpunt), "anna@voorbeeld.example", now=NOW)

    knelpunten.accept(actor(fatima), knelpunt, because="De provincie gaat erover.", now=NOW)

    (notice,) = Notice.objects.all()
    assert (notice.person.account, notice.address) == (bas, f"/draad/{knelpunt.pk}/")
    assert "wij doen hier niets aan" in notice.text
    # Her mail asks whether she wants this; until she says yes nothing else goes to her.
    assert OutgoingMail.objects.filter(to="anna@voorbeeld.example").count() == 1


def test_who_follows_the_zone_hears_of_a_thread_that_everybody_may_read(
    knelpunt: Knelpunt, zone: Woonservicezone, fatima: Account, bas: Account
) -> None:
    notifications.follow(actor(bas), zone, now=NOW)
    knelpunten.publish(actor(fatima), knelpunt, now=NOW)
    (notice,) = Notice.objects.all()
    assert (notice.person.account, notice.address) == (bas, f"/draad/{knelpunt.pk}/")


def knelpunt_for_all(knelpunt: Knelpunt) -> Knelpunt:
    knelpunt.visibility = Visibility.OPENBAAR
    knelpunt.save(update_fields=["visibility"])
    return knelpunt


def test_a_figure_is_found_laid_beside_and_shown_with_its_source(
    knelpunt: Knelpunt, fatima: Account, gemeente: Area, zone: Woonservicezone
) -> None:
    request_and_publish(gemeente, small_result())
    knelpunt.partnership.areas.add(gemeente)
    zone.areas.set(Area.objects.filter(code="BU01933110"))
    client = logged_in(fatima)
    address = f"/knelpunt/{knelpunt.pk}/"
    found = client.get(f"{address}?cijfer=inwoners_75plus&gebied=BU01933110&jaar=2040")
    assert "Zet ernaast" in found.text
    fact = Fact.objects.get(indicator__key="inwoners_75plus", area__code="BU01933110", year=2040)
    assert client.post(f"{address}cijfer/", {"feit": str(fact.pk)}).status_code == 302
    page = client.get(address).text
    assert f"/feit/{fact.pk}/" in page
    assert "Bron:" in page
    assert "Tussen" in page
    client.post(f"{address}cijfer/", {"feit": str(fact.pk), "weg": "ja"})
    assert not knelpunt.facts.exists()


def test_the_whole_way_without_javascript(
    knelpunt: Knelpunt, fatima: Account, platform: Meeting
) -> None:
    client = logged_in(fatima)
    address = f"/knelpunt/{knelpunt.pk}/"
    for title in ("Open de ruimte", "Een busje"):
        client.post(f"{address}oplossing/", {"title": title})
    refused = client.post(f"{address}besproken/", {"meeting": ""})
    assert refused.status_code == 422
    assert "Kies het wijkplatform" in refused.text
    client.post(
        f"{address}besproken/",
        {
            "meeting": str(platform.pk),
            "zaal_a": "20",
            "papier_a": "5",
            "voorwaarde_a": "geen treden",
        },
    )
    option = knelpunt.options.get(letter="a")
    assert (option.votes_in_room, option.votes_on_paper) == (20, 5)
    client.post(f"{address}keuze/", {"option": str(option.pk), "because": CHEAP})
    knelpunt.refresh_from_db()
    assert knelpunt.chosen == option

    client.post(
        f"{address}terugkoppeling/",
        {"verb": "answer", "text": "Voor iedereen.", "hoe_1": "brief", "hoe_2": "gesprek",
         "tekst_2": "Voor u alleen."},
    )  # fmt: skip
    texts = set(knelpunt.signalen.values_list("feedback__text", flat=True))
    assert texts == {"Voor iedereen.", "Voor u alleen."}
    printed = client.get(f"{address}brieven/").text
    assert "Voor iedereen." in printed
    assert "Voor u alleen." not in printed


def test_analysis_may_not_name_a_client(knelpunt: Knelpunt, fatima: Account) -> None:
    typed = {"analysis": "Mevrouw De Vries valt.", "thread_title": "Titel"}
    refused = logged_in(fatima).post(f"/knelpunt/{knelpunt.pk}/tekst/", typed)
    assert refused.status_code == 422
    assert "Mevrouw De Vries valt." in refused.text
    knelpunt.refresh_from_db()
    assert not knelpunt.analysis


def test_reopened_signaal_keeps_its_knelpunt(
    knelpunt: Knelpunt, letter: Received, fatima: Account
) -> None:
    letter.signaal.refresh_from_db()
    feedback.close(actor(fatima), letter.signaal, "answer", BY_LETTER, now=later(3))
    signals.reopen_by_link(letter.signaal, now=later(4))
    assert letter.signaal.knelpunt == knelpunt
    assert letter.signaal.reopened_on == TODAY + timedelta(days=4)
