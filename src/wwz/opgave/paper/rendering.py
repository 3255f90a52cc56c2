"""From a drawing or a page to a file for paper: PNG with resvg, PDF with WeasyPrint."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import unquote, urlsplit

from wwz.errors import RuleBrokenError
from wwz.opgave.paper.letters import TEXT, letter_files

# Twice as many dots as units: sharp on a good screen and on paper.
DOTS_PER_UNIT = 2.0
WHITE = "#ffffff"
# The white edge around letters is drawn over them by programs that do not know paint-order.
HALO = re.compile(r"\.halo \{[^}]*\}")


class PdfNotPossibleError(RuleBrokenError):
    """This machine lacks what PDF files are made with."""

    def __init__(self) -> None:
        super().__init__(
            "Op deze server kan nu geen PDF worden gemaakt: het programma Pango ontbreekt. Vraag "
            "de beheerder om het te installeren (Debian of Ubuntu: apt-get install "
            "libpango-1.0-0 libpangoft2-1.0-0). De bladzijde zelf kunt u wel afdrukken."
        )


def as_png(drawing: str) -> bytes:
    """A drawing that stands on its own, with its style inside, as a picture."""
    # Only who asks for a picture waits for the program that draws it.
    import resvg_py

    files = [str(path) for letter, path in letter_files().items() if letter.family == TEXT]
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=drawing,
            skip_system_fonts=True,
            font_files=files,
            background=WHITE,
            zoom=DOTS_PER_UNIT,
        )
    )


def without_halo(drawing: str) -> str:
    return HALO.sub("", drawing)


def as_pdf(page: str) -> bytes:
    """A whole page of HTML, with its style inside, as a PDF that a screen reader can read.

    Raises
    ------
    PdfNotPossibleError
    """
    return bytes(laid_out(page).write_pdf(pdf_variant="pdf/ua-1"))


def laid_out(page: str) -> Any:
    """The page divided over sheets of paper."""
    weasyprint = program()
    return weasyprint.HTML(string=page, url_fetcher=only_our_fonts()).render(
        font_config=program_fonts().FontConfiguration()
    )


def program() -> Any:
    """WeasyPrint, which needs the system's own Pango."""
    try:
        import weasyprint
    except OSError as error:
        raise PdfNotPossibleError from error
    return weasyprint


def program_fonts() -> Any:
    from weasyprint.text import fonts

    return fonts


def only_our_fonts() -> Any:
    """Opens pictures inside the page and our own fonts, and nothing else, here or elsewhere."""
    from weasyprint.urls import URLFetcher

    allowed = frozenset(str(path) for path in letter_files().values())

    class OurFonts(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "file" and unquote(parts.path) not in allowed:
                raise ValueError(f"A page for paper may not read {parts.path}.")
            return super().fetch(url, headers)

    return OurFonts(allowed_protocols=("file", "data"))


@lru_cache(maxsize=1)
def font_faces() -> str:
    """The rules with which a page for paper finds our fonts."""
    return "\n".join(
        f'@font-face {{ font-family: "{letter.family}"; font-weight: {letter.weight}; '
        f'src: url("{path.as_uri()}"); }}'
        for letter, path in letter_files().items()
    )
