"""What working on a visie refuses."""

from wwz.errors import RuleBrokenError


class NotReadyError(RuleBrokenError):
    """Something must be done first; the message lists what."""


class UnknownFactError(RuleBrokenError):
    """A text points at a fact that is not there."""


class ReasonMissingError(RuleBrokenError):
    """This needs a reason."""


class NoVoiceError(RuleBrokenError):
    """Whoever asks does not speak for a party here."""


class PlanWrongError(RuleBrokenError):
    """This plan cannot be."""
