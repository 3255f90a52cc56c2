"""What the writing of texts refuses."""

from __future__ import annotations

from wwz.errors import RuleBrokenError


class TextClosedError(RuleBrokenError):
    """The version is no longer written in."""


class EmptyTextError(RuleBrokenError):
    """Nothing was written."""


class EditConflictError(RuleBrokenError):
    """Somebody else saved first. Holds the three texts, so that nothing needs to get lost.

    ``base`` is what the writer started from, ``theirs`` what is stored now with number ``edit``,
    ``mine`` what the writer wanted to save.
    """

    def __init__(self, *, mine: str, theirs: str, base: str, edit: int) -> None:
        self.mine, self.theirs, self.base, self.edit = mine, theirs, base, edit
        super().__init__(
            "Iemand anders heeft deze passage bewaard terwijl u schreef. Uw tekst staat nog in "
            "het vak. Vergelijk de teksten hieronder, pas uw tekst aan en bewaar opnieuw."
        )
