"""Who may sign for an organisation: the holder of a mandate that covers it, up to an amount."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from wwz.akkoord.models import Afspraak, Akkoord, FundingLine
from wwz.akkoord.services.refusals import NoMandateError
from wwz.partners.actor import Actor
from wwz.partners.models import Mandate, MandateCover


def euros_of(
    akkoord: Akkoord, organisation: UUID | None, afspraak: Afspraak | None = None
) -> Decimal:
    """What an organisation pays in an agreement, or in one promise, over all its years."""
    lines = FundingLine.objects.filter(afspraak__akkoord=akkoord, organisation=organisation)
    if afspraak is not None:
        lines = lines.filter(afspraak=afspraak)
    return sum((whole_amount(line) for line in lines), Decimal(0))


def whole_amount(line: FundingLine) -> Decimal:
    """Euros over the whole period; a begun year counts whole, so that no limit is passed."""
    years = line.ends_on.year - line.starts_on.year
    if (line.ends_on.month, line.ends_on.day) >= (line.starts_on.month, line.starts_on.day):
        years += 1
    return (line.amount or Decimal(0)) * max(years, 1)


def mandate_for(actor: Actor, cover: MandateCover, euros: Decimal, *, today: date) -> Mandate:
    """The mandate to sign with: one without reservation before one with.

    Raises
    ------
    NoMandateError
    """
    if actor.hat is None:
        raise NoMandateError("Zet eerst de pet op van de organisatie waarvoor u tekent.")
    held = list(
        Mandate.objects.valid(on=today).filter(
            membership=actor.hat, covers__in=(MandateCover.ALLES, cover)
        )
    )
    if not held:
        raise NoMandateError(
            f"U hebt vandaag geen mandaat om voor {actor.hat.organisation} te tekenen. Vraag de "
            "beheerder van uw organisatie om uw mandaat vast te leggen."
        )
    enough = [one for one in held if one.limit is None or euros <= one.limit]
    if not enough:
        highest = max(one.limit or Decimal(0) for one in held)
        raise NoMandateError(
            f"Uw mandaat gaat tot {in_euros(highest)} en {actor.hat.organisation} zegt hier "
            f"{in_euros(euros)} toe. Laat iemand tekenen met een ruimer mandaat."
        )
    return min(enough, key=lambda one: bool(one.subject_to))


def in_euros(amount: Decimal) -> str:
    """Whole euros in Dutch notation.

    >>> in_euros(Decimal(1250000))
    '€ 1.250.000'
    """
    return "€ " + f"{amount:,.0f}".replace(",", ".")
