"""Initiatives keep the date that was said first, and a proeftuin ends with a lesson."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tests.cast import NOW, TODAY, counted_queries, logged_in
from tests.overwriting import refuses_overwriting
from tests.partnership import actor
from wwz.audit.models import AuditEvent
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.notifications import services as notifications
from wwz.notifications.models import Notice
from wwz.pages.lights import lamp
from wwz.partners.models import Account, Organisation, Partnership, Visibility
from wwz.uitvoering.models import (
    Initiative,
    InitiativeKind,
    InitiativeState,
    Milestone,
    MilestoneState,
    Woonservicezone,
)
from wwz.uitvoering.queries.initiatives import with_lamp
from wwz.uitvoering.services import initiatives
from wwz.uitvoering.services.initiatives import (
    Experiment,
    NewInitiative,
    ProeftuinEndsOtherwiseError,
)

CARD = Experiment("Mensen komen terug.", "vaste bezoekers", "minder dan 25", date(2027, 6, 1))
OPENS = TODAY + timedelta(days=20)


@pytest.fixture
def room(bas: Account, zwolle: Partnership, corporation: Organisation) -> Initiative:
    """A proeftuin of De Stadspoort that has begun."""
    new = NewInitiative(zwolle, "proeftuin", "Huiskamer", corporation)
    made = initiatives.propose(actor(bas), new, experiment=CARD, now=NOW)
    initiatives.go_on(actor(bas), made, "decide", now=NOW)
    initiatives.go_on(actor(bas), made, "begin", now=NOW)
    return made


@pytest.fixture
def opening(bas: Account, room: Initiative) -> Milestone:
    return initiatives.add_milestone(actor(bas), room, "De deur gaat open", OPENS, now=NOW)


def test_milestone_shifts_later_with_a_reason_and_keeps_its_first_date(
    opening: Milestone, bas: Account
) -> None:
    later = OPENS + timedelta(days=30)
    with pytest.raises(RuleBrokenError, match="Schrijf waarom"):
        initiatives.shift(actor(bas), opening, later, because=" ", now=NOW)
    with pytest.raises(RuleBrokenError, match="alleen naar later"):
        initiatives.shift(actor(bas), opening, OPENS, because="zomaar", now=NOW)
    initiatives.shift(actor(bas), opening, later, because="de helling later komt", now=NOW)

    opening.refresh_from_db()
    assert (opening.first_on, opening.due_on, opening.shifts) == (OPENS, later, 1)
    assert opening.state == MilestoneState.VERSCHOVEN


def test_database_refuses_another_first_date(opening: Milestone) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE uitvoering_milestone SET first_on = '2030-01-01'")
    opening.title = "De deur gaat open, echt"
    opening.save()


def test_only_who_leads_it_may_move_a_milestone(
    opening: Milestone, bas: Account, sanne: Account, outsider: Account, nieuwegein: Partnership,
    tom: Account,
) -> None:  # fmt: skip
    for who in (outsider, tom):
        with pytest.raises(NotAllowedError):
            initiatives.reach(actor(who), opening, now=NOW)
    initiatives.reach(actor(sanne), opening, now=NOW)
    assert opening.done_on == TODAY


def test_organisation_proposes_only_for_itself(
    bas: Account, zwolle: Partnership, municipality: Organisation
) -> None:
    new = NewInitiative(zwolle, "project", "Andermans plan", municipality)
    with pytest.raises(NotAllowedError):
        initiatives.propose(actor(bas), new, now=NOW)


def test_proeftuin_needs_its_card_and_nothing_else_has_one(
    bas: Account, zwolle: Partnership, corporation: Organisation
) -> None:
    for kind, card in (("proeftuin", None), ("project", CARD)):
        new = NewInitiative(zwolle, kind, "Iets", corporation)
        with pytest.raises(RuleBrokenError, match="Een proeftuin heeft een kaart"):
            initiatives.propose(actor(bas), new, experiment=card, now=NOW)


def test_proeftuin_is_never_just_finished(room: Initiative, bas: Account) -> None:
    with pytest.raises(ProeftuinEndsOtherwiseError):
        initiatives.finish(actor(bas), room, now=NOW)


@pytest.mark.parametrize(("verb", "state"), [("scale_up", "opgeschaald"), ("adapt", "aangepast")])
def test_proeftuin_goes_on_only_with_a_lesson_and_who_pays_next(
    verb: str, state: str, room: Initiative, bas: Account, municipality: Organisation
) -> None:
    for learned, payer in (("", municipality), ("Een vaste gastvrouw werkt.", None)):
        with pytest.raises(ProeftuinEndsOtherwiseError):
            initiatives.decide_proeftuin(
                actor(bas), room, verb, learned=learned, pays_next=payer, now=NOW
            )
    initiatives.decide_proeftuin(
        actor(bas),
        room,
        verb,
        learned="Een vaste gastvrouw werkt.",
        pays_next=municipality,
        now=NOW,
    )
    room.refresh_from_db()
    assert room.state == state
    assert room.proeftuin.pays_next == municipality


def test_stopping_a_proeftuin_needs_reason_and_lesson(room: Initiative, bas: Account) -> None:
    with pytest.raises(RuleBrokenError):
        initiatives.stop(actor(bas), room, because="", learned="Iets", now=NOW)
    with pytest.raises(ProeftuinEndsOtherwiseError):
        initiatives.stop(actor(bas), room, because="Te weinig mensen", now=NOW)
    initiatives.stop(actor(bas), room, because="Te weinig mensen", learned="Iets", now=NOW)
    assert room.state == InitiativeState.GESTOPT
    assert AuditEvent.objects.filter(verb="initiative.stop").count() == 1


def test_lamp_follows_from_the_milestones(
    room: Initiative, opening: Milestone, bas: Account
) -> None:
    assert with_lamp(room, TODAY).lamp == "op_koers"
    assert with_lamp(room, OPENS + timedelta(days=1)).lamp == "loopt_achter"
    initiatives.shift(actor(bas), opening, OPENS + timedelta(days=9), because="later", now=NOW)
    assert with_lamp(Initiative.objects.get(), TODAY).lamp == "verschoven"


def test_what_is_stopped_has_a_lamp_of_its_own(room: Initiative, bas: Account) -> None:
    initiatives.stop(actor(bas), room, because="Te weinig mensen", learned="Iets", now=NOW)
    assert (with_lamp(room, TODAY).lamp, with_lamp(room, TODAY).words) == ("ended", "Gestopt")
    assert lamp("ended").shape == "ended"


def test_who_follows_an_initiative_hears_how_it_goes_as_long_as_it_may_be_read(
    room: Initiative, opening: Milestone, bas: Account, ilse: Account, outsider: Account
) -> None:
    Initiative.objects.filter(pk=room.pk).update(visibility=Visibility.OPENBAAR)
    room.refresh_from_db()
    for who in (ilse, outsider):
        notifications.follow(actor(who), room, now=NOW)
    initiatives.shift(actor(bas), opening, OPENS + timedelta(days=9), because="later", now=NOW)
    told = Notice.objects.filter(address=f"/initiatief/{room.pk}/")
    assert {one.person.account for one in told} == {ilse, outsider}

    told.delete()
    Initiative.objects.filter(pk=room.pk).update(visibility=Visibility.PARTNER)
    room.refresh_from_db()
    initiatives.stop(actor(bas), room, because="Te weinig mensen", learned="Iets", now=NOW)
    (notice,) = told.all()
    assert (notice.person.account, "het stopt; lees waarom" in notice.text) == (ilse, True)


# --- the pages ---


def test_register_is_searched_narrowed_and_exported(
    zwolle: Partnership, corporation: Organisation, client: Client
) -> None:
    for title, state in (("Huiskamer", "uitvoering"), ("Busje", "idee")):
        Initiative.objects.create(
            partnership=zwolle, visibility=Visibility.OPENBAAR, kind=InitiativeKind.PROJECT,
            title=title, organisation=corporation, state=state,
        )  # fmt: skip
    Initiative.objects.create(
        partnership=zwolle,
        kind=InitiativeKind.PROJECT,
        title="Geheim plan",
        organisation=corporation,
    )
    address = "/samen/zwolle/initiatieven/"
    assert "Busje" in client.get(address).text
    assert "Geheim plan" not in client.get(address).text
    assert "Busje" not in client.get(f"{address}?zoek=huis").text
    assert "Huiskamer" not in client.get(f"{address}?stand=idee").text
    file = client.get("/samen/zwolle/initiatieven.csv")
    content = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]  # streams
    assert "Huiskamer" in content
    assert "Geheim plan" not in content


def test_register_of_ten_thousand_takes_twelve_queries_at_most(
    zwolle: Partnership, corporation: Organisation, bas: Account
) -> None:
    Initiative.objects.bulk_create(
        Initiative(partnership=zwolle, kind="project", title=f"Plan {n}", organisation=corporation)
        for n in range(10_000)
    )
    client = logged_in(bas)
    client.get("/samen/zwolle/initiatieven/")
    with counted_queries() as queries:
        page = client.get("/samen/zwolle/initiatieven/?bladzijde=40&volgorde=begin")
    assert page.status_code == 200
    assert len(queries) <= 12


def test_initiative_is_made_and_moved_without_javascript(
    bas: Account, zwolle: Partnership, corporation: Organisation, zone: Woonservicezone
) -> None:
    client = logged_in(bas)
    made = client.post(
        "/samen/zwolle/initiatieven/nieuw/",
        {"kind": "project", "title": "Looproute", "organisation": str(corporation.pk)},
    )
    assert made.status_code == 302
    address = made["Location"]
    client.post(f"{address}mijlpaal/", {"title": "Eerste bankje", "due_on": "2026-12-01"})
    milestone = Milestone.objects.get()
    refused = client.post(
        f"/mijlpaal/{milestone.pk}/", {"verb": "shift", "due_on": "2026-11-20", "because": "vorst"}
    )
    assert refused.status_code == 422
    assert "vorst" in refused.text
    client.post(
        f"/mijlpaal/{milestone.pk}/", {"verb": "shift", "due_on": "2026-12-20", "because": "vorst"}
    )
    page = client.get(address).text
    assert "eerst gezegd: 1 december 2026" in page
    assert "20 december 2026" in page


def test_form_takes_the_homes_of_a_project_and_leaves_open_what_nobody_knows(
    bas: Account, zwolle: Partnership, corporation: Organisation
) -> None:
    client, form = logged_in(bas), "/samen/zwolle/initiatieven/nieuw/"
    typed = {"kind": "huisvestingsproject", "title": "Kade", "organisation": str(corporation.pk)}
    refused = client.post(form, typed | {"homes": "-1"})
    assert "Vul nul of een hoger getal in." in refused.text
    told = client.post(form, typed | {"homes": "24"})
    client.post(form, typed | {"homes": ""})
    assert set(Initiative.objects.values_list("homes", flat=True)) == {24, None}
    page = " ".join(client.get(told["Location"]).text.split())
    assert "Woningen</dt><dd>24</dd>" in page


def test_proeftuin_form_asks_for_its_card(
    bas: Account, zwolle: Partnership, corporation: Organisation
) -> None:
    refused = logged_in(bas).post(
        "/samen/zwolle/initiatieven/nieuw/",
        {"kind": "proeftuin", "title": "Huiskamer", "organisation": str(corporation.pk)},
    )
    assert refused.status_code == 422
    assert "Een proeftuin heeft dit nodig" in refused.text
    assert not Initiative.objects.exists()


def test_first_date_is_not_replaced_or_emptied_at_once(opening: Milestone) -> None:
    assert "what was said first stays" in refuses_overwriting("uitvoering_milestone")
    assert Milestone.objects.get().first_on == OPENS
