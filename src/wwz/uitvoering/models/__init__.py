"""Carrying out: zones, the way from signaal to oplossing, initiatives, and progress."""

from wwz.uitvoering.housing.models import HousingLine, HousingProgramme, HousingProgress
from wwz.uitvoering.models.initiatives import (
    Initiative,
    InitiativeKind,
    InitiativeState,
    Milestone,
    MilestoneState,
    Proeftuin,
    Programme,
)
from wwz.uitvoering.models.progress import (
    ProgressReport,
    ReportingPeriod,
    ReportState,
    StatedLight,
)
from wwz.uitvoering.models.signals import (
    Channel,
    ContactDetail,
    Knelpunt,
    KnelpuntState,
    Oplossing,
    Signaal,
    SignaalState,
    Terugkoppeling,
    TerugkoppelingWay,
    ThreadEntry,
    ThreadStep,
)
from wwz.uitvoering.models.zones import Woonservicezone, ZoneMember
from wwz.uitvoering.proposals.models import ProposalWork

__all__ = [
    "Channel",
    "ContactDetail",
    "HousingLine",
    "HousingProgramme",
    "HousingProgress",
    "Initiative",
    "InitiativeKind",
    "InitiativeState",
    "Knelpunt",
    "KnelpuntState",
    "Milestone",
    "MilestoneState",
    "Oplossing",
    "Proeftuin",
    "Programme",
    "ProgressReport",
    "ProposalWork",
    "ReportState",
    "ReportingPeriod",
    "Signaal",
    "SignaalState",
    "StatedLight",
    "Terugkoppeling",
    "TerugkoppelingWay",
    "ThreadEntry",
    "ThreadStep",
    "Woonservicezone",
    "ZoneMember",
]
