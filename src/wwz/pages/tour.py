"""The guided tour of the demo: follow one promise, one step per screen, as who does that step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model
from django.urls import reverse

from wwz.akkoord.models import Akkoord
from wwz.monitor.models import BoardPack
from wwz.partners.models import Account
from wwz.uitvoering.models import Knelpunt, ProgressReport, Signaal
from wwz.werkplaats.models import Insight

SLUG = "zwolle"
TOUR = "rondleiding"
"""Key of the session that holds the step somebody is at."""


@dataclass(frozen=True)
class Stop:
    """One step. ``login`` is who does it; ``find`` gives the address of its page, or nothing."""

    kind: str
    title: str
    text: str
    login: str
    who: str
    find: Callable[[Knelpunt], str]


@dataclass(frozen=True)
class Screen:
    """What one screen of the tour shows."""

    stop: Stop
    number: int
    of: int
    address: str


STOPS: tuple[Stop, ...] = (
    Stop(
        "signaal", "Anna schrijft een brief",
        "De plek waar zij samen aten is dicht, en naar de winkels lopen is te ver geworden. "
        "Fatima schrijft de brief over, namens Anna. Anna krijgt een eigen link om te volgen wat "
        "ermee gebeurt. Haar adres ziet alleen Fatima.",
        "fatima", "Fatima, wijkmanager",
        lambda knelpunt: address("uitvoering:signal", paper_signaal(knelpunt)),
    ),
    Stop(
        "knelpunt", "Drie signalen gaan over hetzelfde",
        "Ook een wijkverpleegkundige en een welzijnswerker horen het. Fatima bundelt de signalen "
        "en zet er de cijfers van de buurt naast, met bron en band.",
        "fatima", "Fatima, wijkmanager",
        lambda knelpunt: address("uitvoering:knelpunt", knelpunt),
    ),
    Stop(
        "bijeenkomst", "De buurt kiest",
        "Op het wijkplatform liggen drie ideeën. Wie niet kon komen, deed mee op papier: dat telt "
        "net zo. Het bezwaar van Anna, de treden bij de deur, wordt een voorwaarde.",
        "tom", "Tom, wijkverpleegkundige",
        lambda knelpunt: address("meetings:meeting", knelpunt.meeting),
    ),
    Stop(
        "afspraak", "Vijf organisaties beloven ieder iets",
        "Wat, hoeveel, wanneer, wie betaalt en hoe wij meten of het helpt. Het geld stopt hier "
        "eerder dan de belofte: dat staat erbij.",
        "bas", "Bas, De Stadspoort",
        lambda knelpunt: address("akkoord:afspraak", knelpunt.afspraak),
    ),
    Stop(
        "besluit", "Bestuurders tekenen",
        "Alleen wie een mandaat heeft, kan tekenen. De tekst en de cijfers liggen vast onder een "
        "controlegetal. De Stadspoort tekende met een voorbehoud, Langland weigerde.",
        "hugo", "Hugo, directeur van De Stadspoort",
        lambda knelpunt: address("akkoord:akkoord", agreement(knelpunt)),
    ),
    Stop(
        "initiatief", "De Huiskamer van Aa-landen",
        "De mijlpalen staan op een rij. De opening schoof een keer op; de eerste datum blijft "
        "staan.",
        "bas", "Bas, De Stadspoort",
        lambda knelpunt: address("uitvoering:initiative", knelpunt.initiative),
    ),
    Stop(
        "mijlpaal", "Wat zegt de partij, wat zeggen de cijfers?",
        "Bas schreef in één minuut dat het op koers is. Ilse keurde dat goed: nooit dezelfde "
        "persoon. De cijfers zeggen nog iets anders. Beide staan er.",
        "ilse", "Ilse, De Stadspoort",
        lambda knelpunt: address("uitvoering:report", report_about(knelpunt)),
    ),
    Stop(
        "terugkoppeling", "Anna krijgt een brief terug",
        "Zonder antwoord aan de melder kan een signaal niet worden afgesloten. De hele draad "
        "staat op één bladzijde, in gewone taal.",
        "fatima", "Fatima, wijkmanager",
        lambda knelpunt: address("uitvoering:thread", knelpunt),
    ),
    Stop(
        "feit", "Hoe staat alles ervoor?",
        "De programmamanager ziet alle afspraken: waar de cijfers iets anders zeggen dan de "
        "partij, wie niets liet horen, en wat er veranderde.",
        "sanne", "Sanne, programmamanager",
        lambda knelpunt: reverse("monitor:index", args=[knelpunt.partnership.slug]),
    ),
    Stop(
        "besluit", "Het bestuur beslist",
        "Een bestuurder krijgt één bladzijde: de stand, de besluiten en wat te tekenen is. Verder "
        "niets.",
        "meryem", "Meryem, wethouder",
        lambda knelpunt: reverse("monitor:board", args=[knelpunt.partnership.slug]),
    ),
    Stop(
        "brief", "De stukken zijn bevroren",
        "Wat het bestuur las, verandert niet meer. Een fout komt als erratum onderaan. Een "
        "veranderd teken valt op.",
        "meryem", "Meryem, wethouder",
        lambda knelpunt: address("monitor:pack", frozen_pack(knelpunt)),
    ),
    Stop(
        "oplossing", "Een ander leert ervan",
        "In Emmen probeerden ze hetzelfde, met een andere uitkomst. Die les hangt nu aan deze "
        "draad en ging met een ontvangstbewijs naar het Rijk.",
        "ruben", "Ruben, leest mee voor het Rijk",
        lambda knelpunt: address("werkplaats:insight", lesson(knelpunt)),
    ),
)  # fmt: skip


def address(name: str, found: Model | None) -> str:
    """Where something is shown; empty when the demo does not have it."""
    return reverse(name, args=[found.pk]) if found is not None else ""


def agreement(knelpunt: Knelpunt) -> Akkoord | None:
    return knelpunt.afspraak.akkoord if knelpunt.afspraak is not None else None


def paper_signaal(knelpunt: Knelpunt) -> Signaal | None:
    return knelpunt.signalen.filter(channel="papier").order_by("received_on").first()


def report_about(knelpunt: Knelpunt) -> ProgressReport | None:
    reports = ProgressReport.objects.filter(afspraak=knelpunt.afspraak_id, state="geaccordeerd")
    return reports.order_by("-approved_at").first()


def frozen_pack(knelpunt: Knelpunt) -> BoardPack | None:
    packs = BoardPack.objects.filter(partnership=knelpunt.partnership_id, frozen_at__isnull=False)
    return packs.order_by("-frozen_at").first()


def lesson(knelpunt: Knelpunt) -> Insight | None:
    return Insight.objects.filter(knelpunten=knelpunt).order_by("-shared_on").first()


def told_thread() -> Knelpunt | None:
    """The thread of the story: the one of the demo that goes furthest."""
    return (
        Knelpunt.objects.filter(
            partnership__slug=SLUG, partnership__demo=True, initiative__isnull=False
        )
        .select_related("partnership", "afspraak__akkoord", "initiative", "meeting")
        .order_by("raised_on")
        .first()
    )


def screen(number: int) -> Screen | None:
    """The screen of one step, from 1; nothing when there is no such step or no story."""
    knelpunt = told_thread()
    if knelpunt is None or not 1 <= number <= len(STOPS):
        return None
    stop = STOPS[number - 1]
    return Screen(stop, number, len(STOPS), stop.find(knelpunt))


def demo_account(name: str) -> Account | None:
    """One of the cast by first name."""
    return Account.objects.filter(email=f"{name}@demo.example", is_active=True).first()


def step_number(typed: str) -> int:
    """A step that exists, or 0."""
    number = int(typed) if typed.isdecimal() and len(typed) < 3 else 0
    return number if number <= len(STOPS) else 0


@dataclass(frozen=True)
class Banner:
    """What stands above a page while somebody follows the tour."""

    number: int
    of: int
    title: str
    next: int


def banner(number: int) -> Banner | None:
    if not 1 <= number <= len(STOPS):
        return None
    following = number + 1 if number < len(STOPS) else 0
    return Banner(number, len(STOPS), STOPS[number - 1].title, following)
