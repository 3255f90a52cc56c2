"""A damaged file is refused with one sentence and nothing of it is loaded."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.engine.sources.copies import Origin, cell, column_at, lines, rewrite, unpacked
from wwz_engine.sources import errors
from wwz_engine.sources.errors import SourceDamagedError
from wwz_engine.sources.registry import Catalogue

Change = Callable[[bytes], bytes]
RIVM = "rivm_50090NED_2020_65plus.csv.gz"
PC4 = "inwoners_2021_pc4_leeftijd_geslacht.csv.gz"
POSTCODES = "postcodes_pc4_gemeente_provincie.csv.gz"
KWB = "kwb_2022_gemeente.csv"
KWB_WIJK = "kwb_2022_wijk.csv.gz"
NAMES = "kwb_2024_regiocodes_namen.csv"
POSITIONS = "cbs_71488ned_2020_personen_leeftijd_huishoudenspositie_gemeente.csv.gz"
HOUSEHOLDS = "cbs_71486ned_2020_huishoudens_gemeente.csv"
SHAPES = "grenzen_2022_gemeente_wgs84.geojson.gz"
DEATHS = "un_wpp2024_nl_mx5dt.csv"
SERIES = "(the municipal series)"
KEYS = {
    RIVM: "rivm_health",
    PC4: "pc4_population",
    POSTCODES: "postcodes",
    KWB: "kwb",
    KWB_WIJK: "kwb",
    NAMES: "region_names",
    POSITIONS: "household_positions",
    HOUSEHOLDS: "households",
    SHAPES: "gemeente_boundaries",
    DEATHS: "un_wpp",
}


@dataclass(frozen=True)
class Damage:
    """``raw`` changes the bytes on disk, ``text`` what is inside."""

    what: str
    file: str
    error: type[SourceDamagedError]
    text: Change | None = None
    raw: Change | None = None


def without_column(name: str, delimiter: str = ",") -> Change:
    def change(text: list[str]) -> list[str]:
        at = column_at(text[0], name, delimiter)
        rows = [row.split(delimiter) for row in text]
        return [delimiter.join(row[:at] + row[at + 1 :]) for row in rows]

    return lines(change)


def renamed_column(name: str, new: str) -> Change:
    def change(text: list[str]) -> list[str]:
        names = text[0].split(",")
        names[column_at(text[0], name)] = new
        return [",".join(names), *text[1:]]

    return lines(change)


def with_column_twice(name: str, new: str) -> Change:
    def change(text: list[str]) -> list[str]:
        at = column_at(text[0], name)
        return [f"{text[0]},{new}", *(f"{row},{row.split(',')[at]}" for row in text[1:])]

    return lines(change)


def in_every_row(column: str, value: str) -> Change:
    def change(text: list[str]) -> list[str]:
        at = column_at(text[0], column)
        rows = [row.split(",") for row in text[1:]]
        return [text[0], *(",".join([*row[:at], value, *row[at + 1 :]]) for row in rows)]

    return lines(change)


def repeated_to(number: int) -> Change:
    """Exactly so many rows, as a service gives that stops at its limit."""

    def change(text: list[str]) -> list[str]:
        rows = (text[1:] * (number // (len(text) - 1) + 1))[:number]
        return [text[0], *rows]

    return lines(change)


def zipped(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("tabel.csv", content)
    return out.getvalue()


def first_row_where(start: str) -> Callable[[list[str]], int]:
    return lambda text: next(at for at, row in enumerate(text) if start in row)


def without_rows(part: str) -> Change:
    return lines(lambda text: [row for row in text if part not in row])


def row_twice(text: list[str]) -> list[str]:
    return [*text, text[1]]


HTML = b"<!DOCTYPE html>\n<html><body><h1>Service Unavailable</h1></body></html>\n"
JSON_ERROR = b'{"odata.error": {"code": "", "message": {"value": "Resource not found"}}}\n'

DAMAGES = (
    # Cut off, in the packing or in the text.
    Damage(
        "gzip cut off half way", RIVM, errors.TruncatedFileError, raw=lambda b: b[: len(b) // 2]
    ),
    Damage("gzip cut in its last bytes", RIVM, errors.TruncatedFileError, raw=lambda b: b[:-5]),
    Damage(
        "gzip with a flipped byte",
        RIVM,
        errors.TruncatedFileError,
        raw=lambda b: b[:-8] + bytes([b[-8] ^ 255]) + b[-7:],
    ),
    Damage(
        "text cut inside a row", SERIES, errors.TruncatedFileError, lambda b: b[: b.rfind(b",")]
    ),
    Damage("text cut inside the last value", SERIES, errors.TruncatedFileError, lambda b: b[:-2]),
    Damage("last line end gone", KWB, errors.TruncatedFileError, lambda b: b[:-1]),
    Damage(
        "a row with a cell too many",
        NAMES,
        errors.TruncatedFileError,
        lines(lambda text: [*text[:2], text[2] + ",extra", *text[3:]]),
    ),
    Damage(
        "cut between rows, half the areas gone",
        RIVM,
        errors.UnknownAreaError,
        lines(lambda text: text[: first_row_where(",GM")(text)]),
    ),
    Damage("only the country gone", RIVM, errors.IncompleteTableError, without_rows(",NL01,")),
    Damage(
        "one age group of a postcode gone",
        PC4,
        errors.IncompleteTableError,
        lines(lambda text: [*text[:5], *text[6:]]),
    ),
    Damage(
        "one age group of a gemeente gone",
        POSITIONS,
        errors.IncompleteTableError,
        lines(lambda text: [*text[:3], *text[4:]]),
    ),
    Damage(
        "one year of a buurt gone",
        SERIES,
        errors.IncompleteTableError,
        lines(lambda text: [*text[:2], *text[3:]]),
    ),
    Damage(
        "one age of a life table gone",
        DEATHS,
        errors.IncompleteTableError,
        lines(lambda text: [*text[:4], *text[5:]]),
    ),
    Damage(
        "10.000 rows: cut at the service's limit", PC4, errors.RowLimitError, repeated_to(10_000)
    ),
    # Something else than the table.
    Damage("empty file", KWB, errors.EmptyFileError, lambda b: b""),
    Damage("only blank lines", SERIES, errors.EmptyFileError, lambda b: b"\n\n  \n"),
    Damage("packed nothing", RIVM, errors.EmptyFileError, lambda b: b""),
    Damage("empty packed file", RIVM, errors.EmptyFileError, raw=lambda b: b""),
    Damage("only a header", NAMES, errors.EmptyFileError, lines(lambda text: text[:1])),
    Damage("web page instead of a table", SERIES, errors.NotDataError, lambda b: HTML),
    Damage("web page, packed", PC4, errors.NotDataError, lambda b: HTML),
    Damage("web page under a packed name", RIVM, errors.NotDataError, raw=lambda b: HTML),
    Damage("JSON error message", KWB, errors.NotDataError, lambda b: JSON_ERROR),
    Damage("gzip in gzip", PC4, errors.NotDataError, gzip.compress),
    Damage("zip archive instead of a table", NAMES, errors.NotDataError, zipped),
    Damage("boundaries cut off", SHAPES, errors.NotDataError, lambda b: b[: len(b) // 2]),
    Damage("JSON without areas", SHAPES, errors.NotDataError, lambda b: b'{"type": "Topology"}'),
    Damage(
        "no area in the boundaries", SHAPES, errors.EmptyFileError, lambda b: b'{"features":[]}'
    ),
    Damage(
        "boundaries without codes",
        SHAPES,
        errors.MissingColumnError,
        lambda b: b.replace(b'"code"', b'"id"'),
    ),
    Damage(
        "an area without an outline",
        SHAPES,
        errors.NotDataError,
        lambda b: re.sub(rb'"geometry": ?{"type"', b'"geometry": null, "was": {"type"', b, count=1),
    ),
    Damage(
        "an outline that is no shape",
        SHAPES,
        errors.NotDataError,
        lambda b: re.sub(rb'"coordinates": ?\[\[', b'"coordinates": [["x", [', b, count=1),
    ),
    Damage("areas that are no areas", SHAPES, errors.NotDataError, lambda b: b'{"features":[1]}'),
    # Encoding and form.
    Damage(
        "re-encoded as latin-1",
        NAMES,
        errors.EncodingError,
        lambda b: b.decode().encode("latin-1", "replace"),
    ),
    Damage(
        "re-encoded as UTF-16", KWB, errors.EncodingError, lambda b: b.decode().encode("utf-16")
    ),
    Damage("NUL bytes", SERIES, errors.EncodingError, lambda b: b[:300] + b"\0" + b[300:]),
    Damage("semicolons", SERIES, errors.DelimiterError, lambda b: b.replace(b",", b";")),
    Damage("commas", POSITIONS, errors.DelimiterError, lambda b: b.replace(b";", b",")),
    Damage("one column only", KWB, errors.MissingColumnError, lambda b: b"code\nGM0193\n"),
    Damage("a stem gone", RIVM, errors.MissingColumnError, without_column("Eenzaam_")),
    Damage(
        "a column renamed", PC4, errors.MissingColumnError, renamed_column("inwoners", "aantal")
    ),
    Damage("the code column gone", KWB, errors.MissingColumnError, without_column("code")),
    Damage(
        "a name twice", KWB, errors.DuplicateColumnError, with_column_twice("name", "population")
    ),
    Damage(
        "a stem twice",
        RIVM,
        errors.DuplicateColumnError,
        with_column_twice("Eenzaam_", "Eenzaam_99"),
    ),
    Damage(
        "the header once more between the rows",
        PC4,
        errors.BadValueError,
        lines(lambda text: [*text[:9], text[0], *text[9:]]),
    ),
    Damage("a row twice", RIVM, errors.DuplicateRowError, lines(row_twice)),
    Damage("a code twice", NAMES, errors.DuplicateRowError, lines(row_twice)),
    Damage("an area twice", KWB, errors.DuplicateRowError, lines(row_twice)),
    # Areas, periods and values that cannot be.
    Damage("impossible code", KWB, errors.UnknownAreaError, cell(1, "code", "XX0193")),
    Damage(
        "code in lower case", NAMES, errors.UnknownAreaError, cell(1, "Identifier", "bu01931000")
    ),
    Damage(
        "code lost a zero", RIVM, errors.UnknownAreaError, cell(1, "WijkenEnBuurten", "BU193100")
    ),
    Damage(
        "buurt of an unknown gemeente",
        RIVM,
        errors.UnknownAreaError,
        cell(1, "WijkenEnBuurten", "BU98765432"),
    ),
    Damage(
        "wijk of an unknown gemeente",
        KWB_WIJK,
        errors.UnknownAreaError,
        cell(1, "code", "WK987600"),
    ),
    Damage(
        "postcode that cannot be",
        PC4,
        errors.UnknownAreaError,
        lambda b: re.sub(rb"\n[1-9](\d{3},)", rb"\n0\1", b),
    ),
    Damage(
        "another year of gemeenten",
        HOUSEHOLDS,
        errors.WrongPeriodError,
        lambda b: b.replace(b"2020", b"2019"),
    ),
    Damage(
        "gemeente that is not there",
        HOUSEHOLDS,
        errors.UnknownAreaError,
        lambda b: b.replace(b"Zwolle", b"Atlantis").replace(b"Verzonnendam", b"Atlantis"),
    ),
    Damage(
        "another year inside", RIVM, errors.WrongPeriodError, in_every_row("Perioden", "2016JJ00")
    ),
    Damage("a year outside the series", SERIES, errors.WrongPeriodError, cell(1, "jaar", "2031")),
    Damage(
        "another year of households",
        POSITIONS,
        errors.WrongPeriodError,
        lambda b: b.replace(b"2020JJ00", b"2019JJ00"),
    ),
    Damage("a word for a number", SERIES, errors.BadValueError, cell(1, "woningen", "veel")),
    Damage("a count below zero", SERIES, errors.BadValueError, cell(1, "inwoners op", "-5")),
    Damage("a share above 100", RIVM, errors.BadValueError, cell(2, "Eenzaam_", "101.5")),
    Damage("an endless number", KWB, errors.BadValueError, cell(1, "population", "inf")),
    Damage("not a number", KWB, errors.BadValueError, cell(1, "population", "NaN")),
    Damage("an unknown age code", RIVM, errors.BadValueError, cell(1, "Leeftijd", "99999")),
    Damage("a sentence in a cell", PC4, errors.BadValueError, cell(1, "inwoners", "niet bekend")),
    # Attacks.
    Damage(
        "a gzip that swells a thousandfold",
        RIVM,
        errors.TooLargeError,
        raw=lambda b: gzip.compress(b"0" * 50_000_000),
    ),
)


def place(damage: Damage, origin: Origin, folder: Path) -> tuple[str, Path]:
    if damage.file == SERIES:
        return origin.series, folder / origin.series_file
    return KEYS[damage.file], folder / damage.file


def assert_one_sentence(message: str, file: str) -> None:
    """What is wrong, in which file, what to do: one sentence in Dutch."""
    assert f"‘{file}’" in message
    assert re.fullmatch(r"Bestand ‘[^’]+’ [^;]+; [^;]+\.", message), message
    assert not re.search(r"\.\s", message), message


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.what.replace(" ", "-"))
def test_damage_is_refused_with_one_sentence(
    damage: Damage, origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    key = origin.series if damage.file == SERIES else KEYS[damage.file]
    folder = copy_of(key)
    key, path = place(damage, origin, folder)
    if damage.raw is not None:
        path.write_bytes(damage.raw(path.read_bytes()))
    if damage.text is not None:
        rewrite(path, damage.text)
    catalogue = Catalogue([folder])

    with pytest.raises(damage.error) as refusal:
        catalogue.load(key, origin.gemeente)

    assert_one_sentence(str(refusal.value), path.name)
    found = next(one for one in catalogue.available() if one.dataset.key == key)
    assert found.source is None
    assert found.rows == 0
    assert found.problem == str(refusal.value)


@pytest.mark.parametrize("key", sorted({*KEYS.values(), SERIES}))
def test_copies_are_sound_before_they_are_damaged(
    key: str, origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    key = origin.series if key == SERIES else key
    table = Catalogue([copy_of(key)]).load(key, origin.gemeente)
    assert table.rows.height + table.extra.height > 0


def test_there_are_many_kinds_of_damage() -> None:
    assert len({damage.what for damage in DAMAGES}) >= 50
    assert len({damage.error for damage in DAMAGES}) >= 14


def test_unknown_name_of_buurt_suggests_a_near_one(
    origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    folder = copy_of(origin.series)
    path = folder / origin.series_file
    name = unpacked(path).decode().splitlines()[1].split(",")[1]
    rewrite(path, lambda content: content.replace(f",{name},".encode(), f",{name}x,".encode()))

    with pytest.raises(errors.UnknownAreaError) as refusal:
        Catalogue([folder]).load(origin.series, origin.gemeente)

    assert f"bedoeld is misschien ‘{name}’" in str(refusal.value)


def test_link_out_of_the_folder_is_not_followed(
    origin: Origin, copy_of: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = copy_of("kwb")
    outside = tmp_path / "elders.csv"
    (folder / KWB).rename(outside)
    (folder / KWB).symlink_to(outside)

    with pytest.raises(errors.UnsafePathError) as refusal:
        Catalogue([folder]).load("kwb", origin.gemeente, 2022)

    assert_one_sentence(str(refusal.value), KWB)


def test_half_a_pair_of_files_is_no_data_set(
    origin: Origin, copy_of: Callable[[str], Path]
) -> None:
    folder = copy_of("rivm_health")
    assert Catalogue([folder]).has("rivm_health", origin.gemeente)
    (folder / RIVM).unlink()

    assert not Catalogue([folder]).has("rivm_health", origin.gemeente)
