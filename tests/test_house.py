"""The house keeps its own rules; and each rule finds the defect that it is there for."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.house import budgets, documents, layers, names, rights, states, text

ROOT = Path(__file__).resolve().parent.parent
Rule = Callable[[Path], list[str]]

RULES: tuple[Rule, ...] = (
    budgets.long_files,
    budgets.long_functions,
    budgets.names_of_nothing,
    documents.broken_links,
    documents.dependencies,
    documents.licence,
    documents.make_targets,
    documents.pages_not_written,
    documents.publiccode,
    documents.undocumented_parameters,
    documents.undocumented_settings,
    layers.blind_answers,
    layers.django_signals,
    layers.figures_past_disclose,
    layers.views_that_query,
    names.dutch_identifiers,
    names.models_outside_glossary,
    names.stored_values_outside_glossary,
    rights.rights_out_of_date,
    states.states_out_of_date,
    text.changelog_names,
    text.inline_in_templates,
    text.locks,
    text.machine_paths_and_hosts,
    text.migration_names,
    text.silenced_without_reason,
    text.tests_not_run,
    text.unescaped_in_code,
    text.unfinished,
    text.vendored_hashes,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_house_keeps_rule(rule: Rule) -> None:
    found = rule(ROOT)
    assert not found, "\n".join(found)


# Rule, file of the planted defect, its text, and what the rule must say about it.
# A text that begins with "+" is added to what the file holds in this checkout.
PLANTED: tuple[tuple[Rule, str, str, str], ...] = (
    (budgets.long_files, "src/wwz/long.py", "x = 1\n" * 401, "401 lines"),
    (budgets.long_functions, "src/wwz/f.py", "def f():\n" + "    x()\n" * 60, "61 lines"),
    (budgets.long_functions, "src/wwz/f.py", "def f():\n" + "    x()\n" * 45, "more than 5%"),
    (budgets.names_of_nothing, "src/wwz/utils.py", "", "named after nothing"),
    (budgets.names_of_nothing, "src/wwz/helpers/dates.py", "", "named after nothing"),
    (documents.broken_links, "docs/page.md", "see [it](gone.md)", "gone.md does not exist"),
    (documents.licence, "LICENSE", "MIT", "lacks"),
    (documents.make_targets, "Makefile", "+\nplanted: ## new\n", "make planted"),
    (documents.pages_not_written, "src/wwz_engine/a.py", '"""docs/methods/x.md"""', "x.md is not"),
    (documents.pages_not_written, "src/wwz_engine/a.py", 'd(method="gone")', "gone.md is not"),
    (documents.publiccode, "publiccode.yml", "name: x\n", "lacks softwareVersion"),
    (
        documents.undocumented_parameters,
        "src/wwz_engine/parameters/planted.yaml",
        "label: Zonder bron\nunit: aandeel\nvalues:\n  - from: 2020-01-01\n    value: 0.5\n",
        "planted.yaml: Parameter ‘planted’ kan niet worden gelezen",
    ),
    (
        documents.undocumented_settings,
        "src/wwz/settings.py",
        "+\nPLANTED = env.bool('WWZ_PLANTED', default=False)\n",
        "setting WWZ_PLANTED is not in",
    ),
    (
        documents.undocumented_settings,
        "docs/howto/settings.md",
        "+\n| `WWZ_GONE` | nothing |\n",
        "no code reads WWZ_GONE",
    ),
    (layers.blind_answers, "src/wwz/a.py", "try:\n    f()\nexcept E:\n    pass\n", "swallowed"),
    (layers.django_signals, "src/wwz/a.py", "from django.dispatch import receiver\n", "signals"),
    (layers.figures_past_disclose, "src/wwz/x/views.py", "a = fact.value\n", "past disclose"),
    (layers.figures_past_disclose, "src/wwz/x/b.py", "a = facts[0].low\n", "past disclose"),
    (layers.figures_past_disclose, "src/wwz/templates/a.html", "{{ fact.value }}", "past disclose"),
    (layers.views_that_query, "src/wwz/x/views.py", "a = Fact.objects.all()\n", "does not query"),
    (names.dutch_identifiers, "src/wwz/a.py", "def inwoners_per_wijk(): ...\n", "inwoners"),
    (names.dutch_identifiers, "src/wwz/a.py", "aantalWoningen = 1\n", "woningen"),
    (names.dutch_identifiers, "src/wwz/a.py", "mogelijkheid = 1\n", "mogelijkheid"),
    (names.dutch_identifiers, "src/wwz/bronnen.py", "", "bronnen"),
    (
        names.models_outside_glossary,
        "src/wwz/x/models.py",
        "class Planted(models.Model): ...\n",
        "Planted: not in docs/glossary.md",
    ),
    (
        names.stored_values_outside_glossary,
        "src/wwz/x/models.py",
        "class State(models.TextChoices):\n    NEW = 'gepland_en_geplant', 'nieuw'\n",
        "gepland_en_geplant",
    ),
    (states.states_out_of_date, "docs/states.md", "+| planted |\n", "out of date"),
    (rights.rights_out_of_date, "docs/rights.md", "+| PLANTED | x |\n", "out of date"),
    (text.changelog_names, "changelog.d/planted.md", "text", "name it"),
    (text.changelog_names, "changelog.d/2-empty.md", "", "empty"),
    (text.inline_in_templates, "src/wwz/templates/a.html", '<p style="color:red">', "inline style"),
    (text.inline_in_templates, "src/wwz/templates/a.html", "<style>p{}</style>", "inline style"),
    (text.inline_in_templates, "src/wwz/templates/a.html", "<script>x()</script>", "inline script"),
    (text.inline_in_templates, "src/wwz/templates/a.html", '<a onclick="x()">', "inline handler"),
    (text.inline_in_templates, "src/wwz/templates/a.html", "{{ x|safe }}", "unescaped"),
    (text.inline_in_templates, "src/wwz/templates/a.html", '<img src="https://x/y">', "origin"),
    (text.locks, "requirements.lock", "+\n--index-url https://example.org\n", "names a host"),
    (text.locks, "requirements.lock", "+\nplanted==1.0\n    # via x\n", "no hash for planted"),
    (text.locks, "requirements-engine.lock", "+\ndjango==5.2.19 \\\n --hash=sha256:0\n", "site's"),
    (text.machine_paths_and_hosts, "docs/a.md", "in /ro" + "ot/x/y", "a machine's path"),
    (text.machine_paths_and_hosts, "docs/a.md", "https://py" + "pi.org/x", "a registry's host"),
    (text.migration_names, "src/wwz/x/migrations/0002_auto_x.py", "", "by its intent"),
    (text.silenced_without_reason, "src/wwz/a.py", "import x  # no" + "qa: F401\n", "reason"),
    (text.tests_not_run, "tests/wwz/test_a.py", "@pytest.mark.sk" + "ip\n", "does not run"),
    (text.unescaped_in_code, "src/wwz/a.py", "x = mark_" + "safe(y)\n", "not escaped"),
    (text.vendored_hashes, "src/wwz/static/wwz/vendor/a.js", "x()", "a.js: not in SHA256SUMS"),
    (
        text.vendored_hashes,
        "src/wwz/static/wwz/vendor/SHA256SUMS",
        "0" * 64 + "  gone.css\n",
        "gone.css: differs",
    ),
    (text.unfinished, "src/wwz/a.py", "# TO" + "DO later\n", "unfinished"),
)  # fmt: skip

# What the rules read besides the planted file.
FRAME = (
    "CONTRIBUTING.md", "LICENSE", "Makefile", "publiccode.yml", "pyproject.toml",
    "requirements.lock", "requirements-dev.lock", "requirements-engine.lock",
    "docs/glossary.md", "docs/howto/settings.md", "docs/methods/parameters.md", "docs/rights.md",
    "docs/states.md",
    "src/wwz/settings.py",
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "name", "content", "says"),
    PLANTED,
    ids=[f"{rule.__name__}-{number}" for number, (rule, *_) in enumerate(PLANTED)],
)
def test_rule_finds_planted_defect(
    tmp_path: Path, rule: Rule, name: str, content: str, says: str
) -> None:
    build_frame(tmp_path)
    before = rule(tmp_path)
    assert not any(says in problem for problem in before)

    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if content.startswith("+"):
        content = path.read_text(encoding="utf-8") + content[1:]
    path.write_text(content, encoding="utf-8")

    assert any(says in problem for problem in rule(tmp_path))


def build_frame(folder: Path) -> None:
    """The least of this checkout that every rule can read."""
    for name in FRAME:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    for name in ("changelog.d", "tests", "src/wwz_engine/parameters"):
        (folder / name).mkdir(parents=True, exist_ok=True)


def test_every_rule_has_a_planted_defect() -> None:
    planted = {rule for rule, *_ in PLANTED}
    without = {rule.__name__ for rule in RULES} - {rule.__name__ for rule in planted}
    # Its planted defect needs a whole list of packages: see the test below.
    assert without == {"dependencies"}


def test_forty_first_dependency_is_found(tmp_path: Path) -> None:
    listed = ", ".join(f'"package-{number}"' for number in range(41))
    project = f"[project]\ndependencies = [{listed}]\n[project.optional-dependencies]\n"
    (tmp_path / "pyproject.toml").write_text(project + "web = []\npostgres = []\n")
    assert documents.dependencies(tmp_path)
