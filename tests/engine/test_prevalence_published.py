"""What was published of the model of shares: measured again, on its page, by its command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.engine.prevalence_land import GEMEENTEN, SOURCE, TwoYears, land, whole
from tests.engine.studies import situation
from wwz_engine.backtest import prevalence_report
from wwz_engine.backtest.prevalence import (
    ALL,
    WIJKEN,
    Outcome,
    score_wijken,
)
from wwz_engine.backtest.prevalence_survey import QUESTIONS, Agreement
from wwz_engine.cli import main
from wwz_engine.groups import prevalence_kept
from wwz_engine.groups.covariates import SETS
from wwz_engine.groups.prevalence import (
    modelled_shares,
)
from wwz_engine.groups.prevalence_fit import (
    learned,
    leave_one_out,
)
from wwz_engine.groups.prevalence_kept import from_text
from wwz_engine.groups.prevalence_sample import (
    trait_keys,
    wijken,
)
from wwz_engine.sources.registry import default_catalogue

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods" / "prevalence.md"


def published() -> tuple[prevalence_report.Score, ...]:
    return prevalence_report.scores_from(prevalence_report.FILE.read_text(encoding="utf-8"))


def missing_on_page(scores: tuple[prevalence_report.Score, ...], page: str) -> list[str]:
    """Rows of the scores that the page does not have."""
    tables = {(one.where, one.covariates, one.against) for one in scores}
    rows = [row for table in tables for row in prevalence_report.table(scores, *table)]
    return [row for row in rows if row not in page]


def test_page_has_every_score_and_an_altered_one_is_noticed() -> None:
    page = PAGE.read_text(encoding="utf-8")

    assert missing_on_page(published(), page) == []
    first, *rest = published()
    assert missing_on_page((replace(first, wape=first.wape + 0.2), *rest), page)


def test_page_has_what_the_survey_says_and_an_altered_number_is_noticed() -> None:
    page = PAGE.read_text(encoding="utf-8")
    content = json.loads(prevalence_report.FILE.read_text(encoding="utf-8"))
    said = tuple(Agreement(**one) for one in content["survey"])

    def lines(agreements: tuple[Agreement, ...]) -> list[str]:
        return list(prevalence_report.survey_table(replace(small_outcome(), survey=agreements)))

    assert len(said) == len(QUESTIONS)
    assert all(line in page for line in lines(said))
    assert not all(line in page for line in lines((replace(said[0], rivm=0.99), *said[1:])))


def test_published_prediction_is_a_quarter_better_over_a_hundred_gemeenten() -> None:
    content = json.loads(prevalence_report.FILE.read_text(encoding="utf-8"))
    for key in SETS:
        one = prevalence_report.pooled(published(), WIJKEN, key, "gemeente")
        assert one.gain >= prevalence_report.GOAL
        assert one.low >= prevalence_report.GOAL
        assert content["better"][key][0] >= prevalence_report.FEWEST


def test_measured_again_it_is_what_was_published() -> None:
    """On the real tables; where they are not, the made-up country is measured twice."""
    if not situation().real:
        assert whole(land()) == whole(land())
        return
    found = wijken(default_catalogue(), SETS["kerncijfers"])
    again = score_wijken("kerncijfers", found.sample, leave_one_out(found.sample))
    kept = {(one.trait, one.age): one for one in published() if one.covariates == "kerncijfers"}

    assert len(again) == len(kept)
    for one in again:
        before = kept[one.trait, one.age]
        assert one.areas == before.areas
        assert one.wape == pytest.approx(before.wape, abs=0.01)
        assert one.plain == pytest.approx(before.plain, abs=0.001)
        assert one.gain == pytest.approx(before.gain, abs=0.002)
    models = prevalence_kept.kept_models().models
    fresh, own = (
        modelled_shares(
            model, found.sample.values, found.sample.people, found.sample.gemeente,
            found.sample.means,
        )
        for model in (learned(found.sample), models["kerncijfers"])
    )  # fmt: skip
    assert np.nanmax(np.abs(fresh - own)) < 1e-3


def test_models_that_come_with_the_engine_know_every_trait() -> None:
    kept = prevalence_kept.kept_models()

    assert set(kept.models) == set(SETS)
    for key, model in kept.models.items():
        assert model.covariates == SETS[key]
        assert model.traits == tuple(one for one, _, _, _ in trait_keys())
    assert kept.source.modelled
    assert kept.source.table == prevalence_kept.BY_MODEL


def small_outcome() -> Outcome:
    sample = land()
    unseen = leave_one_out(sample)
    kept = wijken(TwoYears(), SETS["wijk"]).kept
    return Outcome(
        (SOURCE, SOURCE),
        {WIJKEN: kept},
        {"proef": unseen.choices},
        {"proef": (GEMEENTEN, GEMEENTEN)},
        tuple(score_wijken("proef", sample, unseen)),
        {"proef": learned(sample)},
    )


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(
        "wwz_engine.backtest.prevalence.measure", lambda tables, progress: small_outcome()
    )
    monkeypatch.setattr(prevalence_report, "FILE", tmp_path / "scores.json")
    monkeypatch.setattr(prevalence_kept, "FILE", tmp_path / "model.json")
    return tmp_path / "page.md"


def test_command_tells_the_whole_in_one_line(
    measured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prevalence"]) == 0

    shown = capsys.readouterr().out
    assert "wijken in 40 gemeenten, kenmerken ‘proef’" in shown
    assert "% minder" in shown
    assert main(["prevalence", "--format", "json"]) == 0
    assert prevalence_report.scores_from(capsys.readouterr().out)[0].trait == ALL


def test_command_writes_the_tables_in_their_place(measured: Path) -> None:
    marks = f"{prevalence_report.START}\nold\n{prevalence_report.END}"
    measured.write_text(f"before\n{marks}\nafter\n", encoding="utf-8")

    assert main(["prevalence", "--write", str(measured)]) == 0

    page = measured.read_text(encoding="utf-8")
    assert page.startswith("before\n")
    assert page.endswith("after\n")
    assert "old" not in page
    # Forty gemeenten are fewer than asked, so however good it is the goal is missed.
    assert "Missed." in page
    assert "Met." not in page
    assert from_text(prevalence_kept.FILE.read_text(encoding="utf-8"))["proef"].traits
    assert prevalence_report.scores_from(prevalence_report.FILE.read_text(encoding="utf-8"))


def test_command_refuses_a_page_without_a_place_for_the_tables(
    measured: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    measured.write_text("nothing here\n", encoding="utf-8")

    assert main(["prevalence", "--write", str(measured)]) == 2
    assert "staat niet waar de tabel hoort" in capsys.readouterr().err
    assert main(["prevalence", "--write", str(measured.with_name("none.md"))]) == 2
    assert "kan niet worden gelezen" in capsys.readouterr().err
