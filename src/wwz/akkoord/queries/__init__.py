"""What the pages read of agreements, and what later steps ask about a promise."""

from wwz.akkoord.queries.parties import (
    bound_organisations,
    has_signed,
    lead_of,
    signatories,
)

__all__ = ["bound_organisations", "has_signed", "lead_of", "signatories"]
