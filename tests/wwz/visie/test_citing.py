"""A figure in a text is a fact: said with its doubt, and followed when it is renewed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import NOW, publish_result, small_result
from tests.partnership import actor
from tests.texts import fact_of
from wwz.areas.models import Area
from wwz.documents.models import DocumentVersion, Passage
from wwz.errors import NotAllowedError
from wwz.opgave import services as opgave
from wwz.opgave.models import Study
from wwz.partners.actor import Actor
from wwz.partners.models import Account
from wwz.visie.citations import as_text, render, said, with_marker
from wwz.visie.errors import NotReadyError, ReasonMissingError, UnknownFactError
from wwz.visie.models import Citation, Visie
from wwz.visie.presentation.renewed import renewed_figure
from wwz.visie.queries.renewals import newer_of
from wwz.visie.services import texts
from wwz_engine.study import StudyResult

LATER = NOW + timedelta(days=30)


def publish_again(gemeente: Area, result: StudyResult) -> Study:
    study = opgave.enqueue_study(gemeente, opgave.Wanted(), requested_by=None, now=LATER)
    return publish_result(study, result, now=LATER)


def with_count_of(year: int, result: StudyResult) -> StudyResult:
    """The same study with one more counted year."""
    extra = [
        replace(fact, year=year, value=(fact.value or 0) + 220)
        for fact in result.facts
        if fact.year == 2021 and fact.kind == "geteld"
    ]
    return replace(result, facts=(*result.facts, *extra))


def test_counted_figure_is_said_plainly_and_projected_with_its_band(study: Study) -> None:
    assert said(fact_of(study, "inwoners_75plus", 2021)) == "8.965"
    words = said(fact_of(study, "inwoners_75plus", 2040))
    assert words == "naar verwachting ongeveer 13.220 (tussen 11.900 en 14.540)"


def test_estimated_figure_says_about(study: Study) -> None:
    assert said(fact_of(study, "beperking_bewegen_65plus_aandeel", 2020)) == "ongeveer 21,2%"


def test_hidden_figure_says_no_number(study: Study) -> None:
    hidden = fact_of(study, "beperking_bewegen_65plus", 2040, "BU01933110")
    assert said(hidden) == "verborgen"


def test_only_the_figure_itself_is_the_link(study: Study) -> None:
    fact = fact_of(study, "inwoners_75plus", 2040)
    parts = render("In 2040 zijn het er [feit 1], denken wij.", {1: fact})
    assert [part.words for part in parts if part.address] == ["ongeveer 13.220"]
    assert as_text("[feit 1].", {1: fact}).endswith("(tussen 11.900 en 14.540).")


def test_marker_without_a_fact_never_shows_a_number() -> None:
    assert as_text("Er zijn [feit 7] mensen.", {}) == "Er zijn (dit feit is niet gevonden) mensen."


def test_marker_comes_where_the_writer_asked() -> None:
    assert with_marker("Nu [feit] en later.", 2) == "Nu [feit 2] en later."
    assert with_marker("Nu.", 1) == "Nu. [feit 1]"


def test_citing_puts_the_marker_in_the_text_as_an_edit(
    citation: Citation, opening: Passage
) -> None:
    opening.refresh_from_db()
    assert opening.text == "In Zwolle wonen [feit 1] mensen van 75 en ouder."
    assert (citation.number, opening.edit) == (1, 2)


def test_text_cannot_point_at_a_fact_that_is_not_cited(writer: Actor, opening: Passage) -> None:
    with pytest.raises(UnknownFactError, match=r"\[feit 4\]"):
        texts.save_text(writer, opening, text="Er zijn [feit 4].", edit=1, now=NOW)


def test_partner_cannot_cite(opening: Passage, study: Study, bas: Account) -> None:
    fact = fact_of(study, "inwoners_75plus", 2021)
    with pytest.raises(NotAllowedError):
        texts.cite(actor(bas), opening, fact, edit=1, now=NOW)


def test_unpublished_figure_is_not_cited(writer: Actor, opening: Passage, study: Study) -> None:
    fact = fact_of(study, "inwoners_75plus", 2021)
    fact.study.state = "bezig"
    with pytest.raises(UnknownFactError):
        texts.cite(writer, opening, fact, edit=1, now=NOW)


# --- renewed ---


def test_same_figure_published_again_renews_nothing(citation: Citation, gemeente: Area) -> None:
    publish_again(gemeente, small_result())
    assert newer_of(citation) is None


def test_other_outcome_of_a_later_study_renews_the_figure(
    citation: Citation, gemeente: Area
) -> None:
    later = publish_again(gemeente, small_result(factor=1.1))

    found = newer_of(citation)

    assert found is not None
    assert found.newer == fact_of(later, "inwoners_75plus", 2021)
    box = renewed_figure(found)
    assert (box.in_text, box.new) == ("8.965 (geteld, 2021)", "9.860 (geteld, 2021)")
    assert box.difference == (
        "+895, omdat er opnieuw is gerekend. Definitie en grenzen zijn gelijk."
    )


def test_newer_count_renews_a_sentence_about_now_and_no_other(
    citation: Citation, gemeente: Area
) -> None:
    later = publish_again(gemeente, with_count_of(2022, small_result()))

    found = newer_of(citation)

    assert found is not None
    assert found.newer == fact_of(later, "inwoners_75plus", 2022)
    assert renewed_figure(found).difference.startswith("+220, omdat er een nieuw teljaar is.")
    citation.follows_newest = False
    assert newer_of(citation) is None


def test_taking_over_the_new_figure_changes_what_is_read(
    citation: Citation, gemeente: Area, writer: Actor
) -> None:
    later = publish_again(gemeente, small_result(factor=1.1))
    texts.renew(writer, citation, now=LATER)
    citation.refresh_from_db()
    assert citation.fact == fact_of(later, "inwoners_75plus", 2021)
    with pytest.raises(NotReadyError, match="geen nieuwer cijfer"):
        texts.renew(writer, citation, now=LATER)


def test_figure_stays_only_with_a_reason_and_until_there_is_a_newer_one(
    citation: Citation, gemeente: Area, writer: Actor
) -> None:
    publish_again(gemeente, small_result(factor=1.1))
    with pytest.raises(ReasonMissingError):
        texts.keep(writer, citation, " ", now=LATER)

    texts.keep(writer, citation, "De brief aan de raad noemt dit cijfer.", now=LATER)
    found = newer_of(citation)
    assert found is not None
    assert found.answered

    even_later = opgave.enqueue_study(gemeente, opgave.Wanted(), requested_by=None, now=LATER)
    publish_result(even_later, small_result(factor=1.2), now=LATER + timedelta(days=1))
    found = newer_of(citation)
    assert found is not None
    assert not found.answered


# --- versions and revisions ---


def test_next_concept_keeps_the_citations(citation: Citation, writer: Actor, visie: Visie) -> None:
    second = texts.start_version(writer, visie, now=LATER)
    copied = Citation.objects.get(passage__version=second)
    assert (copied.fact_id, copied.number, copied.follows_newest) == (citation.fact_id, 1, True)
    assert copied.pk != citation.pk


def test_revision_begins_with_text_themes_and_citations(
    citation: Citation, writer: Actor, visie: Visie, draft: DocumentVersion
) -> None:
    texts.add_theme(writer, visie, "Geschikt wonen", ["Zonder drempels", " "])
    new = texts.NewVisie("Herziening", follows=visie)

    revision = texts.start_visie(writer, visie.partnership, new, now=LATER)

    passages = Passage.objects.filter(version__document=revision.document)
    assert [passage.text for passage in passages] == [
        passage.text for passage in draft.passages.all()
    ]
    assert Citation.objects.filter(passage__in=passages).count() == 1
    assert [ambition.text for ambition in revision.themes.get().ambitions.all()] == [
        "Zonder drempels"
    ]


def test_only_the_programme_manager_begins_a_visie(visie: Visie, lotte: Account) -> None:
    with pytest.raises(NotAllowedError):
        texts.start_visie(actor(lotte), visie.partnership, texts.NewVisie("Mijn visie"), now=NOW)
