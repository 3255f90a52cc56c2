"""The page of one promise: what was said and measured, who does what, whose money, what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from wwz.akkoord.measured import FundingGap, Measured
from wwz.akkoord.models import Afspraak, FundingLine, Pledge, PledgeRole, Revision
from wwz.akkoord.presentation.words import about, amount, euros
from wwz.opgave.wording import in_full, listing

ORDER = list(PledgeRole.values)
FIELDS = {
    "text": "Tekst",
    "quantity": "Hoeveel",
    "due_on": "Klaar op",
    "path": "Pad",
    "drop": "Vervalt",
}


@dataclass(frozen=True)
class MoneyLine:
    purpose: str
    words: str
    line: FundingLine


@dataclass(frozen=True)
class ChangeLine:
    """One field of a revision, before and after, in words."""

    field: str
    before: str
    after: str


def place_words(afspraak: Afspraak) -> str:
    """The areas by name; several by name, none is the whole partnership."""
    names = [
        f"Zone {area.name}" if afspraak.zone_id and area.level == "wijk" else area.name
        for area in afspraak.areas.all()
    ]
    return listing(names) if names else afspraak.partnership.name


def kicker(afspraak: Afspraak) -> list[str]:
    words = [f"Afspraak {afspraak.number}"]
    if afspraak.theme is not None:
        theme = afspraak.theme.name
        words.append(f"Thema: {theme[:1].lower()}{theme[1:]}")
    return [*words, place_words(afspraak)]


def measured_note(found: Measured) -> str:
    """'48%, pad was 54% (demo-cijfer)'."""
    if found.value is None:
        return "Nog niets gemeten."
    words = amount(found.value, found.unit)
    if found.promised is not None:
        words += f", pad was {about(found.promised, found.unit)}"
    if found.as_of is not None:
        words += f". Gemeten op {in_full(found.as_of)}"
    return words + (" (demo-cijfer)" if found.demo else "")


def measured_words(found: Measured) -> str:
    """Other words than those of the light, where they say more."""
    if found.light == "nog_niet_te_meten" and found.value is not None and found.as_of is not None:
        return "Geen nieuw cijfer"
    return ""


def ordered_pledges(afspraak: Afspraak) -> list[Pledge]:
    return sorted(
        afspraak.pledges.all(), key=lambda one: (ORDER.index(one.role), one.organisation.name)
    )


def pledge_amount(pledge: Pledge) -> str:
    if pledge.quantity is None:
        return ""
    words = amount(pledge.quantity, pledge.unit)
    return f"{words} in {pledge.year}" if pledge.year else words


def money_lines(afspraak: Afspraak) -> list[MoneyLine]:
    return [
        MoneyLine(line.text, money_words(line), line)
        for line in sorted(afspraak.funding.all(), key=lambda one: one.ends_on)
    ]


def money_words(line: FundingLine) -> str:
    words = f"{line.organisation}, {line.get_regime_display()}"
    if line.amount:
        words += f", {euros(line.amount)} per jaar"
    return f"{words}, tot en met {in_full(line.ends_on)}"


def gap_words(gap: FundingGap) -> str:
    purpose = f"{gap.text[:1].lower()}{gap.text[1:]}"
    between = f"Van {in_full(gap.starts_on)} tot en met {in_full(gap.ends_on)}"
    return f"{between} is niets geregeld: {purpose}."


def differ_words(found: Measured) -> str:
    return (
        f"De partij zegt iets anders dan wat is gemeten: {amount(found.value, found.unit)}, "
        f"terwijl {about(found.promised, found.unit)} was afgesproken."
    )


def totals(afspraak: Afspraak) -> str:
    """What who leads and who carries out pledge, beside what is promised.

    A lead that promises the whole counts once, not again for those who carry it out for it.
    """
    given = {
        role: sum(p.quantity or Decimal(0) for p in afspraak.pledges.all() if p.role == role)
        for role in (PledgeRole.TREKKER, PledgeRole.UITVOERDER)
    }
    whole, lead = afspraak.quantity, Decimal(given[PledgeRole.TREKKER])
    together = lead + Decimal(given[PledgeRole.UITVOERDER])
    if whole is None or not together:
        return ""
    if lead >= whole or together >= whole:
        return f"Samen toegezegd: {amount(whole, afspraak.unit)}."
    return f"Nog niet toegezegd: {amount(whole - together, afspraak.unit)}."


# --- changes ---


def change_lines(revision: Revision) -> list[ChangeLine]:
    return [
        ChangeLine(FIELDS[name], spoken(name, revision.before[name]), spoken(name, after))
        for name, after in revision.after.items()
    ]


def spoken(field: str, value: Any) -> str:
    """A kept value of a revision in words."""
    if field == "drop":
        return "vervalt" if value else "blijft"
    if value in (None, "", []):
        return "niets"
    if field == "due_on":
        return in_full(date.fromisoformat(value))
    if field == "path":
        return ", ".join(f"{row['jaar']}: {row['hoeveel']}" for row in value)
    if field == "quantity":
        return amount(Decimal(value))
    return str(value)


def effect_of(revision: Revision, total: Mapping[str, Decimal]) -> list[str]:
    """What the change does to the whole, said before anybody consents.

    ``total`` holds by unit what the agreement promises now, with this promise in it.
    """
    words = []
    afspraak = revision.afspraak
    if "due_on" in revision.after:
        before = date.fromisoformat(revision.before["due_on"])
        after = date.fromisoformat(revision.after["due_on"])
        days = (after - before).days
        words.append(f"De afspraak is {abs(days)} dagen {'later' if days > 0 else 'eerder'} klaar.")
    change = quantity_change(revision)
    if change and afspraak.unit in total:
        now = total[afspraak.unit]
        words.append(
            f"In heel het akkoord gaat de belofte van {amount(now, afspraak.unit)} naar "
            f"{amount(now + change, afspraak.unit)}."
        )
    if "path" in revision.after:
        words.append("De cijfers worden voortaan naast het nieuwe pad gelegd.")
    if not words:
        words.append("De aantallen, de dag en het pad blijven zoals ze zijn.")
    return words


def quantity_change(revision: Revision) -> Decimal:
    if revision.after.get("drop"):
        return -(revision.afspraak.quantity or Decimal(0))
    if "quantity" not in revision.after:
        return Decimal(0)
    return Decimal(revision.after["quantity"]) - Decimal(revision.before["quantity"] or 0)


def effect_total(afspraken: Sequence[Afspraak]) -> dict[str, Decimal]:
    """By unit what an agreement promises."""
    found: dict[str, Decimal] = {}
    for afspraak in afspraken:
        if afspraak.quantity is not None and afspraak.state != "vervallen":
            found[afspraak.unit] = found.get(afspraak.unit, Decimal(0)) + afspraak.quantity
    return found
