"""A gemeente, wijk or buurt as the place of a page: its address, its crumbs, its other pages."""

from __future__ import annotations

from django.urls import reverse

from wwz.opgave.presentation.reading import Reading

PAGES = {
    "opgave:in-sentences": "In tien zinnen",
    "opgave:housing": "Woningen: voorraad, plannen en tekort",
    "opgave:support": "Zorg en ondersteuning",
    "opgave:reach": "Voorzieningen op loopafstand",
}
# Of the gemeente as a whole only.
OF_GEMEENTE = {"opgave:similar": "Vergelijkbare gemeenten"}


def place_address(reading: Reading) -> str:
    """The page of the place itself."""
    if reading.code == reading.gemeente.code:
        return reverse("opgave:gemeente", args=[reading.code])
    return reading.area_address(reading.code)


def page_address(name: str, gemeente: str, place: str) -> str:
    """A page about the gemeente, or about one of its wijken or buurten."""
    if place == gemeente:
        return reverse(name, args=[gemeente])
    return reverse(f"{name}-area", args=[gemeente, place])


def pages_of(gemeente: str, place: str, without: str = "") -> list[tuple[str, str]]:
    """Words and address of the pages about one place."""
    pages = PAGES | OF_GEMEENTE if place == gemeente else PAGES
    return [
        (words, page_address(name, gemeente, place))
        for name, words in pages.items()
        if name != without
    ]


def crumbs_of(reading: Reading, words: str) -> list[tuple[str, str]]:
    """Gemeente, wijk, buurt, and what this page is about."""
    gemeente, place = reading.gemeente, reading.place
    items = [(gemeente.name, reverse("opgave:gemeente", args=[gemeente.code]))]
    if place.code != gemeente.code:
        place = reading.within.get(place.code, place)
        if place.parent and place.parent.code in reading.within:
            items.append((place.parent.name, reading.area_address(place.parent.code)))
        items.append((place.name, reading.area_address(place.code)))
    return [*items, (words, "")]
