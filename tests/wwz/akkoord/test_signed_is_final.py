"""Plain SQL cannot change what was signed either: the database refuses it on both engines."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from tests.cast import NOW
from tests.overwriting import refuses_overwriting
from tests.partnership import actor
from wwz.akkoord.models import (
    Afspraak,
    Akkoord,
    Consent,
    FundingLine,
    InterimTarget,
    Measurement,
    Pledge,
    Revision,
    Signature,
)
from wwz.akkoord.services import promising, revising
from wwz.areas.models import Area, Level

pytestmark = pytest.mark.django_db


def refused(write) -> bool:
    try:
        with transaction.atomic():
            write()
    except DatabaseError:
        return True
    return False


FROZEN = {
    "title of the akkoord": lambda: Akkoord.objects.update(title="Anders"),
    "term of the akkoord": lambda: Akkoord.objects.update(ends_on="2040-01-01"),
    "the akkoord away": lambda: delete(Akkoord),
    "snapshot away": lambda: Akkoord.objects.update(snapshot=None),
    "back to a draft": lambda: Akkoord.objects.update(state="concept"),
    "text of a promise": lambda: Afspraak.objects.update(text="Anders"),
    "day of a promise": lambda: Afspraak.objects.update(due_on="2040-01-01"),
    "quantity of a promise": lambda: Afspraak.objects.update(quantity=1),
    "margin of a promise": lambda: Afspraak.objects.update(tolerance=99),
    "promise away": lambda: delete(Afspraak),
    "promise added": lambda: copy_of(Afspraak, number=99),
    "pledge": lambda: Pledge.objects.update(quantity=1),
    "pledge away": lambda: delete(Pledge),
    "pledge added": lambda: copy_of(Pledge, role="meewerkend"),
    "money": lambda: FundingLine.objects.update(amount=1),
    "money away": lambda: delete(FundingLine),
    "money added": lambda: copy_of(FundingLine),
    "path": lambda: InterimTarget.objects.update(value=1),
    "path shorter": lambda: delete(InterimTarget),
    "path longer": lambda: copy_of(InterimTarget, year=2040),
    "area": lambda: Afspraak.objects.get().areas.add(Area.objects.get()),
    "what was measured": lambda: Measurement.objects.update(value=1),
    "measurement away": lambda: delete(Measurement),
    "baseline afterwards": lambda: copy_of(Measurement, baseline=True),
    "moment of signing": lambda: Signature.objects.update(signed_at=NOW),
    "reservation": lambda: Signature.objects.update(reservation=""),
    "party away": lambda: delete(Signature),
    "consent": lambda: Consent.objects.update(reason="x"),
    "consent away": lambda: delete(Consent),
    "words of a revision": lambda: Revision.objects.update(after={}),
    "revision undecided": lambda: Revision.objects.update(state="instemming_gevraagd"),
    "revision without its text": lambda: Revision.objects.update(snapshot=None),
    "revision away": lambda: delete(Revision),
    "revision adopted by itself": lambda: copy_of(Revision, state="aangenomen", snapshot=None),
}


# What a draft does not have, or what never goes by itself.
NOT_IN_A_DRAFT = {
    "party away", "the akkoord away", "promise added", "pledge added", "money added", "consent",
    "consent away", "words of a revision", "revision undecided", "revision without its text",
    "revision away", "revision adopted by itself",
}  # fmt: skip


def delete(model):
    """Plain DELETE, without what Django would check or take along."""
    model.objects.all()._raw_delete("default")


def copy_of(model, **changes):
    row = model.objects.all()[0]
    row.pk, row._state.adding = None, True
    for name, value in changes.items():
        setattr(row, name, value)
    row.id = uuid4()
    row.save(force_insert=True)


@pytest.fixture
def signed(in_force, cast, wei):
    """In force, measured once, and changed once by consent."""
    Area.objects.create(code="GM0193", year=2024, level=Level.GEMEENTE, name="Zwolle")
    promise = in_force.afspraken.get()
    promising.measure(actor(wei), promise, promising.Figure(40, NOW.date(), "BAG"), now=NOW)
    change = revising.Change("Later", "Grond.", due_on=date(2030, 1, 1))
    revision = revising.propose(actor(cast.ilse), promise, change, now=NOW)
    for account in (cast.hugo, cast.meryem):
        revising.consent(actor(account), revision, now=NOW)
    return in_force


@pytest.mark.parametrize("what", FROZEN)
def test_database_refuses_to_change(signed, what):
    assert refused(FROZEN[what])


@pytest.mark.parametrize("what", [name for name in FROZEN if name not in NOT_IN_A_DRAFT])
def test_the_same_is_allowed_in_a_draft(drafted, what):
    """Planted the other way: a trigger that always refuses would pass the test above."""
    Area.objects.create(code="GM0193", year=2024, level=Level.GEMEENTE, name="Zwolle")
    Measurement.objects.create(
        afspraak=drafted.afspraken.get(), measured_on=NOW.date(), value=1, source="x"
    )
    if what == "promise away":
        for model in (Measurement, Pledge, FundingLine, InterimTarget):
            model.objects.all().delete()
    assert not refused(FROZEN[what])


def test_akkoord_is_not_in_force_before_every_required_party_signed(offered):
    assert refused(lambda: Akkoord.objects.update(state="van_kracht"))


def test_signature_under_another_text_is_refused(offered):
    assert refused(lambda: Signature.objects.update(state="getekend"))
    assert not refused(
        lambda: Signature.objects.update(state="getekend", snapshot=offered.snapshot)
    )


def test_revision_is_not_adopted_while_a_party_has_not_consented(in_force, cast):
    change = revising.Change("Later", "Grond.", text="Anders.")
    revision = revising.propose(actor(cast.ilse), in_force.afspraken.get(), change, now=NOW)
    revising.consent(actor(cast.hugo), revision, now=NOW)

    assert refused(lambda: Revision.objects.update(state="aangenomen"))


@pytest.mark.parametrize(
    "table",
    [
        "akkoord_akkoord", "akkoord_afspraak", "akkoord_pledge", "akkoord_fundingline",
        "akkoord_interimtarget", "akkoord_measurement", "akkoord_signature", "akkoord_revision",
        "akkoord_consent",
    ],
)  # fmt: skip
def test_signed_rows_are_not_replaced_or_emptied_at_once(signed, table):
    assert "offered or signed" in refuses_overwriting(table) or table in WITH_OWN_WORDS


# Their rows are refused by the rule for inserting first.
WITH_OWN_WORDS = {"akkoord_revision", "akkoord_consent"}


def test_given_signature_is_not_pushed_out_by_an_asked_one(signed):
    """SQLite replaces every row that stands in the way, also under another number."""
    given = Signature.objects.filter(state="getekend")[0]
    words = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    columns = "akkoord_id, organisation_id, required, reservation, reason"
    statement = (
        f"{words} INTO akkoord_signature (id, state, joined_later, {columns}) "  # noqa: S608 - own
        f"SELECT %s, 'gevraagd', %s, {columns} FROM akkoord_signature WHERE id = %s"
    )
    own = Signature._meta.pk.get_db_prep_value(uuid4(), connection)
    old = Signature._meta.pk.get_db_prep_value(given.pk, connection)

    def write():
        with connection.cursor() as cursor:
            cursor.execute(statement, [own, True, old])

    assert refused(write)
    assert Signature.objects.get(pk=given.pk).state == "getekend"
