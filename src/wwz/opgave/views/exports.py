"""Every table of a study as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import FileResponse, Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from wwz.opgave.export_files import as_csv, as_xlsx
from wwz.opgave.exports import SAME_FOR_ALL, FileTable, NoSuchTableError, table_of
from wwz.opgave.kept_files import kept_file
from wwz.opgave.queries import published
from wwz.partners.access import open_to_all

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
FOR_MACHINES = "rfc4180"


@open_to_all
@require_safe
def table(request: HttpRequest, code: str, name: str, kind: str) -> HttpResponseBase:
    """A table of the newest published study: CSV for people, ?vorm=rfc4180 for machines, XLSX."""
    study = published.latest_study(code)
    if study is None:
        raise Http404("Van deze gemeente is nog geen opgave gepubliceerd.")
    form = form_of(request, kind)
    try:
        found = table_of(study, name, request.GET.dict())
    except NoSuchTableError as error:
        raise Http404(str(error)) from error
    answer: StreamingHttpResponse
    if name in SAME_FOR_ALL:
        file = kept_file(study, name, form, lambda: content(found, form))
        answer = FileResponse(file, content_type=TYPES[kind])
    else:
        answer = StreamingHttpResponse(content(found, form), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{found.file_name}.{kind}"'
    return answer


def form_of(request: HttpRequest, kind: str) -> str:
    """``csv``, ``xlsx``, or the CSV for machines; anything else is not there."""
    if kind not in TYPES:
        raise Http404(f"‘{kind}’ kennen we niet. Kies csv of xlsx.")
    if kind == "csv" and request.GET.get("vorm") == FOR_MACHINES:
        return FOR_MACHINES
    return kind


def content(found: FileTable, form: str) -> Iterator[bytes]:
    if form == "xlsx":
        yield as_xlsx(found)
        return
    for line in as_csv(found, for_machines=form == FOR_MACHINES):
        yield line.encode()
