"""Getting the site ready: its environment, its database, its static files."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

KEY_FILE = "secret_key"
STAMP_FILE = "static.stamp"


class SiteRefusedError(Exception):
    """The site cannot start like this; the message is a Dutch sentence for the operator."""


def say(text: str) -> None:
    print(text, flush=True)


def environment_of_demo(var: Path) -> None:
    """Settings for a site on this machine alone, whatever the shell says.

    Raises
    ------
    SiteRefusedError
        when the folder cannot be written in
    """
    try:
        var.mkdir(parents=True, exist_ok=True)
        key = kept_key(var / KEY_FILE)
    except OSError as error:
        raise SiteRefusedError(
            f"In de map ‘{var.name}’ kan de demo niet schrijven ({error.strerror}). Kies een "
            "andere map met --data-folder."
        ) from error
    os.environ["WWZ_VAR"] = str(var)
    os.environ["WWZ_DEMO"] = "true"
    os.environ["WWZ_DEBUG"] = "false"
    os.environ["WWZ_HTTPS"] = "false"
    os.environ.pop("WWZ_HOSTS", None)
    os.environ.setdefault("SECRET_KEY", key)


def kept_key(path: Path) -> str:
    """The secret key of this machine's demo, made once and readable for its owner only."""
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(64))
    return path.read_text()


def start_django() -> None:
    """Load the settings.

    Raises
    ------
    SiteRefusedError
        when the environment lacks something, with the sentence of the settings
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wwz.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise SiteRefusedError(str(error)) from error


def migrate() -> None:
    """Bring the database up to date.

    Raises
    ------
    SiteRefusedError
        when the database cannot be reached
    """
    from django.core.management import call_command
    from django.db import OperationalError

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise SiteRefusedError(
            f"De database antwoordt niet ({str(error).strip()}). Kijk of DATABASE_URL klopt en of "
            "de database draait."
        ) from error


def collect_static() -> None:
    """Copy, hash and compress static files, only when one of them changed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp_file = Path(settings.VAR) / STAMP_FILE
    stamp = stamp_of_static()
    if stamp_file.exists() and stamp_file.read_text() == stamp:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp_file.parent.mkdir(parents=True, exist_ok=True)
    stamp_file.write_text(stamp)


def stamp_of_static() -> str:
    """A hash of name, size and time of every static file."""
    from django.contrib.staticfiles.finders import get_finders

    listed = []
    for finder in get_finders():
        for path, storage in finder.list([]):
            about = os.stat(storage.path(path))
            listed.append(f"{path} {about.st_size} {about.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(listed)).encode()).hexdigest()


@contextlib.contextmanager
def refusals() -> Iterator[None]:
    """Turn what the site refuses into one sentence and exit code 2."""
    try:
        yield
    except SiteRefusedError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from error
