"""Serving the site: a web server in this process and two workers beside it."""

from __future__ import annotations

import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from wwz.commands.site import SiteRefusedError

PORTS_TRIED = 50
LAST_PORT = 65535
LIVE = "--live"
# Files stay within it too. Without a limit a visitor could fill the disk: a gigabyte per request.
LARGEST_FORM = 1024 * 1024
SECONDS_TO_STOP = 10
SECONDS_BETWEEN_LOOKS = 0.5
SECONDS_BEFORE_RESTART = 3.0
logger = logging.getLogger(__name__)


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the first free one after it.

    Raises
    ------
    SiteRefusedError
    """
    if not 1 <= wanted <= LAST_PORT:
        raise SiteRefusedError(
            f"Poort {wanted} bestaat niet. Kies een getal van 1 tot {LAST_PORT}."
        )
    last = min(wanted + PORTS_TRIED, LAST_PORT)
    for port in range(wanted, last + 1):
        if is_free(host, port):
            return port
    raise SiteRefusedError(
        f"De poorten {wanted} tot en met {last} zijn alle bezet. Kies een andere met --port."
    )


def is_free(host: str, port: int) -> bool:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except socket.gaierror as error:
        raise SiteRefusedError(
            f"Het adres ‘{host}’ bestaat niet op deze machine. Kies een ander met --host."
        ) from error
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        # As the server does: a port that was just closed may be used again at once.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return False
    return True


@contextmanager
def workers_beside() -> Iterator[None]:
    """Two worker processes for as long as this lasts: one for studies, one for live questions.

    Each is started again when it dies, and gone with us.
    """
    ending = threading.Event()
    keepers = [
        threading.Thread(target=keep_worker, args=(ending, *options)) for options in ((), (LIVE,))
    ]
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        ending.set()
        for keeper in keepers:
            keeper.join()


def keep_worker(ending: threading.Event, *options: str) -> None:
    """Run a worker until the end; after a fall, start another."""
    argv = [
        sys.executable, "-m", "wwz.commands.worker", "--with-parent", str(os.getpid()), *options,
    ]  # fmt: skip
    while not ending.is_set():
        # A session of its own: Ctrl-C reaches us alone, and we end the worker in good order.
        worker = subprocess.Popen(argv, start_new_session=True)  # noqa: S603 - our own module
        while worker.poll() is None and not ending.wait(SECONDS_BETWEEN_LOOKS):
            pass
        if not ending.is_set():
            logger.error("The worker ended with code %s and is started again", worker.returncode)
            ending.wait(SECONDS_BEFORE_RESTART)
        stop(worker)


def stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        # Its study is found back at the next start.
        process.kill()
        process.wait()


def end(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def serve(host: str, port: int) -> None:
    """Answer requests until Ctrl-C or a request to end."""
    from waitress import create_server

    from wwz.wsgi import application

    signal.signal(signal.SIGTERM, end)
    server = create_server(application, host=host, port=port, **server_options())
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()


def server_options() -> dict[str, Any]:
    own = {"threads": 8, "ident": None, "max_request_body_size": LARGEST_FORM}
    return own | proxy_options()


def proxy_options() -> dict[str, Any]:
    """The server drops what a proxy says about visitors, unless we know that there is one."""
    from django.conf import settings

    if not settings.WWZ_BEHIND_PROXY:
        return {}
    headers = {"x-forwarded-proto", "x-forwarded-for"}
    return {"trusted_proxy": "*", "trusted_proxy_headers": headers}
