"""Contrast and colour-blindness of a style sheet, worked out from its custom properties.

Our own theme is tested with it, and a theme of a gemeente is refused at the start when it fails:
`faults(css)` lists what falls short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from math import dist

PROPERTY = re.compile(r"--wwz-([a-z0-9-]+): (#[0-9a-f]{6})")
WHITE = "#ffffff"
TEXT, GRAPHIC = 4.5, 3.0

# What stands on what, and how much contrast it must have (WCAG 2.2, 1.4.3 and 1.4.11).
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, TEXT) for text in ("ink", "ink-2")
      for ground in ("paper", "mist", "mist-2", "thread-tint")),
    *(("ink-3", ground, TEXT) for ground in ("paper", "mist")),
    *(("thread-deep", ground, TEXT) for ground in ("paper", "mist", "mist-2", "thread-tint")),
    (WHITE, "thread", TEXT), (WHITE, "ink", TEXT),
    ("thread", "paper", GRAPHIC), ("thread", "mist", GRAPHIC),
    *((status, "paper", TEXT) for status in ("ok", "care", "bad", "unknown")),
    ("care", "care-tint", TEXT), ("bad", "bad-tint", TEXT), ("ok", "ok-tint", TEXT),
    ("ink", "care-tint", TEXT), ("ink", "ok-tint", TEXT), ("ink", "bad-tint", TEXT),
    *((lamp, ground, GRAPHIC) for lamp in ("ok", "care-mark", "bad", "done", "unknown")
      for ground in ("paper", "mist", WHITE)),
    *((f"data-{n}", ground, GRAPHIC) for n in range(1, 7) for ground in ("paper", "mist")),
    ("line-strong", "paper", GRAPHIC), ("line-strong", "mist", GRAPHIC),
    ("data-2-text", "paper", TEXT), ("data-1", "paper", TEXT),
    ("map-line", "seq-1", GRAPHIC), ("map-line", "seq-2", GRAPHIC), ("map-line", "seq-3", 2.0),
    ("seq-4", "paper", GRAPHIC), ("seq-5", "paper", GRAPHIC),
)  # fmt: skip
CLASS_STEP = 1.35
SERIES_APART = 0.12

# Machado, Oliveira and Fernandes (2009), severity 1: how linear RGB looks to each eye.
EYES: dict[str, tuple[tuple[float, float, float], ...]] = {
    "alle kleuren": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413),
               (-0.01182, 0.04294, 0.968881)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216),
               (-0.003882, -0.048116, 1.051998)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602),
               (0.004733, 0.691367, 0.3039)),
}  # fmt: skip


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of WCAG 2, from 1 to 21."""
    weights = (0.2126, 0.7152, 0.0722)
    lights = [
        sum(w * part for w, part in zip(weights, linear(colour), strict=True))
        for colour in (one, other)
    ]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def oklab(rgb: list[float]) -> tuple[float, float, float]:
    """Linear RGB in OKLab (Ottosson 2020), where equal distances look equally far."""
    r, g, b = rgb
    cones = (
        0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b,
        0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b,
        0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b,
    )
    x, y, z = (max(0.0, cone) ** (1 / 3) for cone in cones)
    return (
        0.2104542553 * x + 0.793617785 * y - 0.0040720468 * z,
        1.9779984951 * x - 2.428592205 * y + 0.4505937099 * z,
        0.0259040371 * x + 0.7827717662 * y - 0.808675766 * z,
    )


def seen(colour: str, eye: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return oklab([sum(f * part for f, part in zip(row, rgb, strict=True)) for row in EYES[eye]])


def faults(css: str) -> list[str]:
    """A Dutch line per pair that falls short; empty is what we want."""
    colours = dict(PROPERTY.findall(css))
    return [*_contrasts(colours), *_steps(colours), *_series(colours)]


def _contrasts(colours: dict[str, str]) -> Iterator[str]:
    for one, other, least in PAIRS:
        found = contrast(colours.get(one, one), colours.get(other, other))
        if found < least:
            said = f"{_name(one)} op {_name(other)}"
            yield f"{said} heeft contrast {found:.2f}, dat moet {least} zijn"


def _name(colour: str) -> str:
    return "wit" if colour == WHITE else colour


def _steps(colours: dict[str, str]) -> Iterator[str]:
    for n in range(1, 5):
        found = contrast(colours[f"seq-{n}"], colours[f"seq-{n + 1}"])
        if found < CLASS_STEP:
            yield f"klasse {n} en {n + 1} van de kaart: {found:.2f}, dat moet {CLASS_STEP} zijn"


def _series(colours: dict[str, str]) -> Iterator[str]:
    for eye in EYES:
        for one, other in combinations(range(1, 7), 2):
            apart = dist(*(seen(colours[f"data-{n}"], eye) for n in (one, other)))
            if apart < SERIES_APART:
                yield f"reeks {one} en {other} ({eye}): {apart:.3f}, dat moet {SERIES_APART} zijn"
