"""Writing together: versions, edits with a number, what is refused and what is kept."""

from __future__ import annotations

from datetime import timedelta
from time import perf_counter

import pytest

from tests.cast import NOW, TODAY
from tests.overwriting import refuses_overwriting
from tests.partnership import actor, scoped
from tests.texts import FIRST
from wwz.audit.models import AuditEvent
from wwz.audit.snapshots import freeze
from wwz.audit.states import WrongStateError
from wwz.documents import services
from wwz.documents.diff import difference
from wwz.documents.errors import EditConflictError, EmptyTextError, TextClosedError
from wwz.documents.models import DocumentVersion, Passage
from wwz.documents.queries import history_of, text_at
from wwz.errors import NotAllowedError
from wwz.partners.actor import Actor
from wwz.partners.models import Account

LATER = NOW + timedelta(hours=1)


def save(writer: Actor, passage: Passage, text: str, edit: int) -> Passage:
    return services.save_passage(writer, passage, text=text, edit=edit, now=LATER)


def test_second_saver_gets_the_three_texts_and_loses_nothing(
    writer: Actor, passage: Passage
) -> None:
    save(writer, passage, "Samen eten houdt mensen op de been.", edit=1)

    with pytest.raises(EditConflictError, match="Iemand anders") as refused:
        save(writer, passage, "Een praatje houdt mensen op de been.", edit=1)

    conflict = refused.value
    assert conflict.mine == "Een praatje houdt mensen op de been."
    assert conflict.theirs == "Samen eten houdt mensen op de been."
    assert conflict.base == FIRST
    saved = save(writer, passage, conflict.mine, edit=conflict.edit)
    assert (saved.text, saved.edit) == (conflict.mine, 3)


def test_history_tells_every_text_who_and_what_changed(writer: Actor, passage: Passage) -> None:
    save(writer, passage, "Wie ouder wordt, wil thuis anderen ontmoeten.", edit=1)
    passage.refresh_from_db()

    newest, first = history_of(passage)

    assert (newest.number, newest.current, newest.who) == (2, True, "Sanne")
    assert (first.number, first.text) == (1, FIRST)
    assert [piece.words for piece in newest.pieces if piece.removed] == ["dicht bij huis"]
    assert [piece.words for piece in newest.pieces if piece.added] == ["thuis"]


def test_earlier_text_comes_back_as_a_new_edit(writer: Actor, passage: Passage) -> None:
    save(writer, passage, "Iets anders.", edit=1)

    back = save(writer, passage, text_at(passage, 1), edit=2)

    assert (back.text, back.edit) == (FIRST, 3)
    assert [edit.number for edit in history_of(back)] == [3, 2, 1]


def test_empty_text_is_refused(writer: Actor, passage: Passage) -> None:
    with pytest.raises(EmptyTextError, match="lege passage"):
        save(writer, passage, "  \n ", edit=1)


def test_redacteur_writes_only_in_the_own_document(
    passage: Passage, lotte: Account, version: DocumentVersion
) -> None:
    with pytest.raises(NotAllowedError):
        save(actor(lotte), passage, "Mijn tekst.", edit=1)
    scoped(lotte, version.document_id)
    mine = actor(Account.objects.get(pk=lotte.pk))
    assert save(mine, passage, "Mijn tekst.", edit=1).text == "Mijn tekst."


def test_partner_may_not_write_in_the_text(passage: Passage, bas: Account) -> None:
    with pytest.raises(NotAllowedError):
        save(actor(bas), passage, "Onze tekst.", edit=1)


def test_next_version_keeps_the_numbers_and_the_old_one_its_text(
    writer: Actor, version: DocumentVersion, passage: Passage
) -> None:
    new = services.NewPassage(1, "Elkaar ontmoeten", "Een ruimte die open is.")
    services.add_passage(writer, version, new, now=NOW)

    second = services.start_version(writer, version.document, now=LATER)

    assert second.number == 2
    assert list(second.passages.values_list("chapter", "number", "edit")) == [(1, 1, 1), (1, 2, 1)]
    copied = second.passages.get(number=1)
    save(writer, copied, "Nieuw.", edit=1)
    passage.refresh_from_db()
    assert passage.text == FIRST
    assert [edit.text for edit in history_of(copied)][-1] == FIRST


def test_text_that_waits_for_assent_is_not_written_in(
    writer: Actor, version: DocumentVersion, passage: Passage
) -> None:
    services.move_version(writer, version, "ask_assent", now=NOW)
    with pytest.raises(TextClosedError, match="ter instemming"):
        save(writer, passage, "Toch nog iets.", edit=1)
    services.move_version(writer, version, "reopen", now=NOW)
    assert save(writer, passage, "Toch nog iets.", edit=1).edit == 2


def test_adopting_needs_a_version_that_was_offered_for_assent(
    version: DocumentVersion, meryem: Account
) -> None:
    snapshot = freeze(version, {"tekst": FIRST}, now=NOW)
    with pytest.raises(WrongStateError):
        services.adopt_version(actor(meryem), version, snapshot, today=TODAY, now=NOW)


def test_every_step_of_a_version_is_in_the_log(writer: Actor, version: DocumentVersion) -> None:
    services.move_version(writer, version, "open_for_reactions", now=NOW, open_until=TODAY)
    services.move_version(writer, version, "reopen", now=NOW)
    verbs = AuditEvent.objects.order_by("id").values_list("verb", flat=True)
    assert list(verbs)[-2:] == ["documentversion.open_for_reactions", "documentversion.reopen"]


def test_difference_puts_both_texts_together_again() -> None:
    old, new = "een plek op loopafstand, open", "een plek op 500 meter lopen, elke dag open"
    pieces = difference(old, new)
    assert "".join(piece.words for piece in pieces if not piece.added) == old
    assert "".join(piece.words for piece in pieces if not piece.removed) == new


@pytest.mark.parametrize("table", ["documents_documentversion", "documents_passage"])
def test_adopted_text_is_not_replaced_or_emptied_at_once(passage: Passage, table: str) -> None:
    DocumentVersion.objects.update(state="vastgesteld")
    assert "adopted is final" in refuses_overwriting(table)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a\n" * 4000, "b\n" + "a\n" * 3999),
        ("a\nb\n" * 2000, "a\na\nb\n" * 1333),
        ("a b " * 740, "b a a " * 490),
    ],
)
def test_no_two_texts_keep_the_server_busy(old: str, new: str) -> None:
    began = perf_counter()
    pieces = difference(old, new)

    assert perf_counter() - began < 5
    assert "".join(piece.words for piece in pieces if not piece.added) == old
    assert "".join(piece.words for piece in pieces if not piece.removed) == new
