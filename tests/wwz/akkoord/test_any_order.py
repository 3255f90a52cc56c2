"""Whatever people do, in whatever order: a signature belongs to the present text or counts nothing.

The machine draws verbs at random, allowed or not. What is refused must leave no trace; what is
allowed must keep the promises below.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.agreements import Cast, make_draft, reservation
from tests.cast import NOW
from tests.partnership import actor
from wwz.akkoord.models import Akkoord, Revision
from wwz.akkoord.queries import bound_organisations, has_signed
from wwz.akkoord.services import content, drafting, promising, revising, signing
from wwz.audit.snapshots import canonical, content_of
from wwz.errors import RuleBrokenError
from wwz.partners.models import Partnership

pytestmark = pytest.mark.django_db

SIGNERS = st.sampled_from(["meryem", "hugo"])
SIGNED = ("getekend", "getekend_onder_voorbehoud")


class Signing(RuleBasedStateMachine):
    """One akkoord between two parties; ``planted`` is a fault that must be found."""

    partnership: Partnership
    cast: Cast
    planted: Callable[[Akkoord], None] | None = None

    def __init__(self):
        super().__init__()
        self.around = transaction.atomic()
        self.around.__enter__()
        self.now = NOW
        self.pk = make_draft(self.partnership, self.cast).pk

    def teardown(self):
        transaction.set_rollback(True)
        self.around.__exit__(None, None, None)

    @property
    def akkoord(self):
        return Akkoord.objects.get(pk=self.pk)

    def attempt(self, verb):
        """Do it if it is allowed; what is refused changes nothing."""
        self.now += timedelta(minutes=1)
        before = canonical(content.content_of_akkoord(self.akkoord))
        try:
            with transaction.atomic():
                verb()
        except RuleBrokenError:
            assert canonical(content.content_of_akkoord(self.akkoord)) == before

    @rule(quantity=st.integers(1, 500))
    def edit(self, quantity):
        afspraak = self.akkoord.afspraken.get()
        new = drafting.AfspraakText(
            title="Anders", text="Anders", due_on=afspraak.due_on, quantity=Decimal(quantity)
        )
        self.attempt(
            lambda: drafting.edit_afspraak(actor(self.cast.ilse), afspraak, new, now=self.now)
        )
        for pledge in afspraak.pledges.filter(pledged_at=None):
            self.attempt(
                lambda given=pledge: promising.pledge(actor(self.cast.meryem), given, now=self.now)
            )

    @rule()
    def offer(self):
        self.attempt(lambda: signing.offer(actor(self.cast.sanne), self.akkoord, now=self.now))

    @rule()
    def take_back(self):
        self.attempt(lambda: signing.take_back(actor(self.cast.sanne), self.akkoord, now=self.now))

    @rule(who=SIGNERS, held=st.booleans())
    def sign(self, who, held):
        words = reservation() if held else None
        account = actor(getattr(self.cast, who))
        self.attempt(lambda: signing.sign(account, self.akkoord, reservation=words, now=self.now))

    @rule(who=SIGNERS)
    def refuse(self, who):
        account = actor(getattr(self.cast, who))
        self.attempt(lambda: signing.refuse(account, self.akkoord, "Nee.", now=self.now))

    @rule(who=SIGNERS)
    def withdraw(self, who):
        account = actor(getattr(self.cast, who))
        self.attempt(lambda: signing.withdraw(account, self.akkoord, "Weg.", now=self.now))

    @rule(quantity=st.integers(1, 500))
    def propose(self, quantity):
        change = revising.Change("Anders", "Omdat.", quantity=Decimal(quantity))
        afspraak = self.akkoord.afspraken.get()
        self.attempt(
            lambda: revising.propose(actor(self.cast.ilse), afspraak, change, now=self.now)
        )

    @rule(who=SIGNERS, yes=st.booleans())
    def decide(self, who, yes):
        revision = Revision.objects.filter(state="instemming_gevraagd").first()
        if revision is None:
            return
        account = actor(getattr(self.cast, who))
        if yes:
            self.attempt(lambda: revising.consent(account, revision, now=self.now))
        else:
            self.attempt(lambda: revising.object_to(account, revision, "Nee.", now=self.now))

    @rule()
    def plant(self):
        if self.planted is not None:
            type(self).planted(self.akkoord)

    @invariant()
    def signatures_belong_to_the_present_text(self):
        akkoord = self.akkoord
        for signature in akkoord.signatures.select_related("akkoord"):
            if signature.state in SIGNED:
                assert has_signed(signature)
                assert content.is_as_agreed(akkoord)

    @invariant()
    def in_force_only_when_every_party_signed(self):
        akkoord = self.akkoord
        states = {signature.state for signature in akkoord.signatures.all()}
        if akkoord.state == "concept":
            assert states == {"gevraagd"}
        if akkoord.state == "van_kracht":
            assert states <= {*SIGNED, "uitgetreden"}

    @invariant()
    def what_was_signed_is_still_readable(self):
        akkoord = self.akkoord
        if akkoord.snapshot is not None:
            assert content_of(akkoord.snapshot)["akkoord"] == str(self.pk)

    @invariant()
    def adopted_means_that_all_who_were_asked_consented(self):
        for revision in Revision.objects.filter(state="aangenomen"):
            assert {one.state for one in revision.consents.all()} == {"ingestemd"}
            assert revision.snapshot is not None

    @invariant()
    def who_left_is_not_bound(self):
        akkoord = self.akkoord
        left = set(akkoord.signatures.filter(state="uitgetreden").values_list("organisation"))
        bound = bound_organisations(akkoord.afspraken.get())
        assert not left & {(party.pk,) for party in bound}


def machine(partnership, cast, planted=None):
    return type("OfThisTest", (Signing,), {
        "partnership": partnership, "cast": cast,
        "planted": staticmethod(planted) if planted else None,
    })  # fmt: skip


QUICK = settings(
    max_examples=8, stateful_step_count=12, deadline=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


def test_no_order_of_verbs_breaks_a_signature(zwolle, cast):
    run_state_machine_as_test(machine(zwolle, cast), settings=QUICK)


def keep_signatures_on_taking_back(akkoord):
    """Planted: the text is a draft again and the signatures stay."""
    if akkoord.state == "ter_ondertekening":
        Akkoord.objects.filter(pk=akkoord.pk).update(state="concept", snapshot=None)


def test_machine_finds_a_planted_fault(zwolle, cast):
    """The shortest order in which the fault shows, told step by step."""
    faulty = machine(zwolle, cast, keep_signatures_on_taking_back)()
    try:
        faulty.offer()
        faulty.sign("meryem", held=False)
        faulty.in_force_only_when_every_party_signed()
        assert faulty.akkoord.signatures.filter(state="getekend").exists()
        faulty.plant()
        with pytest.raises(AssertionError):
            faulty.in_force_only_when_every_party_signed()
    finally:
        faulty.teardown()
