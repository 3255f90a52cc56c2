"""The pages of a visie: what each reader finds, and that every write works as a plain form."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import NOW, counted_queries, logged_in, publish_result, small_result
from tests.partnership import actor, scoped
from wwz.areas.models import Area
from wwz.audit.models import Snapshot
from wwz.comments.models import Comment
from wwz.documents import services as documents
from wwz.documents.models import DocumentVersion, Passage
from wwz.opgave import services as opgave
from wwz.opgave.models import Study
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Partnership
from wwz.visie.models import Amendment, Citation, Position, Traject, Visie
from wwz.visie.services import texts, voices

# The frame asks for the session, the account, its hats and participations, and its places.
FRAME = 7
MOST = 12 + FRAME


def url(name: str, *args: object) -> str:
    return reverse(f"visie:{name}", args=args)


@pytest.fixture
def chapter(visie: Visie, citation: Citation) -> str:
    return url("chapter", visie.pk, 1)


@pytest.fixture
def proposal(bas: Account, visie: Visie, citation: Citation) -> Amendment:
    passage = Passage.objects.select_related("version__document").get(pk=citation.passage_id)
    text = passage.text.replace("75 en ouder", "75 jaar en ouder")
    return voices.propose(actor(bas), visie, passage, text=text, reason="Netter.", now=NOW)


@pytest.fixture
def renewed(gemeente: Area, citation: Citation) -> Study:
    later = opgave.enqueue_study(gemeente, opgave.Wanted(), requested_by=None, now=NOW)
    return publish_result(later, small_result(factor=1.1), now=NOW + timedelta(days=1))


# --- reading ---


def test_partner_reads_the_figure_in_the_text_as_a_link(
    bas: Account, chapter: str, citation: Citation
) -> None:
    page = logged_in(bas).get(chapter)
    fact = reverse("opgave:fact", args=[citation.fact_id])
    assert f'<a class="wwz-cite" href="{fact}">8.965</a>' in page.text
    assert "U leest mee namens De Stadspoort (demo)" in page.text


@pytest.mark.parametrize("who", ["outsider", "youssef", "petra"])
def test_concept_is_not_there_for_who_has_no_part_in_it(
    who: str, chapter: str, nieuwegein: Partnership, request: pytest.FixtureRequest
) -> None:
    client = logged_in(request.getfixturevalue(who))
    foreign, missing = client.get(chapter), client.get(url("chapter", Traject().pk, 1))
    assert foreign.status_code == missing.status_code == 404


def test_visitor_does_not_find_a_concept(chapter: str) -> None:
    assert Client().get(chapter).status_code == 404


def test_redacteur_reads_and_writes_only_the_own_text(
    lotte: Account, visie: Visie, chapter: str, opening: Passage
) -> None:
    assert logged_in(lotte).get(chapter).status_code == 404
    scoped(lotte, visie.document_id)
    client = logged_in(Account.objects.get(pk=lotte.pk))
    assert "Schrijf" in client.get(chapter).text
    assert client.get(url("edit", opening.pk)).status_code == 200


def test_renewed_figure_is_shown_with_what_changed_and_why(
    writer: Actor, sanne: Account, chapter: str, renewed: Study
) -> None:
    page = logged_in(sanne).get(chapter).text
    assert "Eén aangehaald cijfer is vernieuwd" in page
    assert "8.965 (geteld, 2021)" in page
    assert "9.860 (geteld, 2021)" in page
    assert "+895, omdat er opnieuw is gerekend" in page
    assert "Neem het nieuwe cijfer over" in page


def test_reader_sees_what_is_proposed_word_by_word(
    bas: Account, chapter: str, proposal: Amendment
) -> None:
    page = logged_in(bas).get(chapter).text
    assert "<ins>jaar </ins>" in page
    assert "De Stadspoort (demo)" in page


def test_only_open_points_are_shown_when_asked(
    bas: Account, writer: Actor, draft: DocumentVersion, chapter: str, proposal: Amendment
) -> None:
    new = documents.NewPassage(1, "Wat wij zien", "Hier is iedereen het over eens.")
    documents.add_passage(writer, draft, new, now=NOW)
    client = logged_in(bas)
    assert "Hier is iedereen het over eens" in client.get(chapter).text
    page = client.get(chapter, {"toon": "open"}).text
    assert "Hier is iedereen het over eens" not in page
    assert 'id="p1-1"' in page


# --- writing ---


def test_text_is_saved_with_a_plain_form(sanne: Account, opening: Passage, visie: Visie) -> None:
    client = logged_in(sanne)
    answer = client.post(url("edit", opening.pk), {"text": "Nieuwe tekst.", "edit": 1})
    assert answer.status_code == 302
    assert answer["Location"].endswith("/1/#p1-1")
    opening.refresh_from_db()
    assert opening.text == "Nieuwe tekst."


def test_second_writer_finds_three_texts_and_the_own_text_in_the_form(
    sanne: Account, opening: Passage
) -> None:
    client = logged_in(sanne)
    client.post(url("edit", opening.pk), {"text": "De eerste was sneller.", "edit": 1})

    page = client.post(url("edit", opening.pk), {"text": "Mijn eigen werk.", "edit": 1})

    assert page.status_code == 409
    assert "In Zwolle wonen [feit] mensen" in page.text
    assert "De eerste was sneller." in page.text
    assert ">\nMijn eigen werk.</textarea>" in page.text
    assert 'name="edit" value="2"' in page.text
    again = client.post(url("edit", opening.pk), {"text": "Samen één tekst.", "edit": 2})
    assert again.status_code == 302


def test_refused_text_stays_in_the_form(sanne: Account, opening: Passage) -> None:
    page = logged_in(sanne).post(url("edit", opening.pk), {"text": "Er zijn [feit 9].", "edit": 1})
    assert page.status_code == 422
    assert "Er zijn [feit 9]." in page.text
    assert "heeft geen feit 9" in page.text


def test_history_shows_every_text_and_brings_one_back(sanne: Account, opening: Passage) -> None:
    client = logged_in(sanne)
    client.post(url("edit", opening.pk), {"text": "Anders.", "edit": 1})
    page = client.get(url("history", opening.pk)).text
    assert "Tekst 2" in page
    assert "Zet tekst 1 terug" in page
    client.post(url("restore", opening.pk), {"to_edit": "1"})
    opening.refresh_from_db()
    assert (opening.text[:9], opening.edit) == ("In Zwolle", 3)


def test_passage_is_added_to_a_new_chapter(sanne: Account, visie: Visie, opening: Passage) -> None:
    given = {"chapter": 2, "chapter_title": "Wat wij willen", "text": "Samen eten."}
    answer = logged_in(sanne).post(url("add", visie.pk), given)
    assert answer["Location"].endswith("/2/#p2-1")


def test_fact_is_found_step_by_step_and_put_in_the_text(
    sanne: Account, zwolle: Partnership, opening: Passage, study: Study
) -> None:
    zwolle.areas.add(Area.objects.get(code="GM0193", year=2022))
    fact = study.facts.get(indicator__key="inwoners_75plus", year=2040, area__code="GM0193")
    client = logged_in(sanne)
    address = url("cite", opening.pk)
    start = client.get(address)
    assert "Zwolle (gemeente)" in start.text
    for odd in ("²", "9" * 30, "9" * 5_000):
        assert client.get(f"{address}?gebied={fact.area_id}&cijfer={odd}").status_code == 200
        assert client.get(url("answers", opening.version.document.visie.pk), {"hoofdstuk": odd})
    chosen = f"{address}?gebied={fact.area_id}&cijfer={fact.indicator_id}"
    assert "2040: naar verwachting ongeveer 13.220" in client.get(chosen).text

    answer = client.post(chosen, {"fact": str(fact.pk), "edit": opening.edit})

    assert answer.status_code == 302
    assert Citation.objects.get().fact == fact


def test_new_figure_is_taken_over_or_kept_with_a_reason(
    sanne: Account, citation: Citation, renewed: Study
) -> None:
    client = logged_in(sanne)
    client.post(url("keep", citation.pk), {"reason": ""})
    citation.refresh_from_db()
    assert citation.kept_against is None
    client.post(url("keep", citation.pk), {"reason": "De raad kent dit cijfer."})
    citation.refresh_from_db()
    assert citation.kept_because == "De raad kent dit cijfer."
    client.post(url("renew", citation.pk))
    citation.refresh_from_db()
    assert citation.fact.study == renewed


# --- saying ---


def test_proposal_position_and_decision_go_through_plain_forms(
    bas: Account, ilse: Account, sanne: Account, visie: Visie, opening: Passage
) -> None:
    client = logged_in(bas)
    wrong = client.post(url("propose", opening.pk), {"text": "Beter.", "reason": ""})
    assert wrong.status_code == 422
    assert "Beter." in wrong.text
    client.post(url("propose", opening.pk), {"text": "Beter.", "reason": "Korter."})
    made = Amendment.objects.get()

    given = {"stance": "voorbehoud", "reason": ""}
    refused = logged_in(ilse).post(url("amendment_position", made.pk), given)
    assert (refused.status_code, Position.objects.count()) == (422, 0)
    given["reason"] = "Eerst rekenen."
    logged_in(ilse).post(url("amendment_position", made.pk), given)
    assert Position.objects.get().amendment == made

    decision = {"verb": "accept", "text": "Beter.", "reason": "Mooi.", "edit": 1}
    logged_in(sanne).post(url("decide", made.pk), decision)
    opening.refresh_from_db()
    assert opening.text == "Beter."
    assert "Besluit: overgenomen" in client.get(url("amendment", made.pk)).text


def test_decision_over_a_newer_text_comes_back_with_what_was_typed(
    sanne: Account, proposal: Amendment, citation: Citation
) -> None:
    client = logged_in(sanne)
    client.post(url("edit", citation.passage_id), {"text": "Intussen. [feit 1]", "edit": 2})
    decision = {"verb": "accept", "text": "Ons besluit.", "reason": "Mooi.", "edit": 2}
    page = client.post(url("decide", proposal.pk), decision)
    assert page.status_code == 422
    assert "Ons besluit." in page.text
    assert 'name="edit" value="3"' in page.text


def test_organisation_gives_its_position_on_the_version(
    ilse: Account, visie: Visie, opening: Passage
) -> None:
    client = logged_in(ilse)
    client.post(url("position", visie.pk), {"stance": "instemming", "reason": ""})
    assert "De Stadspoort: instemming" in client.get(url("visie", visie.pk)).text


def test_comment_is_placed_under_a_passage(bas: Account, chapter: str, opening: Passage) -> None:
    client = logged_in(bas)
    client.post(url("comment", opening.pk), {"text": "Kan dit per zone?"})
    assert Comment.objects.count() == 1
    assert "Kan dit per zone?" in client.get(chapter).text


def test_list_of_answers_is_filtered_and_goes_along_as_a_file(
    bas: Account, visie: Visie, proposal: Amendment
) -> None:
    client = logged_in(bas)
    assert "Passage 1.1" in client.get(url("answers", visie.pk)).text
    empty = client.get(url("answers", visie.pk), {"stand": "overgenomen"}).text
    assert "Geen voorstellen gevonden" in empty
    file = client.get(url("answers_file", visie.pk, "csv"))
    lines = b"".join(file.streaming_content).decode()
    assert "Netter." in lines
    assert client.get(url("answers_file", visie.pk, "xlsx")).status_code == 200
    assert client.get(url("answers_file", visie.pk, "exe")).status_code == 404


# --- from plan to adopted ---


def test_visie_is_begun_laid_open_and_adopted_through_the_pages(
    sanne: Account, meryem: Account, zwolle: Partnership
) -> None:
    pm, board = logged_in(sanne), logged_in(meryem)
    given = {"title": "Samen thuis", "adoption_on": "2031-06-02"}
    page = pm.post(url("new", zwolle.slug), given)
    visie = Visie.objects.get()
    assert page["Location"] == url("visie", visie.pk)
    assert visie.traject is not None
    pm.post(url("start", visie.traject.pk))
    pm.post(url("add", visie.pk), {"chapter": 1, "chapter_title": "Wat", "text": "Samen."})
    pm.post(url("add_theme", visie.pk), {"name": "Ontmoeten", "ambitions": "Eén\nTwee"})
    pm.post(url("move", visie.pk), {"verb": "open_for_reactions", "open_until": "2031-01-01"})
    assert "Vaststellen kan nog niet" in board.get(url("adopt", visie.pk)).text
    pm.post(url("move", visie.pk), {"verb": "ask_assent"})
    assert "Stelt u deze visie vast?" in board.get(url("adopt", visie.pk)).text
    board.post(url("adopt", visie.pk), {"bevestigd": "ja"})

    page = Client().get(url("visie", visie.pk)).text
    assert f"controlegetal {Snapshot.objects.get().sha256[:12]}" in page
    assert "Deze tekst ligt vast" in page
    visie.traject.refresh_from_db()
    assert visie.traject.state == "vastgesteld"


def test_visitor_reads_an_adopted_visie_but_not_who_said_what(
    adopted: Visie, opening: Passage
) -> None:
    visitor = Client()
    for address in (
        url("visie", adopted.pk),
        url("chapter", adopted.pk, 1),
        url("whole", adopted.pk),
        url("passage", opening.pk),
        url("answers", adopted.pk),
    ):
        page = visitor.get(address)
        assert page.status_code == 200
        assert "Eerst de raad." not in page.text
        assert "Korter." not in page.text
        assert "Sanne" not in page.text


def test_party_from_elsewhere_does_not_see_who_wrote_an_adopted_text(
    adopted: Visie, opening: Passage, outsider: Account, nieuwegein: Partnership, bas: Account
) -> None:
    assert logged_in(outsider).get(url("history", opening.pk)).status_code == 404
    assert logged_in(bas).get(url("history", opening.pk)).status_code == 200


def test_frozen_copy_is_handed_out_byte_for_byte(adopted: Visie) -> None:
    file = Client().get(url("frozen", adopted.pk))
    assert file.content.decode() == Snapshot.objects.get().content


def test_adopted_text_takes_no_comment_and_no_form(
    adopted: Visie, sanne: Account, opening: Passage
) -> None:
    client = logged_in(sanne)
    assert client.get(url("edit", opening.pk)).status_code == 404
    assert client.post(url("comment", opening.pk), {"text": "Nog iets."}).status_code == 404


def test_text_laid_open_for_everybody_is_read_by_residents(
    writer: Actor, visie: Visie, draft: DocumentVersion, citation: Citation, youssef: Account
) -> None:
    texts.move_text(
        writer, visie, draft, "open_for_reactions", now=NOW, for_everybody=True,
        open_until=NOW.date() + timedelta(days=9000),
    )  # fmt: skip
    page = logged_in(youssef).get(url("chapter", visie.pk, 1))
    assert "Stel een andere tekst voor" in page.text


def test_partnership_without_a_visie_says_what_to_do(bas: Account, zwolle: Partnership) -> None:
    page = logged_in(bas).get(url("index", zwolle.slug)).text
    assert "Nog niets om te lezen" in page


# --- the number of questions ---


@pytest.fixture
def full(
    writer: Actor, visie: Visie, draft: DocumentVersion, proposal: Amendment, renewed: Study,
    bas: Account, ilse: Account,
) -> Visie:  # fmt: skip
    """Everything at once on one page."""
    voices.give_position(
        actor(ilse), visie, draft, voices.Opinion("instemming"), amendment=proposal, now=NOW
    )
    logged_in(bas).post(url("comment", proposal.passage_id), {"text": "Kan dit per zone?"})
    return visie


def addresses(visie: Visie, proposal: Amendment) -> list[str]:
    return [
        url("index", visie.partnership.slug),
        url("visie", visie.pk),
        url("chapter", visie.pk, 1),
        url("whole", visie.pk),
        url("answers", visie.pk),
        url("passage", proposal.passage_id),
        url("amendment", proposal.pk),
        url("history", proposal.passage_id),
    ]


def questions(client: Client, address: str) -> int:
    client.get(address)
    with counted_queries() as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_no_page_of_a_visie_asks_many_questions(
    full: Visie, proposal: Amendment, ilse: Account
) -> None:
    client = logged_in(ilse)
    asked = {place: questions(client, place) for place in addresses(full, proposal)}
    assert {place: number for place, number in asked.items() if number > MOST} == {}


def test_checking_the_frozen_copy_asks_few_questions(adopted: Visie, ilse: Account) -> None:
    assert questions(logged_in(ilse), url("visie", adopted.pk)) <= MOST


def test_longer_chapter_asks_no_more_questions(
    full: Visie, proposal: Amendment, ilse: Account, writer: Actor, draft: DocumentVersion
) -> None:
    client = logged_in(ilse)
    places = addresses(full, proposal)
    before = [questions(client, place) for place in places]
    for number in range(30):
        new = documents.NewPassage(1, "Wat wij zien", f"Passage {number} zegt [feit].")
        passage = documents.add_passage(writer, draft, new, now=NOW)
        fact = Citation.objects.select_related("fact__study").first().fact
        texts.cite(writer, passage, fact, edit=1, now=NOW)
    assert [questions(client, place) for place in places] == before
