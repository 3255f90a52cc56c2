"""The line under a figure: who published what it rests on, and when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.dateformat import format as format_date

from wwz.opgave.models import SourceRecord
from wwz.opgave.presentation.figure import Figure

NAMED_AT_MOST = 4


@dataclass(frozen=True)
class Citation:
    """``words`` follows 'Bron: '; ``address`` leads to the fact; ``fictional`` must be said."""

    words: str
    address: str = ""
    fictional: bool = False
    link: str = "Over dit cijfer"


def source_words(sources: Sequence[SourceRecord]) -> str:
    """'RIVM 50090NED (2020), gemeente Zwolle (2021)': short enough for one line."""
    seen = list(dict.fromkeys(_short(source) for source in sources))
    named = ", ".join(seen[:NAMED_AT_MOST])
    more = len(seen) - NAMED_AT_MOST
    return f"{named} en nog {more} bronnen" if more > 1 else ", ".join(seen) or "geen bron bekend"


def _short(source: SourceRecord) -> str:
    # A table number says more than a file name, which only we know.
    table = f" {source.table}" if source.table[:1].isdigit() else f", {source.title}"
    return f"{source.publisher}{table} ({source.as_of.year})"


def cite(figures: Iterable[Figure | None], sources: Mapping[int, SourceRecord]) -> Citation:
    """The line for a drawing that shows these figures; the link leads to the last of them."""
    shown = [figure for figure in figures if figure is not None]
    numbers = dict.fromkeys(number for figure in shown for number in figure.source_ids)
    named = [sources[number] for number in numbers if number in sources]
    address = shown[-1].address if shown else ""
    return Citation(source_words(named), address, any(figure.fictional for figure in shown))


def date_words(source: SourceRecord) -> str:
    return format_date(source.as_of, "j F Y")
