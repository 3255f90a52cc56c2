"""Logging in: nobody makes an account alone, an organisation invites."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    # One sentence whether the address is known or not: it tells nobody who has an account.
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": (
            "Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk of u ze goed hebt getypt."
        ),
        "too_many_login_attempts": (
            "Er is te vaak een verkeerd wachtwoord ingevuld. Wacht vijf minuten en probeer het "
            "opnieuw."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
