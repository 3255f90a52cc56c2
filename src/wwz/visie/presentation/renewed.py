"""A renewed figure in words: what stood, what is new, what the difference is and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from wwz.opgave.models import Fact
from wwz.opgave.presentation.figure import Figure, figure_of
from wwz.opgave.wording import listing, number, percentage
from wwz.visie.citations import in_words
from wwz.visie.forms import ReasonForm
from wwz.visie.queries.renewals import Renewal


@dataclass(frozen=True)
class RenewedFigure:
    """One box 'Cijfer vernieuwd' under a passage."""

    what: str
    year: int
    when: object
    in_text: str
    in_text_address: str
    new: str
    new_address: str
    difference: str
    renew_address: str
    keep_address: str
    keep_form: ReasonForm


def renewed_figure(found: Renewal) -> RenewedFigure:
    old, new = figure_of(found.citation.fact), figure_of(found.newer)
    return RenewedFigure(
        what=f"{old.label}, {old.area_name}",
        year=old.year,
        when=found.newer.study.finished_at,
        in_text=dated(old),
        in_text_address=old.address,
        new=dated(new),
        new_address=new.address,
        difference=difference(found.citation.fact, found.newer),
        renew_address=reverse("visie:renew", args=[found.citation.pk]),
        keep_address=reverse("visie:keep", args=[found.citation.pk]),
        keep_form=ReasonForm(auto_id=f"c{found.citation.pk.hex[:8]}_%s"),
    )


def dated(figure: Figure) -> str:
    return f"{in_words(figure)} ({figure.kind}, {figure.year})"


def difference(cited: Fact, newer: Fact) -> str:
    """How much it differs, why, and what stayed the same."""
    parts = [amount(figure_of(cited), figure_of(newer)), because(cited, newer)]
    return ", ".join(part for part in parts if part) + "." + unchanged(cited, newer)


def amount(old: Figure, new: Figure) -> str:
    """The difference of two figures with its sign; of bands none can be given."""
    if old.value is None or new.value is None:
        return "Het cijfer is anders"
    moved = new.value - old.value
    sign = "+" if moved > 0 else ""
    if old.unit == "procent":
        return f"{sign}{percentage(moved)}-punt" if moved else "Geen verschil"
    return f"{sign}{number(moved)}" if moved else "Geen verschil"


def because(cited: Fact, newer: Fact) -> str:
    reasons = []
    if newer.year != cited.year:
        reasons.append("er een nieuw teljaar is")
    if newer.indicator_id != cited.indicator_id:
        reasons.append("de omschrijving is veranderd")
    if newer.area.year != cited.area.year:
        reasons.append(f"de indeling van {newer.area.year} geldt in plaats van {cited.area.year}")
    if not reasons and set(newer.source_ids) != set(cited.source_ids):
        reasons.append("een bron is vernieuwd")
    if not reasons:
        reasons.append("er opnieuw is gerekend")
    return f"omdat {listing(reasons)}"


def unchanged(cited: Fact, newer: Fact) -> str:
    """What the reader need not fear."""
    same = []
    if newer.indicator_id == cited.indicator_id:
        same.append("Definitie")
    if newer.area.year == cited.area.year:
        same.append("grenzen" if same else "Grenzen")
    if not same:
        return ""
    return f" {listing(same)} {'zijn' if len(same) > 1 else 'is'} gelijk."
