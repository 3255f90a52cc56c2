"""Getting bytes from the publishers: known hosts only, https only, within limits.

Addresses come from our own code and from "next" links in answers. Both pass the same
check, and so does every redirect. A name that resolves to a private address is refused;
that a host is who it says it is, is left to its TLS certificate.
"""

from __future__ import annotations

import gzip
import http.client
import io
import ipaddress
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import urlsplit, urlunsplit

from wwz_engine.sources.errors import (
    HostNotAllowedError,
    RequestRefusedError,
    ServerSilentError,
)
from wwz_engine.sources.raw import MEBIBYTE

HOSTS = frozenset({"opendata.cbs.nl", "dataderden.cbs.nl", "datasets.cbs.nl", "api.pdok.nl"})
BUSY = {429, 502, 503, 504}
# StatLine answers 500 to a filter that is too big, and now and then for no reason.
TRY_ONCE_MORE = {500}
USER_AGENT = "wwz-platform (open data van CBS, RIVM en PDOK)"


class _CheckedRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only to where we would have gone ourselves."""

    def __init__(self, check: Callable[[str], None]) -> None:
        self._check = check

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        self._check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@dataclass
class Transport:
    """Gets pages; ``stand_ins`` maps a known host to a local address, for tests only.

    There is no setting or environment variable for ``stand_ins``: only code that makes
    its own transport can talk to anything but the known hosts.
    """

    hosts: frozenset[str] = HOSTS
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    attempts: int = 4
    timeout: float = 60.0
    page_bytes: int = 64 * MEBIBYTE
    wait: Callable[[float], None] = time.sleep

    def get(self, url: str) -> bytes:
        """The body of a page, after as many attempts as are allowed.

        Raises
        ------
        HostNotAllowedError, RequestRefusedError, ServerSilentError
        """
        self.check(url)
        host = urlsplit(url).hostname or ""
        reason = ""
        for attempt in range(self.attempts):
            if attempt:
                self.wait(min(2.0**attempt, 30.0))
            try:
                return self._once(url)
            except urllib.error.HTTPError as error:
                reason = f"status {error.code}"
                last = attempt > 0 if error.code in TRY_ONCE_MORE else error.code not in BUSY
                if last:
                    raise RequestRefusedError(host, error.code) from error
            except (OSError, http.client.HTTPException, EOFError) as error:
                reason = _plain_reason(error)
        raise ServerSilentError(host, reason)

    def check(self, url: str) -> None:
        """Refuse an address that is not https at a known, public host.

        Raises
        ------
        HostNotAllowedError
        """
        parts = urlsplit(url)
        host = parts.hostname or ""
        if self._stand_in(url):
            return
        ours = parts.scheme == "https" and host in self.hosts and parts.netloc == host
        if not ours or not _public(host):
            raise HostNotAllowedError(url)

    def _stand_in(self, url: str) -> str:
        parts = urlsplit(url)
        base = self.stand_ins.get(parts.netloc)
        if base is None or parts.scheme != "https":
            return ""
        local = urlsplit(base)
        # The host is kept in the path, so that one local server can play them all.
        return urlunsplit(
            (local.scheme, local.netloc, f"/{parts.netloc}{parts.path}", parts.query, "")
        )

    def _once(self, url: str) -> bytes:
        address = self._stand_in(url) or url
        request = urllib.request.Request(  # noqa: S310 - check() has passed the address
            address,
            headers={
                "User-Agent": USER_AGENT,
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            },
        )
        opener = urllib.request.build_opener(_CheckedRedirects(self.check))
        with opener.open(request, timeout=self.timeout) as answer:
            body = answer.read(self.page_bytes + 1)
            if answer.headers.get("Content-Encoding") == "gzip":
                body = gzip.GzipFile(fileobj=io.BytesIO(body)).read(self.page_bytes + 1)
        if len(body) > self.page_bytes:
            raise ServerSilentError(urlsplit(url).hostname or "", "het antwoord is te groot")
        return bytes(body)


def _public(host: str) -> bool:
    """Whether every address of a host lies on the public internet.

    A host without addresses passes: without a network the connection says so itself.
    """
    try:
        found = socket.getaddrinfo(host, 443, proto=socket.IPPROTO_TCP)
    except OSError:
        return True
    return all(ipaddress.ip_address(address[4][0]).is_global for address in found)


def _plain_reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "geen antwoord binnen de tijd"
    if isinstance(error, http.client.IncompleteRead | EOFError):
        return "het antwoord brak af"
    if isinstance(error, urllib.error.URLError):
        return "geen verbinding"
    return type(error).__name__
