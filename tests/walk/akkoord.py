"""An akkoord being signed, one promise in it and a revision, with a secret in every text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

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
from wwz.akkoord.services.content import content_of_akkoord
from wwz.audit.snapshots import freeze
from wwz.partners.models import Organisation, Partnership

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
END = date(2030, 12, 31)
Secret = Callable[[], str]

OF_AKKOORD = (
    "akkoord", "frozen", "edit", "add-party", "offer", "take-back", "show-to",
    "sign", "refuse", "lift-reservation", "withdraw", "new-afspraak",
)  # fmt: skip
OF_AFSPRAAK = (
    "afspraak", "edit-afspraak", "strike", "propose-pledge", "give-pledge", "confirm-pledge",
    "add-funding", "path", "baseline", "measure", "end", "propose",
)  # fmt: skip


def make_akkoord(partnership: Partnership, organisation: Organisation, secret: Secret) -> Akkoord:
    akkoord = Akkoord.objects.create(
        partnership=partnership,
        kind="woonzorgakkoord",
        title=f"Akkoord {secret()}",
        text=f"Inleiding {secret()}",
        ends_on=END,
    )
    Signature.objects.create(
        akkoord=akkoord,
        organisation=organisation,
        reservation=f"Voorbehoud {secret()}",
        reason=f"Reden {secret()}",
    )
    return akkoord


def make_afspraak(akkoord: Akkoord, organisation: Organisation, secret: Secret) -> Afspraak:
    afspraak = Afspraak.objects.create(
        partnership_id=akkoord.partnership_id,
        akkoord=akkoord,
        number=1,
        title=f"Afspraak {secret()}",
        text=f"Tekst {secret()}",
        group=f"Groep {secret()}",
        woonvorm=f"Vorm {secret()}",
        unit=f"eenheid {secret()}",
        quantity=Decimal(10),
        due_on=END,
        drafted_by=organisation,
        measure=f"Wat {secret()}",
        measure_unit=f"in {secret()}",
        evidence=f"Bewijs {secret()}",
        ended_with=f"Einde {secret()}",
    )
    Pledge.objects.create(
        afspraak=afspraak,
        organisation=organisation,
        role="trekker",
        text=f"Inzet {secret()}",
        unit=f"van {secret()}",
        condition=f"Mits {secret()}",
    )
    FundingLine.objects.create(
        afspraak=afspraak,
        organisation=organisation,
        regime="wmo",
        text=f"Geld {secret()}",
        starts_on=NOW.date(),
        ends_on=date(2028, 1, 1),
    )
    InterimTarget.objects.create(afspraak=afspraak, year=2028, value=5)
    Measurement.objects.create(
        afspraak=afspraak, measured_on=NOW.date(), value=1, source=f"Bron {secret()}"
    )
    return afspraak


def make_draft(partnership: Partnership, organisation: Organisation, secret: Secret) -> Afspraak:
    """A promise nobody signs yet: what stands in it can be taken out again."""
    return make_afspraak(make_akkoord(partnership, organisation, secret), organisation, secret)


def make_revision(afspraak: Afspraak, organisation: Organisation, secret: Secret) -> Revision:
    revision = Revision.objects.create(
        partnership_id=afspraak.partnership_id,
        afspraak=afspraak,
        reason=f"Waarom {secret()}",
        words=f"Zin {secret()}",
        before={"text": f"was {secret()}"},
        after={"text": f"wordt {secret()}"},
        proposed_at=NOW,
    )
    Consent.objects.create(revision=revision, organisation=organisation, reason=f"Nee {secret()}")
    return revision


def make(
    partnership: Partnership, organisation: Organisation, secret: Secret
) -> dict[str, dict[str, object]]:
    akkoord = make_akkoord(partnership, organisation, secret)
    afspraak = make_afspraak(akkoord, organisation, secret)
    revision = make_revision(afspraak, organisation, secret)
    akkoord.state = "ter_ondertekening"
    akkoord.snapshot = freeze(akkoord, content_of_akkoord(akkoord), now=NOW)
    akkoord.save()
    made: dict[str, dict[str, object]] = {
        f"akkoord:{name}": {"pk": akkoord.pk} for name in OF_AKKOORD
    }
    made |= {f"akkoord:{name}": {"pk": afspraak.pk} for name in OF_AFSPRAAK}
    made |= {f"akkoord:{name}": {"pk": revision.pk} for name in ("revision", "consent", "object")}
    draft = make_draft(partnership, organisation, secret)
    return made | {
        "akkoord:remove-party": {
            "pk": draft.akkoord_id,
            "partij": draft.akkoord.signatures.get().pk,
        },
        "akkoord:remove-pledge": {"pk": draft.pk, "inzet": draft.pledges.get().pk},
        "akkoord:remove-funding": {"pk": draft.pk, "geld": draft.funding.get().pk},
        "akkoord:akkoord-file": {"pk": akkoord.pk, "kind": "csv"},
        "akkoord:afspraken-file": {"slug": partnership.slug, "kind": "csv"},
    }
