"""Who did what, told to partners with names, and to nobody else."""

from __future__ import annotations

import pytest

from tests.cast import NOW
from tests.partnership import actor
from wwz.audit.log import SYSTEM, record
from wwz.partners.actor import Actor
from wwz.partners.history import history
from wwz.partners.models import Account, Partnership, Person
from wwz.uitvoering.models import Woonservicezone

pytestmark = pytest.mark.django_db


def happened(zone: Woonservicezone, who: Account) -> None:
    anna = Person.objects.create(name="Anna")
    record(zone, "change", by=actor(who).by(anna.pk), now=NOW)
    record(zone, "offer", by=SYSTEM, now=NOW, before={"state": "concept"},
           after={"state": "van_kracht"})  # fmt: skip


def test_partner_reads_names_organisation_and_change(
    zone: Woonservicezone, sanne: Account, bas: Account
) -> None:
    happened(zone, sanne)
    clock, person = history(zone, actor(bas))
    assert (person.who, person.organisation) == ("Sanne", "Gemeente Zwolle (demo)")
    assert (person.role, person.on_behalf_of) == ("programmamanager", "Anna")
    assert person.what == "woonservicezone: gewijzigd"
    assert clock.who == "vanzelf, op de dag zelf"
    assert clock.change == "was concept, is van kracht"


def test_others_read_nothing(
    zone: Woonservicezone, sanne: Account, outsider: Account, nieuwegein: Partnership,
    petra: Account, kees: Account,
) -> None:  # fmt: skip
    happened(zone, sanne)
    for reader in (Actor(), actor(outsider), actor(petra), actor(kees)):
        assert history(zone, reader) == ()


def test_erased_person_stays_without_a_name(
    zone: Woonservicezone, sanne: Account, bas: Account
) -> None:
    happened(zone, sanne)
    found = history(zone, actor(bas))
    assert found[1].who == "Sanne"
    Person.objects.filter(name="Anna").delete()
    assert history(zone, actor(bas))[1].on_behalf_of == "iemand"
