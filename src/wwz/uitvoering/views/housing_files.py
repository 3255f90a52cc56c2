"""The programme to take along: Word, PDF, Excel and CSV."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from wwz.opgave.paper.rendering import PdfNotPossibleError
from wwz.partners.access import actor_of, needs
from wwz.partners.matrix import Action
from wwz.spreadsheets import download
from wwz.uitvoering.housing import paper, queries, word
from wwz.uitvoering.housing.content import contents_of
from wwz.uitvoering.housing.forms import RowsFilter
from wwz.uitvoering.housing.progress import newest_progress
from wwz.uitvoering.housing.sheets import file_name, offered, rows_sheet
from wwz.uitvoering.housing.shown import shown_rows
from wwz.uitvoering.views.answers import unbroken
from wwz.uitvoering.views.housing import version_page, works_inside

TYPES = {"docx": word.TYPE, "pdf": "application/pdf"}


@needs(Action.READ_PUBLIC)
@require_safe
@unbroken
def document(request: HttpRequest, pk: UUID, form: str) -> HttpResponse:
    """The whole version as a document."""
    if form not in TYPES:
        raise Http404
    actor = actor_of(request)
    one = queries.programme_for(actor, pk)
    inside = works_inside(actor, one.partnership)
    found = paper.paper_of(one, inside=inside, today=timezone.localdate())
    try:
        made = word.word(found) if form == "docx" else paper.pdf(found)
    except PdfNotPossibleError as error:
        return version_page(request, one, problem=str(error))
    answer = HttpResponse(made, content_type=TYPES[form])
    name = f"{file_name(one, found.contents)}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@needs(Action.READ_PUBLIC)
@require_safe
@unbroken
def rows_file(request: HttpRequest, pk: UUID, form: str) -> HttpResponseBase:
    """The lines that the page shows, with its filters; who may write chooses from lists."""
    actor, today = actor_of(request), timezone.localdate()
    one = queries.programme_for(actor, pk)
    contents = contents_of(one, today=today)
    rows = RowsFilter(request.GET, contents).chosen(contents.rows)
    inside = works_inside(actor, one.partnership)
    progress = newest_progress(one.partnership)
    shown = shown_rows(contents, rows, progress, inside=inside, today=today)
    choices: dict[str, Any] = {}
    if one.is_concept and inside:
        among = queries.choices_for(actor, one, today=today)
        choices = offered(among.groups, [str(party) for party in among.everyone.values()])
    sheet = rows_sheet(one, contents, shown, today=today, choices=choices)
    return download(request, form, sheet)
