"""Own rows of the classification for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from wwz_engine.groups.own import OwnGroup

LAYOUT = 2024
DAY = date(2026, 6, 1)


def own_row(group: str, **given: Any) -> OwnGroup:
    """A row of Verzonnendam with a source when it has a number."""
    usual: dict[str, Any] = {
        "id": f"{group}-1", "area": "GM9999", "area_year": LAYOUT, "name": "", "meaning": "",
        "since": date(2026, 1, 1), "until": None, "stock": None, "inflow": None, "stay": None,
        "independent": None, "clustered": None, "supported": None, "source": "Eigen telling",
        "year": 2024, "confidence": "A",
    }  # fmt: skip
    return OwnGroup(**usual | {"group": group} | given)
