"""The whole content of an agreement, as it is frozen: text, promises, figures and their sources.

Keys are Dutch: a party reads this file. Amounts are strings without superfluous zeros, so that
120 and 120.00 freeze alike. Who signed is no part of it; who is asked to sign is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wwz.akkoord.models import Afspraak, Akkoord, Revision, RevisionState
from wwz.akkoord.queries.ledger import PAID, PLACES, PROMISED
from wwz.audit.snapshots import canonical, is_whole
from wwz.opgave.disclosure import disclose
from wwz.opgave.models import Fact, SourceRecord

# How a revision names what it changes, and where that stands in the content.
STANDS_AT = {"text": "tekst", "quantity": "hoeveel", "due_on": "klaar_op", "path": "pad"}


def amount(value: Decimal | None) -> str | None:
    """The same text for the same amount.

    >>> amount(Decimal("120.00")), amount(Decimal("0.50"))
    ('120', '0.5')
    """
    return None if value is None else f"{value.normalize():f}"


def content_of_akkoord(akkoord: Akkoord) -> dict[str, Any]:
    """What stands in the database now, read afresh."""
    stored = Akkoord.objects.select_related("visie", "partnership").get(pk=akkoord.pk)
    asked = stored.signatures.filter(joined_later=False).select_related("organisation")
    promises = (
        stored.afspraken.select_related("theme", "indicator", "baseline_fact__indicator")
        .select_related("baseline_fact__area", "baseline_fact__study")
        .defer("baseline_fact__area__geometry")
        .prefetch_related(PROMISED, PAID, "path")
        .prefetch_related("measurements", PLACES)
        .order_by("number")
    )
    return {
        "samenwerkingsverband": stored.partnership.name,
        "akkoord": str(stored.pk),
        "soort": stored.kind,
        "titel": stored.title,
        "inleiding": stored.text,
        "visie": stored.visie.title if stored.visie else None,
        "loopt_tot_en_met": stored.ends_on,
        "partijen": [
            {"partij": str(party.organisation_id), "naam": party.organisation.name,
             "nodig": party.required}
            for party in asked.order_by("organisation__name")
        ],
        "afspraken": [content_of_afspraak(afspraak) for afspraak in promises],
    }  # fmt: skip


def content_of_afspraak(afspraak: Afspraak) -> dict[str, Any]:
    return {
        "afspraak": str(afspraak.pk),
        "nummer": afspraak.number,
        "titel": afspraak.title,
        "tekst": afspraak.text,
        "thema": afspraak.theme.name if afspraak.theme else None,
        "gebieden": sorted(f"{area.code} ({area.year})" for area in afspraak.areas.all()),
        "zone": str(afspraak.zone_id) if afspraak.zone_id else None,
        "aandachtsgroep": afspraak.group,
        "woonvorm": afspraak.woonvorm,
        "hoeveel": amount(afspraak.quantity),
        "eenheid": afspraak.unit,
        "klaar_op": afspraak.due_on.isoformat(),
        "meten": measuring(afspraak),
        "pad": path_of(afspraak),
        "inzet": pledges_of(afspraak),
        "dekking": funding_of(afspraak),
    }


def measuring(afspraak: Afspraak) -> dict[str, Any]:
    indicator = afspraak.indicator
    return {
        "wat": afspraak.measure,
        "eenheid": afspraak.measure_unit,
        "indicator": f"{indicator.key}, versie {indicator.version}" if indicator else None,
        "omschrijving": indicator.definition if indicator else None,
        "nulmeting": baseline_of(afspraak),
        "doel": amount(afspraak.target),
        "marge": amount(afspraak.tolerance),
        "bewijs": afspraak.evidence,
    }


def baseline_of(afspraak: Afspraak) -> dict[str, Any] | None:
    """Where it began: a published fact as it was shown, or what was measured and by whom."""
    if afspraak.baseline_fact is not None:
        return fact_content(afspraak.baseline_fact)
    start = next((one for one in afspraak.measurements.all() if one.baseline), None)
    if start is None:
        return None
    return {
        "waarde": amount(start.value),
        "gemeten_op": start.measured_on.isoformat(),
        "bron": start.source,
        "verzonnen": start.demo,
    }


def fact_content(fact: Fact) -> dict[str, Any]:
    shown = disclose(fact)
    sources = SourceRecord.objects.filter(pk__in=fact.source_ids).order_by("key", "table")
    return {
        "feit": str(fact.pk),
        "kenmerk": fact.engine_id,
        "indicator": f"{fact.indicator.key}, versie {fact.indicator.version}",
        "gebied": f"{fact.area.code} ({fact.area.year})",
        "jaar": fact.year,
        "soort": fact.kind,
        "waarde": shown_words(shown.value),
        "laag": shown_words(shown.low),
        "hoog": shown_words(shown.high),
        "ontbreekt": shown.absent,
        "rekenversie": fact.study.engine_version,
        "invoer_sha256": fact.study.data_hash,
        "bronnen": [
            {"uitgever": source.publisher, "tabel": source.table,
             "peildatum": source.as_of.isoformat(), "sha256": source.sha256}
            for source in sources
        ],
    }  # fmt: skip


def shown_words(value: float | None) -> str | None:
    """A float has no exact form: what is frozen is what was shown, with two decimals."""
    return None if value is None else amount(Decimal(str(round(value, 2))))


def path_of(afspraak: Afspraak) -> list[dict[str, Any]]:
    ordered = sorted(afspraak.path.all(), key=lambda target: target.year)
    return [{"jaar": target.year, "hoeveel": amount(target.value)} for target in ordered]


def pledges_of(afspraak: Afspraak) -> list[dict[str, Any]]:
    ordered = sorted(afspraak.pledges.all(), key=lambda one: (one.organisation.name, one.role))
    return [
        {
            "partij": str(pledge.organisation_id),
            "naam": pledge.organisation.name,
            "rol": pledge.role,
            "tekst": pledge.text,
            "hoeveel": amount(pledge.quantity),
            "eenheid": pledge.unit,
            "jaar": pledge.year,
            "voorwaarde": pledge.condition,
        }
        for pledge in ordered
    ]


def funding_of(afspraak: Afspraak) -> list[dict[str, Any]]:
    ordered = sorted(
        afspraak.funding.all(),
        key=lambda one: (one.text, one.starts_on, one.ends_on, one.organisation.name, str(one.pk)),
    )
    return [
        {
            "partij": str(line.organisation_id),
            "naam": line.organisation.name,
            "waaruit": line.regime,
            "waarvoor": line.text,
            "euro_per_jaar": amount(line.amount),
            "van": line.starts_on.isoformat(),
            "tot_en_met": line.ends_on.isoformat(),
        }
        for line in ordered
    ]


# --- what was signed, and what changed since by consent ---


def agreed_content(akkoord: Akkoord) -> dict[str, Any] | None:
    """The signed content with every adopted revision in it; nothing when nothing was frozen."""
    if akkoord.snapshot is None or not is_whole(akkoord.snapshot):
        return None
    content: dict[str, Any] = json.loads(akkoord.snapshot.content)
    promises = {promise["afspraak"]: promise for promise in content["afspraken"]}
    adopted = Revision.objects.filter(
        afspraak__akkoord=akkoord, state=RevisionState.AANGENOMEN, snapshot__isnull=False
    )
    for revision in adopted.order_by("snapshot__made_at"):
        promises[str(revision.afspraak_id)].update(placed(revision.after))
    return content


def placed(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What a revision changes, under the keys of the content."""
    return {STANDS_AT[name]: value for name, value in changes.items() if name in STANDS_AT}


def is_as_agreed(akkoord: Akkoord) -> bool:
    """Whether what stands in the database is what was signed, and changed by consent since."""
    agreed = agreed_content(akkoord)
    return agreed is not None and canonical(agreed) == canonical(content_of_akkoord(akkoord))
