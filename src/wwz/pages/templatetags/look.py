"""What the components ask: the lamp of a state, the icon of a kind, a field dressed for reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms, template
from django.db import models
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string

from wwz.addresses import address_of
from wwz.opgave.wording import in_full
from wwz.pages import lights
from wwz.pages.frame import Frame, Step, frame_of
from wwz.pages.theme import Theme, theme

register = template.Library()

# What a step of the thread is, and the drawing that stands beside its word.
ICONS = {
    "signaal": "signaal",
    "knelpunt": "knelpunt",
    "oplossing": "oplossing",
    "afspraak": "afspraak",
    "inzet": "afspraak",
    "akkoord": "afspraak",
    "initiatief": "initiative",
    "woonservicezone": "place",
    "mijlpaal": "milestone",
    "feit": "fact",
    "meting": "fact",
    "visie": "document",
    "bijeenkomst": "calendar",
    "terugkoppeling": "mail",
    "brief": "mail",
    "voortgangsmelding": "said",
    "reactie": "said",
    "besluit": "decision",
    "bespreking": "discussion",
    "ter_info": "info",
    "bestuursrapportage": "document",
    "leerinzicht": "oplossing",
}
FOLDER = Path(__file__).parents[2] / "templates" / "cotton" / "icon"
DRAWN = frozenset(path.stem for path in FOLDER.glob("*.html"))
ROLES = {
    "trekker": ("T", "trekker", "lead"),
    "uitvoerder": ("U", "uitvoerder", "do"),
    "financier": ("F", "betaalt mee", "pay"),
    "meewerkend": ("M", "werkt mee", "help"),
}
CONTROL_CLASSES = (
    (forms.Textarea, "utrecht-textarea utrecht-textarea--html-textarea"),
    (forms.Select, "utrecht-select utrecht-select--html-select"),
)
BOX = "utrecht-textbox utrecht-textbox--html-input"


@register.filter
def lamp(state: object) -> lights.Lamp:
    return lights.lamp(str(state or ""))


@register.simple_tag
@cache
def drawing(kind: str) -> str:
    """The icon of a kind, for the rows of long lists."""
    return render_to_string(icon(kind))


@register.simple_tag
@cache
def mark(shape: str) -> str:
    """The drawing of a shape. There are five and a list shows fifty, so each is drawn once."""
    return render_to_string("cotton/_mark.html", {"shape": shape})


@register.simple_tag
@lru_cache(maxsize=256, typed=True)
def light(state: str, words: str = "") -> str:
    """What `c-light` draws, for the rows of long lists: each state is drawn once, not per row."""
    return render_to_string("cotton/_lamp.html", {"state": state, "words": words})


@register.simple_tag
def address(page: str, key: UUID | str | None = None) -> str:
    """What `url` says, for the frame and for the rows of long lists."""
    return address_of(page, key)


@register.filter
def words_of(thing: models.Model, field: str) -> str:
    """What `get_..._display` says, for the rows of long lists."""
    value: str = getattr(thing, field)
    return _words(type(thing), field).get(value, value)


@cache
def _words(model: type[models.Model], field: str) -> dict[str, str]:
    choices: Any = model._meta.get_field(field).flatchoices  # type: ignore[union-attr]  # of our own
    return {value: str(words) for value, words in choices}


@register.filter
@lru_cache(maxsize=1024)
def day(value: date | None) -> str:
    """A day in words, for the rows of long lists: the same days return on page after page."""
    return in_full(value)


@register.filter
def tallies(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """(state, words) for the legend under a row of marks; states nobody is in are left out."""
    return [(state, lights.tally(state, n)) for state, n in lights.pairs(counts) if n]


@register.filter
def marks(counts: Mapping[str, int]) -> list[str]:
    """The shape of every single mark."""
    return [
        shape for state, n in lights.pairs(counts) for shape in [lights.lamp(state).shape] * int(n)
    ]


@register.filter
def spoken(counts: Mapping[str, int], what: str = "afspraken") -> str:
    return lights.spoken(lights.pairs(counts), what)


@register.filter
def icon(kind: object) -> str:
    """The template of an icon, by its own name or by the kind of thing it stands for."""
    name = ICONS.get(str(kind), str(kind))
    return f"cotton/icon/{name if name in DRAWN else 'info'}.html"


@register.filter
def role(value: object) -> tuple[str, str, str]:
    """(letter, words, class) of a party's part in an afspraak; empty words when it has none."""
    return ROLES.get(str(value or ""), ("", "", ""))


@register.simple_tag
def all_roles() -> Iterable[tuple[str, str, str]]:
    return ROLES.values()


@register.filter
def shape_of(field: BoundField) -> str:
    """How a field is laid out: ``choices``, ``tick``, ``hidden`` or ``line``."""
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "line"


@register.filter
def dressed(field: BoundField) -> str:
    """The control of a field with our classes; help and faults are tied to it by Django."""
    widget = field.field.widget
    if isinstance(widget, forms.DateInput):
        # The browser's own date picker; it speaks ISO, whatever the language of the page.
        widget.input_type, widget.format = "date", "%Y-%m-%d"
    if isinstance(widget, forms.CheckboxInput) or "class" in widget.attrs:
        return field.as_widget()
    classes = next((name for kind, name in CONTROL_CLASSES if isinstance(widget, kind)), BOX)
    return field.as_widget(attrs={"class": classes})


@register.filter
def anchor(field: BoundField) -> str:
    """Where a link to a field leads: a group of choices has its id on the first of them."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def describedby(field: BoundField) -> str:
    """The ids of help and faults, for the fieldset around a group of choices."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text else []
    return " ".join([*ids, f"{field.auto_id}_error"] if field.errors else ids)


@register.simple_tag(takes_context=True)
def the_frame(context: Context, gemeente: Any = None) -> Frame:
    """Where the steps of this page lead. Needs ``request``; ``partnership`` when there is one."""
    partnership = context.get("partnership")
    known = partnership if hasattr(partnership, "slug") else None
    return frame_of(context["request"], known, gemeente)


@register.simple_tag
def steps_of(frame: Frame, gemeente: Any = None) -> list[Step]:
    return frame.steps(gemeente)


@register.simple_tag
def house_style() -> Theme:
    """The look of the gemeente; also for pages that Django renders without any context."""
    return theme()
