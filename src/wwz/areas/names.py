"""Names as people type them: without accents, signs or capitals."""

import re
import unicodedata

SIGNS = re.compile(r"[^a-z0-9]+")


def folded(name: str) -> str:
    """The form in which names are compared.

    Examples
    --------
    >>> folded("Súdwest-Fryslân"), folded("’s-Hertogenbosch"), folded("  Aa-landen ")
    ('sudwest fryslan', 's hertogenbosch', 'aa landen')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return SIGNS.sub(" ", letters).strip()
