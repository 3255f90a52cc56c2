"""Logging in, by allauth, at Dutch addresses; each view carries its row of the matrix."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import RedirectView

from wwz.partners.access import needs
from wwz.partners.matrix import Action

everybody = needs(Action.READ_PUBLIC)
own = needs(Action.OWN_ACCOUNT)

LOGIN = [
    path("inloggen/", everybody(account.login), name="account_login"),
    path("uitloggen/", everybody(account.logout), name="account_logout"),
    path("inloggen/uit/", everybody(account.account_inactive), name="account_inactive"),
    # allauth asks for this name; accounts are made by invitation only.
    path(
        "inloggen/nieuw/",
        everybody(RedirectView.as_view(pattern_name="account_login")),
        name="account_signup",
    ),
    path("inloggen/code/", everybody(mfa.authenticate), name="mfa_authenticate"),
    path("inloggen/passkey/", everybody(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("inloggen/opnieuw/", own(account.reauthenticate), name="account_reauthenticate"),
    path("inloggen/opnieuw/code/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "inloggen/opnieuw/passkey/",
        own(passkeys.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
]

PASSWORD = [
    path("wachtwoord-vergeten/", everybody(account.password_reset), name="account_reset_password"),
    path(
        "wachtwoord-vergeten/verstuurd/",
        everybody(account.password_reset_done),
        name="account_reset_password_done",
    ),
    path(
        "wachtwoord-vergeten/klaar/",
        everybody(account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^wachtwoord-vergeten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        everybody(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path("veiligheid/wachtwoord/", own(account.password_change), name="account_change_password"),
    # allauth asks for this name when somebody has no password yet: a mail gives one.
    path(
        "veiligheid/wachtwoord/nieuw/",
        own(RedirectView.as_view(pattern_name="account_reset_password")),
        name="account_set_password",
    ),
]

SECURITY = [
    path("veiligheid/", own(mfa.index), name="mfa_index"),
    path("veiligheid/code/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("veiligheid/code/uit/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path(
        "veiligheid/herstelcodes/",
        own(recovery.view_recovery_codes),
        name="mfa_view_recovery_codes",
    ),
    path(
        "veiligheid/herstelcodes/nieuw/",
        own(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "veiligheid/herstelcodes/bestand/",
        own(recovery.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("veiligheid/passkeys/", own(passkeys.list_webauthn), name="mfa_list_webauthn"),
    path("veiligheid/passkeys/nieuw/", own(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "veiligheid/passkeys/<int:pk>/naam/", own(passkeys.edit_webauthn), name="mfa_edit_webauthn"
    ),
    path(
        "veiligheid/passkeys/<int:pk>/weg/",
        own(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
]

urlpatterns = [*LOGIN, *PASSWORD, *SECURITY]
