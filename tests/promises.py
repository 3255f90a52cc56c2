"""Promises by hand: an akkoord in force, afspraken with a lead and a figure, and half years."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from tests.cast import NOW, TODAY
from wwz.akkoord.models import (
    Afspraak,
    AfspraakState,
    Akkoord,
    AkkoordState,
    FundingLine,
    InterimTarget,
    Measurement,
    Pledge,
    PledgeRole,
    Regime,
)
from wwz.partners.models import Organisation, Partnership
from wwz.uitvoering.models import ProgressReport, ReportingPeriod, ReportState


def make_akkoord(partnership: Partnership) -> Akkoord:
    return Akkoord.objects.create(
        partnership=partnership,
        kind="woonzorgakkoord",
        title="Woonzorgakkoord Zwolle",
        state=AkkoordState.VAN_KRACHT,
        starts_on=TODAY - timedelta(days=150),
        ends_on=date(2030, 12, 31),
    )


def make_afspraak(
    akkoord: Akkoord, number: int, lead: Organisation, *, title: str = "", reached: str = ""
) -> Afspraak:
    """A promise of 100 at the end of 2026; ``reached`` is what was measured five days ago."""
    made = Afspraak.objects.create(
        partnership=akkoord.partnership,
        akkoord=akkoord,
        number=number,
        title=title or f"Belofte {number}",
        text="Wij doen dit samen.",
        quantity=Decimal(100),
        unit="woningen",
        measure="opgeleverde woningen",
        target=Decimal(100),
        tolerance=Decimal(5),
        due_on=date(2026, 12, 31),
        state=AfspraakState.IN_UITVOERING,
    )
    Pledge.objects.create(
        afspraak=made, organisation=lead, role=PledgeRole.TREKKER, text="trekt", pledged_at=NOW
    )
    InterimTarget.objects.create(afspraak=made, year=2026, value=Decimal(100))
    if reached:
        measure(made, reached)
    return made


def measure(afspraak: Afspraak, value: str, *, on: date | None = None) -> Measurement:
    return Measurement.objects.create(
        afspraak=afspraak,
        measured_on=on or TODAY - timedelta(days=5),
        value=Decimal(value),
        source="De Stadspoort, oplevering",
        demo=True,
    )


def fund(afspraak: Afspraak, payer: Organisation, until: date) -> FundingLine:
    return FundingLine.objects.create(
        afspraak=afspraak,
        organisation=payer,
        regime=Regime.WMO,
        text="huur van de ruimte",
        starts_on=TODAY - timedelta(days=150),
        ends_on=until,
    )


def make_period(
    partnership: Partnership, year: int = 2026, half: int = 2, *, asked_days_ago: int = 35
) -> ReportingPeriod:
    return ReportingPeriod.objects.create(
        partnership=partnership,
        year=year,
        half=half,
        asked_on=TODAY - timedelta(days=asked_days_ago),
        due_on=TODAY - timedelta(days=asked_days_ago - 50),
    )


@dataclass(frozen=True)
class Says:
    """What a report holds when it is made by hand."""

    light: str = "op_koers"
    text: str = "De helling is besteld."
    state: str = ReportState.GEACCORDEERD
    more: dict[str, object] = field(default_factory=dict)


def say(
    period: ReportingPeriod,
    afspraak: Afspraak,
    organisation: Organisation,
    says: Says | None = None,
    *,
    days_ago: int = 10,
) -> ProgressReport:
    """A report as it stands, without the verbs that lead there."""
    says = says or Says()
    at: datetime = NOW - timedelta(days=days_ago)
    approved = says.state == ReportState.GEACCORDEERD
    fields: dict[str, object] = {
        "asked_at": at - timedelta(days=10),
        "drafted_at": at,
        "light": says.light,
        "text": says.text,
        "state": says.state,
        "approved_at": at if approved else None,
    }
    return ProgressReport.objects.create(
        partnership=period.partnership,
        period=period,
        afspraak=afspraak,
        organisation=organisation,
        **(fields | says.more),
    )
