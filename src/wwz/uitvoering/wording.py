"""Words that several pages of this step share."""

from __future__ import annotations


def lower_start(text: str) -> str:
    """Lower case at the start, unless a name or an abbreviation begins there."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def ended(text: str) -> str:
    """With a full stop at its end."""
    text = text.strip()
    return text if not text or text[-1] in ".!?" else f"{text}."
