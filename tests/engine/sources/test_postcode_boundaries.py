"""Which wijken and buurten lie in a postcode, worked out from two maps."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from wwz_engine.sources.boundaries import shapes
from wwz_engine.sources.errors import EmptyFileError, MissingColumnError
from wwz_engine.sources.postcode_boundaries import overlaps
from wwz_engine.sources.registry import Catalogue

FILE = "grenzen_pc4_wgs84.geojson.gz"


def square(left: float, wide: float = 1.0) -> dict[str, Any]:
    ring = [[left, 0], [left + wide, 0], [left + wide, 1], [left, 1], [left, 0]]
    return {"type": "Polygon", "coordinates": [ring]}


def folder_with(folder: Path, features: list[dict[str, Any]]) -> Catalogue:
    content = json.dumps({"type": "FeatureCollection", "features": features})
    (folder / FILE).write_bytes(gzip.compress(content.encode()))
    return Catalogue([folder])


def feature(properties: dict[str, Any], geometry: dict[str, Any] | None) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_postcode_lies_in_what_it_covers_and_not_in_what_it_touches() -> None:
    areas = {"BU1": square(0, 0.75), "BU2": square(0.75, 5)}
    areas |= {"BU3": square(0.98, 1), "BU4": square(3)}
    found = list(overlaps({"8032": square(0)}, areas))
    assert found == [("8032", "BU1", 0.75), ("8032", "BU2", 0.25)]


def test_small_buurt_in_a_large_postcode_counts() -> None:
    assert [code for _, code, _ in overlaps({"7811": square(0, 40)}, {"BU1": square(3)})] == ["BU1"]


def test_outline_that_crosses_itself_is_mended() -> None:
    bow = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    assert list(overlaps({"8032": bow}, {"BU1": square(0)})) == [("8032", "BU1", 1.0)]


def test_postcode_without_outline_is_left_out(tmp_path: Path) -> None:
    listed = [feature({"postcode": 8032}, square(6)), feature({"postcode": 8033}, None)]
    rows = folder_with(tmp_path, listed).load("pc4_boundaries").extra
    assert rows["area"].to_list() == ["8032"]
    assert rows["level"].to_list() == ["pc4"]


def test_file_without_any_outline_or_postcode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError):
        folder_with(tmp_path, [feature({"postcode": 8033}, None)]).load("pc4_boundaries")
    with pytest.raises(MissingColumnError):
        folder_with(tmp_path, [feature({"pc": 8033}, square(6))]).load("pc4_boundaries")


def test_gemeente_without_the_map_has_no_outlines_and_that_is_no_error(tmp_path: Path) -> None:
    assert shapes(Catalogue([tmp_path]), "GM0193", "pc4") is None
