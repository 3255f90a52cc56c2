"""The story of docs/story.md as a play: each step leaves behind what the next one needs."""

from __future__ import annotations

import time
from datetime import timedelta

from django.utils import timezone

from tests.wwz.browser.play import Company

WORDS = "De plek waar we samen aten is dicht."
TITLE = "Ouderen in Aa-landen verliezen hun ontmoetingsplek"
PROMISE = "De Stadspoort opent de ruimte, drie dagen per week, zonder treden bij de deur."
ROOM = "Huiskamer van Aa-landen"
DECISION = "De huur is betaald tot 2030."
LESSON = "Begin met een vaste gastvrouw"
# A form that anybody may send must have been open for three seconds.
A_WHILE = 3.2

# What kind of thing, and the verb that is taken out of its table of states.
LINKS = (
    ("uitvoering.Signaal", "bundle"),
    ("uitvoering.Knelpunt", "discuss"),
    ("uitvoering.Knelpunt", "choose"),
    ("akkoord.Akkoord", "offer"),
    ("akkoord.Signature", "sign"),
    ("uitvoering.Initiative", "begin"),
    ("uitvoering.Milestone", "shift"),
    ("uitvoering.ProgressReport", "approve"),
    ("uitvoering.Signaal", "answer"),
    ("uitvoering.Signaal", "reopen"),
    ("monitor.BoardPack", "freeze"),
    ("monitor.DecisionRequest", "decide"),
    ("werkplaats.Insight", "share"),
)


class Play:
    """The steps in order; each leaves behind where the next one goes on."""

    def __init__(self, browser, site, *, script=True):
        self.company = Company(browser, site, script=script)
        # The day of the site, which at night is not that of the machine.
        self.today = timezone.localdate()

    def as_(self, login=""):
        return self.company.of(login)

    def day(self, offset):
        return (self.today + timedelta(days=offset)).isoformat()

    def all_of_it(self):
        """From the first letter to the last; whatever happens, everybody goes home."""
        with self.company:
            self.steps()

    def steps(self):
        self.two_open_a_form()
        self.letter_comes_in()
        self.professional_sees_the_same()
        self.signals_become_one_knelpunt()
        self.neighbourhood_chooses()
        self.parties_promise()
        self.directors_sign()
        self.room_is_made()
        self.party_reports()
        self.reporter_gets_an_answer()
        self.board_decides()
        self.lesson_travels()
        self.thread_tells_it_all()

    # --- signaal ---

    def two_open_a_form(self):
        self.as_("fatima").go("/samen/zwolle/signaal/balie/")
        self.as_("tom").go("/samen/zwolle/signaal/professional/")
        time.sleep(A_WHILE)

    def letter_comes_in(self):
        fatima = self.as_("fatima")
        fatima.send(
            "/signaal/balie/", "Leg vast", channel_of="brief", zone="Aa-landen",
            subject="Geen plek om samen te eten", text=f"{WORDS} Ik kom niemand tegen.",
            may_quote=True, quote=WORDS, name="Anna", address="Verzonnen pad 1",
        )  # fmt: skip
        self.secret = fatima.page.locator('main a[href*="/draad/geheim/"]').first.get_attribute(
            "href"
        )
        anna = self.as_()
        assert "Geen plek om samen te eten" in anna.go(self.secret)

    def professional_sees_the_same(self):
        tom = self.as_("tom")
        tom.send(
            "/signaal/professional/", zone="Aa-landen", subject="Mensen blijven binnen",
            text="Een groep mensen met een rollator komt niet meer buiten.",
        )  # fmt: skip

    # --- knelpunt ---

    def signals_become_one_knelpunt(self):
        fatima = self.as_("fatima")
        fatima.go("/samen/zwolle/signalen/")
        for box in fatima.page.locator('input[name="signaal"]').all():
            box.check()
        fatima.send("/signalen/bundel/", title=TITLE)
        self.knelpunt = fatima.here()
        fatima.go(f"{self.knelpunt}?cijfer=inwoners_75plus&gebied=BU01933110&jaar=2040")
        fatima.send("/cijfer/", "Zet ernaast")
        fatima.send(
            "/tekst/", "Bewaar", thread_title="De plek om elkaar te ontmoeten komt terug",
            analysis="Er is in de zone geen ruimte meer waar mensen samen eten.",
        )  # fmt: skip
        fatima.send("/analyse/")
        fatima.send("/oplossing/", title="Open de ruimte van het complex", cost="18.000 euro")
        fatima.send("/oplossing/", title="Een busje naar de stad")
        assert "75" in fatima.go(self.knelpunt)

    def neighbourhood_chooses(self):
        fatima = self.as_("fatima")
        fatima.go("/samen/zwolle/bijeenkomsten/nieuw/")
        fatima.send(
            "/bijeenkomsten/nieuw/", title="Wijkplatform Aa-landen", kind="wijkplatform",
            on=self.day(0), begins="00:00", ends="00:30", place="De Aa-hof (demo)",
            visibility="openbaar",
        )  # fmt: skip
        self.meeting = fatima.here()
        fatima.send("/uitnodigen/")
        fatima.go(f"{self.meeting}afsluiten/")
        fatima.send("/afsluiten/", in_room=29, on_paper=5)
        fatima.go(self.knelpunt)
        fatima.send(
            "/besproken/", meeting="Wijkplatform Aa-landen", zaal_a=24, papier_a=4, zaal_b=5,
            papier_b=1, voorwaarde_a="de treden bij de deur gaan weg",
        )  # fmt: skip
        told = fatima.send(
            "/keuze/", option="Open de ruimte", because="De ruimte is er al en staat leeg."
        )
        assert "de treden bij de deur gaan weg" in told

    # --- akkoord ---

    def parties_promise(self):
        sanne = self.as_("sanne")
        sanne.go("/samen/zwolle/akkoorden/nieuw/")
        sanne.send(
            "/akkoorden/nieuw/", kind="woonzorgakkoord", title="Woonzorgakkoord Zwolle",
            text="Wat wij samen beloven.", ends_on=self.day(1500), visibility="openbaar",
        )  # fmt: skip
        self.akkoord = sanne.follow("Woonzorgakkoord Zwolle")
        for party in ("De Stadspoort", "Gemeente Zwolle"):
            sanne.go(f"{self.akkoord}partij/")
            sanne.send("/partij/", organisation=party, required=True)
        sanne.go(f"{self.akkoord}afspraak/")
        sanne.send(
            "/afspraak/", title="Een ontmoetingsplek binnen 500 meter", text=PROMISE,
            due_on=self.day(60), measure="Aandeel 75-plussers met een plek in de buurt",
            measure_unit="procent", target="70",
        )  # fmt: skip
        self.afspraak = sanne.follow("Een ontmoetingsplek binnen 500 meter")
        sanne.go(f"{self.afspraak}pad/")
        this = self.today.year
        sanne.send("/pad/", path=f"{this - 1}: 48\n{this}: 60\n{this + 1}: 70")
        sanne.go(f"{self.afspraak}meting/")
        sanne.send("/meting/", value="48", measured_on=self.day(-10), source="Telling (demo)")
        sanne.go(f"{self.afspraak}geld/")
        sanne.send(
            "/geld/", organisation="Gemeente Zwolle", regime="Wmo", text="Huur van de ruimte",
            starts_on=self.day(0), ends_on=self.day(700),
        )  # fmt: skip
        self.pledge("ilse", "trekker", "opent de ruimte en haalt de treden weg")
        self.pledge("meryem", "betaalt mee", "betaalt de huur")

    def pledge(self, who, role, text):
        """Only the party itself can give its pledge."""
        player = self.as_(who)
        player.go(f"{self.afspraak}inzet/geef/")
        player.send("/inzet/geef/", role=role, text=text)

    def directors_sign(self):
        sanne = self.as_("sanne")
        sanne.go(self.akkoord)
        sanne.send("/bied-aan/")
        meryem = self.as_("meryem")
        meryem.go(f"{self.akkoord}teken/")
        meryem.send("/teken/")
        hugo = self.as_("hugo")
        hugo.go(f"{self.akkoord}teken/")
        told = hugo.send("/teken/", reservation="de raad van commissarissen", until=self.day(90))
        assert "Van kracht sinds" in told

    # --- uitvoering ---

    def room_is_made(self):
        sanne = self.as_("sanne")
        sanne.go("/samen/zwolle/initiatieven/nieuw/")
        sanne.send(
            "/initiatieven/nieuw/", "Zet in het programma", kind="dienst", title=ROOM,
            organisation="De Stadspoort", zone="Aa-landen", afspraak="ontmoetingsplek",
            public=True,
        )  # fmt: skip
        self.initiative = sanne.here()
        bas = self.as_("bas")
        bas.go(self.initiative)
        bas.send("/stap/", "Er is besloten")
        bas.send("/stap/", "Begin")
        bas.send("/mijlpaal/", "Voeg toe", title="De treden zijn weg", due_on=self.day(20))
        late = bas.page.locator('main form[action^="/mijlpaal/"]').first.get_attribute("action")
        told = bas.send(late, "Verschuif", due_on=self.day(50), because="de helling komt later")
        assert "de helling komt later" in told
        fatima = self.as_("fatima")
        fatima.go(self.knelpunt)
        fatima.send("/koppeling/", afspraak="ontmoetingsplek", initiative=ROOM)
        fatima.send("/uitvoeren/")

    def party_reports(self):
        sanne = self.as_("sanne")
        sanne.go("/samen/zwolle/voortgang/")
        sanne.send("/voortgang/vraag/", "Vraag alle trekkers")
        bas = self.as_("bas")
        bas.go("/samen/zwolle/voortgang/")
        self.report = bas.follow_to(bas.page.locator('main a[href^="/voortgang/"]'))
        bas.send("/antwoord/", "Op koers", text="De aannemer begint op tijd.")
        ilse = self.as_("ilse")
        ilse.go(self.report)
        ilse.send("/accordeer/")
        sanne = self.as_("sanne")
        told = sanne.go("/samen/zwolle/monitor/")
        assert "spreken de cijfers" in told

    def reporter_gets_an_answer(self):
        fatima = self.as_("fatima")
        fatima.go(f"{self.knelpunt}terugkoppeling/")
        fatima.send(
            "/terugkoppeling/", "Geef iedereen antwoord", verb="answer",
            text="De ruimte gaat open. De treden bij de deur gaan weg.",
            hoe_1="brief", hoe_2="gesprek",
        )  # fmt: skip
        anna = self.as_()
        told = anna.go(self.secret)
        assert "De ruimte gaat open." in told
        assert "Verzonnen pad" not in told
        anna.send("/heropen/")

    # --- monitor ---

    def board_decides(self):
        sanne = self.as_("sanne")
        sanne.go("/samen/zwolle/bijeenkomsten/nieuw/")
        sanne.send(
            "/bijeenkomsten/nieuw/", title="Bestuurlijk overleg", kind="bestuurlijk overleg",
            on=self.day(1), begins="00:00", ends="00:59", place="Stadhuis (demo)",
            visibility="voor bestuurders",
        )  # fmt: skip
        board = sanne.here()
        sanne.send("/uitnodigen/")
        sanne.go("/samen/zwolle/besluiten/")
        sanne.send(
            "/besluiten/", "Vraag dit besluit", question="Huur langer betalen?",
            text="Het geld stopt eerder dan de belofte.", meeting="Bestuurlijk overleg",
            afspraak="ontmoetingsplek",
        )  # fmt: skip
        sanne.go("/samen/zwolle/bestuursstukken/")
        sanne.send("/maak/")
        self.pack = sanne.here()
        sanne.send("/bevries/")
        sanne.send("/vrijgeven/")
        meryem = self.as_("meryem")
        assert "Huur langer betalen?" in meryem.go(self.pack)
        meryem.go("/samen/zwolle/bestuur/")
        meryem.send("/antwoord/", "Akkoord")
        sanne = self.as_("sanne")
        # The clock of the test stands still, so the meeting comes a day earlier.
        sanne.go(f"{board}wijzigen/")
        sanne.send("/wijzigen/", on=self.day(0))
        sanne.go(f"{board}afsluiten/")
        sanne.send("/afsluiten/", in_room=8)
        sanne.go("/samen/zwolle/besluiten/")
        sanne.send("/vastleggen/", "Leg het besluit vast", decision=DECISION)

    # --- werkplaats ---

    def lesson_travels(self):
        sanne = self.as_("sanne")
        sanne.go("/samen/zwolle/inzicht/")
        sanne.send(
            "/inzicht/", title=LESSON, lesson="Mensen komen voor haar.", evidence="11 werd 34."
        )
        self.insight = sanne.here()
        sanne.send("/delen/")
        sanne.send("/draad/", knelpunt=TITLE)
        sanne.send("/overdragen/")
        ruben = self.as_("ruben")
        ruben.go(self.insight)
        ruben.send("/ontvangen/", receipt="In de handreiking.")

    # --- de draad ---

    def thread_tells_it_all(self):
        """Every link is on the page of the partners, and what is public on that of Anna."""
        thread = self.knelpunt.replace("/knelpunt/", "/draad/")
        bas = self.as_("bas")
        told = bas.go(thread).lower()
        for words in (WORDS, TITLE, "de ruimte van het complex", "ontmoetingsplek binnen 500",
                      ROOM, "de helling komt later", DECISION, LESSON):  # fmt: skip
            assert words.lower() in told, f"{words}: {told}"
        for kind in ("signaal", "knelpunt", "oplossing", "afspraak", "initiatief", "mijlpaal"):
            assert kind in told, kind
        anna = self.as_()
        told = anna.go(self.secret)
        assert DECISION in told
        assert "Bas" not in told
