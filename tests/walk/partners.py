"""People, parties, mandates and an invitation, for the addresses of rights and logging in."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime

from allauth.mfa.models import Authenticator

from wwz.partners.models import (
    Account,
    Invitation,
    Mandate,
    MandateCover,
    Membership,
    Organisation,
    OrganisationKind,
    Participation,
    ParticipationRole,
    Partnership,
    Person,
    Role,
)

LONG_AGO = date(2025, 1, 1)


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    person = Person.objects.create(name=f"Collega {secret()}")
    membership = Membership.objects.create(
        person=person,
        organisation=organisation,
        partnership=partnership,
        role=Role.BESTUURDER,
        starts_on=LONG_AGO,
    )
    mandate = Mandate.objects.create(
        membership=membership,
        covers=MandateCover.ALLES,
        subject_to=f"de raad {secret()}",
        starts_on=LONG_AGO,
    )
    token = uuid.uuid4().hex
    invitation = Invitation.objects.create(
        email=f"{token}@demo.example",
        name=f"Genodigde {secret()}",
        organisation=organisation,
        partnership=partnership,
        role=Role.ORGANISATIEMEDEWERKER,
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
        expires_at=datetime(2126, 1, 1, tzinfo=UTC),
    )
    party = Organisation.objects.create(name=f"Partij {token}", kind=OrganisationKind.OVERIG)
    participation = Participation.objects.create(
        partnership=partnership,
        organisation=party,
        role=ParticipationRole.PARTNER,
        starts_on=LONG_AGO,
    )
    passkey = Authenticator.objects.create(
        user=Account.objects.create(email=f"sleutel-{token}@demo.example"),
        type=Authenticator.Type.WEBAUTHN,
        data={"name": f"Sleutel {secret()}"},
    )
    own, held = {"pk": organisation.pk}, {"pk": membership.pk}
    return {
        "partners:parties-file": {"slug": partnership.slug, "kind": "csv"},
        "partners:organisation": own,
        "partners:merge": own,
        "partners:invite": own,
        "partners:new_person": own,
        "partners:end_participation": {"pk": participation.pk},
        "partners:end_membership": held,
        "partners:deputy": held,
        "partners:give_mandate": held,
        "partners:end_mandate": {"pk": mandate.pk},
        "partners:withdraw_invitation": {"pk": invitation.pk},
        "partners:accept": {"token": token},
        "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
        "mfa_edit_webauthn": {"pk": passkey.pk},
        "mfa_remove_webauthn": {"pk": passkey.pk},
    }
