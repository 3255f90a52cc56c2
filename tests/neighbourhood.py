"""What the tests of uitvoering share: a signaal from Anna, one from Tom, and a knelpunt."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.cast import NOW
from tests.partnership import actor
from wwz.meetings.models import Meeting, MeetingKind, MeetingState
from wwz.partners.models import Account, Partnership, Person, Visibility
from wwz.uitvoering.models import Channel, Knelpunt, Signaal, Woonservicezone
from wwz.uitvoering.sealing import Contact
from wwz.uitvoering.services import knelpunten, signals
from wwz.uitvoering.services.knelpunten import Discussion, NewOption, Votes
from wwz.uitvoering.services.signals import NewSignaal, Received

WORDS = "De plek waar we samen aten is dicht."
ANNA = Contact("Anna de Vries", "", "", "Verzonnen pad 1")


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)


@pytest.fixture
def letter(fatima: Account, anna: Person, zone: Woonservicezone) -> Received:
    """Anna's letter, written down by Fatima."""
    new = NewSignaal(
        zone.partnership, "Geen plek om samen te eten", WORDS, Channel.PAPIER, zone,
        quote=WORDS, may_quote=True, contact=ANNA, reporter=anna,
    )  # fmt: skip
    return signals.receive(actor(fatima), new, now=NOW)


@pytest.fixture
def group(tom: Account, zone: Woonservicezone) -> Signaal:
    """What Tom sees in a group."""
    new = NewSignaal(zone.partnership, "Mensen blijven binnen", "Een groep mensen met een rollator "
                     "komt niet meer buiten.", Channel.PROFESSIONAL, zone)  # fmt: skip
    return signals.receive(actor(tom), new, now=NOW).signaal


@pytest.fixture
def knelpunt(fatima: Account, letter: Received, group: Signaal) -> Knelpunt:
    title = "Ouderen verliezen hun ontmoetingsplek"
    return knelpunten.bundle(actor(fatima), [letter.signaal, group], title, now=later(1))


@pytest.fixture
def platform(zwolle: Partnership, zone: Woonservicezone) -> Meeting:
    """A wijkplatform that was held."""
    return Meeting.objects.create(
        partnership=zwolle,
        visibility=Visibility.OPENBAAR,
        kind=MeetingKind.WIJKPLATFORM,
        title="Wijkplatform",
        zone_id=zone.pk,
        starts_at=later(5),
        ends_at=later(5) + timedelta(hours=2),
        state=MeetingState.GEHOUDEN,
    )


def discussed(fatima: Account, knelpunt: Knelpunt, platform: Meeting) -> None:
    """Two options, of which the first was preferred, with a condition."""
    who = actor(fatima)
    first = knelpunten.add_option(who, knelpunt, NewOption("Open de ruimte"), now=later(2))
    knelpunten.add_option(who, knelpunt, NewOption("Een busje"), now=later(2))
    said = Discussion({first.pk: Votes(20, 3, 5)}, {first.pk: "de treden gaan weg"})
    knelpunten.discuss(who, knelpunt, platform, said, now=later(6))
