"""Only known hosts, only https, within limits; and nothing in the environment changes that."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests.engine.sources.publishers import Fault, Publishers, StatTable, serving
from wwz_engine.sources.errors import HostNotAllowedError, RequestRefusedError, ServerSilentError
from wwz_engine.sources.transport import HOSTS, Transport

GOOD = "https://opendata.cbs.nl/ODataFeed/odata/X/Perioden?$format=json"
BAD = (
    "http://opendata.cbs.nl/ODataFeed",
    "ftp://opendata.cbs.nl/a",
    "file:///etc/passwd",
    "https://opendata.cbs.nl:8443/a",
    "https://opendata.cbs.nl@example.org/a",
    "https://user:word@opendata.cbs.nl/a",
    "https://opendata.cbs.nl.example.org/a",
    "https://example.org/opendata.cbs.nl",
    "https://OPENDATA.cbs.nl.:443/a",
    "https://127.0.0.1/a",
    "https://2130706433/a",
    "https://0x7f000001/a",
    "https://0177.0.0.1/a",
    "https://[::1]/a",
    "https://[::ffff:127.0.0.1]/a",
    "https://169.254.169.254/latest/meta-data",
    "https://localhost/a",
    "https://opendata\u3002cbs\u3002nl/a",
    "//opendata.cbs.nl/a",
    "opendata.cbs.nl/a",
    "",
)


@pytest.fixture
def publishers() -> Iterator[Publishers]:
    table = StatTable({"Perioden": [("2021JJ00", "2021")]}, [])
    with serving(Publishers(tables={"X": table})) as server:
        yield server


@pytest.fixture
def transport(publishers: Publishers) -> Transport:
    return Transport(stand_ins=publishers.stand_ins, wait=lambda seconds: None)


@pytest.mark.parametrize("address", BAD)
def test_any_other_address_is_refused_before_a_connection(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_socket(*args: object, **options: object) -> None:
        raise AssertionError(f"a connection was tried: {args}")

    monkeypatch.setattr(socket, "create_connection", no_socket)
    with pytest.raises(HostNotAllowedError):
        Transport().get(address)


@pytest.mark.parametrize("address", ["10.0.0.7", "127.0.0.1", "169.254.1.1", "::1", "fe80::1"])
def test_known_host_at_a_private_address_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def resolved(host: str, port: int, **options: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    with pytest.raises(HostNotAllowedError):
        Transport().check(GOOD)


def test_environment_opens_no_other_door(
    monkeypatch: pytest.MonkeyPatch, publishers: Publishers
) -> None:
    for name in ("WWZ_BASE", "WWZ_STAND_INS", "WWZ_HOSTS", "CBS_BASE", "BASE_URL"):
        monkeypatch.setenv(name, publishers.base)

    assert Transport().stand_ins == {}
    assert Transport().hosts == HOSTS
    with pytest.raises(HostNotAllowedError):
        Transport().get(f"{publishers.base}/opendata.cbs.nl/ODataFeed/odata/X/Perioden")


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:9/elders",
        "https://example.org/",
        "file:///etc/passwd",
        "http://opendata.cbs.nl/",
    ],
)
def test_redirect_off_the_list_is_not_followed(
    target: str, transport: Transport, publishers: Publishers
) -> None:
    publishers.faults.append(Fault("Perioden", f"redirect {target}", times=9))

    # Some schemes urllib itself refuses before we are asked.
    with pytest.raises((HostNotAllowedError, RequestRefusedError)):
        transport.get(GOOD)
    assert len(publishers.log) == 1


def test_answer_that_is_too_large_is_not_kept(transport: Transport, publishers: Publishers) -> None:
    publishers.faults.append(Fault("Perioden", "huge"))
    transport.page_bytes = 1_000_000

    with pytest.raises(ServerSilentError, match="te groot"):
        transport.get(GOOD)


@pytest.mark.parametrize("kind", ["503", "429", "502", "cut"])
def test_waits_longer_before_each_new_attempt(kind: str, publishers: Publishers) -> None:
    waits: list[float] = []
    publishers.faults.append(Fault("Perioden", kind, times=3))
    transport = Transport(stand_ins=publishers.stand_ins, wait=waits.append)

    assert b"2021JJ00" in transport.get(GOOD)
    assert waits == sorted(waits)
    assert len(waits) == 3
    assert len(publishers.log) == 4


def test_gives_up_in_the_end_and_says_why(transport: Transport, publishers: Publishers) -> None:
    publishers.faults.append(Fault("Perioden", "503", times=99))

    with pytest.raises(ServerSilentError, match=r"‘opendata.cbs.nl’ .* \(status 503\)"):
        transport.get(GOOD)
    assert len(publishers.log) == transport.attempts
