"""Finding an area by typing a name or a postcode."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from wwz.areas import queries


@require_safe
@vary_on_headers("HX-Request")
def search(request: HttpRequest) -> HttpResponse:
    """A page with what was found, or only the list when htmx asks as somebody types."""
    typed = request.GET.get("q", "")[:100].strip()
    context = {"typed": typed, "found": queries.find_areas(typed) if typed else None}
    part = "HX-Request" in request.headers
    return render(request, "areas/_found.html" if part else "areas/search.html", context)
