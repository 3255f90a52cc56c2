"""Figures of promises in words, for templates."""

from __future__ import annotations

from django import template

from wwz.akkoord.measured import Measured
from wwz.uitvoering.progress_wording import figure_words

register = template.Library()


@register.filter
def figure(measured: Measured) -> str:
    return figure_words(measured)
