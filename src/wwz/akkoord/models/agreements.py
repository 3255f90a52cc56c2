"""A covenant of any kind between parties."""

from __future__ import annotations

from django.db import models

from wwz.audit.models import Snapshot
from wwz.partners.models import Shared, SharedQuerySet
from wwz.visie.models import Visie


class AkkoordKind(models.TextChoices):
    INTENTIEOVEREENKOMST = "intentieovereenkomst", "intentieovereenkomst"
    CONVENANT = "convenant", "convenant"
    WOONZORGAKKOORD = "woonzorgakkoord", "woonzorgakkoord"
    PRESTATIEAFSPRAKEN = "prestatieafspraken", "prestatieafspraken"


class AkkoordState(models.TextChoices):
    CONCEPT = "concept", "concept"
    TER_ONDERTEKENING = "ter_ondertekening", "ter ondertekening"
    VAN_KRACHT = "van_kracht", "van kracht"
    GEEVALUEERD = "geevalueerd", "geëvalueerd"
    BEEINDIGD = "beeindigd", "beëindigd"


class Akkoord(Shared):
    """Binding from the day the last required party has signed."""

    organisation_paths = ("signatures__organisation",)
    scope_paths = ("id",)

    kind = models.CharField("soort", max_length=24, choices=AkkoordKind)
    title = models.CharField("titel", max_length=200)
    text = models.TextField("inleiding", max_length=8000, blank=True)
    visie = models.ForeignKey(
        Visie, verbose_name="werkt uit", null=True, blank=True, on_delete=models.PROTECT
    )
    state = models.CharField(
        "stand", max_length=20, choices=AkkoordState, default=AkkoordState.CONCEPT
    )
    # Empty until the last required party has signed: an unsigned akkoord binds nobody.
    starts_on = models.DateField("van kracht sinds", null=True, blank=True)
    ends_on = models.DateField("loopt tot en met")
    # What the parties sign: made when it is offered for signing.
    snapshot = models.ForeignKey(
        Snapshot, verbose_name="momentopname", null=True, blank=True, on_delete=models.PROTECT
    )

    objects = SharedQuerySet["Akkoord"].as_manager()

    class Meta:
        verbose_name = "akkoord"
        verbose_name_plural = "akkoorden"
        ordering = ["-starts_on", "title"]

    def __str__(self) -> str:
        return self.title
