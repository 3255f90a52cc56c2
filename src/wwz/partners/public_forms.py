"""Forms that anybody may send: without a puzzle, yet slow and few for machines."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, QueryDict

SALT = "wwz.public-form"
SHORTEST = timedelta(seconds=3)
LONGEST = timedelta(hours=12)
TRAP = "website"
STARTED = "begonnen"


def stamp(at: datetime) -> str:
    """When a form was shown, signed so that nobody makes it older."""
    return signing.dumps(at.isoformat(), salt=SALT)


class PublicForm(forms.Form):
    """Carries a signed moment and an empty field that only machines fill in.

    A form that was filled in within three seconds, or after twelve hours, comes back with all
    that was typed.
    """

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        self.fields[TRAP] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields[STARTED] = forms.CharField(
            required=False, widget=forms.HiddenInput, initial=stamp(now)
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.pop(TRAP, "") or not self._took_a_while(cleaned.pop(STARTED, "")):
            again = QueryDict(mutable=True)
            again.update(self.data)
            again[STARTED], again[TRAP] = stamp(self.now), ""
            self.data = again
            raise forms.ValidationError(
                "Dit formulier is erg snel verstuurd of heeft lang open gestaan. Kijk na wat u "
                "hebt geschreven en verstuur het nog een keer."
            )
        return cleaned

    def _took_a_while(self, started: str) -> bool:
        try:
            began = datetime.fromisoformat(signing.loads(started, salt=SALT))
        except (signing.BadSignature, ValueError):
            return False
        return SHORTEST <= self.now - began <= LONGEST


def has_room(request: HttpRequest, what: str, *, most: int = 10, seconds: int = 3600) -> bool:
    """Whether this address may send one more; counts it. No address is kept, only a hash."""
    address = get_adapter().get_client_ip(request)
    secret = f"{settings.SECRET_KEY}{what}{address}".encode()
    key = f"wwz-room-{hashlib.sha256(secret).hexdigest()}"
    cache.add(key, 0, timeout=seconds)
    return int(cache.incr(key)) <= most


NO_ROOM = (
    "Er is vanaf dit adres al vaak iets verstuurd. Wacht een uur en probeer het opnieuw, of bel of "
    "schrijf ons."
)
