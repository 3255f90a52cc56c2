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
    "wij hebben geen twee tellingen met tien jaar ertussen; die staan in de tabellen 03759ned en "
    "83502NED van het CBS"
)
NO_ZWOLLE = "de tellingen van de buurten van Zwolle zijn hier niet"
NO_BANDS = "de banden zijn nog niet nagemeten"
# Per target: what it is, what is asked, and why it cannot be measured when it cannot.
WORDS: dict[str, tuple[str, str, str]] = {
    "gemeente total, 5 years": (
        "Alle inwoners per gemeente, vijf jaar vooruit",
        "minstens 90% van de gemeenten hoogstens 5% ernaast; uitstekend vanaf 95%",
        "de tellingen per gemeente van 2017 en 2022 zijn hier niet",
    ),
    "gemeente total, 10 years": (
        "Alle inwoners per gemeente, tien jaar vooruit",
        "de helft van de gemeenten hoogstens 2,5% ernaast",
        NO_TEN_YEARS,
    ),
    "gemeente 75+, 10 years": (
        "75-plussers per gemeente, tien jaar vooruit",
        "de helft van de gemeenten hoogstens 3% ernaast",
        NO_TEN_YEARS,
    ),
    "gemeente 85+, 10 years": (
        "85-plussers per gemeente, tien jaar vooruit",
        "de helft van de gemeenten hoogstens 5% ernaast",
        NO_TEN_YEARS,
    ),
    "buurt of 1,000 people": (
        "Alle inwoners van buurten met duizend inwoners of meer, vijf jaar vooruit",
        "de helft van de buurten hoogstens 3,5% ernaast, en gemiddeld minstens 5% minder ernaast "
        "dan de beste vuistregel; uitstekend bij 3% en 10%",
        NO_ZWOLLE,
    ),
    "postcode or buurt, total, 10 years": (
        "Alle inwoners per postcode of buurt, tien jaar vooruit",
        "de helft van de gebieden hoogstens 6% ernaast",
        NO_TEN_YEARS,
    ),
    "postcode 65+, 10 years": (
        "65-plussers per postcode, tien jaar vooruit",
        "gemiddeld hoogstens 7% ernaast, en minstens 3% minder dan de beste vuistregel",
        NO_TEN_YEARS,
    ),
    "postcode 75+, 10 years": (
        "75-plussers per postcode, tien jaar vooruit",
        "gemiddeld hoogstens 9% ernaast, en minstens 5% minder dan de beste vuistregel",
        NO_TEN_YEARS,
    ),
    "postcode 85+, 10 years": (
        "85-plussers per postcode, tien jaar vooruit",
        "gemiddeld hoogstens 14% ernaast, en minstens 8% minder dan de beste vuistregel",
        NO_TEN_YEARS,
    ),
    "postcode age structure, 10 years": (
        "Hoeveel mensen van elke leeftijd per postcode, tien jaar vooruit",
        "minstens 5% minder ernaast dan de beste vuistregel",
        NO_TEN_YEARS,
    ),
    "Zwolle per buurt, launch 2018": (
        "Ouderen per buurt van Zwolle, van 2018 uit drie jaar vooruit",
        "bij elke leeftijd minder ernaast dan de beste vuistregel",
        NO_ZWOLLE,
    ),
    "the same over all launches, 3 years": (
        "Hetzelfde uit elk jaar dat kan, drie jaar vooruit, alle ouderen samen",
        "vrijwel zeker (95%) minder ernaast dan de beste vuistregel",
        NO_ZWOLLE,
    ),
    "the same over all launches, all horizons": (
        "Hetzelfde uit elk jaar dat kan, één tot en met zes jaar vooruit",
        "vrijwel zeker (95%) minder ernaast dan de beste vuistregel",
        NO_ZWOLLE,
    ),
    "bands of 80%": (
        "De band: hoe vaak lag de telling erbinnen?",
        "alles samen 77% tot 83%, en elke groep gebieden, leeftijd en aantal jaren 72% tot 88%",
        NO_BANDS,
    ),
    "strata of bands": (
        "De band per leeftijd, grootte van het gebied en aantal jaren vooruit",
        "alles samen 77% tot 83%, en elke groep van 150 metingen of meer 70% tot 90%",
        NO_BANDS,
    ),
    "totals of a region": (
        "De band van alle gebieden van een gemeente samen",
        "in 75% tot 85% van de keren lag de telling erbinnen",
        NO_BANDS,
    ),
    "stability": (
        "75-plussers van de gemeente: hoeveel verandert onze raming van jaar op jaar?",
        "in de helft van de jaren hoogstens 3%",
        NO_ZWOLLE,
    ),
    "Wmo users per wijk": (
        "Mensen met Wmo-hulp per wijk",
        "15% minder ernaast dan wie hen verdeelt naar het aantal 65-plussers",
        "tabel 85994NED van het CBS is hier niet",
    ),
    "speed": (
        "Rekentijd",
        "zie de metingen van de snelheid",
        "dit meten wij apart, niet met ramingen van eerder",
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
    if score is None:
        return ""
    near = _percent(score.errors.within[0])
    return f"{near} van {score.errors.areas} gemeenten hoogstens 5% ernaast"


def _buurten(verdict: Verdict, results: Results) -> str:
    score = of_default(results, "zwolle-buurten", "totaal", 5, 1000.0)
    if score is None:
        return ""
    gain = 100 * score.skill
    return (
        f"de helft van de buurten hoogstens {_percent(score.errors.medape)} ernaast; gemiddeld "
        f"{_less(gain)} ernaast dan de beste vuistregel ({score.errors.areas} keer gemeten in "
        "Zwolle)"
    )


def _old(verdict: Verdict, results: Results) -> str:
    return "; ".join(
        f"{one.group}: {_percent(one.errors.wape)} ernaast, {_less(100 * one.skill)}"
        for one in old_scores(results)
    )


def _gain(horizons: tuple[int, ...] | None) -> Callable[[Verdict, Results], str]:
    def found(verdict: Verdict, results: Results) -> str:
        gain = pooled_gain(results, horizons)
        if gain is None:
            return ""
        return (
            f"{_less(100 * gain.skill)} ernaast; vrijwel zeker {_percent(100 * gain.low)} tot "
            f"{_percent(100 * gain.high)} minder ({gain.clusters} buurten)"
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


def _less(gain: float) -> str:
    return f"{_percent(abs(gain))} {'minder' if gain >= 0 else 'meer'}"


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
