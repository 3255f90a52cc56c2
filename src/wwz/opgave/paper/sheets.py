"""Pages for paper as PDF: a template with our fonts and the style for paper inside."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from wwz.opgave.paper.rendering import as_pdf, font_faces


def page_for_paper(template: str, context: Mapping[str, Any]) -> str:
    """The HTML that a PDF is made of."""
    # Safe: style rules of our own, with nothing from outside.
    rules = SafeString(f"<style>{font_faces()}{paper_style()}</style>")
    own = {"rules": rules, "on_paper": True}
    return render_to_string(template, {**context, **own})


def pdf_of(template: str, context: Mapping[str, Any]) -> bytes:
    """The template as a PDF.

    Raises
    ------
    PdfNotPossibleError
    """
    return as_pdf(page_for_paper(template, context))


@lru_cache(maxsize=1)
def paper_style() -> str:
    return (Path(settings.PACKAGE) / "static" / "wwz" / "papier.css").read_text(encoding="utf-8")
