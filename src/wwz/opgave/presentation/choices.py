"""What the reader chose, kept in the address of the page: figure, map, level and order."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

# Groups by age: key of the indicator and how people of it are called.
GROUPS: dict[str, str] = {
    "inwoners": "inwoners",
    "inwoners_65plus": "65-plussers",
    "inwoners_75plus": "75-plussers",
    "inwoners_85plus": "85-plussers",
}
STANDARD_GROUP = "inwoners_75plus"
LEVELS = {"wijk": "wijken", "buurt": "buurten"}
# Names as they stand in the address, which users see and so is Dutch.
PARAMETERS = {
    "group": "groep",
    "share": "maat",
    "level": "niveau",
    "order": "volgorde",
    "direction": "richting",
}
ALLOWED: dict[str, tuple[str, ...]] = {
    "level": tuple(LEVELS),
    "direction": ("op", "af"),
}
LONGEST = 80


@dataclass(frozen=True)
class Choices:
    """Parameters of the address with their standard values; unknown values become the standard.

    Whether ``group`` and ``share`` are there is known only once the figures are read.
    """

    group: str = STANDARD_GROUP
    share: str = ""
    level: str = "wijk"
    order: str = "naam"
    direction: str = "op"

    def query(self, **changes: str) -> str:
        """'?groep=...' with these changes; what is standard is left out."""
        chosen = replace(self, **changes).carried()
        return f"?{urlencode(chosen)}" if chosen else ""

    def carried(self, *without: str) -> list[tuple[str, str]]:
        """Parameters and values that are not standard; a form leaves out those it asks itself."""
        standard = Choices()
        return [
            (name, getattr(self, field))
            for field, name in PARAMETERS.items()
            if field not in without and getattr(self, field) != getattr(standard, field)
        ]


def choices_from(parameters: Mapping[str, str]) -> Choices:
    """Read the address; a value that does not exist is taken for the standard one."""
    given = {}
    for field, name in PARAMETERS.items():
        value = parameters.get(name, "")[:LONGEST]
        if value and value in ALLOWED.get(field, (value,)):
            given[field] = value
    return Choices(**given)
