"""What the page of components shows: every part in its states, with made-up words and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator

from wwz.opgave.figures import development as drawing
from wwz.opgave.figures.choropleth import MapValue, choropleth, legend_swatch, location
from wwz.opgave.figures.classes import classes_for
from wwz.opgave.figures.geometry import outlines
from wwz.opgave.figures.rangebar import rangebar
from wwz.opgave.presentation.charts import Chart, KeyFigure
from wwz.opgave.presentation.cited import Citation
from wwz.opgave.presentation.reading import Download
from wwz.opgave.presentation.tables import Cell, Column, Row, Table

INVENTED = Citation("voorbeeldcijfers van deze pagina", fictional=True)
COUNTS = {"gerealiseerd": 4, "op_koers": 22, "aandacht": 6, "loopt_achter": 3, "niets_gehoord": 5}
STANDS = (("op_koers", "Op koers"), ("aandacht", "Er is een knelpunt"), ("gerealiseerd", "Klaar"))
AREAS = (("", "Heel Zwolle"), ("aa", "Zone Aa-landen"), ("ho", "Zone Holtenbroek"))
POINTS = (
    drawing.Point(2016, 7900, counted=True),
    drawing.Point(2021, 8960, counted=True),
    drawing.Point(2026, 10750, 10330, 11210),
    drawing.Point(2031, 12390, 11680, 13190),
    drawing.Point(2036, 14220, 13260, 15320),
)
COLOURS = (
    ("ink", "Inkt", "tekst, hoofdactie"),
    ("dot", "Sterke lijn", "randen die iets betekenen"),
    ("goal-fill", "Draad", "waar u bent, wat is beloofd"),
    *((f"f{n}", f"Reeks {n}", "cijfers") for n in range(1, 7)),
    *((f"q{n}", f"Klasse {n}", "kaarten") for n in range(1, 6)),
)
PICKED = [("", "Alle leeftijden", True), ("75", "75 jaar en ouder", False)]


class EveryField(forms.Form):
    """A field of every kind; sent empty it shows every fault."""

    homes = forms.IntegerField(
        label="Aantal woningen",
        help_text="Alleen woningen die u zelf bouwt of koopt.",
        error_messages={"required": "Vul in hoeveel woningen u toezegt."},
    )
    text = forms.CharField(
        label="Wat speelt er?",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Schrijf over de groep, niet over één persoon. Geen namen of nummers.",
        error_messages={"required": "Schrijf in een paar zinnen wat er speelt."},
    )
    area = forms.ChoiceField(label="Gebied", choices=AREAS, required=False)
    due = forms.DateField(
        label="Wanneer klaar?", error_messages={"required": "Kies de dag waarop het klaar is."}
    )
    stand = forms.ChoiceField(
        label="Hoe gaat het met deze afspraak?",
        choices=STANDS,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies hoe het met de afspraak gaat."},
    )
    themes = forms.MultipleChoiceField(
        label="Over welke onderwerpen gaat het?",
        choices=(("wonen", "Geschikt wonen"), ("zorg", "Zorg dag en nacht")),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    proof = forms.FileField(label="Bewijs", required=False, help_text="Een PDF tot 10 MB.")
    agreed = forms.BooleanField(
        label="Mijn organisatie staat hier achter",
        error_messages={"required": "Zet een vinkje als uw organisatie hier achter staat."},
    )
    origin = forms.CharField(widget=forms.HiddenInput, required=False)


class Narrowed(forms.Form):
    """The fields above a list."""

    area = forms.ChoiceField(label="Gebied", choices=AREAS, required=False)
    stand = forms.ChoiceField(label="Stand", choices=(("", "Alle"), *STANDS), required=False)


def showcase(given: Mapping[str, str]) -> dict[str, Any]:
    """Template context of the page of components."""
    return {
        "counts": COUNTS,
        "positions": [
            ("Samen Verder (demo)", "instemming"),
            ("De Stadspoort (demo)", "voorbehoud"),
            ("Vechtwonen (demo)", "bezwaar"),
            ("Vaart (demo)", ""),
        ],
        "colours": COLOURS,
        "happened": [
            SimpleNamespace(
                what="akkoord: ter ondertekening gegeven",
                at=datetime(2026, 11, 10, 9, 30, tzinfo=UTC),
                who="Sanne",
                organisation="Gemeente Zwolle (demo)",
                role="programmamanager",
                change="was concept, is ter ondertekening",
            )
        ],
        "tour_strip": {"number": 3, "of": 7, "title": "De buurt kiest", "next": 4},
        "fresh_form": EveryField(auto_id="nieuw_%s"),
        "faulty_form": EveryField({"text": ""}, auto_id="fout_%s"),
        "narrowed": Narrowed(given or None, auto_id="filter_%s"),
        "page": Paginator([None] * 120, 25).get_page(given.get("bladzijde") or 2),
        "picked": PICKED,
        "two_choices": [
            ("jaar", "Jaar", [("2021", "2021", True)]),
            ("leeftijd", "Leeftijd", PICKED),
        ],
        **_figures(),
        **_tables(),
    }


def _figures() -> dict[str, Any]:
    label = "Lijngrafiek: 75-plussers van 7.900 in 2016 naar ongeveer 14.220 in 2036"
    keys = [
        KeyFigure(
            label="75 jaar en ouder in 2036",
            value="14.220",
            doubt="ongeveer",
            range_words="tussen 13.260 en 15.320",
            text="In 2021 waren het er 8.960.",
            drawing=rangebar(POINTS[1], POINTS[-1], label),
            citation=INVENTED,
        ),
        KeyFigure(label="85 jaar en ouder, 2021", value="2.427", citation=INVENTED),
        KeyFigure("Nultredenwoningen", "onbekend", text="Er is geen open bron.", soft=True),
    ]
    drawings = [drawing.development(POINTS, label, "personen", size)
                for size in (drawing.WIDE, drawing.NARROW)]  # fmt: skip
    return {
        "keys": keys,
        "chart": Chart(
            title="Het aantal 75-plussers groeit elk jaar, ook in de lage raming",
            sub="Inwoners van 75 jaar en ouder",
            drawings=drawings,
            citation=INVENTED,
            table=_table("Cijfers van de grafiek"),
            downloads=[Download("CSV", "#grafieken"), Download("Excel", "#grafieken")],
        ),
        **_map(),
    }


def _map() -> dict[str, Any]:
    """Four made-up buurten in a square, one without a figure."""
    names = {"a": 18.4, "b": 12.0, "c": 4.1, "d": None}
    places = {"a": (0, 0), "b": (1, 0), "c": (0, 1), "d": (1, 1)}
    shapes: dict[str, Any] = {
        code: {
            "type": "Polygon",
            "coordinates": [
                [
                    [6 + x, 52 + y],
                    [7 + x, 52 + y],
                    [7 + x, 53 + y],
                    [6 + x, 53 + y],
                    [6 + x, 52 + y],
                ]
            ],
        }
        for code, (x, y) in places.items()
    }
    classes = classes_for([value for value in names.values() if value is not None], "%")
    values = {
        code: MapValue(f"Buurt {code.upper()}", f"{value}%" if value else "geen cijfer", value)
        for code, value in names.items()
    }
    lines = outlines(shapes, 360)
    drawn = choropleth(lines, values, classes, "Kaart van vier buurten", "geen")
    words = ("minst", "weinig", "midden", "veel", "meest")
    return {
        "map": drawn,
        "place": location(lines, frozenset("a"), "Ligging van zone Aa-landen"),
        "legend": [
            SimpleNamespace(swatch=legend_swatch(n), words=said) for n, said in enumerate(words, 1)
        ],
    }


def _table(caption: str = "Buurten met het grootste aandeel 75-plussers") -> Table:
    rows = [
        Row([Cell("Aa-landen-Midden", "#tabel"), Cell("3.845"), Cell("18,4%")], picked=True),
        Row([Cell("Berkum"), Cell("3.800"), Cell("16,6%")]),
        Row([Cell("Mastenbroek"), Cell("50"), Cell("verborgen")]),
    ]
    columns = [Column("Buurt", numeric=False), Column("Inwoners"),
               Column("75-plus", sort_address="#tabel", direction="descending")]  # fmt: skip
    return Table("voorbeeld", caption, columns, rows)


def _tables() -> dict[str, Any]:
    return {
        "table": _table(),
        "paper_table": _table("Mijn buurt op een vel papier"),
        "columns": ["Nr", "Afspraak", "Trekker", ("Woningen", "num"), "Zegt de partij"],
        "parties": ["Gemeente", "De Stadspoort", "Samen Verder", "Zorgkantoor"],
        "pledges": [
            ("1. Geclusterde huur", "#wie", ["financier", "trekker", "", "meewerkend"]),
            ("3. Dag en nacht", "", ["financier", "", "uitvoerder", "trekker"]),
        ],
        "measured": ["Op koers", "Aandacht", "Loopt achter"],
        "crossed": [
            ("op_koers", [(13, "#kruis", False), (2, "#kruis", True), (2, "", True)], 17),
            ("niets_gehoord", [(1, "#kruis", False), (0, "", False), (0, "", True)], 1),
        ],
        "crumbs": [("Zwolle", "#kop"), ("Onderdelen", "")],
        "files": [Download("Word", "#downloads"), Download("PDF", "#downloads")],
        "lines": [
            SimpleNamespace(name="Uitgever", words="CBS", address=""),
            SimpleNamespace(name="Tabel", words="83502NED", address="#lijsten"),
        ],
    }
