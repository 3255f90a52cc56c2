"""Logging in: nobody makes an account alone, an organisation invites."""

from typing import Any, ClassVar
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from wwz.partners import mail


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
        "incorrect_password": "Dit wachtwoord klopt niet. Probeer het nog een keer.",
        "enter_current_password": "Vul het wachtwoord in dat u nu hebt.",
        "select_only_one": "Kies er een.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Into the outbox, in Dutch: `account/email/..._subject.txt` and `..._message.txt`."""
        context = context | {"email": email}
        subject = render_to_string(f"{template_prefix}_subject.txt", context)
        text = render_to_string(f"{template_prefix}_message.txt", context)
        mail.send(f"inloggen:{uuid4()}", email, subject.strip(), text.strip(), now=timezone.now())

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": (
            "Deze code klopt niet of is al gebruikt. Wacht op de volgende code van uw app, of neem "
            "een herstelcode."
        ),
        "cannot_delete_authenticator": "Deze tweede stap kunt u nu niet uitzetten.",
        "cannot_generate_recovery_codes": "Zet eerst een tweede stap aan.",
    }
