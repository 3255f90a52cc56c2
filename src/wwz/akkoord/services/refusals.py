"""What this step refuses; each message says what is wrong and what to do."""

from __future__ import annotations

from wwz.akkoord.models import Afspraak, Akkoord
from wwz.errors import RuleBrokenError


class FrozenError(RuleBrokenError):
    """Somebody tries to change what was offered for signing or signed."""

    def __init__(self, akkoord: Akkoord) -> None:
        super().__init__(
            f"‘{akkoord}’ is {akkoord.get_state_display()} en kan niet meer worden veranderd. "
            "Neem het terug zolang het nog niet van kracht is, of stel een bijstelling voor."
        )


class IncompleteError(RuleBrokenError):
    """Something is missing before it can be signed or changed."""


class CarriedOutError(RuleBrokenError):
    """Something is being done for a commitment already."""


class NotAPartyError(RuleBrokenError):
    """An organisation that has no part in this."""


class NoMandateError(RuleBrokenError):
    """Nobody may sign without a mandate that covers it, today, up to this amount."""


class NotYourPledgeError(RuleBrokenError):
    """Only a party itself can promise what it does."""


class WrongDateError(RuleBrokenError):
    """A date that cannot be."""


class OpenRevisionError(RuleBrokenError):
    def __init__(self, afspraak: Afspraak) -> None:
        super().__init__(
            f"Over afspraak {afspraak.number} loopt al een bijstelling. Wacht tot alle partijen "
            "daarover hebben beslist."
        )


class NotAsAgreedError(RuleBrokenError):
    """What is stored is not what was signed."""

    def __init__(self, akkoord: Akkoord) -> None:
        super().__init__(
            f"De tekst van ‘{akkoord}’ is niet meer de tekst die is bevroren. Teken niet en "
            "waarschuw de beheerder van het platform."
        )
