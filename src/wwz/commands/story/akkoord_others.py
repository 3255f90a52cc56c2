"""The other two partnerships: one negotiates by theme and gemeente, one begins to sign."""

from __future__ import annotations

from datetime import date

from wwz.akkoord.models import AkkoordKind, PledgeRole
from wwz.akkoord.services import drafting, promising, signing
from wwz.areas.models import Area, Level
from wwz.commands.story.akkoord_rows import DRAFTS
from wwz.commands.story.narrator import Story
from wwz.commands.story.parties import DRENTHE, LEK
from wwz.commands.story.signers import make_signer, wearing
from wwz.partners.actor import Actor
from wwz.partners.models import Role
from wwz.visie.models import Theme


def drafts_of_drenthe(story: Story) -> None:
    """A dozen drafts; nobody has pledged anything yet."""
    partnership = story.partnerships["zuidoost-drenthe"]
    manager = wearing(
        make_signer(story, "Gemeente Emmen", "Geertje", Role.PROGRAMMAMANAGER), partnership
    )
    akkoord = drafting.draft_akkoord(
        manager,
        partnership,
        drafting.AkkoordText(
            kind=AkkoordKind.WOONZORGAKKOORD,
            title="Woonzorgakkoord Zuidoost-Drenthe (in onderhandeling)",
            text="Per thema en per gemeente schrijven wij op wat nodig is. Toezeggingen volgen.",
            ends_on=date(story.today.year + 4, 12, 31),
        ),
        now=story.moment(-60),
    )
    for name, _ in DRENTHE:
        drafting.add_party(manager, akkoord, story.organisation(name), now=story.moment(-59))
    places = {
        area.name: area
        for area in Area.objects.filter(level=Level.GEMEENTE, partnerships=partnership)
        .defer("geometry").order_by("year")
    }  # fmt: skip
    for row in DRAFTS:
        themes = Theme.objects.filter(visie__partnership=partnership, name__icontains=row.theme)
        new = drafting.AfspraakText(
            title=row.title, text=row.text, due_on=date(story.today.year + 3, 12, 31),
            theme=themes.first(),
            areas=[places[row.gemeente]] if row.gemeente in places else [],
        )  # fmt: skip
        afspraak = drafting.draft_afspraak(manager, akkoord, new, now=story.moment(-30))
        part = promising.PledgeText(
            story.organisation(row.lead), PledgeRole.TREKKER, "is gevraagd om te trekken"
        )
        promising.propose_pledge(manager, afspraak, part, now=story.moment(-29))


def intention_at_the_lek(story: Story) -> None:
    """Ten parties are asked; the gemeente has signed."""
    partnership = story.partnerships["nieuwegein"]
    manager: Actor = wearing(
        make_signer(story, "Gemeente Nieuwegein", "Marloes", Role.PROGRAMMAMANAGER), partnership
    )
    first = wearing(make_signer(story, "Gemeente Nieuwegein", "Anouk"), partnership)
    akkoord = drafting.draft_akkoord(
        manager,
        partnership,
        drafting.AkkoordText(
            kind=AkkoordKind.INTENTIEOVEREENKOMST,
            title="Intentieovereenkomst Nieuwegein, stad voor iedereen",
            text="Wij willen in vijf woonservicezones samen zorgen dat iedereen thuis kan zijn.",
            ends_on=date(story.today.year + 4, 12, 31),
        ),
        now=story.moment(-21),
    )
    for name, _ in LEK:
        drafting.add_party(manager, akkoord, story.organisation(name), now=story.moment(-20))
    signing.offer(manager, akkoord, now=story.moment(-14))
    signing.sign(first, akkoord, now=story.moment(-9))
