"""What the reader chose, kept in the address of the page: figure, map, level and order."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from urllib.parse import urlencode

# Groups by age: key of the indicator and how people of it are called.
GROUPS: dict[str, str] = {
    "inwoners": "inwoners",
    "inwoners_65plus": "65-plussers",
    "inwoners_75plus": "75-plussers",
    "inwoners_85plus": "85-plussers",
}
LEVELS = {"wijk": "wijken", "buurt": "buurten"}
DIRECTIONS = ("op", "af")


@dataclass(frozen=True)
class Choices:
    """Parameters of the address with their standard values; unknown values become the standard."""

    groep: str = "inwoners_75plus"
    maat: str = ""
    niveau: str = "wijk"
    volgorde: str = "naam"
    richting: str = "op"

    def query(self, **changes: str) -> str:
        """'?groep=...' with these changes; what is standard is left out."""
        changed = replace(self, **changes)
        standard = asdict(Choices())
        chosen = {k: v for k, v in asdict(changed).items() if v != standard[k]}
        return f"?{urlencode(chosen)}" if chosen else ""

    def others(self, *names: str) -> list[tuple[str, str]]:
        """Parameters that a form must carry along, apart from those it asks itself."""
        standard = asdict(Choices())
        return [(k, v) for k, v in asdict(self).items() if k not in names and v != standard[k]]


def choices_from(parameters: Mapping[str, str]) -> Choices:
    """Read the address; a value that does not exist is taken for the standard one."""
    allowed: dict[str, tuple[str, ...]] = {
        "groep": tuple(GROUPS),
        "niveau": tuple(LEVELS),
        "richting": DIRECTIONS,
    }
    given = {}
    for name in (found.name for found in fields(Choices)):
        value = parameters.get(name, "")[:80]
        if value and value in allowed.get(name, (value,)):
            given[name] = value
    return Choices(**given)
