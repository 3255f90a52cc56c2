"""What past forecasts of one place came to: which series measured it, and how far they were off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wwz.areas.models import Area, Level
from wwz.opgave.queries import backtests
from wwz.opgave.queries.backtests import Past, Series

OLD = ("65-74", "75-84", "85+")
OLDER = ("65+", "75+", "85+")
WHOLE = "totaal"
GROUP_WORDS = {
    "totaal": "alle inwoners",
    "65-74": "65 tot en met 74 jaar",
    "75-84": "75 tot en met 84 jaar",
    "85+": "85 jaar en ouder",
    "65+": "65 jaar en ouder",
    "75+": "75 jaar en ouder",
}
# What the answer is about, when it was measured: long enough to matter, short enough to know.
USUAL_HORIZON = 3
NATIONAL = {Level.GEMEENTE: "gemeenten", Level.WIJK: "pc4", Level.BUURT: "pc4"}
CLOSE = 10.0


@dataclass(frozen=True)
class Evidence:
    """Past forecasts of one place in one series; ``summed`` when its areas are added up."""

    series: Series
    pasts: Sequence[Past]
    summed: bool = False

    def groups(self) -> list[str]:
        known = {past.group for past in self.pasts}
        return [group for group in groups_of(self.series) if group in known]

    def horizons(self) -> list[int]:
        return sorted({past.horizon for past in self.pasts})

    def of(self, group: str, horizon: int | None = None, launch: int | None = None) -> list[Past]:
        """Pasts of one group, by launch and year; at one horizon or from one launch."""
        found = [
            past
            for past in self.pasts
            if past.group == group
            and horizon in (None, past.horizon)
            and launch in (None, past.launch)
        ]
        return sorted(found, key=lambda past: (past.launch, past.year))

    def last_launch(self, horizon: int) -> int | None:
        """The newest year from which one can look so far ahead."""
        return max((past.launch for past in self.pasts if past.horizon == horizon), default=None)


def groups_of(series: Series) -> list[str]:
    """Everybody and old age, as fine as the series has it."""
    old = OLD if OLD[0] in series.groups else OLDER
    return [group for group in (WHOLE, *old) if group in series.groups]


def old_groups(series: Series) -> list[str]:
    """Groups of old age that do not overlap."""
    groups = [group for group in groups_of(series) if group != WHOLE]
    return groups if OLD[0] in groups else groups[:1]


def evidence_of(area: Area, gemeente: Area) -> list[Evidence]:
    """What was measured for this place, the series with most launches first."""
    found = []
    if area.level == Level.GEMEENTE:
        own = backtests.series_within(gemeente.code)
        if own is not None and own.whole:
            found.append(Evidence(own, own.whole, summed=True))
    found += [
        Evidence(series, backtests.not_hidden(series.pasts[area.code], [area.code]))
        for series in backtests.series_with(area.code)
        if area.code in series.pasts
    ]
    return [one for one in found if one.groups()]


def too_few_people(area: Area) -> bool:
    """Whether a series knows this area, with too few people in it to judge it by itself."""
    known = backtests.series_with(area.code)
    return bool(known) and not any(area.code in series.pasts for series in known)


def fitting_series(area: Area, gemeente: Area) -> Series | None:
    """All areas together of the series that says most about an area like this."""
    own = backtests.series_within(gemeente.code)
    if own is not None and own.level == area.level:
        return own
    if own is not None and area.level in (Level.WIJK, Level.BUURT):
        return own
    return backtests.all_series().get(NATIONAL.get(Level(area.level), ""))


def deviation(pasts: Sequence[Past]) -> float | None:
    """Mean deviation in percent: all that was too many or too few, of all that was counted."""
    counted = sum(past.counted for past in pasts)
    if not counted:
        return None
    return 100 * sum(abs(past.difference) for past in pasts) / counted


def deviation_of_no_change(pasts: Sequence[Past]) -> float | None:
    """The same for who says that everything stays as it was."""
    counted = sum(past.counted for past in pasts)
    if not counted:
        return None
    return 100 * sum(abs(past.at_launch - past.counted) for past in pasts) / counted


def share_close(pasts: Sequence[Past]) -> float | None:
    """Percent of the forecasts that were at most ten percent off."""
    if not pasts:
        return None
    return 100 * sum(abs(past.percent) <= CLOSE for past in pasts) / len(pasts)
