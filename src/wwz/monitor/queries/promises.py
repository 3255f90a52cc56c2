"""Every promise that binds, with both its lights, its money and what asks for attention."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils import timezone

from wwz.akkoord.funding import FundingGap, funding_gap, promise_ends_on
from wwz.akkoord.measured import Measured, measured_of, path_points
from wwz.akkoord.models import (
    Afspraak,
    AfspraakState,
    AkkoordKind,
    AkkoordState,
    Signature,
    SignatureState,
)
from wwz.akkoord.queries import lead_of
from wwz.meetings.models import Meeting
from wwz.monitor.lights import MEASURED, STATED, Evidence, Light, light
from wwz.monitor.models import DecisionRequest, DecisionState
from wwz.partners.actor import Actor
from wwz.partners.models import Organisation, Partnership
from wwz.uitvoering.models import Milestone, MilestoneState
from wwz.uitvoering.queries.progress import Stated, stated_of

BINDING = (AfspraakState.VASTGESTELD, AfspraakState.IN_UITVOERING, AfspraakState.GEREALISEERD)
IN_FORCE = (AkkoordState.VAN_KRACHT, AkkoordState.GEEVALUEERD)
# Prestatieafspraken follow a calendar of their own, and an intention promises nothing to measure.
FOLLOWED = (AkkoordKind.WOONZORGAKKOORD, AkkoordKind.CONVENANT)
RESERVATION_DAYS = 90


@dataclass(frozen=True)
class Promise:
    """One afspraak on one day. ``decision`` is the number of the decision asked about it."""

    afspraak: Afspraak
    lead: Organisation | None
    stated: Stated
    measured: Measured
    light: Light
    gap: FundingGap | None
    decision: int | None = None
    reservation: Signature | None = None
    shifted: Milestone | None = None

    @property
    def theme(self) -> str:
        return self.afspraak.theme.name if self.afspraak.theme else "Zonder thema"

    @property
    def ends_on(self) -> date:
        return promise_ends_on(self.afspraak)

    @property
    def silent(self) -> bool:
        return self.light.stated == "niets_gehoord"

    @property
    def asks_attention(self) -> bool:
        """More than a party that says so itself: something that does not add up, or a question."""
        reasons = (self.light.differs, self.decision, self.reservation, self.gap, self.silent)
        return any(reasons) or self.light.stated == "loopt_achter"

    @property
    def asks_exception(self) -> bool:
        """What stands first in the pack: it deviates, nobody was heard, or a decision is asked."""
        deviates = self.light.stated in ("aandacht", "loopt_achter")
        late = self.light.measured == "loopt_achter"
        reasons = (self.light.differs, self.decision, self.silent, self.reservation)
        return any(reasons) or (deviates and late)

    @property
    def rank(self) -> tuple[bool, bool, int, int]:
        """What asks a decision comes first, then what the figures contradict, then the number."""
        reasons = sum(
            bool(one) for one in (self.light.differs, self.gap, self.reservation, self.silent)
        )
        return (self.decision is None, not self.light.differs, -reasons, self.afspraak.number)


def promises(
    partnership: Partnership, actor: Actor, *, today: date, meeting: Meeting | None = None
) -> list[Promise]:
    """All of them in the order of the akkoord, in a fixed number of queries."""
    afspraken = binding(partnership, actor)
    said = stated_of(afspraken, today=today)
    figures = measured_of(afspraken, today)
    asked = decisions_by_promise(meeting, actor)
    reservations = reservations_of(afspraken, today)
    shifted = shifted_of(afspraken, today)
    made = []
    for afspraak in afspraken:
        lead = lead_of(afspraak)
        made.append(
            Promise(
                afspraak=afspraak,
                lead=lead,
                stated=said[afspraak.pk],
                measured=figures[afspraak.pk],
                light=light(evidence(afspraak, said[afspraak.pk], figures[afspraak.pk]), today),
                gap=funding_gap(afspraak),
                decision=asked.get(afspraak.pk),
                reservation=reservation_of(afspraak, lead, reservations),
                shifted=shifted.get(afspraak.pk),
            )
        )
    return made


def binding(partnership: Partnership, actor: Actor) -> list[Afspraak]:
    found = (
        Afspraak.objects.visible_to(actor)
        .filter(
            partnership=partnership,
            akkoord__kind__in=FOLLOWED,
            akkoord__state__in=IN_FORCE,
            state__in=BINDING,
        )
        .select_related("akkoord", "theme")
        .prefetch_related("pledges__organisation", "path", "measurements", "funding__organisation")
    )
    return list(found.order_by("-akkoord__starts_on", "akkoord", "number"))


def evidence(afspraak: Afspraak, said: Stated, figure: Measured) -> Evidence:
    """What is known, in the form that the lights are computed from."""
    on = timezone.localtime(said.approved_at).date() if said.approved_at else None
    return Evidence(
        stated=said.light,
        stated_on=on,
        measured=figure.light,
        measured_on=figure.as_of,
        behind=behind(afspraak, figure),
        tolerance=afspraak.tolerance,
    )


def behind(afspraak: Afspraak, figure: Measured) -> Decimal | None:
    """How far the figure lies behind the promised path; a path may go down."""
    if figure.value is None or figure.promised is None:
        return None
    points = path_points(afspraak)
    falling = bool(points) and points[-1][1] < points[0][1]
    return figure.value - figure.promised if falling else figure.promised - figure.value


def pack_order(one: Promise) -> tuple[bool, bool, bool, int]:
    """In the pack: decisions first, what parties admit themselves before what figures show."""
    admitted = one.light.stated in ("aandacht", "loopt_achter")
    return (one.decision is None, not admitted, not one.light.differs, one.afspraak.number)


def decisions_by_promise(meeting: Meeting | None, actor: Actor) -> dict[UUID, int]:
    if meeting is None:
        return {}
    asked = DecisionRequest.objects.visible_to(actor).filter(
        meeting=meeting, state=DecisionState.GEVRAAGD, afspraak__isnull=False
    )
    return dict(asked.values_list("afspraak_id", "number"))


def reservations_of(
    afspraken: Sequence[Afspraak], today: date
) -> Mapping[tuple[UUID, UUID | None], Signature]:
    """Signatures under a reservation that ends soon, by akkoord and party."""
    soon = Signature.objects.filter(
        akkoord__in={one.akkoord_id for one in afspraken},
        state=SignatureState.GETEKEND_ONDER_VOORBEHOUD,
        reservation_until__gte=today,
    ).select_related("organisation")
    return {
        (one.akkoord_id, one.organisation_id): one
        for one in soon
        if one.reservation_until and (one.reservation_until - today).days <= RESERVATION_DAYS
    }


def reservation_of(
    afspraak: Afspraak,
    lead: Organisation | None,
    reservations: Mapping[tuple[UUID, UUID | None], Signature],
) -> Signature | None:
    """The reservation of the lead, where its own pledge depends on a condition."""
    if lead is None:
        return None
    pledges = [one for one in afspraak.pledges.all() if one.organisation_id == lead.pk]
    if not any(one.condition for one in pledges):
        return None
    return reservations.get((afspraak.akkoord_id, lead.pk))


def shifted_of(afspraken: Sequence[Afspraak], today: date) -> dict[UUID, Milestone]:
    """By promise the first milestone ahead that was moved."""
    moved = (
        Milestone.objects.filter(
            initiative__afspraak__in=[one.pk for one in afspraken],
            state=MilestoneState.VERSCHOVEN,
            due_on__gte=today,
        )
        .select_related("initiative")
        .order_by("-due_on")
    )
    return {one.initiative.afspraak_id: one for one in moved if one.initiative.afspraak_id}


# --- counted ---


def counts(all_of_them: Iterable[Promise]) -> dict[str, int]:
    """How many by what the parties say, in the order of the lamps; none is left out."""
    found = Counter(one.light.stated for one in all_of_them)
    return {state: found[state] for state in STATED}


@dataclass(frozen=True)
class Cell:
    stated: str
    measured: str
    number: int
    flagged: int


def cross(all_of_them: Iterable[Promise]) -> list[list[Cell]]:
    """Said against measured: a row per word of the parties, a cell per word of the figures."""
    cells: dict[tuple[str, str], list[Promise]] = defaultdict(list)
    for one in all_of_them:
        cells[one.light.stated, one.light.column].append(one)
    return [
        [
            Cell(
                stated, column, len(cells[stated, column]),
                sum(one.light.differs for one in cells[stated, column]),
            )
            for column in MEASURED
        ]
        for stated in STATED
    ]  # fmt: skip
