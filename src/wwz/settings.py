"""Every setting of the site. What can be set from outside stands in docs/howto/settings.md."""

from contextlib import suppress
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from wwz.this_machine import only_this_machine

env = environ.Env()

PACKAGE = Path(__file__).resolve().parent
VAR = Path(env.str("WWZ_VAR", default="var")).resolve()

# --- what must be right before anything starts ---

SHORTEST_KEY = 50


def secret_key() -> str:
    key: str = env.str("SECRET_KEY", default="")
    if len(key) < SHORTEST_KEY or key.startswith("django-insecure-"):
        raise ImproperlyConfigured(
            "SECRET_KEY ontbreekt of is te kort. Zet in de omgeving een geheime sleutel van ten "
            f"minste {SHORTEST_KEY} tekens (zie docs/howto/settings.md), of start de demo met "
            "`wwz demo`: die maakt er zelf een."
        )
    return key


def served_over_https(hosts: list[str]) -> bool:
    https: bool = env.bool("WWZ_HTTPS", default=True)
    if not https and not all(only_this_machine(host) for host in hosts):
        raise ImproperlyConfigured(
            "WWZ_HTTPS=false mag alleen op deze machine zelf (localhost), maar WWZ_HOSTS noemt "
            "ook andere namen. Zet er een proxy met https voor (zie docs/howto/production.md) of "
            "laat WWZ_HOSTS weg."
        )
    return https


def for_this_machine_alone(setting: str, hosts: list[str]) -> bool:
    """What helps on one's own machine and is a danger where others come."""
    wanted: bool = env.bool(setting, default=False)
    if wanted and not all(only_this_machine(host) for host in hosts):
        raise ImproperlyConfigured(
            f"{setting}=true mag alleen op deze machine zelf (localhost), maar WWZ_HOSTS noemt ook "
            f"andere namen. Haal {setting} weg (zie docs/howto/settings.md)."
        )
    return wanted


SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.list("WWZ_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
HTTPS = served_over_https(ALLOWED_HOSTS)
DEBUG = for_this_machine_alone("WWZ_DEBUG", ALLOWED_HOSTS)
WWZ_DEMO = for_this_machine_alone("WWZ_DEMO", ALLOWED_HOSTS)
WWZ_CONTACT_EMAIL = env.str("WWZ_CONTACT_EMAIL", default="")
# Where somebody reports a leak: an address, or a page that begins with https.
WWZ_SECURITY_CONTACT = env.str("WWZ_SECURITY_CONTACT", default=WWZ_CONTACT_EMAIL)
# How people open this site from a mail.
WWZ_ADDRESS = env.str("WWZ_ADDRESS", default=f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0]}")
# The address of this site's statement in the national register; empty while there is none.
WWZ_ACCESSIBILITY_STATEMENT = env.str("WWZ_ACCESSIBILITY_STATEMENT", default="")
# The look of the gemeente: files outside the package (docs/howto/theme.md).
WWZ_THEME_CSS = env.str("WWZ_THEME_CSS", default="")
WWZ_LOGO = env.str("WWZ_LOGO", default="")
# Seals the contact details of who gave a signaal; without it SECRET_KEY does.
WWZ_SEAL_KEY = env.str("WWZ_SEAL_KEY", default="")

# --- applications ---

INSTALLED_APPS = [
    "wwz.pages",
    "wwz.monitor",
    "wwz.werkplaats",
    "wwz.uitvoering",
    "wwz.akkoord",
    "wwz.visie",
    "wwz.opgave",
    "wwz.comments",
    "wwz.documents",
    "wwz.meetings",
    "wwz.notifications",
    "wwz.partners",
    "wwz.areas",
    "wwz.audit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wwz.guards.without_nul",
    "wwz.guards.kept_by_nobody",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "wwz.partners.sessions.within_limits",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "wwz.urls"
WSGI_APPLICATION = "wwz.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wwz.pages.context.frame",
                "wwz.partners.context.hat",
            ],
        },
    },
]

FORM_RENDERER = "wwz.pages.widgets.Renderer"

# --- database and jobs ---

SQLITE_OPTIONS = {
    # IMMEDIATE: two writers wait for each other instead of failing half way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL: what was acknowledged survives a power cut.
    "init_command": ("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"),
}


def owned_by_us_alone(path: Path) -> None:
    """Passwords and sessions stand in this file; SQLite gives its two helpers the same rights."""
    with suppress(OSError):
        path.touch(mode=0o600, exist_ok=True)
        for one in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            if one.exists() and one.stat().st_mode & 0o077:
                one.chmod(0o600)


def database() -> dict[str, object]:
    found: dict[str, object] = env.db_url(
        "DATABASE_URL", default=f"sqlite:///{VAR / 'wwz.sqlite3'}"
    )
    if found["ENGINE"] == "django.db.backends.sqlite3":
        VAR.mkdir(parents=True, exist_ok=True)
        owned_by_us_alone(Path(str(found["NAME"])))
        return found | {"OPTIONS": SQLITE_OPTIONS}
    return found | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database: a guess that one process counted, every process knows.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "partners_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- logging in ---

AUTH_USER_MODEL = "partners.Account"
AUTHENTICATION_BACKENDS = ["wwz.partners.login.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "wwz.partners.login.AccountAdapter"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
MFA_ADAPTER = "wwz.partners.login.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The invitation came by mail: who has the account has the address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Platform WWZ"
# A phone whose clock is half a minute off still gives a code that counts.
MFA_TOTP_TOLERANCE = 1
# Browsers allow passkeys on https, and on localhost for trying out.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
ACCOUNT_FORMS = {
    "login": "wwz.partners.forms.LoginForm",
    "reset_password": "wwz.partners.forms.ForgottenForm",
    "reset_password_from_key": "wwz.partners.forms.NewPasswordForm",
    "change_password": "wwz.partners.forms.ChangePasswordForm",
    "reauthenticate": "wwz.partners.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "wwz.partners.forms.CodeForm",
    "reauthenticate": "wwz.partners.forms.CodeAgainForm",
    "activate_totp": "wwz.partners.forms.ActivateCodeForm",
    "add_webauthn": "wwz.partners.forms.AddPasskeyForm",
    "edit_webauthn": "wwz.partners.forms.RenamePasskeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Hours of work, and never longer; who does nothing is logged out sooner (partners/sessions.py).
SESSION_COOKIE_AGE = 12 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "notifications:work"
LOGOUT_REDIRECT_URL = "pages:home"

# --- mail ---

MAIL = env.email_url("EMAIL_URL", default="dummymail://")
EMAIL_BACKEND = MAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = MAIL["EMAIL_HOST"], MAIL["EMAIL_PORT"]
EMAIL_HOST_USER = MAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = bool(MAIL.get("EMAIL_USE_TLS"))
EMAIL_USE_SSL = bool(MAIL.get("EMAIL_USE_SSL"))
WWZ_MAIL_DOMAIN = ALLOWED_HOSTS[0].strip("[].") or "localhost"
DEFAULT_FROM_EMAIL = env.str(
    "WWZ_MAIL_FROM", default=WWZ_CONTACT_EMAIL or f"platform@{WWZ_MAIL_DOMAIN}"
)
# Who takes the mail of apps that stand below the outbox.
WWZ_OUTBOX = "wwz.notifications.services.queue_mail"
# A demo mails nobody: what it would mail is shown at /postvak/.
WWZ_SENDS_MAIL = bool(env.str("EMAIL_URL", default="")) and not WWZ_DEMO

# --- language and time ---

LANGUAGE_CODE = "nl"
USE_I18N = True
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True

# --- static files ---

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "wwz.pages.static_files.HashedFilesCompressed"},
}
WHITENOISE_MIMETYPES = {".mjs": "text/javascript"}

# --- security ---

SECURE_SSL_REDIRECT = HTTPS
# Asked by a watcher on the machine itself, which does not come through the proxy.
SECURE_REDIRECT_EXEMPT = [r"^gezond/$"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
# Whether a domain goes on the browsers' preload list is for its owner to say, not for us.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
WWZ_BEHIND_PROXY = env.bool("WWZ_BEHIND_PROXY", default=False)
if WWZ_BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Else every visitor has the proxy's address, and one who guesses locks out all.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
if HTTPS:
    # Browsers take such a name only from this very host, over https.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- logging ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        # A page that is not there and a worker that is asked to end are no news.
        "django.request": {"level": "ERROR"},
        "django_tasks_db": {"level": "ERROR"},
        # It tells of every rule of style that is for screens alone.
        "weasyprint": {"level": "ERROR"},
    },
    "root": {"handlers": ["console"], "level": env.str("WWZ_LOG_LEVEL", default="WARNING")},
}
