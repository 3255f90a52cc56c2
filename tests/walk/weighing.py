"""A weighing and a decided proposal with a secret in each text, and the addresses to them."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from tests.weighed import AT, propose, weigh
from wwz.opgave.live.models import LiveQuestion
from wwz.opgave.models import Study
from wwz.partners.models import Organisation, Partnership, Person

FILE = {"form": "csv"}


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    weighing = weigh(partnership, organisation, Study.objects.filter(facts__isnull=False)[0])
    proposal = propose(
        weighing, secret(), because=secret(), decided_in=secret(), decided_on=AT.date(),
        state="besloten",
    )  # fmt: skip
    question = LiveQuestion.objects.create(
        partnership=partnership, kind="ruil", asked_at=AT,
        question={"proposal": str(proposal.pk), "out": "K1", "into": "M1"},
        asked_by=Person.objects.create(name=f"vrager {uuid4().hex[:6]}"),
    )  # fmt: skip
    of_weighing, one = {"pk": weighing.pk}, {"pk": proposal.pk}
    swap = one | {"question": question.pk}
    return {
        "weighing:weighing": of_weighing,
        "weighing:keep": of_weighing,
        "weighing:table": of_weighing | {"name": "projecten"} | FILE,
        "weighing:proposals_file": {"slug": partnership.slug, "kind": "csv"},
        "weighing:compare_file": {"slug": partnership.slug, "kind": "csv"},
        "weighing:proposal": one,
        "weighing:submit": one,
        "weighing:settle": one,
        "weighing:board_table": one,
        "weighing:swapped": swap,
        "weighing:keep_swap": swap,
        "weighing:proposal_table": one | {"name": "projecten"} | FILE,
        "uitvoering:proposal_turn": one,
        "uitvoering:proposal_thread": one,
    }
