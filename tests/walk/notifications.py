"""A notice, a mail and two followers: what is one person's alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import uuid4

from wwz.notifications.models import Notice, OutgoingMail, Subscription
from wwz.partners.mail import hashed
from wwz.partners.models import Organisation, Partnership, Person

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
TOKEN = "een-teken-voor-wie-de-mail-leest"


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    person = Person.objects.create(name=f"Ontvanger {secret()}")
    notice = Notice.objects.create(
        person=person,
        partnership=partnership,
        text=f"Bericht {secret()}",
        address=f"/geheim-{secret()}/",
        made_at=AT,
    )
    OutgoingMail.objects.create(
        key=f"mail-{secret()}",
        partnership=partnership,
        to="iemand@demo.example",
        subject=f"Onderwerp {secret()}",
        text=f"Tekst {secret()}",
        calendar=f"Agenda {secret()}",
        problem=f"Probleem {secret()}",
        written_at=AT,
        next_at=AT,
    )
    follower = Subscription.objects.create(
        partnership=partnership,
        email="volger@demo.example",
        kind="visie.Visie",
        object_id=uuid4(),
        address=f"/geheim-{secret()}/",
        token_sha256=hashed(f"{TOKEN}-{partnership.slug}"),
        started_at=AT,
    )
    return {
        "notifications:read": {"pk": notice.pk},
        "notifications:unfollow": {"pk": follower.object_id},
        "notifications:stop": {"pk": follower.pk},
        "notifications:confirm": {"token": f"{TOKEN}-{partnership.slug}"},
    }
