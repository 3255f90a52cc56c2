"""Weighing with the real engine: asked on a form, answered by a job, swapped by the live worker."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from uuid import UUID

import pytest

from tests.cast import NOW, TODAY, logged_in, request_and_publish, small_result
from tests.engine.proposals.asking import limited, put, row
from tests.partnership import actor
from tests.weighed import cells
from wwz.areas.models import Area
from wwz.areas.queries import gemeente_named
from wwz.errors import NotAllowedError
from wwz.opgave import jobs, services
from wwz.opgave.models import Study
from wwz.opgave.own.counting import OwnRows
from wwz.opgave.own.models import OwnKind, OwnRow
from wwz.opgave.scenarios import making
from wwz.opgave.weighing import asking, deciding, running
from wwz.opgave.weighing.asking import CannotWeighError
from wwz.opgave.weighing.deciding import Words
from wwz.opgave.weighing.models import Proposal, Weighing, WeighingAnswer

pytestmark = pytest.mark.django_db
CODE = "GM9999"
FORM = "/samen/zwolle/afwegen/"


def text(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def as_cells(row):
    return {key: jobs.as_cell(value) for key, value in vars(row).items()}


@pytest.fixture(scope="module")
def tables():
    return jobs.fictional_catalogue()


@pytest.fixture
def published(tables, zwolle):
    """A study of the invented gemeente, with invented homes in it."""
    from wwz_engine.supply.fictional import invented_for

    jobs.store_gemeenten(tables)
    gemeente = gemeente_named("Verzonnendam")
    zwolle.areas.add(gemeente)
    study = services.enqueue_study(gemeente, services.Wanted(draws=100), requested_by=None, now=NOW)
    homes = [as_cells(row) for row in invented_for(tables, CODE)]
    own = OwnRows(homes=homes, publisher="Proef", as_of=TODAY, fictional=True)
    jobs.carry_out(study.pk, study.attempt, tables, own)
    return Study.objects.get(pk=study.pk)


@pytest.fixture
def sites(published, zwolle, municipality, tables):
    """The first twelve invented rows of projects, in the list of the partnership."""
    from wwz.opgave.own.checking import areas_of
    from wwz_engine.proposals.fictional import invented_for

    areas = areas_of(zwolle, OwnKind.LOCATIES)
    return [
        OwnRow.objects.create(
            partnership=zwolle, organisation=municipality, kind=OwnKind.LOCATIES, number=row.id,
            area=areas[row.area], cells=as_cells(replace(row, fixed="nee", after="")),
            search_text="", changed_at=NOW,
        )
        for row in invented_for(tables, CODE, 2027)[:12]
    ]  # fmt: skip


def sent(client, **changed):
    """The form as it is shown, with other values for some fields."""
    page = client.get(FORM)
    form = page.context["form"]
    data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    filled = {name: "" if value is None else value for name, value in data.items()}
    return client.post(f"{FORM}reken/", filled | changed)


def share_scenarios(wei, zwolle, gemeente):
    """Two that the partners read, and one that only its makers do."""
    for name, changes in (
        ("Langer gezond", [{"soort": "gezond_ouder_worden", "jaren_per_decennium": 1}]),
        ("Plannen later", [{"soort": "plannen_later", "jaren": 2, "deel_zacht": 20}]),
        ("Nog een idee", [{"soort": "verpleeghuis", "beleid": "bevriezen"}]),
    ):
        made = making.keep(
            actor(wei), zwolle, making.NewScenario(gemeente, name, "Om te kijken.", changes),
            now=NOW,
        )  # fmt: skip
        if name != "Nog een idee":
            making.share(actor(wei), made, now=NOW)


def test_question_is_answered_refined_proposed_and_swapped(
    sanne, wei, sites, zwolle, published, monkeypatch
):
    share_scenarios(wei, zwolle, published.gemeente)
    client = logged_in(sanne)
    answer = sent(client)
    assert answer.status_code == 302, text(answer)
    weighing = Weighing.objects.get()
    assert "Wij zoeken de beste projecten" in text(client.get(answer.url))

    jobs.answer_question(weighing.pk, seconds=2)
    weighing.refresh_from_db()
    assert weighing.state == "klaar", weighing.message
    first, best = weighing.answers.order_by("answered_at")
    assert (first.kind, best.kind) == ("eerste", "nagerekend")
    assert best.content["short"] <= first.content["short"] <= first.content["without"]
    assert best.content["bound"] <= best.content["short"] + 1e-6
    told = {one["name"]: one for one in best.content["scenarios"]}
    assert set(told) == {"Langer gezond", "Plannen later"}
    for one in told.values():
        assert one["best"] <= one["short"] <= one["without"], one
        assert one["short"] - one["best"] <= one["most"] + 1, one
    # Who grows old in good health asks for less.
    assert told["Langer gezond"]["without"] < best.content["without"]
    page = text(client.get(answer.url))
    assert "Komt ‘Langer gezond’ uit, dan" in page
    assert "minder tekort aan woningen" in page
    assert "bevat verzonnen invoer" in page
    assert "Wij zochten verder tot" in page

    proposal = deciding.keep(actor(sanne), weighing, Words("Eerst", "Het meeste."), now=NOW)
    swap_too_long(client, proposal, monkeypatch)
    swap_two(client, sanne, proposal)
    make_limits_clash(client, sanne, sites)


def a_swap(proposal):
    """The first that can go out, and the first that can come in."""
    out = next(one["id"] for one in proposal.chosen if not one["fixed"])
    inside = {one["id"] for one in proposal.chosen}
    others = [one["id"] for one in proposal.weighing.sites if one["id"] not in inside]
    return {"out": out, "into": others[0]}


def swap_too_long(client, proposal, monkeypatch):
    """Others wait for the one live worker: a swap has only so many seconds of it."""
    with monkeypatch.context() as short:
        short.setattr(jobs.weighing, "SWAP_SECONDS", 0.0)
        table = f"/voorstel/{proposal.pk}/bestuurstafel/"
        pressed = client.post(table, a_swap(proposal) | {"ruil": "ja"})
        while jobs.answer_next(now=live_now()):
            pass
        assert "De berekening duurde te lang en is gestopt." in text(client.get(pressed.url))


def swap_two(client, sanne, proposal):
    """Without JavaScript: press, be led to the answer, and keep it as a variant."""
    swap = a_swap(proposal)
    table = f"/voorstel/{proposal.pk}/bestuurstafel/"
    # Opened, the form sends itself once, so that the worker has everything warm.
    opened = client.post(table, {"out": "", "into": ""}, headers={"HX-Request": "true"})
    assert opened.status_code == 204
    pressed = client.post(table, swap | {"ruil": "ja"})
    assert pressed.status_code == 302
    assert "Wordt berekend" in text(client.get(pressed.url))
    while jobs.answer_next(now=live_now()):
        pass

    part = client.get(pressed.url, headers={"HX-Request": "true"})
    assert "Wat de ruil doet" in text(part)
    assert "Deze ruil geeft" in text(part)
    assert "Dit verschil geldt voor het beste programma met deze ruil dat wij vonden." in text(part)
    kept = client.post(f"{pressed.url}bewaar/", {"title": "Geruild", "reason": "Om te kijken."})
    assert kept.status_code == 302
    variant = Proposal.objects.get(title="Geruild")
    assert variant.parent == proposal
    assert swap["out"] not in {one["id"] for one in variant.chosen}
    assert "Een ruil ten opzichte van ‘Eerst’" in text(client.get(kept.url))


def live_now():
    from django.utils import timezone

    return timezone.now()


def make_limits_clash(client, sanne, sites):
    """A commitment, and no room to build: both are named, with the way to the field."""
    row = sites[0]
    row.cells = row.cells | {"fixed": "ja"}
    row.revision += 1
    row.save()
    answer = sent(client, building="0")
    weighing = Weighing.objects.order_by("-asked_at").first()
    jobs.answer_question(weighing.pk, seconds=1)

    page = client.get(answer.url)
    assert "Deze grenzen gaan niet samen" in text(page)
    assert "#id_building" in page.content.decode()
    assert weighing.answers.get().content["chosen"] == []
    with pytest.raises(deciding.NothingToProposeError):
        deciding.keep(actor(sanne), weighing, Words("x", "y"), now=NOW)


def test_swap_that_cannot_be_says_why_in_the_words_of_the_engine():
    found = put(
        limited(building={2027: 10.0, 2028: 0.0}), row(1), row(2, nultreden=30, latest=2028)
    )
    found.certified()
    swap = found.swapped(("P2",), ("P1",))
    unknown = "Wij vonden in de tijd die er was geen programma."
    nameless = replace(swap.answer, clashes=(), notes=(unknown,))
    for one in (swap, replace(swap, sentence=f"Deze ruil kan niet. {unknown}", answer=nameless)):
        with pytest.raises(jobs.weighing.ClashingSwapError) as refused:
            jobs.weighing.swap_told(UUID(int=1), one)
        assert str(refused.value) == one.sentence


# --- without the engine ---


@pytest.fixture
def listed(gemeente, zwolle, municipality):
    """Three projects in a gemeente with a study made by hand."""
    zwolle.areas.add(gemeente)
    study = request_and_publish(gemeente, small_result())
    area = Area.objects.get(code="BU01933110", year=2024)
    for key in ("K1", "L1", "M1"):
        OwnRow.objects.create(
            partnership=zwolle, organisation=municipality, kind=OwnKind.LOCATIES, number=key,
            area=area, cells=cells(key, f"Plan {key}", "De Stadspoort"), search_text="",
            changed_at=NOW,
        )  # fmt: skip
    return study


def test_form_says_beside_the_field_what_cannot_be_read(sanne, listed):
    refused = sent(logged_in(sanne), building="veel", last_year="2026")

    assert refused.status_code == 422
    assert "‘veel’ kunnen wij niet lezen." in text(refused)
    assert "Kies een jaar na het eerste" in text(refused)
    assert not Weighing.objects.exists()


def test_who_may_not_weigh_reads_what_others_weighed(bas, listed):
    client = logged_in(bas)
    assert "Rekenen kan de analist of de programmamanager" in text(client.get(FORM))
    assert client.post(f"{FORM}reken/", {}).status_code == 403


def test_nothing_is_weighed_without_sites_or_study(sanne, bas, zwolle, municipality):
    question = {"gemeente": "GM0193", "first_year": 2027, "last_year": 2030}
    with pytest.raises(CannotWeighError, match="analyse"):
        asking.ask(actor(sanne), zwolle, question, now=NOW)
    with pytest.raises(NotAllowedError):
        asking.ask(actor(bas), zwolle, question, now=NOW)
    assert "Er staan nog geen locaties in" in text(logged_in(sanne).get(FORM))


def test_nothing_is_weighed_where_there_is_a_study_and_no_site(sanne, gemeente, zwolle):
    question = {"gemeente": "GM0193", "first_year": 2027, "last_year": 2030}
    zwolle.areas.add(gemeente)
    request_and_publish(gemeente, small_result())
    with pytest.raises(CannotWeighError, match="geen locaties"):
        asking.ask(actor(sanne), zwolle, question, now=NOW)


def test_only_so_many_weighings_wait_at_once(sanne, listed):
    client = logged_in(sanne)
    for _ in range(asking.MOST_AT_ONCE):
        assert sent(client).status_code == 302
    refused = sent(client)
    assert refused.status_code == 422
    assert "Er lopen al 5 afwegingen. Wacht tot er een klaar is." in text(refused)
    assert Weighing.objects.count() == asking.MOST_AT_ONCE


def test_row_that_can_no_longer_be_read_is_named_and_not_left_out(sanne, listed):
    row = OwnRow.objects.get(number="L1")
    row.cells = row.cells | {"lead": "twee"}
    row.revision += 1
    row.save()
    client = logged_in(sanne)
    assert client.get(FORM).status_code == 200
    refused = sent(client)
    assert refused.status_code == 422
    assert "Regel L1 kan niet meer worden gelezen. Kijk hem na in de lijst van" in text(refused)
    assert not Weighing.objects.exists()


def test_weighing_whose_worker_is_gone_is_given_up(sanne, listed):
    sent(logged_in(sanne))
    pk = Weighing.objects.get().pk
    running.take(pk, now=NOW)
    assert running.give_up_lost(now=NOW + timedelta(minutes=5)) == 0
    assert running.give_up_lost(now=NOW + timedelta(hours=1)) == 1
    assert Weighing.objects.get().state == "mislukt"
    assert jobs.answer_question(pk) is None
    assert not WeighingAnswer.objects.exists()
