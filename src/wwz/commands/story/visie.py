"""What the parties want: an adopted visie and its revision, one in Drenthe, one being prepared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from wwz.areas.models import Area, Level
from wwz.commands.story.narrator import Story
from wwz.commands.story.signers import (
    SIGNERS,
    make_signer,
    make_signers,
    signer,
    wearing,
)
from wwz.comments.services import say
from wwz.documents import services as documents
from wwz.documents.models import DocumentVersion, Passage
from wwz.meetings.workdays import next_workday
from wwz.opgave.models import Fact
from wwz.partners.actor import Actor
from wwz.partners.models import Membership, Partnership, Role
from wwz.visie.discussion import about
from wwz.visie.models import Amendment, Citation, Traject, Visie
from wwz.visie.services import adoption, texts, trajects, voices

HERE = Path(__file__).parent
ADOPTED, ADOPTS = -200, 90
ASSENT = "instemming"
RESERVES = {
    "De Stadspoort": "Wij stemmen in als de raad van commissarissen het geld vrijmaakt.",
    "Zorgkantoor Oost": "Wij betalen mee zolang de landelijke regels dat toestaan.",
    "Zorgverzekeraar Vaart": "Graag eerst een proef van een jaar.",
    "Vechtwonen": "Wij kunnen niet in elke wijk een ruimte openen.",
}
OBJECTS = {"Belegger Langland": "De huurprijzen in hoofdstuk 3 zijn voor ons niet haalbaar."}
SILENT = ("Bibliotheek De Leestafel", "Buurtmaatjes", "Nieuwe Start", "Huurdersraad Stadspoort")


@dataclass
class Teller:
    """One partnership: who writes, who decides, and which areas its texts mean."""

    story: Story
    partnership: Partnership
    manager: Actor
    board: Actor
    areas: Mapping[str, Area | None] = field(default_factory=dict)

    def fact(self, wanted: Mapping[str, Any]) -> Fact | None:
        area = self.areas.get(wanted["area"])
        if area is None:
            return None
        return self.story.fact(wanted["indicator"], area, wanted["year"])


def tell(story: Story) -> None:
    make_signers(story)
    zwolle = Teller(
        story,
        story.partnerships["zwolle"],
        story.actor("Sanne"),
        story.actor("Meryem"),
        {"gemeente": story.gemeente, "wijk": story.wijk},
    )
    first = tell_adopted(zwolle, read("visie_zwolle.yaml"), begun=-390)
    tell_revision(zwolle, first)
    tell_the_second(story)
    tell_the_third(story)


def read(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return content


# --- writing ---


def tell_adopted(teller: Teller, told: Mapping[str, Any], *, begun: int) -> Visie:
    """From the first plan to a visie that holds."""
    story = teller.story
    day = next_workday(story.day(ADOPTED))
    new = texts.NewVisie(told["title"], day)
    visie = texts.start_visie(teller.manager, teller.partnership, new, now=story.moment(begun))
    traject = visie.traject
    if traject is not None:
        trajects.start_traject(teller.manager, traject, now=story.moment(begun + 5))
    version = latest(visie)
    for theme in told["themes"]:
        texts.add_theme(teller.manager, visie, theme["name"], theme["ambitions"])
    for number, chapter in enumerate(told["chapters"], start=1):
        write_chapter(teller, version, number, chapter, now=begun + 40 + 10 * number)
    trajects.keep_phases(now=story.moment(ADOPTED - 1))
    move(teller, visie, "ask_assent", ADOPTED - 30)
    give_positions(teller, visie, day=ADOPTED - 20)
    adoption.adopt(teller.board, visie, today=day, now=story.moment(ADOPTED, 20))
    return visie


def latest(visie: Visie) -> DocumentVersion:
    return DocumentVersion.objects.filter(document=visie.document_id).latest("number")


def write_chapter(
    teller: Teller, version: DocumentVersion, number: int, chapter: Mapping[str, Any], *, now: int
) -> None:
    for told in chapter["passages"]:
        facts = [teller.fact(wanted) for wanted in told.get("facts", ())]
        known = [fact for fact in facts if fact is not None]
        whole = len(known) == len(facts)
        text = told["text"] if whole else told["without"]
        passage = documents.add_passage(
            teller.manager,
            version,
            documents.NewPassage(number, chapter["title"], text),
            now=teller.story.moment(now),
        )
        for fact in known if whole else ():
            cite(teller, passage, fact, now=now)


def cite(teller: Teller, passage: Passage, fact: Fact, *, now: int) -> None:
    passage.refresh_from_db()
    texts.cite(teller.manager, passage, fact, edit=passage.edit, now=teller.story.moment(now))


def move(teller: Teller, visie: Visie, verb: str, day: int, **more: Any) -> None:
    texts.move_text(
        teller.manager, visie, latest(visie), verb, now=teller.story.moment(day), **more
    )


def give_positions(
    teller: Teller,
    visie: Visie,
    *,
    day: int,
    said: Mapping[str, tuple[str, str]] | None = None,
    silent: Sequence[str] = (),
) -> None:
    """Every party in Zwolle says what it thinks; in other partnerships only the first."""
    story = teller.story
    if teller.partnership.slug != "zwolle":
        opinion = voices.Opinion(ASSENT)
        now = story.moment(day)
        voices.give_position(teller.board, visie, latest(visie), opinion, now=now)
        return
    version = latest(visie)
    for number, name in enumerate(SIGNERS):
        if name not in silent:
            stance, reason = (said or {}).get(name, (ASSENT, ""))
            voices.give_position(
                signer(story, name),
                visie,
                version,
                voices.Opinion(stance, reason),
                now=story.moment(day + number % 5),
            )


# --- the revision in Zwolle ---


def tell_revision(teller: Teller, follows: Visie) -> None:
    """Half way: concept 3 lies open, with one proposal, talk, and a figure that was renewed."""
    story = teller.story
    day = next_workday(story.day(ADOPTS))
    title = "Samen thuis in de wijk, herziening (demo)"
    visie = texts.start_visie(
        teller.manager,
        teller.partnership,
        texts.NewVisie(title, day, follows),
        now=story.moment(-75),
    )
    give_scopes(visie)
    if visie.traject is not None:
        trajects.start_traject(teller.manager, visie.traject, now=story.moment(-74))
        trajects.keep_phases(now=story.now)
        tell_what_was_done(teller, visie)
    follow_the_count(visie)
    rewrite(story, visie)
    until = [phase.ends_on for phase in phases_of(visie) if phase.state == "open"]
    move(teller, visie, "open_for_reactions", -8, open_until=until[0] if until else story.day(30))
    said = {name: ("voorbehoud", why) for name, why in RESERVES.items()}
    said |= {name: ("bezwaar", why) for name, why in OBJECTS.items()}
    give_positions(teller, visie, day=-6, said=said, silent=SILENT)
    talk_about(story, visie)


def tell_what_was_done(teller: Teller, visie: Visie) -> None:
    """Every closed phase got its answer."""
    answers = {
        "Opgave lezen": "Wijkverenigingen misten cijfers over eenzaamheid. Die staan nu in "
        "hoofdstuk 1.",
        "Schrijven in werksessies": "Van 34 voorstellen uit drie werksessies staan er 21 in "
        "concept 3 (demo-cijfer).",
    }
    for phase in phases_of(visie):
        if phase.state == "gesloten" and phase.name in answers:
            now = teller.story.moment(-7)
            trajects.report_back(teller.manager, phase, answers[phase.name], now=now)


def phases_of(visie: Visie) -> list[Any]:
    return list(visie.traject.phases.all()) if visie.traject is not None else []


def give_scopes(visie: Visie) -> None:
    """Lotte writes this text, Nora guides this traject."""
    Membership.objects.filter(person__name="Lotte", role=Role.REDACTEUR).update(
        scope_id=visie.document_id
    )
    if visie.traject_id is not None:
        Membership.objects.filter(person__name="Nora", role=Role.PROCESBEGELEIDER).update(
            scope_id=visie.traject_id
        )


def follow_the_count(visie: Visie) -> None:
    """In passage 2.2 the first figure is about now: a newer count renews it."""
    Citation.objects.filter(
        passage__version__document=visie.document_id,
        passage__chapter=2,
        passage__number=2,
        number=1,
    ).update(follows_newest=True)


def rewrite(story: Story, visie: Visie) -> None:
    """Lotte writes in concept 2 and 3; every text stays in the history."""
    lotte, manager = story.actor("Lotte"), story.actor("Sanne")
    changes = (
        (-50, 1, 3, "De meeste ouderen wonen zelfstandig en willen dat blijven. Dat lukt als de "
         "woning past, de winkel dichtbij is en er iemand langskomt."),
        (-30, 4, 2, "Thuiszorgorganisaties werken ’s nachts samen in één team per deel van de "
         "stad. Wie belt, heeft binnen een half uur iemand aan de deur."),
        (-20, 3, 3, "Wie verhuist, blijft graag in de eigen wijk. Daarom komt er in elke wijk een "
         "plek met minstens twaalf woningen bij elkaar, met een gezamenlijke ruimte waar ook de "
         "buurt welkom is."),
    )  # fmt: skip
    for day, chapter, number, text in changes:
        if day in (-50, -20):
            texts.start_version(manager, visie, now=story.moment(day))
        passage = latest(visie).passages.get(chapter=chapter, number=number)
        texts.save_text(lotte, passage, text=text, edit=passage.edit, now=story.moment(day, 14))


def talk_about(story: Story, visie: Visie) -> None:
    """The Seniorenraad proposes another text for 2.3; others say what they think."""
    passage = latest(visie).passages.select_related("version__document").get(chapter=2, number=3)
    proposal = voices.propose(
        signer(story, "Seniorenraad"),
        visie,
        passage,
        text=passage.text.replace(
            "op loopafstand", "op 500 meter lopen, gemeten voor iemand met een rollator"
        ),
        reason="Loopafstand is voor iedereen anders. Zo is het te meten.",
        now=story.moment(-5),
    )
    give_opinions(story, visie, proposal)
    first = say(
        story.actor("Bas"),
        about(visie, passage),
        "500 meter lukt niet overal in Stadshagen. Kunnen we per zone een norm kiezen?",
        now=story.moment(-4),
    )
    say(
        story.actor("Sanne"),
        about(visie, passage),
        "Goed punt. Ik zet het op de agenda van de volgende werksessie.",
        now=story.moment(-3),
        answers=first,
    )


def give_opinions(story: Story, visie: Visie, proposal: Amendment) -> None:
    opinions = (
        (story.actor("Sanne"), ASSENT, ""),
        (signer(story, "Samen Verder"), ASSENT, ""),
        (story.actor("Bas"), "voorbehoud", "Alleen als de norm per zone mag verschillen."),
        (signer(story, "Vechtwonen"), "bezwaar", "Wij hebben niet in elke wijk een ruimte."),
    )
    for actor, stance, reason in opinions:
        voices.give_position(
            actor,
            visie,
            proposal.passage.version,
            voices.Opinion(stance, reason),
            amendment=proposal,
            now=story.moment(-4, 15),
        )


# --- the other two ---


def tell_the_second(story: Story) -> None:
    partnership = story.partnerships["zuidoost-drenthe"]
    manager = make_signer(story, "Gemeente Emmen", "Geertje", Role.PROGRAMMAMANAGER)
    board = make_signer(story, "Gemeente Emmen", "Roelof")
    teller = Teller(
        story,
        partnership,
        wearing(manager, partnership),
        wearing(board, partnership),
        {
            area.code: area
            for area in Area.objects.filter(partnerships=partnership, level=Level.GEMEENTE)
            .filter(facts__isnull=False)
            .defer("geometry")
            .distinct()
        },
    )
    tell_adopted(teller, read("visie_drenthe.yaml"), begun=-380)


def tell_the_third(story: Story) -> None:
    """A traject in preparation: the plan is there, the text is not."""
    partnership = story.partnerships["nieuwegein"]
    hat = make_signer(story, "Gemeente Nieuwegein", "Marloes", Role.PROGRAMMAMANAGER)
    traject: Traject = trajects.plan_traject(
        wearing(hat, partnership),
        partnership,
        "Op weg naar een woonzorgvisie voor Nieuwegein (demo)",
        adoption_on=next_workday(story.day(240)),
        now=story.moment(-10),
    )
    traject.visibility = "openbaar"
    traject.save(update_fields=["visibility"])
