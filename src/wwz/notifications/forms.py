"""What is filled in to follow something."""

from __future__ import annotations

from django import forms

from wwz.partners.public_forms import PublicForm


class FollowForm(forms.Form):
    """Sent by the button; nobody types in it."""

    kind = forms.CharField(max_length=60)
    object_id = forms.UUIDField()
    address = forms.CharField(max_length=300, required=False)


class MailForm(PublicForm):
    """Following without an account."""

    email = forms.EmailField(
        label="Uw e-mailadres",
        help_text="U krijgt eerst een mail om dit te bevestigen. Stoppen kan in elk bericht.",
        error_messages={
            "required": "Vul uw e-mailadres in.",
            "invalid": "Vul een e-mailadres in, bijvoorbeeld naam@voorbeeld.nl.",
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
