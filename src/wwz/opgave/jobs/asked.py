"""What a page may ask of the engine at once: only what loads no numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wwz.errors import RuleBrokenError

if TYPE_CHECKING:
    from collections.abc import Sequence


def last_year_near(
    years: Sequence[int],
    value: Sequence[float | None],
    low: Sequence[float | None],
    high: Sequence[float | None],
) -> int | None:
    """Up to which of these projected years the band stays near its value; None: not even one."""
    from wwz_engine.population.shelf_life import shelf_life

    return shelf_life(years, value, low, high)


def rows_of_workbook(
    name: str, content: bytes, refused: type[RuleBrokenError], *, keep_empty: bool = False
) -> list[list[str]]:
    """Cells of a workbook that somebody brings, read apart; else refused in a sentence."""
    from wwz_engine.errors import EngineError
    from wwz_engine.sources.raw import MEBIBYTE, Limits
    from wwz_engine.sources.workbook_apart import rows_apart

    limits = Limits(unpacked_bytes=16 * MEBIBYTE, ratio_from_bytes=4 * MEBIBYTE, cells=1_000_000)
    try:
        return rows_apart(name, content, limits, keep_empty=keep_empty)
    except EngineError as error:
        raise refused(str(error)) from error
