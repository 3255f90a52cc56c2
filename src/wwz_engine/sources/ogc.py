"""Boundaries of wijken and buurten from PDOK's OGC API Features."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from shapely.geometry import shape

from wwz_engine.sources.downloads import Download
from wwz_engine.sources.errors import IncompleteTableError, NotDataError

BASE = "https://api.pdok.nl/cbs/wijken-en-buurten-{year}/ogc/v1"
# Large outlines: a page of 1,000 features can pass the size that is allowed.
PER_PAGE = 200
COLLECTIONS = {"gemeente": "gemeenten", "wijk": "wijken", "buurt": "buurten"}
# Degrees added around a gemeente, so that a coarse outline does not cut off its edge.
MARGIN = 0.02
Box = tuple[float, float, float, float]


def box_of(geometry: dict[str, Any]) -> Box:
    """West, south, east, north of a geometry, with a margin."""
    west, south, east, north = shape(geometry).bounds
    return west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN


def fetch_features(download: Download, level: str, box: Box | None) -> None:
    """Fetch the features of a level that belong to the download's gemeente.

    Only ``limit`` and ``bbox`` are asked of the service: filters on properties are an
    option that not every collection has. Pages without a feature of the gemeente are
    not kept.

    Raises
    ------
    IncompleteTableError, NotDataError, FetchError
    """
    address = f"{BASE.format(year=download.period)}/collections/{COLLECTIONS[level]}/items"
    url = f"{address}?f=json&limit={PER_PAGE}"
    if box is not None:
        url += "&bbox=" + ",".join(f"{edge:.5f}" for edge in box)
    found = False
    while url:
        page, content = download.json(url)
        if any(_within(one, download) for one in _features(content, download.table)):
            download.add(page)
            found = True
        url = _next(content, url)
    if not found:
        raise IncompleteTableError(
            f"antwoord van {download.table}", f"bevat geen {level} van {download.gemeente}"
        )


def _features(content: dict[str, object], table: str) -> list[dict[str, Any]]:
    features = content.get("features")
    if not isinstance(features, list):
        raise NotDataError(f"antwoord van {table}", "bevat geen gebieden", "probeer het later")
    return features


def _within(feature: dict[str, Any], download: Download) -> bool:
    properties = feature.get("properties") or {}
    return str(properties.get("gemeentecode", "")).strip() == download.gemeente


def _next(content: dict[str, object], url: str) -> str:
    links = content.get("links")
    for link in links if isinstance(links, list) else []:
        if link.get("rel") == "next" and link.get("href"):
            return urljoin(url, str(link["href"]))
    return ""
