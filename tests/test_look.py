"""The theme: everybody can read it, and what is drawn outside it has the same colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wwz.pages import contrast as look

STATIC = Path(__file__).parent.parent / "src" / "wwz" / "static" / "wwz"
THEME = (STATIC / "neutraal.css").read_text(encoding="utf-8")


def test_contrast_of_the_theme() -> None:
    assert look.faults(THEME) == []


@pytest.mark.parametrize(
    ("name", "colour", "said"),
    [
        ("ink-2", "#9aa5a8", "ink-2 op paper"),
        ("data-2", "#0b5a6c", "reeks 1 en 2"),
        ("seq-3", "#b0d2cc", "klasse 2 en 3"),
        ("thread", "#ff8a70", "wit op thread"),
    ],
)
def test_a_weak_colour_is_found(name: str, colour: str, said: str) -> None:
    weak = re.sub(rf"(--wwz-{name}: )#[0-9a-f]{{6}}", rf"\g<1>{colour}", THEME, count=1)
    assert any(fault.startswith(said) for fault in look.faults(weak))


def test_downloaded_drawings_have_colours_of_the_theme() -> None:
    """A drawing that stands on its own repeats the colours; they may not drift apart."""
    from wwz.opgave.presentation.downloads import STANDALONE_STYLE

    theme = set(look.PROPERTY.findall(THEME))
    named = {colour for _, colour in theme}
    assert set(re.findall(r"#[0-9a-f]{6}", STANDALONE_STYLE)) <= named


def test_nothing_is_loaded_from_elsewhere() -> None:
    for path in STATIC.rglob("*.css"):
        addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", path.read_text(encoding="utf-8"))
        foreign = [address for address in addresses if re.match(r"(https?:)?//", address)]
        assert foreign == [], path.name


def test_every_font_is_there() -> None:
    for address in re.findall(r'url\("(fonts/[^"]+)"\)', THEME):
        assert (STATIC / address).exists()
