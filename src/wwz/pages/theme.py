"""The look of a gemeente: one file with custom properties and a logo, from outside the package.

Both are read once, at the start, and served by us under our own origin with their hash in the
address. A theme that somebody could not read is refused there, with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from wwz.pages.contrast import PROPERTY, faults

NEUTRAL = Path(__file__).parents[1] / "static" / "wwz" / "neutraal.css"
SHEET = "thema.css"
KINDS = {".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2", ".css": "text/css"}
LOGOS = (".svg", ".png")
LARGEST = 500_000
SAID_AT_MOST = 5

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
FONT_FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
ROOT = re.compile(r":root\s*\{([^{}]*)\}")
ADDRESS = re.compile(r"url\(\s*[\"']?([^\"')]*)[\"']?\s*\)")
FONT_FILE = re.compile(r"[\w-]+\.woff2")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# What these say must be the same on every site: they belong to no house style.
SHARED = re.compile(r"(ok|care|bad|done|unknown|data|seq|map)(-|$)")


@dataclass(frozen=True)
class Asset:
    """One file that we serve for the gemeente."""

    content: bytes
    kind: str


@dataclass(frozen=True)
class Theme:
    """What the frame links to (empty without a theme), and the files behind it by address."""

    sheet: str = ""
    logo: str = ""
    assets: Mapping[str, Asset] = field(default_factory=dict)


def theme() -> Theme:
    """The theme of this site, read once per process."""
    return _read(getattr(settings, "WWZ_THEME_CSS", ""), getattr(settings, "WWZ_LOGO", ""))


@lru_cache(maxsize=4)
def _read(sheet: str, logo: str) -> Theme:
    """Read and check what the settings name.

    Raises
    ------
    ImproperlyConfigured
        with a sentence that says which file, what is wrong with it and what to do
    """
    assets: dict[str, Asset] = {}
    addresses = {"sheet": "", "logo": ""}
    if sheet:
        addresses["sheet"] = _take_sheet(Path(sheet), assets)
    if logo:
        addresses["logo"] = _take_logo(Path(logo), assets)
    return Theme(**addresses, assets=assets)


def _take_sheet(path: Path, assets: dict[str, Asset]) -> str:
    css = _content("WWZ_THEME_CSS", path).decode("utf-8", errors="replace")
    found = list(theme_faults(css))
    if found:
        more = f" En nog {len(found) - SAID_AT_MOST}." if len(found) > SAID_AT_MOST else ""
        raise ImproperlyConfigured(
            f"Het thema {path} kan zo niet: {'; '.join(found[:SAID_AT_MOST])}.{more} Pas het "
            "bestand aan (zie docs/howto/theme.md) of haal WWZ_THEME_CSS weg."
        )
    fonts = {name: _content("WWZ_THEME_CSS", path.with_name(name)) for name in fonts_of(css)}
    mark = _mark(css.encode(), *fonts.values())
    for name, content in fonts.items():
        assets[f"{mark}/{name}"] = Asset(content, KINDS[".woff2"])
    assets[f"{mark}/{SHEET}"] = Asset(css.encode(), KINDS[".css"])
    return f"{mark}/{SHEET}"


def _take_logo(path: Path, assets: dict[str, Asset]) -> str:
    if path.suffix.lower() not in LOGOS:
        raise ImproperlyConfigured(
            f"Het logo {path} is geen SVG of PNG. Zet in WWZ_LOGO een bestand dat op .svg of .png "
            "eindigt."
        )
    content = _content("WWZ_LOGO", path)
    address = f"{_mark(content)}/logo{path.suffix.lower()}"
    assets[address] = Asset(content, KINDS[path.suffix.lower()])
    return address


def _content(setting: str, path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ImproperlyConfigured(
            f"Het bestand {path} uit {setting} is niet te lezen. Geef het volledige pad van een "
            "bestand dat de site mag lezen."
        ) from error
    if len(content) > LARGEST:
        raise ImproperlyConfigured(
            f"Het bestand {path} uit {setting} is te groot. Neem een bestand van hoogstens "
            f"{LARGEST // 1000} kB."
        )
    return content


def _mark(*contents: bytes) -> str:
    """Changes with every change of a file, so that browsers may keep it for ever."""
    return sha256(b"\0".join(contents)).hexdigest()[:16]


def fonts_of(css: str) -> list[str]:
    return sorted(set(ADDRESS.findall(COMMENT.sub("", css))))


def theme_faults(css: str) -> Iterator[str]:
    """A line per thing that a theme may not do, or that falls short for the eye."""
    bare = COMMENT.sub("", css)
    for address in fonts_of(css):
        if not FONT_FILE.fullmatch(address):
            yield f"‘{address}’ is geen letterbestand (.woff2) naast het thema"
    rest = ROOT.sub("", FONT_FACE.sub("", bare)).strip()
    if rest:
        yield f"alleen :root en @font-face mogen erin staan, niet ‘{rest[:40]}’"
    given = [line.partition(":") for block in ROOT.findall(bare) for line in block.split(";")]
    named = [(name.strip(), value.strip()) for name, _, value in given if name.strip()]
    own = dict(PROPERTY.findall(NEUTRAL.read_text(encoding="utf-8")))
    seen: set[str] = set()
    for name, value in named:
        yield from _property_faults(name, value, own, seen)
        seen.add(name)
    changed = {n.removeprefix("--wwz-"): v.lower() for n, v in named if COLOUR.fullmatch(v)}
    yield from faults("".join(f"--wwz-{n}: {v};" for n, v in (own | changed).items()))


def _property_faults(
    name: str, value: str, own: Mapping[str, str], seen: set[str]
) -> Iterator[str]:
    short = name.removeprefix("--wwz-")
    if not name.startswith("--wwz-"):
        yield f"‘{name}’ is geen eigenschap van ons: alleen namen met --wwz- tellen mee"
    elif SHARED.match(short):
        yield f"‘{name}’ betekent overal hetzelfde en hoort bij geen huisstijl"
    elif name in seen:
        yield f"‘{name}’ staat er twee keer in"
    elif short in own and not COLOUR.fullmatch(value):
        yield f"‘{name}’ moet een kleur zijn als #00653d, niet ‘{value}’"
