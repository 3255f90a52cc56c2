"""Every page that the site can answer with, in the browser: no fault, and no need of script.

Each address is opened by the first role that may see it (tests/walk makes what stands there), and
what only comes after a press is pressed for. A template of which no page was seen is a failure.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse

from tests.cast import NOW, PASSWORD
from tests.overwriting import drop_triggers
from tests.partnership import give_mandate
from tests.wwz.browser.play import add_passkey, log_in
from tests.wwz.browser.rounds import TEMPLATES, Round, folder_of, unseen
from tests.wwz.rights.walker import arguments, every_place, make_world
from wwz.audit.models import Snapshot
from wwz.audit.snapshots import freeze
from wwz.monitor.models import BoardPack
from wwz.opgave.paper.rendering import PdfNotPossibleError
from wwz.partners.models import Account, Membership, Visibility
from wwz.partners.roles import EVERY_ROLE, VISITOR, Role
from wwz.uitvoering.housing import intake
from wwz.uitvoering.models import HousingProgramme
from wwz.visie.models import Visie

pytestmark = pytest.mark.browser

SHARES = (
    ("opgave", "areas"), ("visie", "account", "mfa"), ("akkoord", "werkplaats", "rivals", "own"),
    ("uitvoering", "scenarios", "reach"), ("monitor", "comments", "notifications", "housing"),
    ("meetings", "partners", "pages", "weighing"),
)  # fmt: skip
# Templates that no browser is given.
NOT_A_PAGE = {
    "housing/paper.html": "for the PDF, which no browser draws",
    "opgave/embed.html": "what the two embedded pages extend",
    "opgave/paper/area.html": "for the PDF, which no browser draws",
    "opgave/paper/base.html": "for the PDF, which no browser draws",
    "opgave/paper/figure.html": "for the PDF, which no browser draws",
    "opgave/paper/gemeente.html": "for the PDF, which no browser draws",
}
LOG_IN = "/inloggen/"
SOUND = """<!doctype html><html lang="nl"><head><title>Proef</title>
<meta name="viewport" content="width=device-width"></head>
<body>{}<main id="inhoud" tabindex="-1"><h1>Proef</h1>{}</main></body></html>"""
SKIP_LINK = '<a href="#inhoud">Naar de inhoud</a>'
TOKEN = '<input type="hidden" name="csrfmiddlewaretoken" value="x">'
OF_CODES = (
    "mfa_index", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
)  # fmt: skip
UNFRAMED = ("opgave:embed-accuracy", "opgave:embed-fact", "opgave:embed-picture")


@pytest.fixture
def world(
    transactional_db, zwolle, municipality, nieuwegein, outsider, settings, monkeypatch
):  # fmt: skip
    """The objects of tests/walk, and somebody of every role, who has just logged in."""
    settings.WWZ_DEMO = True
    # Nobody waits three seconds in a test.
    monkeypatch.setattr("wwz.partners.public_forms.SHORTEST", timedelta(0))
    stranger = Membership.objects.get(person__account=outsider).organisation
    made = make_world(zwolle, municipality, nieuwegein, stranger, EVERY_ROLE)
    give_mandate(Account.objects.get(email="loper-bestuurder@demo.example"))
    for role, client in made.clients.items():
        if role != VISITOR:
            # What binds an organisation, or changes how one logs in, asks this every five minutes.
            client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return made


@pytest.fixture
def made_round(page, live_server, world):
    # By name: browsers know no passkeys for a bare number.
    return Round(page, str(live_server.url).replace("127.0.0.1", "localhost"), world)


@pytest.mark.parametrize("folders", SHARES, ids=lambda folders: folders[0])
def test_every_page_has_no_fault_and_needs_no_script(made_round, folders, monkeypatch):
    for place in every_place():
        if folder_of(place) in folders:
            visit(made_round, place)
    for folder in folders:
        AFTER_A_PRESS.get(folder, lambda *given: None)(made_round, monkeypatch)
    assert made_round.wrong() == {}
    assert unseen(folders, made_round.templates, known=NOT_A_PAGE) == []


def visit(made_round, place):
    who = made_round.who_may(place)
    if who is None:
        return
    role, answer = who
    if "attachment" in answer.headers.get("Content-Disposition", ""):
        made_round.templates.update(str(one.name) for one in answer.templates)
        made_round.read_file(place.name, answer.content.decode())
        return
    made_round.as_(role)
    given = arguments(place, made_round.world, own=True)
    path = reverse(place.name, kwargs=given)
    made_round.open(place.name, path, framed=place.name not in UNFRAMED)


def test_shares_hold_every_folder_and_every_address_once():
    folders = sorted(folder for share in SHARES for folder in share)
    there = {path.parent.name for path in TEMPLATES.glob("*/*.html")} - {"cotton"}
    assert set(folders) == there | {"mfa"}
    assert len(folders) == len(set(folders))
    assert {folder_of(place) for place in every_place()} <= set(folders)


# --- planted defects ---


def test_template_that_nobody_opened_is_found(tmp_path):
    (tmp_path / "visie").mkdir()
    for name in ("seen.html", "planted.html", "_part.html"):
        (tmp_path / "visie" / name).touch()
    found = unseen(("visie",), {"visie/seen.html"}, root=tmp_path)
    assert found == ["visie/planted.html"]


@pytest.mark.parametrize(
    ("defect", "says"),
    [
        ('<img src="data:,">', "image-alt"),
        ("<p>Onafbreekbaar<b style='display:block;width:500px'>breed</b></p>", "too wide"),
        ("<details><summary>Meer</summary><button></button></details>", "button-name"),
        ('<p class="narrow">Grijs</p><style>@media (max-width: 400px) '
         '{ .narrow { forced-color-adjust: none; color: #bbb } }</style>', "small: color-contrast"),
        ('<button type="button">Doe iets</button>', "does nothing without script"),
        ('<a href="/" onclick="x()">Weg</a>', "has onclick"),
        ('<p hx-post="/">Weg</p>', "has hx-post"),
        (f'<form method="post" action="/over/">{TOKEN}</form>', "no button that sends it"),
        (f'<form method="post" action="/over/">{TOKEN}<button disabled>Ja</button></form>',
         "no button that sends it"),
        ('<form method="post" action="/over/"><button>Ja</button></form>', "no token"),
        (f'<form method="post" action="/nergens/">{TOKEN}<button>Ja</button></form>',
         "leads to no address"),
    ],
)  # fmt: skip
def test_planted_defect_is_found(page, defect, says):
    seen = opened_by(page, SOUND.format(SKIP_LINK, defect))
    assert any(says in said for said in seen), seen


def test_page_without_a_defect_has_none_and_one_without_its_first_link_has(page):
    right = f'<form method="post" id="f">{TOKEN}</form><button form="f">Ja</button>'
    assert opened_by(page, SOUND.format(SKIP_LINK, right)) == []
    without = opened_by(page, SOUND.format("", '<a href="/">Elders</a>'))
    assert without == ["first Tab is on: Elders"]


def opened_by(page, html):
    """What a round says of this page."""
    page.route("**/over/", lambda route: route.fulfill(body=html, content_type="text/html"))
    made_round = Round(page, "http://site.example")
    made_round.open("planted", "/over/")
    return made_round.found["planted"]


# --- pages that only come after a press, or when something is not there ---


def of_pages(made_round, monkeypatch):
    """The pages that say that something went wrong."""
    made_round.as_(VISITOR)
    made_round.open("404", "/bestaat/niet/", status=404)
    made_round.open("400", "/?q=%00", status=400)
    made_round.open("no invitation", made_round.address("partners:accept", token="x"), status=404)
    made_round.open("log in", LOG_IN)
    made_round.send("403 csrf", LOG_IN, status=403, token=False)
    for _ in range(25):
        made_round.world.clients[VISITOR].post("/wachtwoord-vergeten/", {"email": "a@b.example"})
    made_round.open("forgotten", "/wachtwoord-vergeten/")
    made_round.send("429", "/wachtwoord-vergeten/", status=429, email="a@b.example")
    made_round.as_(Role.BEWONER)
    made_round.open("403", made_round.address("partners:platform"), status=403)
    monkeypatch.setattr("wwz.guards.NUL", None)
    made_round.open("500", "/", status=500)


def of_opgave(made_round, monkeypatch):
    made_round.as_(VISITOR)
    made_round.open("found", "/zoek/gebieden/?q=zwolle")
    made_round.open("no study yet", "/opgave/GM0000/", status=404)

    def cannot(*given):
        raise PdfNotPossibleError

    monkeypatch.setattr("wwz.opgave.views.pictures.pdf_of", cannot)
    paper = made_round.address("opgave:picture", kind="pdf")
    made_round.open("no pdf", paper, status=503)


def of_visie(made_round, monkeypatch):
    """Who saved second, and a theme without a name."""
    writing = made_round.address("visie:edit")
    made_round.as_(Role.PROGRAMMAMANAGER)
    made_round.open("edit", writing)
    stale = made_round.page.locator("main [name=edit]").first.input_value()
    made_round.send("saved", writing, status=200, framed=False, edit=stale, text="De eerste tekst.")
    made_round.send("conflict", writing, status=409, edit=stale, text="De tweede tekst.")
    made_round.send("theme", made_round.address("visie:add_theme"), status=422, name="")


def of_notifications(made_round, monkeypatch):
    """Following by mail: the form, and the page that says to look in the mail."""
    visie = made_round.world.own_arguments["visie:visie"]["pk"]
    Visie.objects.filter(pk=visie).update(visibility=Visibility.OPENBAAR)
    path = f"{reverse('notifications:by_mail')}?kind=visie.Visie&wat={visie}"
    made_round.as_(Role.PROGRAMMAMANAGER)
    made_round.open("by mail", path)
    begun = made_round.page.locator("[name=begonnen]").first.input_value()
    made_round.send("asked", path, status=200, email="ik@voorbeeld.example", begonnen=begun)


def of_monitor(made_round, monkeypatch):
    """A pack that still lives, made of the sheets themselves."""
    pack = BoardPack.objects.get(pk=made_round.world.own_arguments["monitor:pack"]["pk"])
    living = BoardPack.objects.create(
        partnership=pack.partnership, period=pack.period, meeting=pack.meeting
    )
    made_round.as_(Role.PROGRAMMAMANAGER)
    made_round.open("living pack", made_round.address("monitor:pack", pk=living.pk))


def of_housing(made_round, monkeypatch):
    """What a file would change: one line that somebody changed meanwhile, and one that is wrong."""
    one = HousingProgramme.objects.get(pk=made_round.world.own_arguments["housing:rows"]["pk"])
    number = one.lines.get().number
    brought = [(2, {"number": str(number), "homes": "30"}), (3, {"group": "kabouters"})]
    packed = intake.packed(one, brought)
    one.lines.update(revision=9)
    made_round.as_(Role.PROGRAMMAMANAGER)
    made_round.open("lines", made_round.address("housing:rows"))
    made_round.send("preview", made_round.address("housing:take_in"), status=422, bestand=packed)
    # Adopted, with a copy of which somebody changed a byte.
    kept = freeze(one, {"number": one.number}, now=NOW)
    drop_triggers("audit_snapshot")
    Snapshot.objects.filter(pk=kept.pk).update(content="{}")
    HousingProgramme.objects.filter(pk=one.pk).update(state="vastgesteld", snapshot=kept)
    made_round.open("broken", made_round.address("housing:programme"), status=409)


def of_mfa(made_round, monkeypatch):
    """The pages of who has codes and a passkey."""
    account = Account.objects.get(email="loper-moderator@demo.example")
    made_round.as_(Role.MODERATOR)
    add_passkey(made_round.page, made_round.site)
    TOTP.activate(account, generate_totp_secret())
    RecoveryCodes.activate(account)
    passkey = Authenticator.objects.get(user=account, type=Authenticator.Type.WEBAUTHN)
    for name in OF_CODES:
        made_round.open(f"{name} with codes", reverse(name))
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        made_round.open(f"{name} with codes", reverse(name, kwargs={"pk": passkey.pk}))
    made_round.as_(VISITOR)
    with made_round.watching():
        answer = log_in(made_round.page, made_round.site, "loper-moderator")
    made_round.judge("code", answer, "/inloggen/code/")


AFTER_A_PRESS = {
    "housing": of_housing,
    "mfa": of_mfa,
    "monitor": of_monitor,
    "notifications": of_notifications,
    "opgave": of_opgave,
    "pages": of_pages,
    "visie": of_visie,
}
