"""'Houdbaar tot': up to which year a projection stays near enough to build on."""

from __future__ import annotations

from collections.abc import Sequence

from wwz.opgave.jobs import last_year_near
from wwz.opgave.presentation.figure import Figure


def keeps_until(projected: Sequence[Figure]) -> int | None:
    """The last year of a projection, in order of years, of which the band stays within 10%."""
    return last_year_near(
        [one.year for one in projected],
        [one.value for one in projected],
        [one.low for one in projected],
        [one.high for one in projected],
    )


def projection(series: Sequence[Figure]) -> list[Figure]:
    """The projected years of a figure; none where no year has a band to judge by."""
    found = [one for one in series if one.kind == "geraamd"]
    return found if any(one.has_band for one in found) else []


def keeping_words(series: Sequence[Figure], year: int | None = None) -> str:
    """One sentence about a projection; of one ``year`` also whether it still keeps then."""
    found = projection(series)
    if not found:
        return ""
    until = keeps_until(found)
    if until is None:
        return f"Niet lang houdbaar: al in {found[0].year} is de band breder dan 10%."
    if until == found[-1].year:
        return f"Houdbaar tot en met {until}: in alle jaren blijft de band binnen 10%."
    words = f"Houdbaar tot {until}: tot en met dat jaar blijft de band binnen 10%."
    if year is not None and year > until:
        words += f" Dit cijfer gaat over {year}: reken daar met de band en niet met één getal."
    return words


def keeping_label(series: Sequence[Figure]) -> str:
    """The same in the panel 'Herkomst'."""
    found = projection(series)
    if not found:
        return ""
    until = keeps_until(found)
    return str(until) if until else f"niet, al in {found[0].year} is de band breder dan 10%"
