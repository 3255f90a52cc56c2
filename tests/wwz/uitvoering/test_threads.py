"""One page tells the whole thread: plain for a resident, with every link for a partner."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import NOW, TODAY, counted_queries, logged_in
from tests.neighbourhood import WORDS, discussed, later
from tests.partnership import actor
from tests.promises import make_afspraak, make_akkoord
from wwz.akkoord.models import Afspraak
from wwz.meetings.models import Attendance, Meeting
from wwz.notifications.models import Subscription
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Organisation, Partnership
from wwz.uitvoering.models import Initiative, Knelpunt, Milestone, ThreadStep
from wwz.uitvoering.queries.threads import thread
from wwz.uitvoering.services import feedback, initiatives, knelpunten, signals
from wwz.uitvoering.services.feedback import Letter
from wwz.uitvoering.services.initiatives import NewInitiative
from wwz.uitvoering.services.signals import Received
from wwz.uitvoering.services.threads import add_entry

SECRET = "Alleen voor partners: de zaal is verkocht aan een belegger."


@pytest.fixture
def promise(zwolle: Partnership, corporation: Organisation) -> Afspraak:
    return make_afspraak(make_akkoord(zwolle), 4, corporation, title="Ontmoetingsplek dichtbij")


@pytest.fixture
def room(
    bas: Account, promise: Afspraak, zwolle: Partnership, corporation: Organisation
) -> Initiative:
    new = NewInitiative(zwolle, "project", "Huiskamer", corporation, afspraak=promise)
    made = initiatives.propose(actor(bas), new, now=later(10))
    for title, due in (("Treden weg", 20), ("De deur gaat open", 30)):
        initiatives.add_milestone(actor(bas), made, title, later(due).date(), now=later(10))
    initiatives.go_on(actor(bas), made, "decide", now=later(11))
    initiatives.go_on(actor(bas), made, "begin", now=later(12))
    return made


@pytest.fixture
def whole(
    knelpunt: Knelpunt, fatima: Account, platform: Meeting, promise: Afspraak, room: Initiative
) -> Knelpunt:
    """The thread up to the work that has begun."""
    who = actor(fatima)
    knelpunten.describe(who, knelpunt, analysis=SECRET, thread_title="De plek komt terug", now=NOW)
    Attendance.objects.create(meeting=platform, people=29, state="aanwezig")
    Attendance.objects.create(meeting=platform, people=5, state="op_papier")
    discussed(fatima, knelpunt, platform)
    first = knelpunt.options.get(letter="a")
    knelpunten.choose(who, knelpunt, first, because="Dichtbij.", now=later(6))
    knelpunten.link(who, knelpunt, afspraak=promise, initiative=room, now=later(12))
    knelpunten.carry_out(who, knelpunt, now=later(12))
    knelpunt.refresh_from_db()
    return knelpunt


def kinds(knelpunt: Knelpunt, who: Actor | None) -> list[tuple[str, str]]:
    return [(step.kind, step.state) for step in thread(knelpunt, who, today=TODAY).steps]


def test_thread_runs_from_signaal_to_measured_fact(whole: Knelpunt, bas: Account) -> None:
    assert kinds(whole, actor(bas)) == [
        ("afspraak", ""), ("signaal", ""), ("knelpunt", ""), ("oplossing", ""),
        ("initiatief", ""), ("mijlpaal", "now"), ("mijlpaal", "next"), ("feit", "next"),
    ]  # fmt: skip


def test_partner_can_go_from_the_thread_to_every_object(whole: Knelpunt, sanne: Account) -> None:
    addresses = {
        address
        for step in thread(whole, actor(sanne), today=TODAY).steps
        for _, address in (*step.links, *step.bullets)
    }
    for thing in ("signaal", "knelpunt", "bijeenkomst", "afspraak", "initiatief"):
        assert any(address.startswith(f"/{thing}/") for address in addresses), thing


def test_from_every_object_a_link_leads_back(
    whole: Knelpunt, letter: Received, fatima: Account, room: Initiative, promise: Afspraak
) -> None:
    client, back = logged_in(fatima), f"/draad/{whole.pk}/"
    for address in (
        f"/signaal/{letter.signaal.pk}/", f"/knelpunt/{whole.pk}/", f"/initiatief/{room.pk}/",
    ):  # fmt: skip
        assert back in client.get(address).text, address


def test_resident_reads_no_word_that_is_for_partners(
    whole: Knelpunt, letter: Received, client: Client
) -> None:
    page = client.get(f"/draad/geheim/{letter.token}/")
    assert WORDS in page.text
    for word in (SECRET, "Anna", "Verzonnen pad", "Ontmoetingsplek dichtbij", "Huiskamer"):
        assert word not in page.text, word
    for address in ("/afspraak/", "/initiatief/", "/signaal/", "/knelpunt/"):
        assert f'href="{address}' not in page.text, address
    assert page["Cache-Control"] == "no-store, private"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]


def test_words_are_quoted_only_with_consent(whole: Knelpunt, letter: Received) -> None:
    assert any(step.quote == WORDS for step in thread(whole, None, today=TODAY).steps)
    letter.signaal.refresh_from_db()
    letter.signaal.may_quote = False
    letter.signaal.save(update_fields=["may_quote"])
    assert not any(step.quote for step in thread(whole, None, today=TODAY).steps)


def test_people_on_paper_count_like_those_in_the_room(whole: Knelpunt, bas: Account) -> None:
    texts = [
        text for step in thread(whole, actor(bas), today=TODAY).steps for text in step.paragraphs
    ]
    assert any("34 bewoners, vijf van hen op papier" in text for text in texts)


def test_shifted_milestone_shows_the_first_date_and_the_reason(
    whole: Knelpunt, room: Initiative, bas: Account
) -> None:
    milestone = Milestone.objects.get(title="Treden weg")
    because = "de helling later komt"
    initiatives.shift(actor(bas), milestone, later(25).date(), because=because, now=later(13))
    now = next(s for s in thread(whole, actor(bas), today=TODAY).steps if s.state == "now")
    assert now.paragraphs[0].startswith("Eerst was dit 26 november 2026. Het wordt 1 december 2026")
    assert because in now.paragraphs[0]
    assert now.lamp_words == "Verschoven, één keer"


def test_decision_and_lesson_become_steps(whole: Knelpunt, bas: Account) -> None:
    add_entry(
        whole,
        ThreadStep.BESLUIT,
        happened_on=later(14).date(),
        title="Het geld loopt door",
        text="Het bestuur besloot.",
        now=later(14),
        address="/bestuursstukken/1/",
    )
    steps = {s.title: s for s in thread(whole, actor(bas), today=TODAY).steps}
    assert steps["Het geld loopt door"].links
    steps = {s.title: s for s in thread(whole, None, today=TODAY).steps}
    assert not steps["Het geld loopt door"].links


def test_own_letters_and_reopening_stand_in_the_secret_thread(
    whole: Knelpunt, letter: Received, fatima: Account, client: Client
) -> None:
    letter.signaal.refresh_from_db()
    own = Letter("brief", "Alleen voor de melder: kom maar langs.")
    feedback.close(actor(fatima), letter.signaal, "answer", own, now=later(13))
    assert own.text in client.get(f"/draad/geheim/{letter.token}/").text
    assert own.text not in logged_in(fatima).get(f"/draad/{whole.pk}/").text
    signals.reopen_by_link(letter.signaal, now=later(14))
    assert "Heropend" in client.get(f"/draad/geheim/{letter.token}/").text


def test_signaal_that_is_not_bundled_has_a_short_thread(letter: Received, client: Client) -> None:
    page = client.get(f"/draad/geheim/{letter.token}/").text
    assert "Wij hebben uw signaal ontvangen" in page
    assert "U krijgt antwoord" in page


def test_unknown_secret_link_is_not_there(client: Client, whole: Knelpunt) -> None:
    assert client.get("/draad/geheim/onzin/").status_code == 404


def test_thread_of_partners_is_not_there_for_others(
    whole: Knelpunt, client: Client, outsider: Account, nieuwegein: Partnership, bas: Account,
    fatima: Account,
) -> None:  # fmt: skip
    address = f"/draad/{whole.pk}/"
    assert logged_in(bas).get(address).status_code == 200
    assert client.get(address).status_code == 404
    assert logged_in(outsider).get(address).status_code == 404

    knelpunten.publish(actor(fatima), whole, now=later(15))
    public = client.get(address)
    assert public.status_code == 200
    assert SECRET not in public.text


def test_following_by_mail_asks_to_confirm(
    whole: Knelpunt, fatima: Account, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wwz.partners.public_forms import stamp

    knelpunten.publish(actor(fatima), whole, now=later(15))
    monkeypatch.setattr("django.utils.timezone.now", lambda: later(16))
    address = f"/draad/{whole.pk}/volg/"
    typed = {"email": "ik@voorbeeld.example", "begonnen": stamp(later(16).replace(hour=11))}
    assert client.post(address, typed).status_code == 302
    assert Subscription.objects.get().confirmed_at is None
    assert client.post(address, {"email": "nee", "begonnen": ""}).status_code == 422


def test_thread_takes_few_queries(whole: Knelpunt, sanne: Account) -> None:
    client = logged_in(sanne)
    client.get(f"/draad/{whole.pk}/")
    with counted_queries() as queries:
        assert client.get(f"/draad/{whole.pk}/").status_code == 200
    assert len(queries) <= 34
