"""What may be changed, as the pages know it; the list itself is the engine's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

BASE = "basis"
USUAL_POLICY = "meegroeien"
# The figures that a scenario is judged by; the one with the policy in its name comes with it.
AT_HOME = "wlz_vv_thuis_"
FIGURES = (
    "inwoners_75plus", "wlz_vv_clienten", AT_HOME, "vraag_nultreden", "vraag_geclusterd",
    "vraag_zorggeschikt", "tekort_nultreden", "tekort_geclusterd", "tekort_zorggeschikt",
)  # fmt: skip


@dataclass(frozen=True)
class ChangeField:
    """One field of a kind of change. ``kind`` is number, year, choice, area or text."""

    key: str
    label: str
    kind: str
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    step: float = 1.0
    usual: float | int | str | None = None
    optional: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class KindOfChange:
    key: str
    label: str
    meaning: str
    fields: tuple[ChangeField, ...]

    def field(self, key: str) -> ChangeField | None:
        return next((one for one in self.fields if one.key == key), None)
