"""What people asked, and what Emmen learned about a living room like the one in Aa-landen."""

from __future__ import annotations

from wwz.commands.story.narrator import Story
from wwz.partners.models import Partnership
from wwz.uitvoering.models import Initiative, Knelpunt
from wwz.werkplaats import services
from wwz.werkplaats.models import Question
from wwz.werkplaats.services import NewInsight, NewQuestion

# Question, days ago it was asked, days ago it was answered (none: still open), the answer.
QUESTIONS: tuple[tuple[str, int, int | None, str], ...] = (
    (
        "Mijn moeder is 79 en wil kleiner wonen, maar wel in Aa-landen blijven. Waar kan zij "
        "terecht?",
        60, 52,
        "Bel de woonconsulent van De Stadspoort (demo). Zij kijkt samen met uw moeder wat er in "
        "de wijk vrijkomt. Wie 65 jaar of ouder is en een grote woning achterlaat, gaat voor.",
    ),
    (
        "Komt er ook vervoer naar de huiskamer voor wie niet kan lopen?",
        41, 35,
        "Ja. Buurtmaatjes (demo) haalt mensen op die niet alleen kunnen komen. Er zijn acht "
        "vrijwilligers die met u meelopen of u met de duofiets brengen.",
    ),
    (
        "Wie betaalt straks de huur van de ruimte als het geld van de gemeente stopt?",
        24, 15,
        "Dat weten wij nog niet. Wij vragen het bestuur om daar een besluit over te nemen. Op de "
        "bladzijde van deze afspraak leest u wat het wordt.",
    ),
    ("Is er in het weekend ook iets te doen voor ouderen?", 5, None, ""),
)  # fmt: skip
LESSON = NewInsight(
    title="Een huiskamer loopt pas als er elke dag dezelfde gastvrouw is",
    lesson=(
        "In Emmen openden wij een huiskamer met wisselende vrijwilligers. Mensen kwamen één keer "
        "en daarna niet meer. Toen er een vaste gastvrouw kwam, bleven zij wel komen. Begin "
        "daarom met een vaste kracht, ook als dat meer kost."
    ),
    evidence=(
        "In de eerste drie maanden 11 vaste bezoekers, na de komst van een vaste gastvrouw 34 "
        "(demo-cijfers, geteld aan de deur). De proef is aangepast, niet gestopt."
    ),
)


def tell(story: Story) -> None:
    """Questions in Zwolle; the lesson of Emmen, on Aa-landen's thread and received by the Rijk."""
    ask_and_answer(story, story.partnerships["zwolle"])
    learn(story)


def ask_and_answer(story: Story, partnership: Partnership) -> None:
    youssef, kees = story.actor("Youssef"), story.actor("Kees")
    for text, asked, answered, words in QUESTIONS:
        zone = story.zones["Aa-landen"]
        new = NewQuestion(text=text, zone=zone)
        question: Question = services.ask(youssef, partnership, new, now=story.moment(-asked))
        if answered is not None:
            services.answer(kees, question, words, public=True, now=story.moment(-answered, 14))


def learn(story: Story) -> None:
    """Write, share, show on the other thread, hand over, receive."""
    drenthe = story.partnerships["zuidoost-drenthe"]
    room = Initiative.objects.filter(partnership=drenthe, kind="proeftuin").first()
    lesson = NewInsight(LESSON.title, LESSON.lesson, LESSON.evidence, initiative=room)
    writer = story.actor("Femke")
    made = services.write_insight(writer, drenthe, lesson, now=story.moment(-70))
    services.share(writer, made, now=story.moment(-66), today=story.day(-66))
    for knelpunt in Knelpunt.objects.filter(
        partnership=story.partnerships["zwolle"], initiative__isnull=False
    ).order_by("raised_on")[:1]:
        services.link_to_thread(
            story.actor("Fatima"), made, knelpunt, now=story.moment(-40), today=story.day(-40)
        )
    services.hand_over(writer, made, now=story.moment(-30), today=story.day(-30))
    services.receive(
        story.actor("Ruben"),
        made,
        "Wij nemen dit mee in de handreiking voor ontmoetingsplekken. In het voorjaar leggen wij "
        "de tekst aan u voor.",
        now=story.moment(-12),
        today=story.day(-12),
    )
