"""The login form, in our own words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm

BOX = "utrecht-textbox utrecht-textbox--html-input"


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth has no types
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
