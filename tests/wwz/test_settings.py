"""The site refuses to start unsafely, and says to browsers what they may do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
    "font-src 'self'", "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'",
    "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
}  # fmt: skip
KEY = "sleutel" * 10


def started(**env: str) -> subprocess.CompletedProcess[str]:
    """Load the settings in a new process with exactly these variables."""
    kept = {name: os.environ[name] for name in ("PATH", "WWZ_VAR") if name in os.environ}
    code = "import django; django.setup(); from django.conf import settings as s; " \
        "print(s.HTTPS, s.DEBUG, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS)"  # fmt: skip
    return subprocess.run(
        [sys.executable, "-c", code],
        env=kept | {"DJANGO_SETTINGS_MODULE": "wwz.settings"} | env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({}, "SECRET_KEY ontbreekt"),
        ({"SECRET_KEY": "kort"}, "te kort"),
        ({"SECRET_KEY": "django-insecure-" + KEY}, "SECRET_KEY ontbreekt of is te kort"),
        (
            {"SECRET_KEY": KEY, "WWZ_HTTPS": "false", "WWZ_HOSTS": "wwz.example.nl"},
            "alleen op deze machine",
        ),
        *(
            ({"SECRET_KEY": KEY, setting: "true", "WWZ_HOSTS": "wwz.example.nl"}, f"Haal {setting}")
            for setting in ("WWZ_DEBUG", "WWZ_DEMO")
        ),
    ],
)
def test_unsafe_environment_is_refused_with_a_dutch_sentence(
    env: dict[str, str], sentence: str
) -> None:
    refused = started(**env)
    assert refused.returncode != 0
    assert sentence in refused.stderr


def test_site_is_safe_when_nothing_is_said() -> None:
    assert started(SECRET_KEY=KEY).stdout.split() == ["True", "False", "True", "31536000"]


def test_http_is_allowed_on_this_machine_alone() -> None:
    said = started(SECRET_KEY=KEY, WWZ_HTTPS="false", WWZ_HOSTS="localhost,127.0.0.1,[::1]")
    assert said.stdout.split() == ["False", "False", "False", "0"]


@pytest.mark.parametrize("address", ["/", "/inloggen/", "/zoek/gebieden/?q=x", "/niets/"])
def test_every_answer_carries_the_policy_and_the_other_headers(
    address: str, client: Client, db: None
) -> None:
    answer = client.get(address)
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_static_file_carries_the_policy_too(client: Client) -> None:
    """Whatever a file becomes in a browser, it can do no more than a page."""
    order = settings.MIDDLEWARE
    files = order.index("whitenoise.middleware.WhiteNoiseMiddleware")
    assert order.index("csp.middleware.CSPMiddleware") < files
    assert order.index("django.middleware.clickjacking.XFrameOptionsMiddleware") < files


def test_database_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "wwz.sqlite3"
    path.touch(mode=0o644)
    for given in (str(tmp_path), str(tmp_path / "new")):
        assert started(SECRET_KEY=KEY, WWZ_VAR=given).returncode == 0
        assert (Path(given) / "wwz.sqlite3").stat().st_mode & 0o777 == 0o600


def test_database_is_set_for_durability(db: None) -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            found = {}
            for pragma in ("synchronous", "foreign_keys", "busy_timeout"):
                cursor.execute(f"PRAGMA {pragma}")
                found[pragma] = cursor.fetchone()[0]
        assert found == {"synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}
        assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    else:
        assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] is True


def test_pages_never_load_the_engine() -> None:
    """Every view and template tag that the addresses lead to is imported here."""
    code = (
        "import django; django.setup(); import sys, wwz.urls, wwz.wsgi; "
        "from django.urls import get_resolver; "
        "from wwz.opgave.views import exports, facts, pages, studies; "
        "assert {'opgave', 'areas', 'pages'} <= set(get_resolver().namespace_dict); "
        "loaded = sorted({name.split('.')[0] for name in sys.modules}); "
        "print([m for m in ('numpy', 'numba', 'scipy', 'polars', 'wwz_engine', 'xlsxwriter')"
        " if m in loaded])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "wwz.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.strip() == "[]"
