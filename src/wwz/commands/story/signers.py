"""Who signs for each party; only Meryem and Hugo can log in."""

from __future__ import annotations

from wwz.commands.story.narrator import Story
from wwz.partners.actor import Actor
from wwz.partners.models import Mandate, MandateCover, Membership, Partnership, Person, Role

SIGNERS = {
    "Gemeente Zwolle": "Meryem",
    "De Stadspoort": "Hugo",
    "Vechtwonen": "Erik",
    "Onder Dak": "Samira",
    "Zorggroep De Linde": "Ria",
    "Thuiszorg Nabij": "Wouter",
    "IJsselkracht": "Fenna",
    "Helder": "Amir",
    "De Haven": "Corrie",
    "Nieuwe Start": "Ruud",
    "Samen Verder": "Nadia",
    "Maatschappelijke Dienst De Brug": "Jolanda",
    "Zorgkantoor Oost": "Frank",
    "Zorgverzekeraar Vaart": "Esther",
    "Belegger Langland": "Olaf",
    "Adviesraad Sociaal Domein": "Marijke",
    "Seniorenraad": "Gerrit",
    "Huurdersraad Stadspoort": "Soraya",
    "Wijkvereniging Aa-landen": "Klaas",
    "Buurtmaatjes": "Truus",
    "Bibliotheek De Leestafel": "Maaike",
}
CAST = ("Meryem", "Hugo")


def make_signers(story: Story) -> None:
    """A bestuurder with a mandate for every party that has none in the cast."""
    for organisation, name in SIGNERS.items():
        if name not in CAST:
            make_signer(story, organisation, name)


def make_signer(
    story: Story, organisation: str, name: str, role: Role = Role.BESTUURDER
) -> Membership:
    known = Membership.objects.filter(
        person__name=name, organisation__name=organisation, role=role
    ).select_related("organisation", "person")
    if known:
        return known[0]
    membership = Membership.objects.create(
        person=Person.objects.create(name=name),
        organisation=story.organisation(organisation),
        role=role,
        starts_on=story.day(-400),
    )
    if role == Role.BESTUURDER:
        Mandate.objects.create(
            membership=membership,
            covers=MandateCover.ALLES,
            starts_on=story.day(-400),
            ends_on=story.day(1000),
        )
    return membership


def signer(story: Story, organisation: str) -> Actor:
    """Who may sign for a party in Zwolle."""
    if SIGNERS[organisation] in CAST:
        return story.actor(SIGNERS[organisation])
    hat = Membership.objects.select_related("organisation", "person").get(
        organisation__name=organisation, person__name=SIGNERS[organisation]
    )
    return wearing(hat, story.partnerships["zwolle"])


def wearing(hat: Membership, partnership: Partnership) -> Actor:
    """Somebody without a login, acting in one partnership."""
    return Actor(hat=hat, hats=(hat,), participations={partnership.pk: "partner"})
