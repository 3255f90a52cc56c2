"""The one-minute page: a link changes nothing, three buttons do, and words stay until approved."""

from __future__ import annotations

import re

import pytest

from tests.cast import NOW, TODAY, logged_in
from tests.partnership import actor
from tests.promises import Says, make_afspraak, make_akkoord, make_period, say
from wwz.akkoord.models import Afspraak
from wwz.notifications.work import lines_for
from wwz.partners.models import Account, Organisation, Partnership
from wwz.uitvoering.models import ProgressReport, ReportState
from wwz.uitvoering.services import progress

TEXT = "De helling is besteld en de opening staat vast."
ASKED = Says(light="", text="", state=ReportState.GEVRAAGD)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def afspraak(zwolle: Partnership, corporation: Organisation) -> Afspraak:
    title = "Ontmoetingsplek dichtbij"
    return make_afspraak(make_akkoord(zwolle), 4, corporation, title=title, reached="48")


@pytest.fixture
def report(zwolle: Partnership, afspraak: Afspraak, corporation: Organisation) -> ProgressReport:
    earlier = make_period(zwolle, 2026, 1, asked_days_ago=140)
    say(earlier, afspraak, corporation, Says(text="De tekening is klaar."), days_ago=120)
    return say(make_period(zwolle), afspraak, corporation, ASKED)


def address(report: ProgressReport) -> str:
    return f"/voortgang/{report.pk}/"


def test_link_of_the_mail_shows_what_is_known_and_changes_nothing(
    bas: Account, report: ProgressReport
) -> None:
    page = logged_in(bas).get(address(report) + "?antwoord=op_koers").content.decode()
    assert "48 woningen op 1 november 2026; het pad was 100 (demo-cijfer)" in page
    assert "De tekening is klaar." in page
    for words in ("Op koers", "Er is een knelpunt", "Afgerond"):
        assert words in page
    report.refresh_from_db()
    assert report.state == "gevraagd"


@pytest.mark.parametrize(
    ("pressed", "how_bad", "light"),
    [
        ("op_koers", "", "op_koers"),
        ("knelpunt", "aandacht", "aandacht"),
        ("knelpunt", "loopt_achter", "loopt_achter"),
        ("afgerond", "", "gerealiseerd"),
    ],
)
def test_one_button_and_one_sentence_are_an_answer(
    bas: Account, report: ProgressReport, pressed: str, how_bad: str, light: str
) -> None:
    given = {"text": TEXT, "antwoord": pressed, "how_bad": how_bad}
    answer = logged_in(bas).post(address(report) + "antwoord/", given)
    assert answer["Location"] == address(report)
    report.refresh_from_db()
    assert (report.state, report.light, report.text) == ("ter_accordering", light, TEXT)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "", "antwoord": "op_koers"}, "Schrijf één zin"),
        ({"text": TEXT}, "Kies een van de drie knoppen"),
        ({"text": TEXT, "antwoord": "knelpunt"}, "Zeg erbij hoe erg het knelpunt is."),
    ],
)
def test_unfinished_answer_comes_back_with_what_was_typed(
    bas: Account, report: ProgressReport, given: dict[str, str], sentence: str
) -> None:
    answer = logged_in(bas).post(address(report) + "antwoord/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert given["text"] in page


def test_colleague_approves_or_sends_back(
    bas: Account, ilse: Account, report: ProgressReport
) -> None:
    client = logged_in(ilse)
    progress.answer(actor(bas), report, light="op_koers", text=TEXT, now=NOW)
    empty = client.post(address(report) + "terug/", {"reason": ""})
    assert empty.status_code == 422
    client.post(address(report) + "terug/", {"reason": "Noem de datum."})
    assert "Noem de datum." in logged_in(bas).get(address(report)).content.decode()
    logged_in(bas).post(address(report) + "antwoord/", {"text": TEXT, "antwoord": "op_koers"})
    assert client.get(address(report) + "accordeer/").status_code == 405
    stale = client.post(address(report) + "accordeer/", {"gelezen": "van gisteren"})
    assert stale.status_code == 422
    assert "De melding is veranderd" in stale.content.decode()

    read = re.search(r'name="gelezen" value="(\w+)"', stale.content.decode())
    assert read is not None
    sent = client.post(address(report) + "accordeer/", {"gelezen": read[1]})
    assert sent["Location"] == address(report)
    page = client.get(address(report)).content.decode()
    assert "De Stadspoort zegt: op koers" in page
    assert "Verbeter deze melding" in page


def test_own_words_cannot_be_approved_on_the_page_either(
    ilse: Account, report: ProgressReport
) -> None:
    client = logged_in(ilse)
    client.post(address(report) + "antwoord/", {"text": TEXT, "antwoord": "op_koers"})
    assert "Een collega moet accorderen" in client.get(address(report)).content.decode()
    refused = client.post(address(report) + "accordeer/")
    assert refused.status_code == 422
    assert "Laat een collega accorderen" in refused.content.decode()


def test_what_a_party_still_writes_is_its_own(
    sanne: Account, bas: Account, meryem: Account, outsider: Account, report: ProgressReport
) -> None:
    progress.answer(actor(bas), report, light="op_koers", text=TEXT, now=NOW)
    asked = logged_in(sanne).get(address(report))
    assert asked.status_code == 200
    assert TEXT not in asked.content.decode()
    for other in (meryem, outsider):
        assert logged_in(other).get(address(report)).status_code == 404


def test_report_waits_on_the_page_of_who_can_do_something(
    bas: Account, ilse: Account, sanne: Account, report: ProgressReport
) -> None:
    def waiting(account: Account) -> list[str]:
        return [line.text for line in lines_for(actor(account), TODAY)]

    asked = "Zeg hoe het gaat met afspraak 4. Ontmoetingsplek dichtbij"
    assert asked in waiting(bas)
    progress.answer(actor(bas), report, light="op_koers", text=TEXT, now=NOW)
    assert asked not in waiting(bas)
    approve = "Accordeer wat uw collega schreef over afspraak 4. Ontmoetingsplek dichtbij"
    assert approve in waiting(ilse)
    assert approve not in waiting(sanne)


def test_list_shows_the_own_reports_and_to_the_programme_manager_all(
    sanne: Account, bas: Account, report: ProgressReport, afspraak: Afspraak,
    welfare: Organisation,
) -> None:  # fmt: skip
    other = make_afspraak(afspraak.akkoord, 9, welfare, title="Gesprek thuis")
    say(report.period, other, welfare)
    own = logged_in(bas).get("/samen/zwolle/voortgang/").content.decode()
    assert "Ontmoetingsplek dichtbij" in own
    assert "Gesprek thuis" not in own
    everything = logged_in(sanne).get("/samen/zwolle/voortgang/?stand=geaccordeerd")
    assert "Gesprek thuis" in everything.content.decode()
    lines = b"".join(
        logged_in(sanne).get("/samen/zwolle/voortgang/tabel.csv").streaming_content  # type: ignore[attr-defined]  # a streaming answer
    ).decode()
    assert lines.count("\r\n") == 4


def test_programme_manager_asks_everybody_with_one_form(
    sanne: Account, bas: Account, zwolle: Partnership, afspraak: Afspraak
) -> None:
    client = logged_in(sanne)
    page = client.get("/samen/zwolle/voortgang/").content.decode()
    assert "Er is nog niets gevraagd" in page
    wanted = {"year": "2026", "half": "2", "due_on": "2026-11-20"}
    late = client.post("/samen/zwolle/voortgang/vraag/", {**wanted, "due_on": "2026-11-01"})
    assert late.status_code == 422
    assert "al voorbij" in late.content.decode()
    assert client.post("/samen/zwolle/voortgang/vraag/", wanted).status_code == 302
    assert ProgressReport.objects.get().afspraak == afspraak


def test_missed_question_can_still_be_answered(
    bas: Account, zwolle: Partnership, afspraak: Afspraak, corporation: Organisation
) -> None:
    missed = say(
        make_period(zwolle), afspraak, corporation, Says(light="", text="", state="uitgebleven")
    )
    page = logged_in(bas).get(address(missed)).content.decode()
    assert "Niets gehoord van De Stadspoort" in page
    assert "Zwijgen is geen instemming" in page
    answer = logged_in(bas).post(address(missed) + "verbeter/")
    made = ProgressReport.objects.get(corrects=missed)
    assert answer["Location"] == address(made)
