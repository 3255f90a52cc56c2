"""The targets in Dutch, as data for the site: the same verdicts as on the page docs/backtest.md."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from wwz_engine.backtest.results import FOLDER, Result, ResultsError
from wwz_engine.backtest.verdicts import (
    DUTCH,
    NOT_RUN,
    Verdict,
    of_default,
    old_scores,
    pooled_gain,
    verdicts,
)

FILE = FOLDER.with_name("targets.json")
Results = Mapping[str, Result]

NO_TEN_YEARS = (
    "er zijn hier geen twee tellingen met tien jaar ertussen; die staan in CBS 03759ned en 83502NED"
)
# Per target: what it is, what is asked, and why it cannot be measured when it cannot.
WORDS: dict[str, tuple[str, str, str]] = {
    "gemeente total, 5 years": (
        "Alle inwoners per gemeente, vijf jaar vooruit: deel binnen 5%",
        "minstens 90%; uitstekend vanaf 95%",
        "de gemeenten van 2017 en 2022 zijn hier niet",
    ),
    "gemeente total, 10 years": (
        "Alle inwoners per gemeente, tien jaar vooruit",
        "middelste afwijking hoogstens 2,5%",
        NO_TEN_YEARS,
    ),
    "gemeente 75+, 10 years": (
        "75-plussers per gemeente, tien jaar vooruit",
        "middelste afwijking hoogstens 3%",
        NO_TEN_YEARS,
    ),
    "gemeente 85+, 10 years": (
        "85-plussers per gemeente, tien jaar vooruit",
        "middelste afwijking hoogstens 5%",
        NO_TEN_YEARS,
    ),
    "buurt of 1,000 people": (
        "Buurten met duizend inwoners of meer, vijf jaar vooruit",
        "middelste afwijking hoogstens 3,5% en winst minstens 5%; uitstekend bij 3% en 10%",
        "de buurten van Zwolle zijn hier niet",
    ),
    "postcode or buurt, total, 10 years": (
        "Alle inwoners per postcode of buurt, tien jaar vooruit",
        "middelste afwijking hoogstens 6%",
        NO_TEN_YEARS,
    ),
    "postcode 65+, 10 years": (
        "65-plussers per postcode, tien jaar vooruit",
        "gemiddelde afwijking hoogstens 7%, winst minstens 3%",
        NO_TEN_YEARS,
    ),
    "postcode 75+, 10 years": (
        "75-plussers per postcode, tien jaar vooruit",
        "gemiddelde afwijking hoogstens 9%, winst minstens 5%",
        NO_TEN_YEARS,
    ),
    "postcode 85+, 10 years": (
        "85-plussers per postcode, tien jaar vooruit",
        "gemiddelde afwijking hoogstens 14%, winst minstens 8%",
        NO_TEN_YEARS,
    ),
    "postcode age structure, 10 years": (
        "Verdeling over leeftijden per postcode, tien jaar vooruit",
        "5% beter dan de beste eenvoudige methode",
        NO_TEN_YEARS,
    ),
    "Zwolle per buurt, launch 2018": (
        "Buurten van Zwolle, vanaf 2018, drie jaar vooruit: 65-74, 75-84 en 85+",
        "in elke groep een kleinere afwijking dan de beste eenvoudige methode",
        "de buurten van Zwolle zijn hier niet",
    ),
    "the same over all launches, 3 years": (
        "Hetzelfde vanaf alle startjaren, drie jaar vooruit, de groepen samen",
        "met 95% zekerheid beter",
        "de buurten van Zwolle zijn hier niet",
    ),
    "the same over all launches, all horizons": (
        "Hetzelfde vanaf alle startjaren, één tot en met zes jaar vooruit",
        "met 95% zekerheid beter",
        "de buurten van Zwolle zijn hier niet",
    ),
    "bands of 80%": (
        "De marge: hoe vaak ligt de telling erbinnen?",
        "alles samen 77% tot 83%, en in elke reeks, leeftijd en aantal jaren 72% tot 88%",
        "de marges zijn nog niet nagemeten",
    ),
    "strata of bands": (
        "De marge per leeftijd, grootte en aantal jaren vooruit",
        "alles samen 77% tot 83%, en elke groep van 150 metingen of meer 70% tot 90%",
        "de marges zijn nog niet nagemeten",
    ),
    "totals of a region": (
        "De marge van hele regio’s",
        "75% tot 85%",
        "de marges zijn nog niet nagemeten",
    ),
    "stability": (
        "75-plussers van de gemeente: hoe sterk verschuift een raming van jaar op jaar?",
        "hoogstens 3% voor het midden van alle paren",
        "de buurten van Zwolle zijn hier niet",
    ),
    "Wmo users per wijk": (
        "Mensen met Wmo-hulp per wijk",
        "15% beter dan verdelen naar 65-plussers",
        "CBS 85994NED is hier niet",
    ),
    "speed": (
        "Rekentijd",
        "zie de metingen van de snelheid",
        "dit wordt apart gemeten, niet met een terugblik",
    ),
}


class TargetUnknownError(ResultsError):
    """A target without Dutch words."""


def targets(results: Results) -> list[dict[str, str]]:
    """Every target in order, with its verdict and what was found, in Dutch.

    Raises
    ------
    TargetUnknownError
    """
    return [spoken(one, results) for one in verdicts(results)]


def spoken(verdict: Verdict, results: Results) -> dict[str, str]:
    """One target as the site shows it.

    Raises
    ------
    TargetUnknownError
    """
    key = next((one for one in WORDS if verdict.target.startswith(one)), None)
    if key is None:
        raise TargetUnknownError(
            f"‘{verdict.target}’ heeft geen Nederlandse woorden in targets.py."
        )
    target, wanted, reason = WORDS[key]
    measured = verdict.state != NOT_RUN
    return {
        "target": target,
        "wanted": wanted,
        "state": DUTCH[verdict.state],
        "found": FOUND[key](verdict, results) if measured else reason,
    }


def write_targets(results: Results, path: Path = FILE) -> None:
    """Write the file that the site reads.

    Raises
    ------
    ResultsError
    """
    text = json.dumps(targets(results), ensure_ascii=False, indent=1)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise ResultsError(
            f"{path} kan niet worden geschreven ({error.strerror}). Kies een andere map."
        ) from error


def _gemeenten(verdict: Verdict, results: Results) -> str:
    score = of_default(results, "gemeenten", "totaal", 5)
    return f"{_percent(score.errors.within[0])} van {score.errors.areas} gemeenten" if score else ""


def _buurten(verdict: Verdict, results: Results) -> str:
    score = of_default(results, "zwolle-buurten", "totaal", 5, 1000.0)
    if score is None:
        return ""
    gain = 100 * score.skill
    than = "winst" if gain >= 0 else "verlies"
    return (
        f"middelste afwijking {_percent(score.errors.medape)}; {than} {_percent(abs(gain))} "
        f"tegenover de beste eenvoudige methode ({score.errors.areas} keer gemeten in Zwolle)"
    )


def _old(verdict: Verdict, results: Results) -> str:
    return "; ".join(
        f"{one.group}: afwijking {_percent(one.errors.wape)}, winst {_percent(100 * one.skill)}"
        for one in old_scores(results)
    )


def _gain(horizons: tuple[int, ...] | None) -> Callable[[Verdict, Results], str]:
    def found(verdict: Verdict, results: Results) -> str:
        gain = pooled_gain(results, horizons)
        if gain is None:
            return ""
        return (
            f"winst {_percent(100 * gain.skill)}, en vrijwel zeker tussen "
            f"{_percent(100 * gain.low)} en {_percent(100 * gain.high)} ({gain.clusters} buurten)"
        )

    return found


def _bands(verdict: Verdict, results: Results) -> str:
    """The whole, how many groups are within, and the least and most of them."""
    shares = [text.replace(".", ",") for text in re.findall(r"\d+(?:\.\d+)?(?=%)", verdict.found)]
    within = re.search(r"(\d+) of (\d+) within", verdict.found)
    if within is None:
        return f"{shares[0]}%"
    return (
        f"{shares[0]}%; {within[1]} van {within[2]} groepen binnen de grens, van {shares[1]}% tot "
        f"{shares[2]}%"
    )


def _numbers(verdict: Verdict, results: Results) -> str:
    """The first percentage that was found, when only that matters."""
    found = re.search(r"\d+(?:\.\d+)?(?=%)", verdict.found)
    return f"{found[0].replace('.', ',')}%" if found else ""


def _percent(value: float) -> str:
    return f"{value:.1f}%".replace(".", ",")


FOUND: dict[str, Callable[[Verdict, Results], str]] = {
    "gemeente total, 5 years": _gemeenten,
    "buurt of 1,000 people": _buurten,
    "Zwolle per buurt, launch 2018": _old,
    "the same over all launches, 3 years": _gain((3,)),
    "the same over all launches, all horizons": _gain(None),
    "bands of 80%": _bands,
    "strata of bands": _bands,
    "totals of a region": _numbers,
    "stability": _numbers,
}
