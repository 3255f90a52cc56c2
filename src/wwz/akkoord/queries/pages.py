"""What the page of one agreement or one promise reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from wwz.akkoord.models import (
    Afspraak,
    Akkoord,
    AkkoordState,
    Consent,
    ConsentState,
    Revision,
    RevisionState,
    Signature,
)
from wwz.akkoord.queries.parties import SIGNED
from wwz.areas.models import Area
from wwz.opgave.models import Fact, Study
from wwz.partners.actor import Actor
from wwz.partners.models import Mandate, Organisation, Participation, ParticipationRole, Partnership
from wwz.visie.models import Theme


@dataclass(frozen=True)
class Signing:
    """The parties of an agreement by what they did."""

    signatures: Sequence[Signature]

    def in_state(self, *states: str) -> list[Signature]:
        return [one for one in self.signatures if one.state in states]

    @property
    def signed(self) -> list[Signature]:
        return self.in_state(*SIGNED)

    def of(self, actor: Actor) -> Signature | None:
        own = (s for s in self.signatures if s.organisation_id == actor.organisation_id)
        return next(own, None)


def akkoorden_of(actor: Actor, partnership: Partnership) -> list[Akkoord]:
    """Every agreement of a partnership, the newest first, with how many stand behind it."""
    signed = Count("signatures", filter=Q(signatures__state__in=SIGNED), distinct=True)
    found = Akkoord.objects.visible_to(actor).filter(partnership=partnership)
    return list(
        found.annotate(
            promises=Count("afspraken", distinct=True),
            parties=Count("signatures", distinct=True),
            signed=signed,
        ).order_by("state", "-starts_on", "title")
    )


def themes_of(akkoord: Akkoord) -> list[Theme]:
    """What a promise of this agreement can be about: the themes of the visies here."""
    return list(Theme.objects.filter(visie__partnership=akkoord.partnership_id))


def areas_of(akkoord: Akkoord) -> list[Area]:
    """Where a promise of this agreement can be kept."""
    found = Area.objects.filter(partnerships=akkoord.partnership_id).defer("geometry")
    return list(found.order_by("name", "-year"))


def signing_of(akkoord: Akkoord) -> Signing:
    asked = akkoord.signatures.select_related("organisation", "mandate")
    return Signing(list(asked.order_by("organisation__name")))


def possible_parties(akkoord: Akkoord, today: date) -> list[Organisation]:
    """Who takes part in the partnership and is not asked yet."""
    taking_part = Participation.objects.valid(on=today).exclude(role=ParticipationRole.MEELEZER)
    asked = akkoord.signatures.values("organisation")
    return list(
        Organisation.objects.filter(
            participation__in=taking_part.filter(partnership=akkoord.partnership_id)
        ).exclude(pk__in=asked).distinct().order_by("name")
    )  # fmt: skip


def revisions_of(actor: Actor, afspraak: Afspraak) -> list[Revision]:
    """Every change that was proposed, the newest first, with what each party said."""
    found = Revision.objects.visible_to(actor).filter(afspraak=afspraak)
    return list(found.prefetch_related("consents__organisation"))


def to_consent(actor: Actor, partnership: Partnership) -> list[Revision]:
    """The changes that wait for the actor's own organisation."""
    if actor.organisation_id is None:
        return []
    asked = Consent.objects.filter(organisation=actor.organisation_id, state=ConsentState.GEVRAAGD)
    found = Revision.objects.visible_to(actor).filter(
        partnership=partnership, state=RevisionState.INSTEMMING_GEVRAAGD,
        pk__in=asked.values("revision"),
    )  # fmt: skip
    return list(found.select_related("afspraak"))


def to_sign(actor: Actor, partnership: Partnership) -> list[Akkoord]:
    """The agreements that wait for the actor's own organisation."""
    if actor.organisation_id is None:
        return []
    asked = Signature.objects.filter(organisation=actor.organisation_id, state="gevraagd")
    found = Akkoord.objects.visible_to(actor).filter(
        partnership=partnership,
        state__in=(AkkoordState.TER_ONDERTEKENING, AkkoordState.VAN_KRACHT),
        pk__in=asked.values("akkoord"),
    )
    return list(found)


def mandates_of(actor: Actor, today: date) -> list[Mandate]:
    if actor.hat is None:
        return []
    return list(Mandate.objects.valid(on=today).filter(membership=actor.hat))


def facts_like(words: str, partnership: Partnership) -> list[Fact]:
    """Published figures of the gemeenten of a partnership whose name has all these words."""
    if not words.strip():
        return []
    codes = partnership.areas.values("code")
    found = Fact.objects.filter(
        study__in=Study.objects.without_scenario().filter(gemeente__code__in=codes),
        missing="",
        hidden="",
    ).exclude(kind="geraamd")
    for word in words.split()[:6]:
        found = found.filter(Q(indicator__label__icontains=word) | Q(area__name__icontains=word))
    return list(
        found.select_related("indicator", "area")
        .defer("area__geometry", "value", "low", "high")
        .order_by("-year", "indicator__label", "area__level", "area__name")[:15]
    )
