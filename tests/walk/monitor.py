"""A report, a decision and a pack, for every address of the monitor and of progress."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from wwz.akkoord.models import (
    Afspraak,
    AfspraakState,
    Akkoord,
    AkkoordState,
    Measurement,
    Pledge,
    PledgeRole,
)
from wwz.audit.snapshots import freeze, sha256
from wwz.meetings.models import Meeting, MeetingKind, MeetingState, Outcome
from wwz.monitor.models import BoardPack, DecisionAnswer, DecisionRequest, Erratum, PackState
from wwz.partners.models import Organisation, Partnership
from wwz.uitvoering.models import ProgressReport, ReportingPeriod, ReportState

AT = datetime(2026, 1, 5, 9, tzinfo=UTC)
Secret = Callable[[], str]


def make_promise(partnership: Partnership, organisation: Organisation, secret: Secret) -> Afspraak:
    akkoord = Akkoord.objects.create(
        partnership=partnership,
        kind="woonzorgakkoord",
        title=f"Akkoord {secret()}",
        state=AkkoordState.VAN_KRACHT,
        starts_on=AT.date(),
        ends_on=date(2030, 12, 31),
    )
    afspraak = Afspraak.objects.create(
        partnership=partnership,
        akkoord=akkoord,
        number=1,
        title=f"Afspraak {secret()}",
        text=f"Tekst {secret()}",
        due_on=date(2030, 12, 31),
        target=100,
        state=AfspraakState.IN_UITVOERING,
    )
    Pledge.objects.create(
        afspraak=afspraak, organisation=organisation, role=PledgeRole.TREKKER,
        text=f"Inzet {secret()}", pledged_at=AT,
    )  # fmt: skip
    Measurement.objects.create(
        afspraak=afspraak, measured_on=AT.date(), value=1, source=f"Bron {secret()}"
    )
    return afspraak


def make_meeting(partnership: Partnership, secret: Secret) -> Meeting:
    return Meeting.objects.create(
        partnership=partnership,
        kind=MeetingKind.BESTUURLIJK_OVERLEG,
        title=f"Overleg {secret()}",
        starts_at=AT + timedelta(days=700),
        ends_at=AT + timedelta(days=700, hours=1),
        state=MeetingState.UITGENODIGD,
    )


def make_pack(
    period: ReportingPeriod, meeting: Meeting, secret: Secret, *, at: datetime = AT
) -> BoardPack:
    """A pack that was frozen and released; the page holds a word of its own."""
    pack = BoardPack.objects.create(
        partnership=period.partnership, period=period, meeting=meeting, visibility="partner"
    )
    html = f"<h1>Stukken {secret()}</h1>"
    snapshot = freeze(pack, {"lead": secret(), "html_sha256": sha256(html)}, now=at)
    pack.snapshot, pack.html, pack.frozen_at = snapshot, html, at
    pack.state = PackState.VRIJGEGEVEN
    pack.save()
    Erratum.objects.create(pack=pack, text=f"Erratum {secret()}", made_at=at)
    return pack


def make(
    partnership: Partnership, organisation: Organisation, secret: Secret
) -> dict[str, dict[str, object]]:
    afspraak = make_promise(partnership, organisation, secret)
    meeting = make_meeting(partnership, secret)
    period, _ = ReportingPeriod.objects.get_or_create(
        partnership=partnership, year=2026, half=1,
        defaults={"asked_on": AT.date(), "due_on": date(2030, 1, 1)},
    )  # fmt: skip
    report = ProgressReport.objects.create(
        partnership=partnership, period=period, afspraak=afspraak, organisation=organisation,
        light="op_koers", text=f"Melding {secret()}", state=ReportState.GEACCORDEERD,
        returned_because=f"Terug {secret()}", asked_at=AT, drafted_at=AT, approved_at=AT,
    )  # fmt: skip
    asked = DecisionRequest.objects.create(
        partnership=partnership, meeting=meeting, number=1, question=f"Vraag {secret()}",
        text=f"Waarom {secret()}", yes_words=f"Ja {secret()}", afspraak=afspraak,
    )  # fmt: skip
    DecisionAnswer.objects.create(
        request=asked, organisation=organisation, answer="akkoord", given_at=AT
    )
    Outcome.objects.create(
        partnership=partnership, meeting=meeting, kind="besluit", text=f"Besluit {secret()}"
    )
    make_pack(period, meeting, secret, at=AT - timedelta(days=180))
    pack = make_pack(period, meeting, secret)
    file = {"slug": partnership.slug, "kind": "csv"}
    of_report = ("report", "report_answer", "report_approve", "report_back", "report_correct")
    of_pack = ("pack", "freeze", "release", "discuss", "publish", "erratum", "difference")
    return {
        **{f"uitvoering:{name}": {"pk": report.pk} for name in of_report},
        **{f"monitor:{name}": {"pk": asked.pk} for name in ("answer", "decide", "leave")},
        **{f"monitor:{name}": {"pk": pack.pk} for name in of_pack},
        "monitor:pack_file": {"pk": pack.pk, "kind": "html"},
        "monitor:table": dict(file),
        "uitvoering:reports_table": dict(file),
    }
