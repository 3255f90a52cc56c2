"""The forms of logging in, in our own words; the checks are allauth's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys

BOX = "utrecht-textbox utrecht-textbox--html-input"
NEW_PASSWORD = (
    "Nieuw wachtwoord",
    "Ten minste 12 tekens. Een paar losse woorden onthoudt u beter dan leestekens.",
)
AGAIN = ("Nieuw wachtwoord, nog een keer", "")
CODE = ("Code", "De zes cijfers uit uw app, of een herstelcode.")
KEY_NAME = ("Naam", "Zodat u hem later herkent, bijvoorbeeld: telefoon van het werk.")

Words = Mapping[str, tuple[str, str]]


class Worded:
    """Gives the fields of a form of allauth our label and help, and takes its placeholders away."""

    words: ClassVar[Words] = {}
    fields: dict[str, Any]  # of the form beside us

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, help_text
            field.error_messages["required"] = f"Vul in: {label.lower()}."
            field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):
    """E-mail and password; browsers may fill them in and people may paste."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = "E-mailadres", "Wachtwoord"
        login.error_messages["required"] = "Vul uw e-mailadres in."
        login.error_messages["invalid"] = "Vul een e-mailadres in, bijvoorbeeld naam@gemeente.nl."
        password.error_messages["required"] = "Vul uw wachtwoord in."
        password.help_text = ""
        login.widget.attrs = {"class": BOX, "type": "email", "autocomplete": "username"}
        password.widget.attrs = {"class": BOX, "autocomplete": "current-password"}
        self.fields.pop("remember", None)


class ForgottenForm(Worded, account.ResetPasswordForm):
    words: ClassVar[Words] = {"email": ("E-mailadres", "")}


class NewPasswordForm(Worded, account.ResetPasswordKeyForm):
    words: ClassVar[Words] = {"password1": NEW_PASSWORD, "password2": AGAIN}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    words: ClassVar[Words] = {
        "oldpassword": ("Wachtwoord van nu", ""),
        "password1": NEW_PASSWORD,
        "password2": AGAIN,
    }


class PasswordAgainForm(Worded, account.ReauthenticateForm):
    words: ClassVar[Words] = {"password": ("Wachtwoord", "")}


class CodeForm(Worded, mfa.AuthenticateForm):
    words: ClassVar[Words] = {"code": CODE}


class CodeAgainForm(Worded, mfa.ReauthenticateForm):
    words: ClassVar[Words] = {"code": CODE}


class ActivateCodeForm(Worded, totp.ActivateTOTPForm):
    words: ClassVar[Words] = {"code": ("Code", "De zes cijfers die uw app nu toont.")}


class AddPasskeyForm(Worded, passkeys.AddWebAuthnForm):
    words: ClassVar[Words] = {
        "name": KEY_NAME,
        "passwordless": (
            "Ook zonder wachtwoord inloggen",
            "Uw apparaat vraagt dan om uw vinger, gezicht of pincode.",
        ),
    }


class RenamePasskeyForm(Worded, passkeys.EditWebAuthnForm):
    words: ClassVar[Words] = {"name": KEY_NAME}
