"""What is told of facilities: one row per facility of one kind.

Where it stands is told in one of two ways: x and y in metres (Rijksdriehoek, EPSG:28992), or a
postcode of six signs. A buurt can be told beside that. See docs/methods/reach.md.
"""

from __future__ import annotations

from dataclasses import dataclass

from wwz_engine.reach.kinds import kinds
from wwz_engine.supply.rows import (
    ANSWERS,
    AREA,
    CHOICE,
    INVENTED,
    LAST_YEAR,
    NUMBER,
    ORIGINS,
    OWN,
    TEXT,
    UNKNOWN,
    Column,
)

KEY = "facilities"
"""Name of the table of a study that holds these rows."""
OPEN_MAP = "openstreetmap"
FACILITY_ORIGINS = {**ORIGINS, OPEN_MAP: "OpenStreetMap"}
FIRST_YEAR = 1900
# What the Rijksdriehoek grid spans over the Netherlands.
X_RANGE, Y_RANGE = (0, 300_000), (300_000, 640_000)

COLUMNS: tuple[Column, ...] = (
    Column("id", "kenmerk", "Uw eigen vaste kenmerk van deze voorziening.", TEXT),
    Column("kind", "soort", "Wat voor voorziening het is.", CHOICE,
           {kind.key: kind.label for kind in kinds().values()}),
    Column("name", "naam", "Hoe de voorziening heet.", TEXT, usual=""),
    Column("x", "x", "De x in meters van het Rijksdriehoek.", NUMBER,
           lowest=X_RANGE[0], highest=X_RANGE[1], usual=""),
    Column("y", "y", "De y in meters van het Rijksdriehoek.", NUMBER,
           lowest=Y_RANGE[0], highest=Y_RANGE[1], usual=""),
    Column("postcode", "postcode",
           "De postcode met letters, zoals 8011 AB. Alleen als x en y leeg zijn.",
           TEXT, usual=""),
    Column("area", "gebied", "De code of de naam van de buurt of de wijk.", AREA, usual=""),
    Column("area_year", "jaar van de indeling", "Het jaar waarin de code van het gebied geldt.",
           NUMBER, lowest=2000, highest=LAST_YEAR, usual=""),
    Column("open_from", "open vanaf", "Het eerste jaar dat de voorziening open is.",
           NUMBER, lowest=FIRST_YEAR, highest=LAST_YEAR, usual=""),
    Column("closed_from", "gesloten vanaf", "Het eerste jaar dat de voorziening dicht is.",
           NUMBER, lowest=FIRST_YEAR, highest=LAST_YEAR, usual=""),
    Column("wheelchair", "rolstoeltoegankelijk", "U komt er met een rolstoel binnen.",
           CHOICE, ANSWERS, usual=UNKNOWN),
    Column("source", "bron", "Wie dit weet of waar het vandaan komt.", TEXT, usual=""),
    Column("origin", "herkomst", "Eigen opgave, OpenStreetMap, of verzonnen als voorbeeld.",
           CHOICE, FACILITY_ORIGINS, usual=OWN),
)  # fmt: skip
BY_KEY: dict[str, Column] = {column.key: column for column in COLUMNS}


@dataclass(frozen=True)
class FacilityRow:
    """One facility of one kind; fields as in ``COLUMNS``.

    id : given by who owns the row, the same in every later list
    x, y : metres in EPSG:28992; both None where only a postcode is told
    open_from, closed_from : None where it has long been there, and where no end is known
    """

    id: str
    kind: str
    name: str = ""
    x: float | None = None
    y: float | None = None
    postcode: str = ""
    area: str = ""
    area_year: int | None = None
    open_from: int | None = None
    closed_from: int | None = None
    wheelchair: str = UNKNOWN
    source: str = ""
    origin: str = OWN

    @property
    def placed(self) -> bool:
        """Whether it is known to the metre where it stands."""
        return self.x is not None and self.y is not None

    @property
    def fictional(self) -> bool:
        return self.origin == INVENTED

    def open_in(self, year: int) -> bool:
        """Whether it can be used in a year.

        Examples
        --------
        >>> row = FacilityRow("A1", "huisarts", x=203_000, y=503_000, closed_from=2028)
        >>> row.open_in(2027), row.open_in(2028)
        (True, False)
        """
        started = self.open_from is None or self.open_from <= year
        return started and (self.closed_from is None or year < self.closed_from)
