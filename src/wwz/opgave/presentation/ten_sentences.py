"""'De opgave in tien zinnen': what is known of one place, and plainly what is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from wwz.areas.models import Area
from wwz.opgave.models import Study
from wwz.opgave.presentation.choices import Choices
from wwz.opgave.presentation.cited import cite
from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.loading import figures_of_places, reading_of
from wwz.opgave.presentation.places import crumbs_of, pages_of, place_address
from wwz.opgave.presentation.reading import Reading
from wwz.opgave.presentation.sentences import Sentence, missing, not_known, sentence

BRING_HOMES = "Een samenwerkingsverband kan de eigen woningen opgeven; dan rekenen wij dit uit."
BRING_FIGURES = "Een samenwerkingsverband kan eigen cijfers opgeven; dan staan ze hier."
NO_SOURCE = "Er is geen open bron. Wij vullen niets in."
HOMES = {
    "nultreden": "woningen zonder trap (nultredenwoningen)",
    "geclusterd": "woningen in een groep (geclusterde woningen)",
    "zorggeschikt": "extra woningen voor zware zorg (zorggeschikte woningen)",
}


def ten_sentences_page(study: Study, place: Area) -> dict[str, Any]:
    """Everything that templates/opgave/ten_sentences.html shows."""
    reading = read_place(study, place)
    found = ten_sentences(reading)
    used = [figure for one in found for figure in one.figures]
    return {
        "study": study,
        "gemeente": study.gemeente,
        "area": place,
        "crumbs": crumbs_of(reading, "In tien zinnen"),
        "sentences": found,
        "citation": replace(cite(used, reading.sources), address=""),
        "back": place_address(reading),
        "others": pages_of(study.gemeente.code, place.code, "opgave:in-sentences"),
    }


def read_place(study: Study, place: Area) -> Reading:
    """One place with its own figures in all years."""
    figures = figures_of_places(study, (place.code, study.gemeente.code))
    return reading_of(study, place, Choices(), figures)


def ten_sentences(reading: Reading) -> list[Sentence]:
    """Ten findings in a fixed order: people, help, homes, care."""
    return [
        people(reading),
        growth(reading, "inwoners_75plus", "mensen van 75 jaar en ouder"),
        growth(reading, "inwoners_85plus", "mensen van 85 jaar en ouder"),
        growth(reading, "beperking_bewegen_65plus", "65-plussers die moeilijk bewegen"),
        growth(reading, "mantelzorger_18plus", "volwassenen die mantelzorg geven"),
        *(homes(reading, form) for form in HOMES),
        nursing(reading),
        household_help(reading),
    ]


def people(reading: Reading) -> Sentence:
    now, then = reading.now("inwoners"), reading.then("inwoners")
    lacking, which = missing((now, then))
    if lacking or now is None or then is None:
        return not_known(f"Hoeveel mensen er in {reading.place.name} wonen", which, NO_SOURCE)
    return sentence(
        f"In {now.year} woonden er in {reading.place.name} ", now, f" mensen; in {then.year} zijn "
        "dat er ", then, ".",
    )  # fmt: skip


def growth(reading: Reading, key: str, who: str) -> Sentence:
    now, then = reading.now_or_base(key), reading.then(key)
    lacking, which = missing((now, then))
    if lacking or now is None or then is None:
        year = f" in {which.year}" if which else ""
        return not_known(f"Hoeveel {who} er{year} zijn", which, NO_SOURCE)
    return sentence(
        f"In {now.year} waren er ", now, f" {who}; in {then.year} zijn dat er ", then, "."
    )


def homes(reading: Reading, form: str) -> Sentence:
    """What is asked and what of that is short; without a stock only what is asked."""
    words, asked = HOMES[form], reading.then(f"vraag_{form}")
    if asked is None or asked.absent:
        return not_known(f"Hoeveel {words} er nodig zijn", asked, NO_SOURCE)
    begin: Sequence[str | Figure] = (f"In {asked.year} zijn er ", asked, f" {words} nodig")
    short = reading.then(f"tekort_{form}") or reading.figures.last(f"tekort_{form}", reading.code)
    # Of a part of the gemeente nobody looked for what nobody knows of the whole.
    short = short or reading.figures.last(f"tekort_{form}", reading.gemeente.code)
    if short is None or short.absent or short.area != reading.code:
        told = not_known("hoeveel daarvan er al zijn", short, BRING_HOMES)
        first = sentence(*begin, "; ")
        return Sentence([*first.pieces, *told.pieces], [*first.figures, *told.figures])
    return sentence(*begin, "; daarvan ontbreken er ", short, ".")


def nursing(reading: Reading) -> Sentence:
    """The same people under two policies: a choice, no forecast."""
    stays = reading.then("wlz_vv_verblijf_meegroeien")
    apart = reading.then("wlz_vv_verblijf_scheiden")
    lacking, which = missing((stays, apart))
    if lacking or stays is None or apart is None:
        what = "Hoeveel mensen er in een verpleeghuis wonen"
        return not_known(what, which, "Kijk op de pagina van de wijk of de gemeente.")
    return sentence(
        f"In {stays.year} wonen er ", stays, " mensen in een verpleeghuis als het beleid zo "
        "blijft, en ", apart, " als wonen en zorg verder gescheiden worden.",
    )  # fmt: skip


def household_help(reading: Reading) -> Sentence:
    now = reading.now_or_base("wmo_hulp_clienten")
    then = reading.then("wmo_hulp_clienten")
    if now is None:
        now = then = reading.figures.last("wmo_hulp_clienten", reading.gemeente.code)
    lacking, which = missing((now, then or now))
    if lacking or now is None or now.area != reading.code:
        which = which if lacking else None
        return not_known("Hoeveel mensen hulp bij het huishouden krijgen", which, BRING_FIGURES)
    end: Sequence[str | Figure] = ()
    if then is not None and then.year != now.year:
        end = (f"; in {then.year} zijn dat er ", then)
    return sentence(f"In {now.year} kregen ", now, " mensen hulp bij het huishouden", *end, ".")
