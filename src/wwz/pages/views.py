"""The pages around the six steps: the front page, what this is, rights of the reader."""

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from wwz.areas.queries import find_areas
from wwz.opgave.queries.published import latest_studies
from wwz.pages.display import COOKIE, COOKIE_AGE, display_from_cookie
from wwz.pages.finding import find_things
from wwz.pages.front import front_page
from wwz.pages.kept import days_kept
from wwz.pages.queries import find_places
from wwz.pages.showcase import showcase
from wwz.pages.theme import theme
from wwz.partners.access import actor_of, needs, open_to_all
from wwz.partners.matrix import Action


@require_safe
@needs(Action.READ_PUBLIC)
def home(request: HttpRequest) -> HttpResponse:
    """What this is, where to pick a gemeente, and the map of the first that has an opgave."""
    return render(request, "pages/home.html", front_page(latest_studies()))


@require_safe
@needs(Action.READ_PUBLIC)
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/about.html")


@require_safe
@needs(Action.READ_PUBLIC)
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {
        "statement_url": settings.WWZ_ACCESSIBILITY_STATEMENT,
        "contact_email": settings.WWZ_CONTACT_EMAIL,
    }
    return render(request, "pages/accessibility.html", context)


@require_safe
@needs(Action.READ_PUBLIC)
def privacy(request: HttpRequest) -> HttpResponse:
    context = {"contact_email": settings.WWZ_CONTACT_EMAIL, "days": days_kept()}
    return render(request, "pages/privacy.html", context)


@require_safe
@needs(Action.READ_PUBLIC)
def change_display(request: HttpRequest) -> HttpResponse:
    """Remember text size and spacing, and go back: what the buttons in the foot do without script.

    A GET on purpose: it changes nothing but the reader's own cookie, and needs no token for which
    every reader would get a second cookie.
    """
    display = display_from_cookie(request.COOKIES.get(COOKIE, ""))
    changed = display.changed(request.GET.get("tekst", ""), request.GET.get("ruimte", ""))
    back = request.GET.get("terug", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(f"{back.split('#')[0]}#voet-lezen")
    response.set_cookie(
        COOKIE,
        changed.as_cookie(),
        max_age=COOKIE_AGE,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


@open_to_all
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For the machine that watches us: 200 when the database answers, else the error's 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("gezond\n", content_type="text/plain; charset=utf-8")


@require_safe
@needs(Action.READ_PUBLIC)
def components(request: HttpRequest) -> HttpResponse:
    """Every part of the look in its states, for reviewers; only the demo has this page."""
    if not settings.WWZ_DEMO:
        raise Http404
    return render(request, "pages/components.html", showcase(request.GET.dict()))


@require_safe
@needs(Action.READ_PUBLIC)
def search(request: HttpRequest) -> HttpResponse:
    """The box in the head: areas, partnerships, and what stands in the steps, by name."""
    typed = request.GET.get("q", "")[:100].strip()
    context = {
        "typed": typed,
        "found": find_areas(typed) if typed else None,
        "places": find_places(typed) if typed else [],
        "things": find_things(actor_of(request), typed),
    }
    return render(request, "pages/search.html", context)


@open_to_all
@require_safe
def theme_asset(request: HttpRequest, address: str) -> HttpResponse:
    """The theme, the logo or a font of the gemeente; the hash in the address never lies."""
    asset = theme().assets.get(address)
    if asset is None:
        raise Http404
    kept = "public, max-age=31536000, immutable"
    return HttpResponse(asset.content, content_type=asset.kind, headers={"Cache-Control": kept})
