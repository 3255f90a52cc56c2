"""Two scenarios for Zwolle that the partners see; the demo works them out after its story."""

from __future__ import annotations

from typing import Any

from wwz.commands.story.narrator import Story
from wwz.opgave.queries.published import latest_study
from wwz.opgave.scenarios import making

GEMEENTE = "GM0193"
TOLD: tuple[tuple[int, str, str, list[dict[str, Any]]], ...] = (
    (
        -40,
        "Langer gezond",
        "De werkgroep preventie vroeg wat er gebeurt als mensen later zorg nodig hebben.",
        [{"soort": "gezond_ouder_worden", "jaren_per_decennium": 1}],
    ),
    (
        -33,
        "De bouw vertraagt, verpleeghuizen groeien niet",
        "De bestuurders wilden weten wat er op hen afkomt als het tegenzit.",
        [
            {"soort": "plannen_later", "jaren": 3, "deel_zacht": 20},
            {"soort": "verpleeghuis", "beleid": "bevriezen"},
        ],
    ),
)


def tell(story: Story) -> None:
    """Made by the analist, shared with everybody; where there is no study, nothing."""
    study = latest_study(GEMEENTE)
    if study is None:
        return
    wei = story.actor("Wei")
    for day, name, reason, changes in TOLD:
        new = making.NewScenario(study.gemeente, name, reason, changes)
        made = making.keep(wei, story.partnerships["zwolle"], new, now=story.moment(day))
        making.share(wei, made, now=story.moment(day + 1))
