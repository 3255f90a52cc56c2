"""Opens everything that somebody can reach, and looks for words that are none of their business."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.walk import make_all
from tests.wwz.rights.walker import address_of, every_place, uncopied
from wwz.notifications.models import OutgoingMail
from wwz.partners.models import Organisation, Partnership

SIGN = "geheim"
WORD = re.compile(rf"{SIGN}[0-9a-f]{{10}}")
LINK = re.compile(r'(?:href|src|hx-get)="(/[^"#]*)')
# Figures are of nobody in particular, and a walk of their own; a log-out would end the crawl.
PASSED_BY = (
    "/opgave/",
    "/feit/",
    "/embed/",
    "/static/",
    "/weergave/",
    "/uitloggen/",
    "/onderdelen/",
)
MOST_PAGES = 4_000


@dataclass
class Planted:
    """Words that stand in objects of one partnership, and the addresses of those objects."""

    words: set[str] = field(default_factory=set)
    addresses: list[str] = field(default_factory=list)

    def secret(self) -> str:
        word = f"{SIGN}{uuid.uuid4().hex[:10]}"
        self.words.add(word)
        return word


def plant(partnership: Partnership, organisation: Organisation, *, words: int) -> Planted:
    """Objects of every kind in a partnership until that many words stand in them."""
    planted, places = Planted(), {place.name: place for place in every_place()}
    while len(planted.words) < words:
        made = make_all(partnership, organisation, planted.secret)
        for name, given in made.items():
            # A secret link opens to whoever has it; nobody here was given one.
            if "token" not in given:
                planted.addresses.append(address_of(places[name], given))
    return planted


def addresses_without_object(partnerships: Iterable[Partnership]) -> Iterator[str]:
    """Every page, list and feed that needs no object, of all partnerships."""
    slugs = [one.slug for one in partnerships]
    for place in every_place():
        if not place.arguments:
            yield reverse(place.name)
        elif place.arguments == {"slug"}:
            yield from (reverse(place.name, kwargs={"slug": slug}) for slug in slugs)
        elif place.arguments == {"slug", "kind"}:
            for slug in slugs:
                for kind in ("csv", "xlsx"):
                    yield reverse(place.name, kwargs={"slug": slug, "kind": kind})


@uncopied()
def crawl(client: Client, seeds: Iterable[str]) -> tuple[set[str], dict[str, str]]:
    """Pages that were opened, and each planted word that was read with where it stood."""
    waiting, opened, read = list(dict.fromkeys(seeds)), set(), {}
    # Verbs answer no GET, and some pages refuse a role whatever the object: once is enough.
    known, closed = set(waiting), set()
    while waiting and len(opened) < MOST_PAGES:
        address = waiting.pop()
        if address.startswith(PASSED_BY):
            continue
        route = route_of(address)
        if route in closed:
            continue
        answer = client.get(address)
        opened.add(address)
        if answer.status_code == 405 or answer.headers.get("Location", "").startswith("/inloggen/"):
            closed.add(route)
        text = text_of(answer)
        read.update(dict.fromkeys(WORD.findall(text), address))
        for found in (*LINK.findall(text), answer.headers.get("Location", "/")):
            target = found.replace("&amp;", "&")
            if target not in known and target.startswith("/"):
                known.add(target)
                waiting.append(target)
    return opened, read


def route_of(address: str) -> str:
    """The pattern of an address; the address itself when there is none."""
    try:
        return resolve(address.split("?")[0]).route
    except Resolver404:
        return address


def text_of(answer: Any) -> str:
    """The words of an answer of any kind, its headers too; workbooks unpacked, papers read."""
    body = answer.getvalue() if getattr(answer, "streaming", False) else answer.content
    heads = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    kind = answer.headers.get("Content-Type", "")
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b" ".join(book.read(name) for name in book.namelist())
    elif "pdf" in kind and body[:4] == b"%PDF":
        from pypdf import PdfReader

        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages)
    return f"{heads} {body.decode(errors='replace')}"


def mailed(email: str) -> set[str]:
    """Planted words in mails to somebody."""
    found = OutgoingMail.objects.filter(to=email).values_list("subject", "text", "calendar")
    return {word for parts in found for part in parts for word in WORD.findall(part or "")}
