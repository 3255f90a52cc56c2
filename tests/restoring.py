"""A test database on SQLite as it was at some moment, kept in memory and put back at once.

And the one that all tests begin with: the first process that needs it runs the migrations, which
takes seconds, and leaves the outcome for the others in a file.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import cast

from django.db import connection

from tests.environment import SITE


def copied() -> sqlite3.Connection:
    """All that the database holds now."""
    kept = sqlite3.connect(":memory:", check_same_thread=False)
    opened().backup(kept)
    return kept


def put_back(kept: sqlite3.Connection) -> None:
    """Make the database what it was; waits for whoever still writes."""
    kept.backup(opened())


def opened() -> sqlite3.Connection:
    connection.ensure_connection()
    return cast(sqlite3.Connection, connection.connection)


def migrated(template: Path) -> Path:
    """The database just after the migrations; who comes first makes it, and others wait."""
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            half = template.with_suffix(".half")
            half.unlink(missing_ok=True)
            env = SITE | os.environ | {"DATABASE_URL": f"sqlite:///{half}"}
            migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
            subprocess.run(migrate, env=env, check=True)
            half.rename(template)
    return template


def begin_with(template: Path) -> None:
    """Make the database of this process a copy of that one, before it is opened."""
    own = Path(connection.settings_dict["TEST"]["NAME"])
    # What an earlier process did not come to write would be written over the copy.
    for left in ("-wal", "-shm"):
        own.with_name(own.name + left).unlink(missing_ok=True)
    shutil.copyfile(template, own)
