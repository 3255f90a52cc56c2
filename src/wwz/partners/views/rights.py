"""The permission matrix for whoever wants to know: per role, and whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wwz.partners.access import actor_of, needs
from wwz.partners.matrix import COLUMNS, Action
from wwz.partners.presentation import (
    REACH_SHORT,
    REACH_WORDS,
    known_role,
    matrix_lines,
    role_name,
    role_options,
    role_rights,
)


@require_safe
@needs(Action.READ_PUBLIC)
def rights(request: HttpRequest) -> HttpResponse:
    """What somebody with this role may do; without a choice the own role."""
    chosen = known_role(request.GET.get("rol", ""), actor_of(request).role)
    context = {
        "chosen": role_rights(chosen),
        "own": actor_of(request).role == chosen,
        "options": role_options(chosen),
        "columns": ["Wat", *(role_name(role) for role in COLUMNS.values())],
        "lines": matrix_lines(),
        "marks": [(REACH_SHORT[mark], words) for mark, words in REACH_WORDS.items()],
        "crumbs": [("Voorpagina", "/"), ("Rollen en rechten", "")],
    }
    return render(request, "partners/rights.html", context)
