"""What the frame around every page needs."""

from django.conf import settings
from django.http import HttpRequest

from wwz.pages.display import COOKIE, display_from_cookie


def frame(request: HttpRequest) -> dict[str, object]:
    """Template context: the reader's display, whom to write to, and whether this is a demo."""
    return {
        "display": display_from_cookie(request.COOKIES.get(COOKIE, "")),
        "demo": bool(getattr(settings, "WWZ_DEMO", False)),
        "contact_email": settings.WWZ_CONTACT_EMAIL,
    }
