"""Verzonnenland: more than one made-up gemeente, in the files of the publishers.

Each is Verzonnendam of another seed under a code, a name and postcodes of its own. Only
Verzonnendam itself has a series per buurt; the others stand on their wijken, as most real ones do.
"""

from __future__ import annotations

import gzip
import json
from functools import cache

from wwz_engine.sources import fictional
from wwz_engine.sources.dataset import Tables
from wwz_engine.sources.folders import FICTIONAL_MARK, MemoryFolder
from wwz_engine.sources.registry import Catalogue
from wwz_engine.study import StudyRequest, StudyResult, run_study

NAMES = ("Verzonnendam", "Bedachtzand", "Gissenhuizen", "Nergenshoek")
CODES = tuple(f"GM{9999 - number}" for number in range(len(NAMES)))
# Its gemeente has borders and a name, and not one figure: to work it out must fail.
WITHOUT_FIGURES = "GM9990"
ONLY_ONCE = ("un_wpp", "verzonnendam_", FICTIONAL_MARK)


@cache
def files() -> dict[str, bytes]:
    """Raw files by name, in which all gemeenten stand under one another."""
    parts = [_gemeente(number) for number in range(len(NAMES))]
    once = {name: text for name, text in fictional.files().items() if name.startswith(ONLY_ONCE)}
    return once | {name: _together(name, [part[name] for part in parts]) for name in parts[0]}


def catalogue() -> Catalogue:
    return Catalogue([MemoryFolder(files())])


class Remembering:
    """A study that was asked before is not worked out again: for tests of what is around it."""

    def __init__(self) -> None:
        self.results: dict[StudyRequest, StudyResult] = {}

    def __call__(self, request: StudyRequest, tables: Tables) -> StudyResult:
        if request not in self.results:
            self.results[request] = run_study(request, tables)
        return self.results[request]


def _gemeente(number: int) -> dict[str, bytes]:
    """The files of one gemeente, unpacked."""
    found = {}
    for name, content in fictional.files(seed=number + 1).items():
        if name.startswith(ONLY_ONCE):
            continue
        text = (gzip.decompress(content) if name.endswith(".gz") else content).decode()
        # Verzonnendam has codes with 9999 in them, and postcodes from 1995.
        text = text.replace("9999", f"{9999 - number}").replace(NAMES[0], NAMES[number])
        for postcode in range(1995, 1999):
            text = text.replace(f"{postcode}", f"{postcode - 10 * number}")
        found[name] = text.encode()
    return found


def _together(name: str, parts: list[bytes]) -> bytes:
    if ".geojson" in name:
        collections = [json.loads(part) for part in parts]
        features = [feature for one in collections for feature in one["features"]]
        if "gemeente" in name:
            empty = {"code": WITHOUT_FIGURES, "name": "Leegmeer"}
            features.append(features[0] | {"properties": empty})
        content = json.dumps({**collections[0], "features": features}).encode()
    else:
        lines = [part.decode().splitlines(keepends=True) for part in parts]
        rows = dict.fromkeys(row for one in lines for row in one[1:])
        content = "".join([lines[0][0], *rows]).encode()
    return gzip.compress(content, 1, mtime=0) if name.endswith(".gz") else content
