"""What the frame around every page needs."""

from django.conf import settings
from django.http import HttpRequest

from wwz.pages.display import COOKIE, Display, display_from_cookie


def frame(request: HttpRequest) -> dict[str, Display | bool]:
    """Template context: the reader's display, and whether this site runs as a demo."""
    return {
        "display": display_from_cookie(request.COOKIES.get(COOKIE, "")),
        "demo": bool(getattr(settings, "WWZ_DEMO", False)),
    }
