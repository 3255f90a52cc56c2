"""Zwolle weighs invented projects: a question, its answers, two proposals, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wwz.akkoord.models import Akkoord, AkkoordKind
from wwz.akkoord.services import drafting
from wwz.commands import demo_rows
from wwz.commands.story.narrator import HOME, Story
from wwz.opgave.weighing import asking, deciding, running
from wwz.opgave.weighing.deciding import Decision, Words
from wwz.opgave.weighing.models import Proposal, Weighing
from wwz.uitvoering.proposals import turning

ASKED, SUBMITTED, DECIDED = -21, -14, -7
BOARD = "Bestuurlijk overleg Wonen en zorg"
TITLE = "Woningen voor nu en straks"
REASON = (
    "Dit neemt binnen het geld dat er is het meeste tekort weg, en elke wijk krijgt een deel. De "
    "projecten zijn verzonnen voor de demo."
)
BECAUSE = (
    "Het past in het geld van de partijen, en er is genoeg zorg voor de nieuwe woningen. Elke "
    "partij zegt zelf toe wat zij doet."
)
LATER = "Eerst horen wat de buurt ervan vindt. Wij praten er in het volgende overleg verder over."


def tell(story: Story) -> None:
    """After the agreements: what was decided can become commitments in one that is a draft."""
    kept = demo_rows.kept_weighing()
    if story.gemeente.code != HOME or not kept:
        return
    weighing = weighed(story, kept)
    sanne = story.actor("Sanne")
    main = deciding.keep(sanne, weighing, Words(TITLE, REASON), now=story.moment(ASKED, 15))
    settle(story, main, "decide", BECAUSE)
    if kept["swap"]:
        words = Words(f"{TITLE}, met een ruil", "Aan de bestuurstafel is één project geruild.")
        variant = deciding.keep_variant(
            sanne, main, kept["swap"], words, now=story.moment(SUBMITTED, 9)
        )
        settle(story, variant, "postpone", LATER)
    turned_into_work(story, main, draft_for_work(story))


def weighed(story: Story, kept: Mapping[str, Any]) -> Weighing:
    """Asked by Wei, and answered as the engine did when the studies of the demo were made."""
    now = story.moment(ASKED)
    zwolle = story.partnerships["zwolle"]
    made = asking.ask(story.actor("Wei"), zwolle, kept["question"], now=now)
    running.take(made.pk, now=now)
    for name, last in (("first", False), ("exact", True)):
        running.answered(made, kept[name], version=kept["version"], last=last, now=now)
    return Weighing.objects.get(pk=made.pk)


def settle(story: Story, proposal: Proposal, verb: str, because: str) -> None:
    deciding.submit(story.actor("Sanne"), proposal, now=story.moment(SUBMITTED))
    decision = Decision(BOARD, story.day(DECIDED), because)
    deciding.settle(story.actor("Meryem"), proposal, verb, decision, now=story.moment(DECIDED))


def draft_for_work(story: Story) -> Akkoord:
    """An agreement that is still a draft, with who would build: room for what was decided."""
    sanne, now = story.actor("Sanne"), story.moment(DECIDED, 16)
    akkoord = drafting.draft_akkoord(
        sanne,
        story.partnerships["zwolle"],
        drafting.AkkoordText(
            AkkoordKind.PRESTATIEAFSPRAKEN,
            "Afspraken over nieuwe projecten",
            story.day(1400),
            "Hierin komen de afspraken over de projecten waarover is besloten. Het is een concept.",
        ),
        now=now,
    )
    for name in ("Gemeente Zwolle", *demo_rows.BUILDERS):
        drafting.add_party(sanne, akkoord, story.organisation(name), now=now)
    return akkoord


def turned_into_work(story: Story, proposal: Proposal, akkoord: Akkoord) -> None:
    """The one press: a draft commitment and an initiative for every project."""
    proposal.refresh_from_db()
    parties = turning.recognised(proposal, story.day(DECIDED))
    press = turning.Press(akkoord, parties)
    turning.turn(story.actor("Sanne"), proposal, press, now=story.moment(DECIDED, 17))
