"""Names that people write in different ways. Loads nothing, so that a page may ask it."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=10_000)
def comparable(name: str) -> str:
    """A name without case, blanks, hyphens and points.

    >>> comparable("Aa-landen Zuid") == comparable("Aalanden-Zuid")
    True
    """
    return re.sub(r"[\s\-.]", "", name).casefold()
