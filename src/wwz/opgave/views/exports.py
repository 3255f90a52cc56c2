"""Every table of a study as a file."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from wwz.opgave.export_files import as_csv, as_xlsx
from wwz.opgave.exports import FileTable, NoSuchTableError, table_of
from wwz.opgave.queries import published

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def table(request: HttpRequest, code: str, name: str, kind: str) -> HttpResponseBase:
    """A table of the newest published study: CSV for people, ?vorm=rfc4180 for machines, XLSX."""
    study = published.latest_study(code)
    if study is None:
        raise Http404("Van deze gemeente is nog geen opgave gepubliceerd.")
    try:
        found = table_of(study, name, request.GET.dict())
    except NoSuchTableError as error:
        raise Http404(str(error)) from error
    if kind == "xlsx":
        return as_file(HttpResponse(as_xlsx(found), content_type=XLSX), found, kind)
    if kind != "csv":
        raise Http404(f"‘{kind}’ kennen we niet. Kies csv of xlsx.")
    lines = as_csv(found, for_machines=request.GET.get("vorm") == "rfc4180")
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    return as_file(answer, found, kind)


def as_file(answer: HttpResponseBase, found: FileTable, kind: str) -> HttpResponseBase:
    answer["Content-Disposition"] = f'attachment; filename="{found.file_name}.{kind}"'
    return answer
