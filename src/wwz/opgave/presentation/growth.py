"""What may be claimed about growth: only what the low end of the band bears."""

from dataclasses import dataclass

from wwz.opgave.presentation.figure import Figure
from wwz.opgave.wording import spoken

# Less than this share up or down is not spoken of as growth or decline.
STEADY = 0.03


@dataclass(frozen=True)
class Growth:
    """From a known figure to a projected one, as ratios of the known one (1 is no change)."""

    now: Figure
    then: Figure
    ratio: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """The whole band lies on one side of the known figure."""
        return self.low > 1 or self.high < 1

    @property
    def grows(self) -> bool:
        """Even the low end of the band lies above the known figure."""
        return self.low > 1 and self.ratio > 1 + STEADY

    @property
    def shrinks(self) -> bool:
        return self.high < 1 and self.ratio < 1 - STEADY

    def times(self) -> str:
        """'ruim anderhalf keer zoveel', 'ongeveer 12% meer', 'ongeveer 8% minder'."""
        for least, words in TIMES:
            if self.ratio >= least:
                return words
        change = round((self.ratio - 1) * 100)
        return f"ongeveer {abs(change)}% {'meer' if change > 0 else 'minder'}"


TIMES = (
    (5.0, "meer dan vijf keer zoveel"),
    (4.1, "ruim vier keer zoveel"),
    (3.9, "ongeveer vier keer zoveel"),
    (3.1, "ruim drie keer zoveel"),
    (2.9, "ongeveer drie keer zoveel"),
    (2.1, "ruim twee keer zoveel"),
    (1.95, "ongeveer twee keer zoveel"),
    (1.85, "bijna twee keer zoveel"),
    (1.55, "ruim anderhalf keer zoveel"),
    (1.45, "ongeveer anderhalf keer zoveel"),
    (1.4, "bijna anderhalf keer zoveel"),
)


def growth(now: Figure | None, then: Figure | None) -> Growth | None:
    """Nothing when either figure or the band is not there to show."""
    if now is None or then is None or not now.value or then.value is None:
        return None
    if then.low is None or then.high is None:
        return None
    base = now.value
    return Growth(now, then, then.value / base, then.low / base, then.high / base)


def finding(place: str, group: str, found: Growth) -> str:
    """The finding as a title: '{place} telt in 2040 naar verwachting ... {group}'."""
    year = found.then.year
    if found.grows or found.shrinks:
        return f"{place} telt in {year} naar verwachting {found.times()} {group}"
    expected = spoken(found.then.value or 0, found.then.unit, found.then.kind)
    return f"{place} telt in {year} naar verwachting ongeveer {expected} {group}"


def story(found: Growth, group: str) -> str:
    """Now, later and the band, in at most three sentences."""
    now, then = found.now, found.then
    low, high = (spoken(end or 0, then.unit, then.kind) for end in (then.low, then.high))
    guess = "" if now.kind == "geteld" else "naar schatting ongeveer "
    doubt = (
        "dat hangt vooral af van hoe lang mensen leven en wie er verhuist."
        if found.grows or found.shrinks
        else f"of er meer of minder {group} komen, is dus niet zeker."
    )
    was = f"In {now.year} waren het er {guess}{now.words()}."
    will = f"In {then.year} worden het er naar verwachting ongeveer {then.words()}."
    return f"{was} {will} Het kunnen er ook {low} of {high} zijn: {doubt}"


def low_end(found: Growth) -> str:
    """What the low end of the band says, for under a key figure."""
    low = round((found.low - 1) * 100)
    if found.grows:
        return f"Ook de lage raming is {low}% hoger." if low else ""
    if found.shrinks:
        return f"Ook de hoge raming is {abs(round((found.high - 1) * 100))}% lager."
    return "Of het er meer of minder worden, is niet zeker."


def development_title(found: Growth | None, group: str) -> str:
    """Over the line chart: claims growth only when the low end bears it."""
    if found is None:
        return f"Hoeveel {group} er zijn en naar verwachting komen"
    if found.grows:
        return f"Het aantal {group} groeit naar verwachting, ook in de lage raming"
    if found.shrinks:
        return f"Het aantal {group} daalt naar verwachting, ook in de hoge raming"
    return f"Het aantal {group} kan groeien of dalen: de band is te breed om dat te zeggen"
