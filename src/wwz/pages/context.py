"""What the frame around every page needs."""

from django.conf import settings
from django.http import HttpRequest

from wwz.pages.display import COOKIE, display_from_cookie
from wwz.pages.tour import TOUR, banner


def frame(request: HttpRequest) -> dict[str, object]:
    """Template context: the reader's display, whom to write to, and the demo's tour."""
    demo = bool(getattr(settings, "WWZ_DEMO", False))
    session = getattr(request, "session", {})
    return {
        "display": display_from_cookie(request.COOKIES.get(COOKIE, "")),
        "demo": demo,
        "tour": banner(session.get(TOUR, 0)) if demo else None,
        "contact_email": settings.WWZ_CONTACT_EMAIL,
    }
