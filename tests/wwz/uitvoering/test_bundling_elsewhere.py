"""Who works in two partnerships keeps their signalen apart."""

from __future__ import annotations

import pytest

from tests.cast import NOW, TODAY
from tests.partnership import actor, join
from wwz.errors import RuleBrokenError
from wwz.partners.models import Account, Organisation, Partnership
from wwz.uitvoering.models import Knelpunt, Signaal
from wwz.uitvoering.services import knelpunten


def test_signaal_is_not_bundled_into_a_knelpunt_of_another_partnership(
    zwolle: Partnership, nieuwegein: Partnership, municipality: Organisation, sanne: Account
) -> None:
    join(nieuwegein, municipality)
    told = Signaal.objects.create(
        partnership=zwolle, channel="web", subject="Geen bankje", text="Het is te ver.",
        received_on=TODAY, answer_by=TODAY, token_sha256="a" * 64,
    )  # fmt: skip
    there = Knelpunt.objects.create(partnership=nieuwegein, title="Daar", raised_on=TODAY)

    with pytest.raises(RuleBrokenError, match="ander samenwerkingsverband"):
        knelpunten.bundle(actor(sanne), [told], "", into=there, now=NOW)
    assert not there.signalen.exists()
