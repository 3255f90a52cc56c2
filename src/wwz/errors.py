"""The root of what the site refuses: the message is a Dutch sentence that the user reads."""


class RuleBrokenError(Exception):
    """What was asked is not allowed now; the message says why and what to do."""


class NotAllowedError(RuleBrokenError):
    """The role that this needs is not there."""
