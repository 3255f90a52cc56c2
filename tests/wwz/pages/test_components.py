"""The page of components: there for reviewers of the demo, with every part of the look on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as site
from django.test.signals import template_rendered

pytestmark = pytest.mark.django_db

COTTON = Path(site.TEMPLATES[0]["DIRS"][0]) / "cotton"


@pytest.fixture
def drawn():
    """Names of all templates that were rendered, also those inside others."""
    names = set()

    def note(sender, template, **more):
        names.add(template.origin.template_name or template.name)

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def not_shown(drawn):
    every = {f"cotton/{path.relative_to(COTTON).as_posix()}" for path in COTTON.rglob("*.html")}
    return sorted(every - drawn)


# What lays a page out; every other class of ours belongs to one component and stands only there.
LAYOUT = (
    "actions aside chart chart__sub chart__title flag flag--care form grid grid--three head hidden "
    "kicker legend list list__meta main map more multiples nowrap num picked plain quiet rule "
    "section__intro sharecell skip small soft source split split--even split--map svg swatches "
    "tablebox wrap"
)
CLASSES = re.compile(r'class="([^"]*)"')
CODE = re.compile(r"{%.*?%}|{{.*?}}")


def written_elsewhere(templates):
    """Classes of components in pages: their markup belongs in the component."""
    return sorted(
        f"{path.name}: {name}"
        for path in templates.rglob("*.html")
        if COTTON.name not in path.relative_to(templates).parts
        for classes in CLASSES.findall(path.read_text(encoding="utf-8"))
        for name in CODE.sub(" ", classes).split()
        if name.startswith("wwz-") and name.removeprefix("wwz-") not in LAYOUT.split()
    )


def test_markup_of_a_component_is_written_nowhere_else():
    assert written_elsewhere(COTTON.parent) == []


def test_markup_written_in_a_page_is_found(tmp_path):
    (tmp_path / "cotton").mkdir()
    lamp = '<span class="wwz-light wwz-light--{{ kind }}">Op koers</span>'
    (tmp_path / "page.html").write_text(lamp, encoding="utf-8")
    (tmp_path / "cotton" / "light.html").write_text(lamp, encoding="utf-8")
    assert written_elsewhere(tmp_path) == ["page.html: wwz-light", "page.html: wwz-light--"]


@pytest.fixture
def demo(settings):
    settings.WWZ_DEMO = True


def test_every_component_is_on_the_page(client, demo, drawn):
    assert client.get("/onderdelen/").status_code == 200
    assert not_shown(drawn) == []


@pytest.mark.parametrize("tag", ["c-plan.step", "c-icon.mail", "c-differ"])
def test_a_component_left_out_is_missed(client, demo, drawn, settings, tmp_path, tag):
    """Planted: the page without one of its components."""
    pages = COTTON.parent / "pages"
    (tmp_path / "pages").mkdir()
    for path in pages.glob("*components*.html"):
        words = path.read_text(encoding="utf-8").replace(f"<{tag}", "<i").replace(f"</{tag}", "</i")
        words = words.replace('icon="mail"', "").replace('icon="mail"', "")
        (tmp_path / "pages" / path.name).write_text(words, encoding="utf-8")
    settings.TEMPLATES = [site.TEMPLATES[0] | {"DIRS": [tmp_path, COTTON.parent]}]
    assert client.get("/onderdelen/").status_code == 200
    name = tag.removeprefix("c-").replace(".", "/").replace("-", "_")
    assert not_shown(drawn) == [f"cotton/{name}.html"]


def test_a_site_that_is_no_demo_does_not_have_the_page(client, settings):
    settings.WWZ_DEMO = False
    assert client.get("/onderdelen/").status_code == 404


def test_every_component_says_what_it_needs():
    """Icons speak for themselves; parts that others include say so too."""
    silent = [
        path.name
        for path in COTTON.rglob("*.html")
        if path.parent.name != "icon"
        and "{#" not in path.read_text(encoding="utf-8").split("\n")[0]
    ]
    assert silent == []


def test_every_component_is_in_the_overview():
    root = Path(__file__).parents[3]
    overview = (root / "docs" / "howto" / "components.md").read_text(encoding="utf-8")
    missing = []
    for path in COTTON.rglob("*.html"):
        name = path.relative_to(COTTON).as_posix().removesuffix(".html").removesuffix("/index")
        tag = name.replace("_", "-").replace("/", ".")
        told = tag.removeprefix("icon.") if tag.startswith("icon.") else f"<c-{tag}"
        if not path.name.startswith("_") and told not in overview:
            missing.append(tag)
    assert missing == []
