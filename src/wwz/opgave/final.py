"""Rows that are written once: not the model and not the database lets them change."""

from __future__ import annotations

from typing import Any

from django.db import models

from wwz.errors import RuleBrokenError


class PublishedIsFinalError(RuleBrokenError):
    """Somebody tries to change or remove what was published."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(
            f"{what} is gepubliceerd en verandert niet meer. Vraag een nieuwe analyse aan: die "
            "komt ervoor in de plaats, en het oude cijfer blijft te vinden."
        )


class FinalQuerySet(models.QuerySet[Any]):
    """A set whose rows are written once. The database has triggers that say the same."""

    def update(self, **kwargs: object) -> int:
        raise PublishedIsFinalError(str(self.model._meta.verbose_name))

    def delete(self) -> tuple[int, dict[str, int]]:
        raise PublishedIsFinalError(str(self.model._meta.verbose_name))


class Final(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise PublishedIsFinalError(str(self._meta.verbose_name))
        super().save(**kwargs)

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        raise PublishedIsFinalError(str(self._meta.verbose_name))
