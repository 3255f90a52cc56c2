"""How well shares are predicted: as data, as a table on screen, and in the documentation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from wwz_engine.backtest.prevalence import ALL, WIJKEN, Outcome, Score
from wwz_engine.errors import EngineError
from wwz_engine.groups.prevalence_fit import BLOCKS
from wwz_engine.groups.prevalence_sample import Participation

FILE = Path(__file__).with_name("prevalence.json")
START = "<!-- written by `wwz prevalence --write` -->"
END = "<!-- up to here -->"
GOAL = 0.25
FEWEST = 100
"""What is asked: so much less error than the mean of the gemeente, over so many gemeenten."""
_DIGITS = 5
_HEAD = (
    "| trait | age | areas | WAPE of the mean | WAPE of the model | less error | 95% | "
    "points, mean | points, model |\n|---|---|---|---|---|---|---|---|---|"
)


class PrevalencePageError(EngineError):
    """A page without the place where the table belongs, or that cannot be written."""


def as_text(outcome: Outcome) -> str:
    """The JSON of an outcome: one score a line."""
    head: dict[str, Any] = {
        "sources": [
            {"publisher": one.publisher, "table": one.table, "as_of": one.as_of.isoformat(),
             "licence": one.licence, "sha256": one.sha256}
            for one in outcome.sources
        ],
        "kept": {where: asdict(kept) for where, kept in outcome.kept.items()},
        "choices": {key: [asdict(one) for one in found] for key, found in outcome.choices.items()},
        "better": outcome.better,
        "survey": [
            {name: _short(value) for name, value in asdict(one).items()} for one in outcome.survey
        ],
    }  # fmt: skip
    columns = [field.name for field in fields(Score)]
    rows = ",\n".join(
        json.dumps([_short(getattr(one, name)) for name in columns], ensure_ascii=False)
        for one in outcome.scores
    )
    text = json.dumps(head, ensure_ascii=False, indent=1)
    return f'{text[:-2]},\n "columns": {json.dumps(columns)},\n "scores": [\n{rows}\n]\n}}\n'


def scores_from(text: str) -> tuple[Score, ...]:
    """The scores of a file as written."""
    content = json.loads(text)
    return tuple(
        Score(**dict(zip(content["columns"], row, strict=True))) for row in content["scores"]
    )


def _short(value: object) -> object:
    return round(value, _DIGITS) if isinstance(value, float) else value


def pooled(scores: tuple[Score, ...], where: str, covariates: str, against: str) -> Score:
    """All traits and ages together."""
    wanted = (where, covariates, against, ALL, ALL)
    return next(
        one
        for one in scores
        if (one.where, one.covariates, one.against, one.trait, one.age) == wanted
    )


def page_part(outcome: Outcome) -> str:
    """What stands between the two marks on the page, as rounded in the file of scores."""
    rounded = replace(outcome, scores=scores_from(as_text(outcome)))
    return "\n".join([START, "", *_lines(rounded), "", END])


def put_in(page: str, part: str) -> str:
    """The page with the part in its place.

    Raises
    ------
    PrevalencePageError
    """
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise PrevalencePageError(
            f"Op deze pagina staat niet waar de tabel hoort. Zet er ‘{START}’ en ‘{END}’ op."
        )
    return before + part + after


def _lines(outcome: Outcome) -> Iterator[str]:
    yield from _sources(outcome)
    for key, (scored, better) in outcome.better.items():
        whole = pooled(outcome.scores, WIJKEN, key, "gemeente")
        forms = sorted({f"`{one.form}` {one.ridge:g}" for one in outcome.choices[key]})
        yield ""
        yield f"### Wijken, covariates `{key}`"
        yield ""
        yield (
            f"{_verdict(whole, scored)} In {better} of the {scored} gemeenten the model errs less "
            f"than the mean. Chosen in {BLOCKS} blocks: {', '.join(forms)}."
        )
        yield ""
        yield from table(outcome.scores, WIJKEN, key, "gemeente")
    for place in outcome.kept:
        if place == WIJKEN:
            continue
        for against in ("gemeente", "wijk"):
            yield ""
            yield f"### Buurten of {place.capitalize()}, against the share of the {against}"
            yield ""
            yield from table(outcome.scores, place, place, against)
    if outcome.survey:
        yield from [
            "",
            "### Against what people in Zwolle said in 2014",
            "",
            *survey_table(outcome),
        ]


def _verdict(whole: Score, gemeenten: int) -> str:
    met = whole.gain >= GOAL and whole.low > 0 and gemeenten >= FEWEST
    return (
        f"**{100 * whole.gain:.1f}% less error** ({100 * whole.low:.1f} to "
        f"{100 * whole.high:.1f}) than giving every wijk the share of its gemeente, over "
        f"{gemeenten} gemeenten; asked: {100 * GOAL:.0f}% over {FEWEST}. "
        f"{'Met.' if met else 'Missed.'}"
    )


def _sources(outcome: Outcome) -> Iterator[str]:
    for where, kept in outcome.kept.items():
        yield f"- {_kept(where, kept)}"
    for one in outcome.sources:
        yield f"- {one.publisher}, {one.table}, {one.as_of} (sha256 {one.sha256[:12]})."


def _kept(where: str, kept: Participation) -> str:
    adults, older = kept.no_share
    unknown = (
        f"{adults} have no share for 18+ and {older} none for 65+; "
        f"{kept.no_people} have no people by age."
    )
    if where == WIJKEN:
        return (
            f"{kept.areas:,} wijken in {kept.gemeenten} gemeenten take part. Not in both tables: "
            f"{kept.gone} gemeenten of the shares and {kept.came} of the key figures. Divided "
            f"otherwise in the two years: {kept.redivided} gemeenten with {kept.redivided_areas} "
            f"wijken. Of those that take part {unknown} {kept.single} gemeenten have fewer than "
            "two wijken with a share and cannot be scored."
        )
    return (
        f"{where.capitalize()}: {kept.areas} buurten with shares and covariates of one year, "
        f"{kept.redivided_areas} in only one of the two tables. {unknown[0].upper()}{unknown[1:]}"
    )


def table(scores: tuple[Score, ...], where: str, covariates: str, against: str) -> Iterator[str]:
    """The scores of one comparison, in the form of the page."""
    yield _HEAD
    for one in scores:
        if (one.where, one.covariates, one.against) != (where, covariates, against):
            continue
        name = "**all**" if one.trait == ALL else f"`{one.trait}`"
        age = {ALL: "all", "65plus": "65+", "18plus": "18+"}[one.age]
        yield (
            f"| {name} | {age} | {one.areas:,} | {one.plain:.2f} | {one.wape:.2f} | "
            f"{100 * one.gain:+.1f}% | {100 * one.low:+.0f} to {100 * one.high:+.0f} | "
            f"{one.plain_points:.1f} | {one.points:.1f} |"
        )


def survey_table(outcome: Outcome) -> Iterator[str]:
    """How shares go with answers, in the form of the page."""
    yield "| question | trait | wijken | correlation of RIVM | correlation of the model |"
    yield "|---|---|---|---|---|"
    for one in outcome.survey:
        numbers = f"{one.wijken} | {one.rivm:.2f} | {one.model:.2f}"
        yield f"| `{one.question}` | `{one.trait}` | {numbers} |"


def on_screen(outcome: Outcome) -> Iterator[str]:
    """The pooled lines in Dutch, for who runs the command."""
    for one in outcome.scores:
        if one.trait != ALL or one.age != ALL:
            continue
        scored = f" in {outcome.better[one.covariates][0]} gemeenten" if one.where == WIJKEN else ""
        numbers = (
            f"fout {one.wape:.1f}% in plaats van {one.plain:.1f}%, dat is {100 * one.gain:.1f}% "
            f"minder ({100 * one.low:.1f} tot {100 * one.high:.1f})"
        ).replace(".", ",")
        where = WIJKEN if one.where == WIJKEN else f"buurten van {one.where.capitalize()}"
        yield (
            f"{where}{scored}, kenmerken ‘{one.covariates}’, naast het aandeel van de "
            f"{one.against}: {numbers}"
        )
