"""Where somebody reports a leak: security.txt, as RFC 9116 wants it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wwz.partners.access import open_to_all

# The text says that it is worth reading for less than a year; each answer says it anew.
GOOD_FOR = timedelta(days=300)


@open_to_all
@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell, in the words of RFC 9116; nothing when nobody is named."""
    if not settings.WWZ_SECURITY_CONTACT:
        raise Http404
    text = content(settings.WWZ_SECURITY_CONTACT, settings.WWZ_ADDRESS, now=timezone.now())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def content(contact: str, address: str, *, now: datetime) -> str:
    """The file itself.

    Examples
    --------
    >>> print(content("a@b.nl", "https://wwz.nl", now=datetime(2026, 1, 1, 9, tzinfo=UTC)))
    Contact: mailto:a@b.nl
    Expires: 2026-10-28T00:00:00Z
    Preferred-Languages: nl, en
    Canonical: https://wwz.nl/.well-known/security.txt
    <BLANKLINE>
    """
    where = contact if contact.startswith("https://") else f"mailto:{contact}"
    until = (now.astimezone(UTC) + GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    return (
        f"Contact: {where}\n"
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}\n"
        "Preferred-Languages: nl, en\n"
        f"Canonical: {address}/.well-known/security.txt\n"
    )
