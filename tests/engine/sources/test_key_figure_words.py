"""Key figures that say in words how urban an area is, and files that do not say it."""

from __future__ import annotations

import polars as pl
import pytest

from wwz_engine.sources.errors import SourceDamagedError
from wwz_engine.sources.folders import MemoryFolder
from wwz_engine.sources.kwb import LAYOUT_2022
from wwz_engine.sources.registry import Catalogue

FILE = "kwb_2022_gemeente.csv"
PLAIN = [LAYOUT_2022.code, LAYOUT_2022.name, *LAYOUT_2022.measures]
ROW = ["GM9991", "Proefstad", *("5" for _ in LAYOUT_2022.measures)]


def catalogue(**more: str) -> Catalogue:
    lines = [",".join([*PLAIN, *more]), ",".join([*ROW, *more.values()])]
    return Catalogue([MemoryFolder({FILE: ("\n".join(lines) + "\n").encode()})])


def found(tables: Catalogue) -> dict[str, float]:
    rows = tables.load("kwb", "GM9991", 2022).rows.filter(pl.col("value").is_not_null())
    return dict(rows.select("measure", "value").rows())


def test_words_for_how_urban_become_the_classes_of_cbs() -> None:
    more = {"urbanity": "hardly urbanised", "employment_rate": "71", "edu_appl_sci": ""}
    figures = found(catalogue(**more))

    assert figures["stedelijkheid"] == 4
    assert figures["arbeidsparticipatie"] == 71
    assert "aandeel_hbo_of_wo" not in figures


def test_a_file_need_not_say_how_urban_areas_are() -> None:
    figures = found(catalogue())

    assert figures["aandeel_koopwoningen"] == 5
    assert "stedelijkheid" not in figures


def test_a_word_that_is_no_class_is_refused() -> None:
    with pytest.raises(SourceDamagedError, match="urbanity"):
        found(catalogue(urbanity="quite urbanised"))
