"""Lines and lists of options are drawn without a template for each, and come out as Django's."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

from wwz.pages import widgets
from wwz.pages.widgets import Renderer

FLAT = [("", "alle"), ("a", "één & twee"), ('b"<', "<b>drie</b>"), (4, "vier")]
GROUPED = [("", "kies"), ("Wonen", [("h", "huur"), ("k", "koop")]), ("Zorg", [("z", "zorg")])]


class Tags(HTMLParser):
    """Tags with their attributes in any order, and words without the space around them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, sorted((name, value or "") for name, value in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.found += [data.strip()] if data.strip() else []


def drawn(
    renderer: DjangoTemplates, choices: object, value: object, **attrs: object
) -> list[object]:
    return Tags(forms.Select(attrs, choices).render("keuze", value, renderer=renderer)).found


@pytest.mark.parametrize("choices", [FLAT, GROUPED], ids=["flat", "grouped"])
@pytest.mark.parametrize("value", [None, "a", 4, 'b"<', "k"])
def test_list_is_drawn_as_django_draws_it(choices: object, value: object) -> None:
    attrs = {"class": "x", "required": True, "disabled": False, "aria-describedby": 'een"'}
    assert drawn(Renderer(), choices, value, **attrs) == drawn(
        DjangoTemplates(), choices, value, **attrs
    )


def test_list_that_escapes_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: values and labels go into the page as they are."""

    def careless(template: str, *parts: object) -> SafeString:
        return SafeString(template.format(*parts))

    monkeypatch.setattr(widgets, "format_html", careless)
    widgets.drawn_once.cache_clear()
    try:
        assert drawn(Renderer(), FLAT, "a") != drawn(DjangoTemplates(), FLAT, "a")
    finally:
        widgets.drawn_once.cache_clear()


LINES = [
    (forms.TextInput, 'een "woord" <b>'),
    (forms.TextInput, None),
    (forms.DateInput, date(2026, 11, 20)),
    (forms.NumberInput, 0),
    (forms.HiddenInput, "a&b"),
    (forms.CheckboxInput, True),
    (forms.CheckboxInput, False),
]


@pytest.mark.parametrize(("kind", "value"), LINES)
def test_line_is_drawn_as_django_draws_it(kind: type[forms.Widget], value: object) -> None:
    widget = kind({"id": "x", "class": 'een"', "required": True, "disabled": False})
    ours = widget.render("naam", value, renderer=Renderer())
    assert Tags(ours).found == Tags(widget.render("naam", value, renderer=DjangoTemplates())).found


def test_other_controls_are_left_to_django() -> None:
    for widget in (forms.Textarea(), forms.RadioSelect(choices=FLAT)):
        assert widget.render("naam", "a", renderer=Renderer()) == widget.render(
            "naam", "a", renderer=DjangoTemplates()
        )
