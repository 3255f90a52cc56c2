"""The sheets of a pack as HTML: rendered from its content alone, and kept as they were rendered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from wwz.audit.snapshots import SnapshotBrokenError, canonical, content_of, sha256
from wwz.monitor.models import BoardPack, PackState
from wwz.monitor.need import chart_of
from wwz.opgave.wording import number_word, upper_first

SHEETS = 3
DATES = ("on", "day", "as_of", "stated_on", "due_on", "until", "promised_until", "since",
         "meeting_on")  # fmt: skip


def render(content: Mapping[str, Any], *, frozen: str) -> SafeString:
    """The sheets. They read nothing but the content, so both say the same."""
    shown = with_dates(as_kept(content))
    rows = shown["promises"]
    context = {
        "pack": shown,
        "counts": dict(shown["counts"]),
        "exceptions": [row for row in rows if row["exception"]],
        "others": sorted(
            (row for row in rows if not row["exception"]), key=lambda row: row["number"]
        ),
        "charts": [chart_of(need) for need in shown["needs"]],
        "unchanged_words": unchanged_words(shown["unchanged"]),
        "title": title(shown),
        "frozen": frozen,
        "of": SHEETS,
    }
    return render_to_string("monitor/_sheets.html", context)


def title(shown: Mapping[str, Any]) -> str:
    name = shown["partnership"]["name"].removeprefix("Platform WWZ ")
    return f"Wonen, welzijn en zorg in {name}: {shown['period']}"


def unchanged_words(same: Mapping[str, Any]) -> str:
    many = len(same["numbers"])
    if same["since"] is None:
        return ""
    lie = "afspraak ligt" if many == 1 else "afspraken liggen"
    return f"{upper_first(number_word(many))} {lie} zoals de vorige keer en "


def with_dates(value: Any) -> Any:
    """Dates that were written as text are dates again, for who reads in Dutch."""
    if isinstance(value, list):
        return [with_dates(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: date.fromisoformat(part[:10])
        if key in DATES and isinstance(part, str) and part
        else with_dates(part)
        for key, part in value.items()
    }


def is_untouched(pack: BoardPack) -> bool:
    """Whether the kept page and its content still have the numbers they were frozen with."""
    if pack.snapshot is None:
        return pack.state == PackState.CONCEPT
    try:
        content = content_of(pack.snapshot)
    except SnapshotBrokenError:
        return False
    return content.get("html_sha256") == sha256(pack.html)


def kept_sheets(pack: BoardPack) -> SafeString:
    """The sheets as they were frozen.

    Raises
    ------
    SnapshotBrokenError
    """
    if not is_untouched(pack):
        raise SnapshotBrokenError(
            "Deze stukken zijn na het bevriezen veranderd: het controlegetal klopt niet meer. "
            "Gebruik ze niet en waarschuw de beheerder van het platform."
        )
    # Escaped by our own template when it was frozen; the number above proves it is that text.
    return mark_safe(pack.html)  # noqa: S308 - see above


def fresh_sheets(content: Mapping[str, Any]) -> SafeString:
    """The sheets of a concept: how it stands now."""
    return render(content, frozen="concept")


def frozen_words(now: datetime) -> str:
    return f"bevroren {timezone.localtime(now):%d-%m-%Y}"


def as_kept(content: Mapping[str, Any]) -> dict[str, Any]:
    """The content as it would be frozen: dates and decimals as text."""
    kept: dict[str, Any] = json.loads(canonical(content))
    return kept
