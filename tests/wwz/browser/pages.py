"""Every page that a reader can open, by a short name, for the study that the browser sees."""

from __future__ import annotations

from wwz.areas.models import Level
from wwz.opgave.models import Fact, Study

STATIC = {
    "home": "/",
    "over": "/over/",
    "toegankelijkheid": "/toegankelijkheid/",
    "privacy": "/privacy/",
    "onderdelen": "/onderdelen/",
    "hoe-goed": "/opgave/hoe-goed/",
    "zoek": "/zoek/?q=verz",
    "zoeken": "/zoek/gebieden/?q=verz",
    "niets-gevonden": "/zoek/gebieden/?q=qqqq",
    "inloggen": "/inloggen/",
    "niet-gevonden": "/bestaat/niet/",
    "nog-geen-opgave": "/opgave/GM0000/",
}


def of_study(study: Study) -> dict[str, str]:
    """Pages of one published study: gemeente, wijk, buurt, and facts of each kind."""
    code = study.gemeente.code
    facts = Fact.objects.filter(study=study).select_related("area", "indicator")
    wijk = facts.filter(area__level=Level.WIJK).first()
    buurt = facts.filter(area__level=Level.BUURT).first()
    share = facts.filter(
        area__level=Level.BUURT, indicator__key__endswith="_aandeel", missing="", hidden=""
    ).first()
    projected = facts.filter(area=study.gemeente, kind="geraamd", missing="").last()
    hidden = facts.filter(hidden="verborgen").first()
    unknown = facts.filter(missing="onbekend").first()
    found = {
        "opgave": f"/opgave/{code}/",
        "opgave-buurten": f"/opgave/{code}/?niveau=buurt&volgorde=75plus&richting=af",
        "wijk": f"/opgave/{code}/{wijk.area.code}/",
        "buurt": f"/opgave/{code}/{buurt.area.code}/",
        "vergelijk": f"/opgave/vergelijk/?gebied={wijk.area.code}&gebied={buurt.area.code}",
        "groepen": f"/opgave/{code}/groepen/",
        "groep-mantelzorg": f"/opgave/{code}/groep/mantelzorger_18plus/",
        "groep": f"/opgave/{code}/groep/beperking_bewegen_65plus/",
        "groep-onbekend": f"/opgave/{code}/groep/dakloos/",
        "woonvorm": f"/opgave/{code}/woonvorm/vraag_nultreden/?niveau=buurt",
        "hoe-goed-gemeente": f"/opgave/{code}/hoe-goed/",
        "hoe-goed-buurt": f"/opgave/{code}/{buurt.area.code}/hoe-goed/",
        "afdruk": f"/opgave/{code}/afdruk/",
        "a4": f"/opgave/{code}/{buurt.area.code}/a4/",
        "vergelijk-leeg": "/opgave/vergelijk/?q=lucht",
    }
    for name, fact in (
        ("aandeel", share), ("geraamd", projected), ("verborgen", hidden), ("onbekend", unknown),
    ):  # fmt: skip
        found[f"feit-{name}"] = f"/feit/{fact.pk}/"
    found["klopt-niet"] = f"/feit/{share.pk}/klopt-niet/"
    return found
