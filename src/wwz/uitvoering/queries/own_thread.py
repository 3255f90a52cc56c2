"""The thread as one reporter reads it through the secret link: with the own letters in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from wwz.opgave.wording import in_full
from wwz.uitvoering.models import Knelpunt, Signaal, Terugkoppeling
from wwz.uitvoering.queries import thread_steps as make
from wwz.uitvoering.queries.thread_steps import Step
from wwz.uitvoering.queries.threads import Brief, Thread, in_order, thread

STATES = {
    "ontvangen": "Wij hebben uw signaal ontvangen",
    "bekeken": "Wij hebben uw signaal bekeken",
    "in_behandeling": "Wij zoeken uit wat er kan",
    "vraag_uitgezet": "Wij hebben een andere organisatie gevraagd om mee te kijken",
    "gebundeld": "Uw signaal ligt bij andere over hetzelfde",
    "beantwoord": "U hebt antwoord gekregen",
    "opgelost": "Het is opgelost",
    "overgedragen": "Een andere organisatie gaat ermee verder",
}


def own_thread(signaal: Signaal, *, today: date) -> Thread:
    """The common thread once the signaal is bundled; before that only its own steps."""
    letters = [letter_step(sent) for sent in signaal.feedback.order_by("sent_on", "id")]
    if signaal.knelpunt is None:
        return thread_alone(signaal, letters)
    common = thread(signaal.knelpunt, None, today=today)
    return replace(common, steps=tuple(in_order([*common.steps, *letters])))


def letter_step(sent: Terugkoppeling) -> Step:
    return Step(
        kind="terugkoppeling",
        word="Antwoord aan u",
        title="Ons antwoord",
        on=sent.sent_on,
        paragraphs=tuple(part for part in sent.text.split("\n\n") if part.strip()),
    )


def thread_alone(signaal: Signaal, letters: list[Step]) -> Thread:
    now = STATES.get(signaal.state, "Wij kijken ernaar")
    open_still = signaal.closed_on is None
    until = f"vóór {in_full(signaal.answer_by)}"
    told = Step(
        kind="signaal",
        title=make.told(signaal),
        on=signaal.received_on,
        paragraphs=(f"Het ging over: {signaal.subject}.",),
    )
    steps = [told, *letters, *make.reopened_steps([signaal])]
    coming = [
        Step("knelpunt", now, word="Nu", state="now"),
        Step("terugkoppeling", "U krijgt antwoord", word="Antwoord", when=until, state="next"),
    ]
    return Thread(
        knelpunt=signaal.knelpunt or Knelpunt(partnership=signaal.partnership),
        title=signaal.subject,
        lead=f"{now}. Hieronder ziet u alle stappen.",
        steps=tuple(in_order([*steps, *(coming if open_still else [])])),
        brief=Brief(
            began=f"{in_full(signaal.received_on)}, {make.began(signaal)}",
            now=now,
            following=f"U krijgt antwoord vóór {in_full(signaal.answer_by)}" if open_still else "",
            whose=f"Het team van {signaal.zone}" if signaal.zone else "Het samenwerkingsverband",
        ),
        full=False,
    )
