"""Logging in: nobody makes an account alone, an organisation invites."""

from typing import Any, ClassVar
from uuid import UUID, uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone

from wwz.partners import mail
from wwz.partners.access import account_with_hats
from wwz.partners.models import Account

FORGOTTEN = "/wachtwoord-vergeten/"
CHANGES = {
    "account/email/password_changed": "Het wachtwoord van uw account is gewijzigd.",
    "account/email/password_reset": "Er is een nieuw wachtwoord ingesteld voor uw account.",
    "mfa/email/totp_activated": "Inloggen met een code uit een app staat nu aan.",
    "mfa/email/totp_deactivated": "Inloggen met een code uit een app staat nu uit.",
    "mfa/email/webauthn_added": "Er is een passkey toegevoegd aan uw account.",
    "mfa/email/webauthn_removed": "Er is een passkey verwijderd van uw account.",
    "mfa/email/recovery_codes_generated": "Er zijn nieuwe herstelcodes gemaakt.",
}
WAYS = {
    "reauthenticate": "Met uw wachtwoord",
    "mfa_reauthenticate": "Met een code uit uw app",
    "mfa_reauthenticate:webauthn": "Met een passkey",
}


class Backend(AuthenticationBackend):
    """As allauth's; who is logged in comes with its memberships."""

    def get_user(self, user_id: UUID) -> Account | None:
        account = account_with_hats(user_id, timezone.localdate())
        return account if account is not None and self.user_can_authenticate(account) else None


class AccountAdapter(DefaultAccountAdapter):
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

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Account,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner of an account what changed there: a thief cannot do it unseen."""
        changed = CHANGES.get(template_prefix, "Er is iets veranderd aan uw manier van inloggen.")
        text = f"{changed}\n\nWas u dit niet zelf? Waarschuw dan direct de beheerder van het "
        text += f"platform, en stel een nieuw wachtwoord in: {mail.full_address(FORGOTTEN)}"
        subject = "Uw account op Platform WWZ is gewijzigd"
        mail.send(f"inloggen:{uuid4()}", user.email, subject, text, now=timezone.now())

    def get_reauthentication_methods(self, user: Account) -> list[dict[str, Any]]:
        """The ways to say again who you are, in Dutch."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [way | {"description": WAYS[way["id"]]} for way in found]

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondStepAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": (
            "Deze code klopt niet of is al gebruikt. Wacht op de volgende code van uw app, of neem "
            "een herstelcode."
        ),
        "cannot_delete_authenticator": "Deze tweede stap kunt u nu niet uitzetten.",
        "cannot_generate_recovery_codes": "Zet eerst een tweede stap aan.",
    }
