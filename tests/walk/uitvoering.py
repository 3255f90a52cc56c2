"""Every object of uitvoering with a secret in each text, and the addresses that lead to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

from wwz.akkoord.models import Afspraak, Akkoord
from wwz.partners.mail import hashed
from wwz.partners.models import Organisation, Partnership, Person
from wwz.uitvoering.models import (
    Initiative,
    Knelpunt,
    Milestone,
    Oplossing,
    Proeftuin,
    Programme,
    ProgressReport,
    ReportingPeriod,
    Signaal,
    Terugkoppeling,
    ThreadEntry,
    Woonservicezone,
    ZoneMember,
)
from wwz.uitvoering.sealing import Contact
from wwz.uitvoering.services.signals import keep_contact

TODAY = date(2026, 11, 6)
NOW = datetime(2026, 11, 6, 12, tzinfo=UTC)
Secret = Callable[[], str]
Arguments = dict[str, dict[str, object]]


def make(partnership: Partnership, organisation: Organisation, secret: Secret) -> Arguments:
    zone = Woonservicezone.objects.create(partnership=partnership, name=secret())
    ZoneMember.objects.create(zone=zone, work=secret(), organisation=organisation)
    knelpunt = make_knelpunt(partnership, organisation, zone, secret)
    token = f"geheim-{secret()}"
    signaal = make_signaal(partnership, zone, knelpunt, token, secret)
    letter = Terugkoppeling.objects.create(
        signaal=signaal, way="brief", text=secret(), sent_on=TODAY
    )
    initiative, milestone = make_initiative(partnership, organisation, zone, secret)
    report = make_report(partnership, organisation, secret)
    by_kind: dict[str, tuple[str, ...]] = {
        "signal": ("signal", "signal_triage", "signal_contact", "signal_answer", "signal_reopen"),
        "knelpunt": (
            "knelpunt", "knelpunt_describe", "knelpunt_analyse", "knelpunt_fact",
            "knelpunt_option", "knelpunt_discuss", "knelpunt_choose", "knelpunt_link",
            "knelpunt_carry_out", "knelpunt_solve", "knelpunt_accept", "knelpunt_publish",
            "knelpunt_answer", "knelpunt_letters", "thread", "follow_thread",
        ),
        "initiative": (
            "initiative", "initiative_comment", "initiative_go_on", "initiative_end",
            "milestone_add",
        ),
        "report": (
            "report", "report_answer", "report_approve", "report_back", "report_correct",
        ),
    }  # fmt: skip
    things = {"signal": signaal, "knelpunt": knelpunt, "initiative": initiative, "report": report}
    return {
        f"uitvoering:{name}": {"pk": things[kind].pk}
        for kind, names in by_kind.items()
        for name in names
    } | {
        "uitvoering:zone": {"pk": zone.pk},
        "uitvoering:letter": {"pk": letter.pk},
        "uitvoering:milestone_move": {"pk": milestone.pk},
        "uitvoering:secret_thread": {"token": token},
        "uitvoering:received": {"token": token},
        "uitvoering:secret_reopen": {"token": token},
        "uitvoering:signals_file": {"slug": partnership.slug, "kind": "csv"},
        "uitvoering:initiatives_file": {"slug": partnership.slug, "kind": "csv"},
        "uitvoering:reports_table": {"slug": partnership.slug, "kind": "csv"},
    }


def make_knelpunt(
    partnership: Partnership, organisation: Organisation, zone: Woonservicezone, secret: Secret
) -> Knelpunt:
    made = Knelpunt.objects.create(
        partnership=partnership, zone=zone, title=secret(), thread_title=secret(),
        analysis=secret(), chosen_because=secret(), accepted_because=secret(), raised_on=TODAY,
    )  # fmt: skip
    Oplossing.objects.create(
        knelpunt=made, letter="a", title=secret(), pros=secret(), cons=secret(), cost=secret(),
        organisation=organisation, condition=secret(),
    )  # fmt: skip
    ThreadEntry.objects.create(
        knelpunt=made, step="besluit", happened_on=TODAY, title=secret(), text=secret()
    )
    return made


def make_signaal(
    partnership: Partnership, zone: Woonservicezone, knelpunt: Knelpunt, token: str, secret: Secret
) -> Signaal:
    made = Signaal.objects.create(
        partnership=partnership, zone=zone, channel="papier", subject=secret(), text=secret(),
        quote=secret(), may_quote=True, received_on=TODAY, answer_by=TODAY, knelpunt=knelpunt,
        reporter=Person.objects.create(name=secret()), token_sha256=hashed(token),
    )  # fmt: skip
    keep_contact(made, Contact(secret(), f"{secret()}@voorbeeld.example", secret(), secret()))
    return made


def make_initiative(
    partnership: Partnership, organisation: Organisation, zone: Woonservicezone, secret: Secret
) -> tuple[Initiative, Milestone]:
    programme = Programme.objects.create(partnership=partnership, name=secret())
    made = Initiative.objects.create(
        partnership=partnership, programme=programme, kind="proeftuin", title=secret(),
        text=secret(), organisation=organisation, zone=zone, ended_because=secret(),
    )  # fmt: skip
    Proeftuin.objects.create(
        initiative=made, hypothesis=secret(), measure=secret(), stop_rule=secret(),
        learned=secret(), decide_on=TODAY,
    )  # fmt: skip
    milestone = Milestone.objects.create(
        initiative=made, title=secret(), first_on=TODAY, due_on=TODAY, shifted_because=secret()
    )
    return made, milestone


def make_report(
    partnership: Partnership, organisation: Organisation, secret: Secret
) -> ProgressReport:
    akkoord = Akkoord.objects.create(
        partnership=partnership, kind="woonzorgakkoord", title=secret(), ends_on=TODAY
    )
    afspraak = Afspraak.objects.create(
        partnership=partnership, akkoord=akkoord, number=1, title=secret(), text=secret(),
        due_on=TODAY,
    )  # fmt: skip
    period, _ = ReportingPeriod.objects.get_or_create(
        partnership=partnership, year=2026, half=2, defaults={"asked_on": TODAY, "due_on": TODAY}
    )
    return ProgressReport.objects.create(
        partnership=partnership, period=period, afspraak=afspraak, organisation=organisation,
        light="op_koers", text=secret(), state="concept", asked_at=NOW,
    )  # fmt: skip
