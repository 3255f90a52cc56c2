"""Each tool of the lint stage finds the defect that it is there for, in a copy of this checkout."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import stages
from tests.house import tools

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and their configuration, without tests and documents."""
    folder = tmp_path_factory.mktemp("checkout")
    unneeded = shutil.ignore_patterns("__pycache__", "static", "*.nbi", "*.nbc")
    shutil.copytree(ROOT / "src", folder / "src", ignore=unneeded)
    (folder / "src" / "wwz" / "static").mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture
def plant(checkout: Path) -> Iterator[Path]:
    """The checkout, as it was before once the test is over."""
    before = {path: path.read_bytes() for path in checkout.rglob("*.py")}
    yield checkout
    for path in set(checkout.rglob("*.py")) - set(before):
        path.unlink()
    for path, content in before.items():
        path.write_bytes(content)


def add(root: Path, name: str, line: str) -> None:
    path = root / "src" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(text + line + "\n", encoding="utf-8")


def test_copy_is_as_clean_as_this_checkout(checkout: Path) -> None:
    assert tools.problems(checkout, tools.IMPORTS) == []
    assert tools.problems(checkout, tools.MIGRATIONS) == []
    assert tools.problems(checkout, tools.DEPLOYMENT) == []
    assert tools.problems(checkout, tools.STYLE) == []


@pytest.mark.parametrize(
    ("name", "line", "contract"),
    [
        ("wwz/areas/planted.py", "import wwz.opgave.models", "never ahead"),
        ("wwz/opgave/planted.py", "import wwz.pages.views", "never ahead"),
        ("wwz/planted/__init__.py", "", "never ahead"),
        ("wwz_engine/planted.py", "import django", "neither the site nor Django"),
        ("wwz_engine/planted.py", "import wwz.errors", "neither the site nor Django"),
        ("wwz/pages/planted.py", "import wwz_engine.study", "Only the jobs of opgave"),
        ("wwz/opgave/planted.py", "import wwz_engine", "Only the jobs of opgave"),
        ("wwz/opgave/services.py", "import wwz.opgave.views", "Inside an app"),
        ("wwz_engine/sources/planted.py", "import wwz_engine.study", "In the engine"),
        ("wwz_engine/planted.py", "", "In the engine"),
    ],
)
def test_planted_import_breaks_contract(plant: Path, name: str, line: str, contract: str) -> None:
    add(plant, name, line)
    said = tools.problems(plant, tools.IMPORTS)
    assert any(contract in line for line in said if "BROKEN" in line or "exist" in line), said


def test_model_without_migration_is_found(plant: Path) -> None:
    add(
        plant,
        "wwz/areas/models.py",
        "class Planted(models.Model):\n    class Meta:\n        app_label = 'areas'",
    )
    assert any("Planted" in line for line in tools.problems(plant, tools.MIGRATIONS))


def test_unsafe_deployment_is_found(checkout: Path) -> None:
    said = tools.problems(checkout, tools.DEPLOYMENT, WWZ_DEBUG="true")
    assert any("security.W018" in line for line in said), said


def test_tangled_function_is_found(plant: Path) -> None:
    branches = "".join(f"    if x == {number}:\n        return {number}\n" for number in range(9))
    add(plant, "wwz/planted.py", f"def tangled(x):\n{branches}    return x")
    assert any("C901" in line for line in tools.problems(plant, tools.STYLE))


def test_pages_do_not_load_the_analysis(checkout: Path) -> None:
    assert tools.problems(checkout, tools.LOADED) == []


def test_page_that_loads_numpy_is_found(plant: Path) -> None:
    add(plant, "wwz/urls.py", "import numpy")
    assert any("numpy" in line for line in tools.problems(plant, tools.LOADED))


def report(passed: int, skipped: int) -> str:
    counts = f'tests="{passed + skipped}" skipped="{skipped}" failures="0" errors="0"'
    return f"<testsuites><testsuite {counts}/></testsuites>"


def test_skipped_test_counts_as_failed(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text(report(passed=3, skipped=1))
    assert stages.counts(path) == (3, 1)


def test_missing_report_counts_as_failed(tmp_path: Path) -> None:
    assert stages.counts(tmp_path / "none.xml") == (0, 1)


def test_one_failed_command_fails_all_but_lets_the_others_run(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    commands = {
        "first": (stages.check("no", tools.PYTHON, "-c", "raise SystemExit(3)"),),
        "second": (stages.check("yes", tools.PYTHON, "-c", "print('second ran')"),),
    }
    monkeypatch.setattr(stages, "STAGES", commands)
    assert stages.main([]) == 1
    said = capfd.readouterr().out
    assert "second ran" in said
    assert said.endswith("1 passed, 1 failed\n")


def test_two_stages_run_side_by_side_and_are_read_one_after_the_other(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The first waits for what only the second does, which has then said its word already."""
    waits = (
        "import sys, time, pathlib; sign = pathlib.Path(sys.argv[1]); "
        "[time.sleep(0.01) for _ in range(3000) if not sign.exists()]; print('seen', sign.exists())"
    )
    makes = "import sys, pathlib; print('made'); pathlib.Path(sys.argv[1]).touch()"
    sign = str(tmp_path / "sign")
    commands = {
        "first": (stages.check("waits", tools.PYTHON, "-c", waits, sign),),
        "second": (stages.check("makes", tools.PYTHON, "-c", makes, sign),),
    }
    monkeypatch.setattr(stages, "STAGES", commands)
    assert stages.main([]) == 0
    said = " ".join(capfd.readouterr().out.split())
    assert said.startswith("== first: waits seen True == second: makes made stage")


def test_nothing_run_is_not_green(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stages, "STAGES", {"empty": ()})
    assert stages.main([]) == 1


def test_unknown_stage_is_refused() -> None:
    assert stages.main(["atlantis"]) == 2
