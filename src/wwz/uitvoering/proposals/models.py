"""Which project of a proposal became which commitment and which initiative."""

from __future__ import annotations

from django.db import models

from wwz.akkoord.models import Afspraak
from wwz.opgave.weighing.models import Proposal
from wwz.partners.models import Shared, SharedQuerySet
from wwz.uitvoering.models.initiatives import Initiative


class ProposalWork(Shared):
    """One project of a decided proposal, and what was made of it. Made once."""

    proposal = models.ForeignKey(
        Proposal, verbose_name="voorstel", on_delete=models.PROTECT, related_name="works"
    )
    # The row of the project, as it stands in the proposal.
    plan = models.CharField("project", max_length=200)
    title = models.CharField("naam", max_length=200)
    # A commitment can still be struck from a draft; the initiative then stands alone.
    afspraak = models.ForeignKey(
        Afspraak, verbose_name="afspraak", null=True, blank=True, on_delete=models.SET_NULL,
        related_name="proposal_works",
    )  # fmt: skip
    initiative = models.ForeignKey(
        Initiative, verbose_name="initiatief", on_delete=models.PROTECT,
        related_name="proposal_works",
    )  # fmt: skip
    made_at = models.DateTimeField("gemaakt op")

    objects = SharedQuerySet["ProposalWork"].as_manager()

    class Meta:
        verbose_name = "uitwerking van een voorstel"
        verbose_name_plural = "uitwerkingen van voorstellen"
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "plan"], name="one_work_per_project"),
        ]

    def __str__(self) -> str:
        return self.title
