"""Which parties a promise binds, and who leads it."""

from __future__ import annotations

from wwz.akkoord.models import Afspraak, Akkoord, PledgeRole, Signature, SignatureState
from wwz.partners.models import Organisation

SIGNED = (SignatureState.GETEKEND, SignatureState.GETEKEND_ONDER_VOORBEHOUD)


def has_signed(signature: Signature) -> bool:
    """Signed, and what was signed is the text that stands now."""
    return signature.state in SIGNED and signature.snapshot_id == signature.akkoord.snapshot_id


def signatories(akkoord: Akkoord) -> list[Organisation]:
    """The parties whose signature stands, by name; with those who have a reservation."""
    signed = akkoord.signatures.filter(state__in=SIGNED, snapshot=akkoord.snapshot_id)
    if akkoord.snapshot_id is None:
        return []
    return [
        signature.organisation
        for signature in signed.select_related("organisation").order_by("organisation__name")
    ]


def bound_organisations(afspraak: Afspraak) -> list[Organisation]:
    """Who must consent to a change: the signatories with a part in it, or else all of them."""
    signed = signatories(afspraak.akkoord)
    pledging = {
        pledge.organisation_id for pledge in afspraak.pledges.all() if pledge.pledged_at is not None
    }
    return [party for party in signed if party.pk in pledging] or signed


def lead_of(afspraak: Afspraak) -> Organisation | None:
    """The party that leads; of several the first by name."""
    leading = [
        pledge.organisation
        for pledge in afspraak.pledges.all()
        if pledge.role == PledgeRole.TREKKER
    ]
    return min(leading, key=lambda party: party.name, default=None)
