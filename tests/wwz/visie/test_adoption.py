"""Adopting freezes what was read; after that nobody and nothing changes it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cast import NOW, TODAY, publish_result, small_result
from tests.overwriting import drop_triggers, refuses_overwriting
from tests.partnership import actor
from wwz.areas.models import Area
from wwz.audit.models import AuditEvent, Snapshot
from wwz.audit.snapshots import is_whole
from wwz.audit.states import WrongStateError
from wwz.documents import services as documents
from wwz.documents.errors import TextClosedError
from wwz.documents.models import DocumentVersion, Passage
from wwz.errors import NotAllowedError
from wwz.opgave import services as opgave
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Person
from wwz.visie.errors import NotReadyError
from wwz.visie.models import Amendment, Citation, Visie
from wwz.visie.services import adoption, texts, voices


def stored(visie: Visie) -> DocumentVersion:
    return DocumentVersion.objects.select_related("document", "snapshot").get(
        document=visie.document_id
    )


def frozen(visie: Visie) -> Snapshot:
    snapshot = stored(visie).snapshot
    assert snapshot is not None
    return snapshot


def test_adopting_freezes_text_facts_sources_themes_and_positions(adopted: Visie) -> None:
    content = json.loads(frozen(adopted).content)
    passage = content["tekst"][0]
    assert passage["gelezen"] == "In Zwolle wonen 8.965 mensen van 75 en ouder."
    fact = passage["feiten"][0]
    assert (fact["waarde"], fact["jaar"], fact["soort"]) == ("8965.0", 2021, "geteld")
    assert fact["bronnen"][0]["sha256"] == "a" * 64
    assert content["themas"][0]["naam"] == "Elkaar ontmoeten"
    assert content["standpunten"][0]["organisatie"] == "De Stadspoort (demo)"
    assert (adopted.adopted_on, stored(adopted).state) == (TODAY, "vastgesteld")


def test_frozen_copy_names_no_person(adopted: Visie) -> None:
    for person in Person.objects.all():
        assert person.name not in frozen(adopted).content


def test_adopting_is_in_the_log_and_makes_the_visie_public(adopted: Visie) -> None:
    assert AuditEvent.objects.filter(verb="documentversion.adopt").count() == 1
    assert adopted.visibility == "openbaar"


def test_only_a_bestuurder_adopts(ready: DocumentVersion, visie: Visie, writer: Actor) -> None:
    with pytest.raises(NotAllowedError):
        adoption.adopt(writer, visie, today=TODAY, now=NOW)


def test_concept_is_not_adopted(opening: Passage, visie: Visie, meryem: Account) -> None:
    with pytest.raises(NotReadyError, match="ter instemming"):
        adoption.adopt(actor(meryem), visie, today=TODAY, now=NOW)
    assert not Snapshot.objects.exists()


def test_renewed_figure_must_be_answered_first(
    ready: DocumentVersion, visie: Visie, meryem: Account, writer: Actor, gemeente: Area
) -> None:
    later = opgave.enqueue_study(gemeente, opgave.Wanted(), requested_by=None, now=NOW)
    publish_result(later, small_result(factor=1.1), now=NOW + timedelta(days=1))
    with pytest.raises(NotReadyError, match=r"passage 1\.1 is een cijfer vernieuwd"):
        adoption.adopt(actor(meryem), visie, today=TODAY, now=NOW)

    texts.keep(writer, Citation.objects.get(), "Zo is erover gepraat.", now=NOW)
    adoption.adopt(actor(meryem), visie, today=TODAY, now=NOW)

    fact = json.loads(frozen(visie).content)["tekst"][0]["feiten"][0]
    assert fact["blijft_staan_omdat"] == "Zo is erover gepraat."


def test_revision_takes_the_place_of_what_it_follows(
    adopted: Visie, writer: Actor, meryem: Account
) -> None:
    new = texts.NewVisie("Herziening", follows=adopted)
    revision = texts.start_visie(writer, adopted.partnership, new, now=NOW)
    texts.move_text(writer, revision, stored(revision), "ask_assent", now=NOW)

    adoption.adopt(actor(meryem), revision, today=TODAY, now=NOW)

    assert stored(adopted).state == "vervangen"
    assert stored(revision).state == "vastgesteld"
    assert adoption.is_intact(adopted, stored(adopted))


# --- no verb changes it ---


def test_no_verb_changes_an_adopted_visie(
    adopted: Visie, writer: Actor, meryem: Account, ilse: Account, opening: Passage
) -> None:
    before = frozen(adopted).content
    version, passage = stored(adopted), Passage.objects.get(pk=opening.pk)
    citation, proposal = Citation.objects.get(), Amendment.objects.get()
    new = documents.NewPassage(1, "Wat wij zien", "Nog iets.")
    decision = voices.Decision("accept", "Toch wel.")
    opinion = voices.Opinion("instemming")
    verbs = (
        lambda: texts.save_text(writer, passage, text="Anders.", edit=passage.edit, now=NOW),
        lambda: documents.add_passage(writer, version, new, now=NOW),
        lambda: texts.cite(writer, passage, citation.fact, edit=passage.edit, now=NOW),
        lambda: texts.renew(writer, citation, now=NOW),
        lambda: texts.keep(writer, citation, "Daarom.", now=NOW),
        lambda: texts.start_version(writer, adopted, now=NOW),
        lambda: texts.move_text(writer, adopted, version, "reopen", now=NOW),
        lambda: texts.add_theme(writer, adopted, "Nog een thema", ["Iets."]),
        lambda: voices.propose(actor(ilse), adopted, passage, text="X", reason="Y", now=NOW),
        lambda: voices.decide(writer, adopted, proposal, decision, now=NOW),
        lambda: voices.give_position(actor(ilse), adopted, version, opinion, now=NOW),
        lambda: adoption.adopt(actor(meryem), adopted, today=TODAY, now=NOW),
    )
    for verb in verbs:
        with (
            pytest.raises((TextClosedError, WrongStateError, NotReadyError, IntegrityError)),
            transaction.atomic(),
        ):
            verb()
    assert frozen(adopted).content == before
    assert adoption.is_intact(adopted, stored(adopted))


# --- no statement changes it ---

CHANGES = [
    "UPDATE documents_documentversion SET state = 'concept'",
    "UPDATE documents_documentversion SET snapshot_id = NULL",
    "UPDATE documents_documentversion SET adopted_on = '2020-01-01'",
    "UPDATE documents_documentversion SET number = 9",
    "UPDATE documents_passage SET text = 'anders'",
    "UPDATE documents_passage SET chapter_title = 'anders'",
    "UPDATE visie_visie SET title = 'anders'",
    "UPDATE visie_visie SET adopted_on = NULL",
    "UPDATE visie_theme SET name = 'anders'",
    "UPDATE visie_ambition SET text = 'anders'",
    "UPDATE visie_citation SET number = 2",
    "UPDATE visie_citation SET kept_because = 'anders'",
    "UPDATE visie_amendment SET decision = 'anders'",
    "UPDATE visie_position SET stance = 'instemming'",
    "UPDATE audit_snapshot SET content = '{}'",
    "DELETE FROM visie_position",
    "DELETE FROM visie_citation",
    "DELETE FROM visie_ambition",
    "DELETE FROM visie_theme",
    "DELETE FROM visie_amendment",
    "DELETE FROM visie_visie",
    "DELETE FROM documents_passage",
    "DELETE FROM documents_documentversion",
    "DELETE FROM audit_snapshot",
    "INSERT INTO documents_passage (id, version_id, chapter, chapter_title, number, text, edit,"
    " edited_at) SELECT version_id, version_id, 9, 'x', 9, 'x', 1, edited_at"
    " FROM documents_passage",
    "INSERT INTO visie_theme (id, visie_id, number, name) SELECT visie_id, visie_id, 9, 'x'"
    " FROM visie_theme",
    "INSERT INTO visie_ambition (id, theme_id, number, text) SELECT theme_id, theme_id, 9, 'x'"
    " FROM visie_ambition",
    "INSERT INTO visie_citation (id, passage_id, number, fact_id, follows_newest, kept_because)"
    " SELECT passage_id, passage_id, 9, fact_id, follows_newest, '' FROM visie_citation",
]
TABLES = [
    "documents_documentversion",
    "documents_passage",
    "visie_visie",
    "visie_theme",
    "visie_ambition",
    "visie_citation",
    "visie_amendment",
    "visie_position",
]


def refused(statement: str) -> None:
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize("statement", CHANGES)
def test_database_refuses_to_change_an_adopted_visie(statement: str, adopted: Visie) -> None:
    before = frozen(adopted).content
    refused(statement)
    assert frozen(adopted).content == before


@pytest.mark.parametrize("table", TABLES)
def test_adopted_rows_cannot_be_written_over(table: str, adopted: Visie) -> None:
    if connection.vendor == "sqlite":
        refused(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608 - our own names
    else:
        refused(f"INSERT INTO {table} SELECT * FROM {table}")  # noqa: S608 - our own names


def test_concept_beside_an_adopted_visie_still_changes(adopted: Visie, writer: Actor) -> None:
    new = texts.NewVisie("Herziening", follows=adopted)
    revision = texts.start_visie(writer, adopted.partnership, new, now=NOW)
    passage = Passage.objects.get(version__document=revision.document)
    saved = texts.save_text(writer, passage, text="Opnieuw.", edit=passage.edit, now=NOW)
    assert saved.text == "Opnieuw."


def test_writer_of_an_adopted_text_can_still_be_erased(adopted: Visie, bas: Account) -> None:
    Person.objects.filter(account__email__startswith="sanne").delete()
    assert Passage.objects.get().edited_by is None


# --- a changed byte is seen ---


def test_changed_byte_in_the_frozen_copy_is_seen(adopted: Visie) -> None:
    assert adoption.is_intact(adopted, stored(adopted))
    drop_triggers("audit_snapshot")
    content = frozen(adopted).content
    Snapshot.objects.update(content=content.replace("8.965", "8.966"))
    assert not is_whole(frozen(adopted))
    assert not adoption.is_intact(adopted, stored(adopted))


def test_changed_word_in_the_text_is_seen(adopted: Visie, meryem: Account) -> None:
    drop_triggers("documents_passage")
    Passage.objects.update(text="In Zwolle wonen [feit 1] mensen van 65 en ouder.")
    assert is_whole(frozen(adopted))
    assert not adoption.is_intact(adopted, stored(adopted))


@pytest.mark.parametrize(
    "table",
    [
        "visie_visie", "visie_theme", "visie_ambition", "visie_citation", "visie_amendment",
        "visie_position",
    ],
)  # fmt: skip
def test_adopted_rows_are_not_replaced_or_emptied_at_once(adopted: Visie, table: str) -> None:
    assert "adopted is final" in refuses_overwriting(table)
