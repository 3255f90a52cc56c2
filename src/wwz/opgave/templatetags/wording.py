"""Wording in templates."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from wwz.opgave.wording import number

register = template.Library()

# Longer words must be able to break on a phone.
LONGEST_KEPT = 22
HYPHENATED = re.compile(r"\S*\w-\w\S*")


@register.filter
def amount(value: int) -> str:
    """'1.455'."""
    return number(value)


@register.filter
def keep_together(text: str) -> SafeString:
    """Words with a hyphen stay on one line: 'Aa-landen' and '85-plussers' must not be cut."""

    def kept(found: re.Match[str]) -> str:
        word = found.group()
        return word if len(word) > LONGEST_KEPT else f'<span class="wwz-nowrap">{word}</span>'

    # Safe: the text was escaped, and only fixed spans are put around its words.
    return SafeString(HYPHENATED.sub(kept, str(conditional_escape(text))))
