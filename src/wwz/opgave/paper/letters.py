"""Our own fonts as the programs that draw for paper want them: one plain file per weight.

The site sends variable fonts to browsers. Programs that make PNG and PDF read those badly, so the
weights that the drawings use are cut out of them once per machine.
"""

from __future__ import annotations

import os
import tempfile
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

FOLDER = "letters"
MAKING = threading.Lock()


@dataclass(frozen=True)
class Letter:
    """A weight of a family, and the file of the site that it is cut out of."""

    family: str
    weight: int
    source: str

    @property
    def file_name(self) -> str:
        return f"{self.family.replace(' ', '')}-{self.weight}.ttf"


TEXT, HEADS = "Source Sans 3", "Bricolage Grotesque"
TEXT_FILE = "source-sans-3-latin-wght-normal.woff2"
LETTERS = (
    Letter(TEXT, 400, TEXT_FILE),
    Letter(TEXT, 700, TEXT_FILE),
    Letter(HEADS, 700, "bricolage-grotesque-latin-wght-normal.woff2"),
)


@lru_cache(maxsize=4)
def letter_files(var: str = "") -> dict[Letter, Path]:
    """The font files, made when they are not there yet."""
    folder = Path(var or settings.VAR) / FOLDER
    with MAKING:
        return {letter: made(letter, folder / letter.file_name) for letter in LETTERS}


def made(letter: Letter, path: Path) -> Path:
    """Write aside and rename, so that another process never reads half a font."""
    if path.exists():
        return path
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    source = Path(settings.PACKAGE) / "static" / "wwz" / "fonts" / letter.source
    font = instantiateVariableFont(TTFont(source), {"wght": letter.weight})
    name_plainly(font, letter)
    font.flavor = None
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(descriptor, "wb") as out:
        font.save(out)
    os.replace(aside, path)
    return path


def name_plainly(font: Any, letter: Letter) -> None:
    """A variable font is called after its thinnest weight; programs then do not find it."""
    style = "Bold" if letter.weight >= 600 else "Regular"
    names = font["name"]
    for number in (16, 17, 21, 22, 25):
        names.removeNames(nameID=number)
    full = f"{letter.family} {style}"
    for number, text in ((1, letter.family), (2, style), (4, full), (6, full.replace(" ", "-"))):
        names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = letter.weight
