"""A small study of a gemeente of which homes, nursing and help are known."""

from __future__ import annotations

from dataclasses import replace

from tests.cast import GEMEENTE, WIJK, make_fact, small_result
from wwz_engine.care_indicators import only_when_brought
from wwz_engine.indicators import all_indicators
from wwz_engine.study import StudyResult

PEERS = (
    "Tekorten zijn niet te vergelijken met die van andere gemeenten: hun voorraad staat in geen "
    "open tabel. Het meest lijken op Zwolle: Breda en Helmond."
)
UNKNOWN = ("wijkverpleging_clienten", "wijkverpleging_uren", "wmo_begeleiding_clienten")


def with_supply() -> StudyResult:
    """The small study with homes, nursing and help of which everything is known."""
    known = all_indicators() | {one.key: one for one in only_when_brought()}
    given = {
        "beperking_bewegen_65plus": (4455, 6560), "mantelzorger_18plus": (13760, 15630),
        "vraag_geclusterd": (800, 1390), "vraag_zorggeschikt": (170, 300),
        "tekort_nultreden": (1640, 2940), "tekort_geclusterd": (160, 390),
        "tekort_zorggeschikt": (170, 160), "voorraad_nultreden": (3221,),
        "voorraad_nultreden_onbekend": (569,), "plannen_hard_nultreden": (0, 600),
        "kruisjaar_nultreden": (2031,), "kruisjaar_geclusterd": (2021,),
        "telling_woon": (3221,), "telling_woon_onbekend": (569,),
        "telling_eigen_nultreden": (2999,), "telling_eigen_nultreden_onbekend": (791,),
        "wlz_vv_clienten": (1040, 1760), "wlz_vv_thuis_meegroeien": (260, 440),
        "wmo_hulp_uren": (310_000, 391_000), "wmo_hulp_personeel": (180,),
        "wmo_hulp_per_baan": (17.2, 21.7), "samen_moeite_rondkomen_mantelzorger": (1800,),
        "samen_in_2_groepen": (8880,), "wlz_vv_verblijf_meegroeien": (780, 1320),
        "wlz_vv_verblijf_scheiden": (780, 1100), "wmo_hulp_clienten": (3100, 3910),
    }  # fmt: skip
    result = small_result()
    more = [
        make_fact(known[key], area, year, value * part)
        for key, values in given.items()
        for year, value in zip((2021, 2040), values, strict=False)
        for area, part in {GEMEENTE: 1.0, WIJK: 1.0 if known[key].unit == "jaar" else 0.2}.items()
    ]
    more += [make_fact(known[key], GEMEENTE, 2021, None) for key in UNKNOWN]
    kept = [
        fact
        for fact in result.facts
        if (fact.indicator.key, fact.area) not in {(one.indicator.key, one.area) for one in more}
    ]
    used = {fact.indicator.key: fact.indicator for fact in (*kept, *more)}
    return replace(
        result,
        facts=(*kept, *more),
        indicators=tuple(used.values()),
        gaps=(*result.gaps, PEERS),
    )
