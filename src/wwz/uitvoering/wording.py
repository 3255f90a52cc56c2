"""Words that several pages of this step share."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format

SMALL = (
    "geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien",
    "elf", "twaalf",
)  # fmt: skip


def day(when: date | None) -> str:
    """A date in full Dutch: '3 maart 2026'."""
    return date_format(when, "j F Y") if when else ""


def counted(number: int, one: str, more: str) -> str:
    """'één signaal', 'drie signalen', '34 signalen'."""
    words = SMALL[number] if number < len(SMALL) else str(number)
    return f"{words} {one if number == 1 else more}"


def lower_start(text: str) -> str:
    """Lower case at the start, unless a name or an abbreviation begins there."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def ended(text: str) -> str:
    """With a full stop at its end."""
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."
