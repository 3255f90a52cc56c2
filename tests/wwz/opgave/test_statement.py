"""One fact as one sentence: its doubt is always in it."""

from __future__ import annotations

from uuid import UUID

import pytest

from wwz.opgave.presentation.figure import Figure
from wwz.opgave.presentation.statement import statement


def figure(label, unit, year, kind, value, low=None, high=None, absent=""):
    return Figure(
        pk=UUID(int=1), indicator="x", label=label, unit=unit, area="GM0193", area_name="Zwolle",
        year=year, kind=kind, value=value, low=low, high=high, absent=absent,
    )  # fmt: skip


AGED, LIMITED = "Inwoners van 85 jaar en ouder", "65-plussers die een beperking in bewegen hebben"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            figure(AGED, "personen", 2021, "geteld", 2425.0),
            "In 2021 woonden in Zwolle 2.425 mensen van 85 jaar en ouder",
        ),
        (
            figure(AGED, "personen", 2040, "geraamd", 4803.0, 3900.0, 5860.0),
            "In 2040 wonen in Zwolle naar verwachting ongeveer 4.800 mensen van 85 jaar en ouder",
        ),
        (
            figure(AGED, "personen", 2040, "geraamd", None, 10.0, 25.0),
            "In 2040 wonen in Zwolle naar verwachting tussen 10 en 25 mensen van 85 jaar en ouder",
        ),
        (
            figure(f"{LIMITED}, aandeel", "procent", 2020, "geschat", 21.2),
            "In 2020 waren er in Zwolle van elke 100 65-plussers ongeveer 21 die een beperking in "
            "bewegen hebben",
        ),
        (
            figure("Aandeel inwoners van 75 jaar en ouder", "procent", 2021, "geteld", 6.9),
            "In 2021 waren er in Zwolle van elke 100 inwoners 7 van 75 jaar en ouder",
        ),
        (
            figure(LIMITED, "personen", 2040, "geraamd", 6230.0, 5740.0, 6720.0),
            "In 2040 zijn er in Zwolle naar verwachting ongeveer 6.230 65-plussers die een "
            "beperking in bewegen hebben",
        ),
        (
            figure("Gevraagde nultredenwoningen", "woningen", 2040, "geraamd", 4100.0, 3800, 4400),
            "In 2040 is er in Zwolle naar verwachting vraag naar ongeveer 4.100 nultredenwoningen",
        ),
        (
            figure("Voorraad nultredenwoningen", "woningen", 2040, "geraamd", None,
                   absent="onbekend"),
            "Voorraad nultredenwoningen in Zwolle: onbekend",
        ),
        (
            figure(LIMITED, "personen", 2040, "geraamd", None, absent="verborgen"),
            "Dit cijfer van Zwolle is verborgen, omdat het om te weinig mensen gaat",
        ),
        (
            figure("Jaar waarin het aanbod van nultredenwoningen te klein wordt", "jaar", 2021,
                   "geschat", 2031.0),
            "Jaar waarin het aanbod van nultredenwoningen te klein wordt in Zwolle: ongeveer 2031",
        ),
        (
            figure("Kans dat het aanbod van nultredenwoningen te klein is geworden", "procent",
                   2030, "geraamd", 64.0),
            "Kans dat het aanbod van nultredenwoningen te klein is geworden in Zwolle, 2030: naar "
            "verwachting ongeveer 64,0%",
        ),
        (
            figure("Verwachte uitgaven, Jeugdwet", "miljoen euro", 2030, "geraamd", 41.3),
            "Verwachte uitgaven, Jeugdwet in Zwolle, 2030: naar verwachting ongeveer 41,3 miljoen "
            "euro",
        ),
        (
            figure("Tekort aan nultredenwoningen", "woningen", 2030, "geraamd", 2330.0, 1830, 2590),
            "Tekort aan nultredenwoningen in Zwolle, 2030: naar verwachting ongeveer 2.330",
        ),
        (
            figure("Mensen in een verpleeghuis", "personen", 2030, "geraamd", 1000.0),
            "In 2030 zijn er in Zwolle naar verwachting ongeveer 1.000 mensen in een verpleeghuis",
        ),
        (
            figure("Wijkverpleging: cliënten", "personen", 2021, "geteld", 1200.0),
            "Wijkverpleging: cliënten in Zwolle, 2021: 1.200",
        ),
    ],
)  # fmt: skip
def test_statement(given, said):
    assert statement(given) == said
