"""Drawings on paper: as they are in a browser, as pictures with their own style in a PDF."""

import re
from base64 import b64encode
from html import unescape

from django import template
from django.template import Context
from django.utils.html import format_html

from wwz.opgave.paper.rendering import without_halo
from wwz.opgave.presentation.downloads import STANDALONE_STYLE

register = template.Library()

LABEL = re.compile(r'aria-label="([^"]*)"')


@register.simple_tag(takes_context=True)
def drawing(context: Context, drawn: str, label: str = "") -> str:
    """The drawing for the program that reads the page; ``on_paper`` says that it makes a PDF.

    That program puts no style of the page on drawings, and wants words beside every picture:
    those of the drawing itself, or else ``label``.
    """
    if not context.get("on_paper"):
        return drawn
    found = LABEL.search(drawn)
    if "xmlns=" not in drawn:
        drawn = drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    styled = without_halo(drawn.replace(">", f">{STANDALONE_STYLE}", 1))
    data = b64encode(styled.encode()).decode()
    words = unescape(found[1]) if found else label
    return format_html('<img alt="{}" src="data:image/svg+xml;base64,{}">', words, data)
