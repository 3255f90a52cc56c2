"""Whether the forms in a page, as the server sent it, can be sent without any script."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import Resolver404, resolve

FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
ELEMENT = re.compile(r"<(\w+)\b([^>]*)>", re.DOTALL)
NAMED = re.compile(r'([\w:-]+)(?:="([^"]*)")?')
SCRIPT_ONLY = re.compile(r"^(on\w+|hx-(post|put|patch|delete))$")
# Passkeys are made by the browser's script; the form says so, and a password with a code does it.
BY_SCRIPT = "data-passkey"


def attributes(text: str) -> dict[str, str]:
    return dict(NAMED.findall(text))


def faults(html: str, here: str) -> list[str]:
    """What cannot be done without script on the page with this address."""
    found = list(lone_elements(html))
    for attrs, inside in FORM.findall(html):
        given = attributes(attrs)
        if given.get("method", "get").lower() == "post":
            found += [f"form {given.get('action', here)}: {said}"
                      for said in of_form(given, inside, html, here)]  # fmt: skip
    return found


def of_form(given: dict[str, str], inside: str, html: str, here: str) -> Iterator[str]:
    if 'name="csrfmiddlewaretoken"' not in inside:
        yield "no token against forgery"
    if not any(sends(one) for one in buttons(inside, given, html)):
        yield "no button that sends it"
    try:
        resolve(re.split("[?#]", given.get("action", ""))[0] or here.split("?")[0])
    except Resolver404:
        yield "leads to no address of the site"


def buttons(inside: str, given: dict[str, str], html: str) -> Iterator[dict[str, str]]:
    """The buttons in a form, and those elsewhere on the page that name it."""
    for tag, attrs in ELEMENT.findall(inside):
        if tag in ("button", "input"):
            yield attributes(attrs) | {"tag": tag, BY_SCRIPT: given.get(BY_SCRIPT, "")}
    for tag, attrs in ELEMENT.findall(html) if given.get("id") else ():
        found = attributes(attrs)
        if tag in ("button", "input") and found.get("form") == given["id"]:
            yield found | {"tag": tag}


def sends(button: dict[str, str]) -> bool:
    usual = "submit" if button["tag"] == "button" else "text"
    able = "disabled" not in button or bool(button.get(BY_SCRIPT))
    return button.get("type", usual) in ("submit", "image") and able


def lone_elements(html: str) -> Iterator[str]:
    """Elements that only a script brings to life, and that are there without it."""
    for tag, attrs in ELEMENT.findall(html):
        given = attributes(attrs)
        if given.get("type") == "button" and "hidden" not in given:
            yield f"<{tag}{attrs}> does nothing without script"
        for name in given:
            sent = tag == "form" and given.get("method", "").lower() == "post"
            if SCRIPT_ONLY.match(name) and not (sent and name == "hx-post"):
                yield f"<{tag}> has {name}"
