"""'Zo verwijst u naar dit cijfer': the same reference in three forms."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.dateformat import format as format_date
from django.utils.timezone import localdate

from wwz.opgave.models import Fact
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.statement import statement

BIBTEX_SIGNS = {
    "\\": "\\textbackslash{}",
    "{": "\\{",
    "}": "\\}",
    "%": "\\%",
    "&": "\\&",
    "#": "\\#",
}


@dataclass(frozen=True)
class Reference:
    """``name`` of the form, ``words`` to copy; ``id`` is that of the field."""

    id: str
    name: str
    words: str


def references(fact: Fact, figure: Figure, sources: str, site: str) -> list[Reference]:
    """A sentence with source, an APA reference in Dutch and a BibTeX entry."""
    day = localdate(fact.study.finished_at or fact.study.requested_at)
    address = f"{site}{figure.address}"
    said, number = statement(figure), fact.engine_id[:8]
    version = f"feit {number}, rekenversie {fact.study.engine_version or 'onbekend'}"
    published = format_date(day, "j F Y")
    plain = (
        f"{said} (bron: {sources}; bewerking: Platform WWZ, {version}, gepubliceerd {published}). "
        f"{address}"
    )
    apa = (
        f"Platform WWZ. ({day.year}, {format_date(day, 'j F')}). {said} [{version}]. "
        f"Gebaseerd op {sources}. {address}"
    )
    return [
        Reference("aanhalen", "Als zin", plain),
        Reference("aanhalen-apa", "In een literatuurlijst (APA)", apa),
        Reference(
            "aanhalen-bibtex",
            "BibTeX",
            "\n".join(
                [
                    f"@misc{{wwz-{number},",
                    "  author = {{Platform WWZ}},",
                    f"  title = {{{braced(said)}}},",
                    f"  year = {{{day.year}}},",
                    f"  note = {{{braced(f'{version}; {sources}; gepubliceerd {published}')}}},",
                    f"  url = {{{address}}},",
                    "}",
                ]
            ),
        ),
    ]


def braced(text: str) -> str:
    """Text as BibTeX reads it.

    Examples
    --------
    >>> print(braced("28,8% van {alle} R&D"))
    28,8\\% van \\{alle\\} R\\&D
    """
    return "".join(BIBTEX_SIGNS.get(sign, sign) for sign in text)
