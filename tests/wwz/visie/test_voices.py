"""Organisations speak for themselves; every proposal gets an answer with a reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import NOW, TODAY
from tests.partnership import actor, scoped
from wwz.audit.models import AuditEvent
from wwz.audit.states import WrongStateError
from wwz.documents.errors import EditConflictError, TextClosedError
from wwz.documents.models import DocumentVersion, Passage
from wwz.errors import NotAllowedError
from wwz.partners.actor import Actor
from wwz.partners.models import Account, Partnership
from wwz.visie.errors import NotReadyError, NoVoiceError, ReasonMissingError
from wwz.visie.models import Amendment, Position, Visie
from wwz.visie.queries.reading import read
from wwz.visie.services import texts, voices

NEW = "In Zwolle wonen veel mensen van 75 en ouder."
YES = voices.Opinion("instemming")


@pytest.fixture
def proposal(bas: Account, visie: Visie, opening: Passage) -> Amendment:
    return voices.propose(actor(bas), visie, opening, text=NEW, reason="Kan korter.", now=NOW)


def decide(writer: Actor, visie: Visie, proposal: Amendment, verb: str, **more: object) -> None:
    decision = voices.Decision(verb, str(more.pop("reason", "Goed idee.")), **more)  # type: ignore[arg-type]  # text and edit
    voices.decide(writer, visie, proposal, decision, now=NOW)


def test_proposal_is_of_the_organisation_and_keeps_the_text_it_was_about(
    proposal: Amendment, opening: Passage, bas: Account
) -> None:
    assert str(proposal.organisation) == "De Stadspoort (demo)"
    assert (proposal.old_text, proposal.new_text) == (opening.text, NEW)
    assert AuditEvent.objects.filter(verb="amendment.propose").count() == 1


def test_what_is_taken_over_comes_in_the_text_at_once(
    proposal: Amendment, writer: Actor, visie: Visie, opening: Passage
) -> None:
    decide(writer, visie, proposal, "accept")
    opening.refresh_from_db()
    proposal.refresh_from_db()
    assert (opening.text, opening.edit) == (NEW, 2)
    assert (proposal.state, proposal.decision) == ("overgenomen", "Goed idee.")


def test_decision_without_a_reason_is_refused(
    proposal: Amendment, writer: Actor, visie: Visie
) -> None:
    with pytest.raises(ReasonMissingError, match="reden"):
        decide(writer, visie, proposal, "decline", reason=" ")
    proposal.refresh_from_db()
    assert proposal.state == "ingediend"


def test_deciding_over_a_newer_text_changes_nothing(
    proposal: Amendment, writer: Actor, visie: Visie, opening: Passage
) -> None:
    texts.save_text(writer, opening, text="Intussen geschreven.", edit=1, now=NOW)
    with pytest.raises(EditConflictError):
        decide(writer, visie, proposal, "accept", text=NEW, edit=1)
    proposal.refresh_from_db()
    opening.refresh_from_db()
    assert (proposal.state, opening.text) == ("ingediend", "Intussen geschreven.")


def test_proposal_is_decided_once(proposal: Amendment, writer: Actor, visie: Visie) -> None:
    decide(writer, visie, proposal, "decline")
    with pytest.raises(WrongStateError):
        decide(writer, visie, proposal, "accept")


def test_partner_cannot_decide(proposal: Amendment, ilse: Account, visie: Visie) -> None:
    with pytest.raises(NotAllowedError):
        decide(actor(ilse), visie, proposal, "accept")


def test_only_the_proposer_takes_it_back(
    proposal: Amendment, bas: Account, meryem: Account
) -> None:
    with pytest.raises(NotAllowedError, match="indiener"):
        voices.withdraw(actor(meryem), proposal, now=NOW)
    voices.withdraw(actor(bas), proposal, now=NOW)
    assert proposal.state == "ingetrokken"


def test_assent_is_not_asked_before_every_proposal_has_an_answer(
    proposal: Amendment, writer: Actor, visie: Visie, draft: DocumentVersion
) -> None:
    with pytest.raises(NotReadyError, match="één wijzigingsvoorstel"):
        texts.move_text(writer, visie, draft, "ask_assent", now=NOW)
    with pytest.raises(NotReadyError):
        texts.start_version(writer, visie, now=NOW)


def test_reacting_ends_on_the_day_that_was_said(
    writer: Actor, visie: Visie, draft: DocumentVersion, opening: Passage, bas: Account
) -> None:
    texts.move_text(writer, visie, draft, "open_for_reactions", now=NOW, open_until=TODAY)
    voices.propose(actor(bas), visie, opening, text=NEW, reason="Korter.", now=NOW)
    late = NOW + timedelta(days=1)
    with pytest.raises(NotReadyError, match="tot en met 06-11-2026"):
        voices.propose(actor(bas), visie, opening, text=NEW, reason="Korter.", now=late)


def test_nobody_proposes_while_assent_is_asked(
    writer: Actor, visie: Visie, draft: DocumentVersion, opening: Passage, bas: Account
) -> None:
    texts.move_text(writer, visie, draft, "ask_assent", now=NOW)
    with pytest.raises(TextClosedError):
        voices.propose(actor(bas), visie, opening, text=NEW, reason="Korter.", now=NOW)


def test_resident_proposes_as_a_person(youssef: Account, visie: Visie, opening: Passage) -> None:
    made = voices.propose(actor(youssef), visie, opening, text=NEW, reason="Korter.", now=NOW)
    assert made.organisation is None
    assert str(made.author) == "Youssef"


def test_party_from_elsewhere_has_no_voice_here(
    outsider: Account, nieuwegein: Partnership, visie: Visie, draft: DocumentVersion
) -> None:
    with pytest.raises(NoVoiceError):
        voices.give_position(actor(outsider), visie, draft, YES, now=NOW)


def test_redacteur_writes_for_all_and_has_no_position(
    lotte: Account, visie: Visie, draft: DocumentVersion
) -> None:
    lotte = scoped(lotte, visie.document_id)
    with pytest.raises(NoVoiceError):
        voices.give_position(actor(lotte), visie, draft, YES, now=NOW)


def test_reservation_needs_a_reason(ilse: Account, visie: Visie, draft: DocumentVersion) -> None:
    with pytest.raises(ReasonMissingError):
        voices.give_position(actor(ilse), visie, draft, voices.Opinion("bezwaar"), now=NOW)


def test_last_position_of_an_organisation_counts(
    ilse: Account, bas: Account, visie: Visie, draft: DocumentVersion
) -> None:
    no = voices.Opinion("bezwaar", "Te duur.")
    voices.give_position(actor(bas), visie, draft, no, now=NOW)
    voices.give_position(actor(ilse), visie, draft, YES, now=NOW + timedelta(hours=1))

    reading = read(actor(bas), visie, draft, today=TODAY)

    assert [one.stance for one in reading.positions] == ["instemming"]
    assert Position.objects.count() == 2


def test_position_on_a_proposal_ends_with_its_decision(
    proposal: Amendment, ilse: Account, visie: Visie, draft: DocumentVersion, writer: Actor
) -> None:
    voices.give_position(actor(ilse), visie, draft, YES, amendment=proposal, now=NOW)
    decide(writer, visie, proposal, "decline")
    with pytest.raises(NotReadyError, match="al besloten"):
        voices.give_position(actor(ilse), visie, draft, YES, amendment=proposal, now=NOW)
