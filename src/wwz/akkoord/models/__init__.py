"""Agreements, what each party promised in them, and how they change by consent."""

from wwz.akkoord.models.agreements import Akkoord, AkkoordKind, AkkoordState
from wwz.akkoord.models.commitments import (
    Afspraak,
    AfspraakState,
    FundingLine,
    InterimTarget,
    Measurement,
    Pledge,
    PledgeRole,
    Regime,
)
from wwz.akkoord.models.consent import (
    Consent,
    ConsentState,
    Revision,
    RevisionState,
    Signature,
    SignatureState,
)

__all__ = [
    "Afspraak",
    "AfspraakState",
    "Akkoord",
    "AkkoordKind",
    "AkkoordState",
    "Consent",
    "ConsentState",
    "FundingLine",
    "InterimTarget",
    "Measurement",
    "Pledge",
    "PledgeRole",
    "Regime",
    "Revision",
    "RevisionState",
    "Signature",
    "SignatureState",
]
