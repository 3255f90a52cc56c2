"""The line under a figure: who published what it rests on, and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.dateformat import format as format_date

from wwz.opgave.models import SourceRecord
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.wording import listing, lower_first

NAMED_AT_MOST = 5
OWN = {"parameters": "eigen aannames", "unknowns": "ons register van bronnen"}


@dataclass(frozen=True)
class Citation:
    """``words`` follows 'Bron: '; ``address`` leads to the fact; ``fictional`` must be said.

    ``own`` names whose own figures it rests on, when it does.
    """

    words: str
    address: str = ""
    fictional: bool = False
    link: str = "Over dit cijfer"
    own: str = ""


def source_words(sources: Sequence[SourceRecord]) -> str:
    """One source with its title and date; of several only who, which table and which year."""
    if len(sources) == 1:
        return f"{_name(sources[0])}, {lower_first(sources[0].title)}, {date_words(sources[0])}"
    seen = list(dict.fromkeys(_short(source) for source in sources))
    named, more = seen[:NAMED_AT_MOST], len(seen) - NAMED_AT_MOST
    if more > 0:
        named.append(f"nog {more}")
    return listing(named) or "er is geen open bron"


def _short(source: SourceRecord) -> str:
    # Our own assumptions each have a date and a source of their own: on the page of the fact.
    if source.key in OWN:
        return OWN[source.key]
    return f"{_name(source)} ({source.as_of.year})"


def _name(source: SourceRecord) -> str:
    """The publisher, with the number of the table when it has one: names of files say nothing."""
    numbered = source.table[:1].isdigit()
    return f"{source.publisher} {source.table}" if numbered else source.publisher


def cite(figures: Iterable[Figure | None], sources: Mapping[int, SourceRecord]) -> Citation:
    """The line for a drawing that shows these figures; the link leads to the last of them."""
    shown = [figure for figure in figures if figure is not None]
    numbers = dict.fromkeys(number for figure in shown for number in figure.source_ids)
    named = [sources[number] for number in numbers if number in sources]
    address = shown[-1].address if shown else ""
    fictional = any(figure.fictional for figure in shown)
    return Citation(source_words(named), address, fictional, own=brought_by(named))


def brought_by(sources: Iterable[SourceRecord]) -> str:
    """The partnerships whose own figures are among these sources; nothing when there are none."""
    return listing(sorted({source.publisher for source in sources if source.is_own()}))


def date_words(source: SourceRecord) -> str:
    return format_date(source.as_of, "j F Y")
