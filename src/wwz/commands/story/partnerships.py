"""Three partnerships: one in full swing, one that negotiates, one that begins."""

from __future__ import annotations

from dataclasses import dataclass

from wwz.areas.models import Area, Level
from wwz.commands.story.narrator import Story
from wwz.commands.story.parties import DRENTHE, LEK, ORGANISATIONS, READS_ALONG
from wwz.partners.models import (
    Mandate,
    MandateCover,
    Membership,
    Organisation,
    Participation,
    ParticipationRole,
    Partnership,
    Role,
)
from wwz.uitvoering.models import Woonservicezone, ZoneMember


@dataclass(frozen=True)
class Plan:
    slug: str
    name: str
    codes: tuple[str, ...]
    parties: tuple[str, ...]
    in_force_days_ago: int | None


PLANS = (
    Plan(
        "zwolle", "Platform WWZ Zwolle", ("GM0193",), tuple(name for name, _ in ORGANISATIONS), 390
    ),
    Plan(
        "zuidoost-drenthe", "Wonen zonder zorgen, Zuidoost-Drenthe",
        ("GM0114", "GM0109", "GM1681"), tuple(name for name, _ in DRENTHE), 380,
    ),
    Plan(
        "nieuwegein", "Nieuwegein, stad voor iedereen", ("GM0356",),
        tuple(name for name, _ in LEK), None,
    ),
)  # fmt: skip
TEAM = (
    ("Wijkmanager", "Gemeente Zwolle", "Fatima"),
    ("Wijkverpleging", "Thuiszorg Nabij", "Tom"),
    ("Welzijn", "Samen Verder", ""),
    ("Wonen", "De Stadspoort", ""),
)


def tell(story: Story) -> None:
    """Partnerships with their parties, the zone Aa-landen with its team, and the mandates."""
    for plan in PLANS:
        story.partnerships[plan.slug] = make_partnership(story, plan)
    zwolle = story.partnerships["zwolle"]
    if story.gemeente.code not in PLANS[0].codes:
        zwolle.areas.add(story.gemeente)
    for slug in ("zwolle", "zuidoost-drenthe"):
        partnership = story.partnerships[slug]
        join(story, partnership, READS_ALONG[0], ParticipationRole.MEELEZER)
    story.zones["Aa-landen"] = make_zone(story, zwolle)
    give_mandates(story)
    Membership.objects.filter(person__name__in=("Sanne", "Wei", "Kees", "Nora", "Petra")).update(
        partnership=zwolle
    )
    give_second_hat(story)


def make_partnership(story: Story, plan: Plan) -> Partnership:
    made = Partnership.objects.create(
        slug=plan.slug,
        name=plan.name,
        demo=True,
        in_force_since=None
        if plan.in_force_days_ago is None
        else story.day(-plan.in_force_days_ago),
    )
    made.areas.set(Area.objects.filter(code__in=plan.codes, level=Level.GEMEENTE))
    for number, name in enumerate(plan.parties):
        role = ParticipationRole.PARTNER if number else ParticipationRole.TREKKER
        join(story, made, name, role)
    return made


def join(story: Story, partnership: Partnership, name: str, role: ParticipationRole) -> None:
    Participation.objects.create(
        partnership=partnership,
        organisation=Organisation.objects.get(name=name),
        role=role,
        starts_on=story.day(-400),
    )


def make_zone(story: Story, partnership: Partnership) -> Woonservicezone:
    zone = Woonservicezone.objects.create(
        partnership=partnership,
        visibility="openbaar",
        name=story.wijk.name,
        manager=story.person("Fatima"),
        norm_metres=500,
    )
    zone.areas.set(story.buurten)
    for work, organisation, person in TEAM:
        ZoneMember.objects.create(
            zone=zone,
            work=work,
            organisation=story.organisation(organisation),
            person=story.person(person) if person else None,
        )
    Membership.objects.filter(role__in=(Role.WIJKMANAGER, Role.PROFESSIONAL)).filter(
        person__name__in=("Fatima", "Tom")
    ).update(scope_id=zone.pk, partnership=partnership)
    return zone


def give_mandates(story: Story) -> None:
    """Meryem may sign everything; Hugo signs subject to his raad van commissarissen."""
    for name, subject_to in (("Meryem", ""), ("Hugo", "de raad van commissarissen")):
        Mandate.objects.create(
            membership=Membership.objects.get(person__name=name, role=Role.BESTUURDER),
            covers=MandateCover.ALLES,
            subject_to=subject_to,
            starts_on=story.day(-400),
            ends_on=story.day(1000),
        )


def give_second_hat(story: Story) -> None:
    """Nora guides the traject in Zwolle, and advises a party in Drenthe: she switches hats."""
    Membership.objects.create(
        person=story.person("Nora"),
        organisation=story.organisation("Welzijn Zuidoosthoek"),
        partnership=story.partnerships["zuidoost-drenthe"],
        role=Role.ORGANISATIEMEDEWERKER,
        starts_on=story.day(-120),
    )
