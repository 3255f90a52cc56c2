"""A published study and one that waits. Figures are public, of no partnership in particular."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.cast import request_and_publish, small_result
from wwz.areas.models import Area, Level
from wwz.opgave.live.models import LiveQuestion
from wwz.opgave.models import Fact, FactObjection, RivalForecast, Study
from wwz.opgave.own.models import Intake, IntakeLine, OwnRow
from wwz.opgave.scenarios.models import Scenario
from wwz.partners.models import Organisation, Partnership, Person

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def rival_arguments(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    """A forecast by somebody else that the partners see."""
    forecast = RivalForecast.objects.create(
        partnership=partnership,
        organisation=organisation,
        name=secret(),
        series="zwolle-buurten",
        launch=2018,
        file_name=f"{secret()}.csv",
        sha256="0" * 64,
        rows=[["BU01933110", "75-84", 2021, 440.0]],
        uploaded_at=AT,
        kept_at=AT,
    )
    this = {"pk": forecast.pk}
    template = {"key": "zwolle-buurten", "launch": 2018, "kind": "csv"}
    return {
        "rivals:forecast": this,
        "rivals:keep": this,
        "rivals:remove": this,
        "rivals:table": this | {"kind": "csv"},
        "rivals:template": {"slug": partnership.slug} | template,
    }


def own_arguments(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    """A row of homes, and a file with a wrong line and one that was taken in."""
    area = Area.objects.filter(code="BU01933110").order_by("-year").first()
    row = OwnRow.objects.create(
        partnership=partnership,
        organisation=organisation,
        kind="woningen",
        number=secret(),
        area=area,
        cells={"complex": secret(), "homes": "12", "status": "bestaand"},
        search_text="",
        changed_at=AT,
    )
    intake = Intake.objects.create(
        partnership=partnership,
        organisation=organisation,
        kind="woningen",
        file_name=f"{secret()}.csv",
        sha256="0" * 64,
        brought_at=AT,
        headings=["kenmerk", "complex", "gebied", "woningen"],
        mapping={"id": 0, "complex": 1, "area": 2, "homes": 3},
        checked_at=AT,
    )
    wrong = IntakeLine.objects.create(
        intake=intake, line=2, given=["W1", secret(), "BU01933110", "veel"],
        problems=[["homes", "Woningen: ‘veel’ is geen heel getal."]], difference="fout",
    )  # fmt: skip
    IntakeLine.objects.create(
        intake=intake, line=3, given=["W2", secret(), "BU01933110", "10"], difference="nieuw",
        cells={"id": "W2", "complex": secret(), "homes": "10", "area": "BU01933110"},
    )  # fmt: skip
    kind = {"slug": partnership.slug, "kind": "woningen"}
    this, file = {"pk": row.pk}, {"pk": intake.pk}
    return {
        "own:groups": {"slug": partnership.slug},
        "own:groups-file": {"slug": partnership.slug, "kind": "csv"},
        "own:group": {"slug": partnership.slug, "kind": "dakloos"},
        "own:rows": kind,
        "own:export": kind | {"form": "csv"},
        "own:add": kind,
        "own:bring": kind,
        "own:recalculate": kind,
        "own:row": this,
        "own:change": this,
        "own:take_out": this,
        "own:intake": file,
        "own:columns": file,
        "own:faults": file | {"form": "csv"},
        "own:take_in": file,
        "own:mend": file | {"line": wrong.pk},
        "own:undo": file,
        "own:discard": file,
    }


def scenario_arguments(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    """A scenario that the partners see, and a question of one person."""
    area = Area.objects.filter(code="GM0193").order_by("-year").first()
    scenario = Scenario.objects.create(
        partnership=partnership,
        gemeente=area,
        name=secret(),
        reason=secret(),
        changes=[{"soort": "gezond_ouder_worden", "jaren_per_decennium": 1.0}],
        organisation=organisation,
        made_at=AT,
        state="gedeeld",
    )
    question = LiveQuestion.objects.create(
        partnership=partnership,
        kind="scenario",
        question={"gemeente": "GM0193", "area": "", "changes": []},
        asked_by=Person.objects.create(name=secret()),
        asked_at=AT,
    )
    this = {"pk": scenario.pk}
    return {
        "scenarios:outcome": {"pk": question.pk},
        "scenarios:compare_file": {"slug": partnership.slug, "kind": "csv"},
        "scenarios:scenario": this,
        "scenarios:share": this,
        "scenarios:withdraw": this,
        "scenarios:work_out": this,
    }


def reach_arguments(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    """Questions of one person about a facility, and about the best places."""
    asker = Person.objects.create(name=secret())
    place = {"gemeente": "GM0193", "profile": "algemeen", "kind": "huisarts"}
    asked = {"bereik": place | {"action": "", "id": ""}, "bereik_plekken": place | {"count": 1}}
    made = {
        kind: LiveQuestion.objects.create(
            partnership=partnership, kind=kind, question=question, asked_by=asker, asked_at=AT
        )
        for kind, question in asked.items()
    }
    return {
        "reach:outcome": {"pk": made["bereik"].pk},
        "reach:table": {"pk": made["bereik"].pk, "name": "gebieden", "form": "csv"},
        "reach:places": {"pk": made["bereik_plekken"].pk},
        "reach:places-table": {"pk": made["bereik_plekken"].pk, "name": "soort", "form": "csv"},
    }


def brought_arguments(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    """All that a partnership brings beside the figures."""
    found: dict[str, dict[str, object]] = {}
    for make_some in (rival_arguments, own_arguments, scenario_arguments, reach_arguments):
        found |= make_some(partnership, organisation, secret)
    return found


def changed_fact(study: Study) -> Fact:
    """A figure with another number than in the study before: its page says why."""
    later = Study.objects.filter(facts__isnull=False).exclude(pk=study.pk).first()
    if later is None:
        later = request_and_publish(
            study.gemeente, small_result(factor=1.1), now=study.requested_at + timedelta(days=1)
        )
    return Fact.objects.get(
        study=later, indicator__key="inwoners_75plus", area__code="GM0193", year=2040
    )


def theme_arguments(
    gemeente: dict[str, object], area: dict[str, object]
) -> dict[str, dict[str, object]]:
    """Pages about a gemeente and the same about one of its wijken."""
    names = ("opgave:in-sentences", "opgave:housing", "opgave:support", "opgave:reach")
    whole = ("opgave:groups", "opgave:similar")
    on_paper = ("opgave:paper", "opgave:paper-pdf")
    of_area = {f"{name}-area": area for name in names} | {"opgave:area": area}
    return dict.fromkeys((*names, *whole, *on_paper), gemeente) | of_area


def make(
    partnership: Partnership, organisation: Organisation, secret: Callable[[], str]
) -> dict[str, dict[str, object]]:
    study = Study.objects.filter(facts__isnull=False).first()
    if study is None:
        gemeente, _ = Area.objects.get_or_create(
            code="GM0193", year=2022, defaults={"level": Level.GEMEENTE, "name": "Zwolle"}
        )
        study = request_and_publish(gemeente, small_result())
    fact = Fact.objects.filter(study=study, missing="", hidden="").first()
    # The years of this one can be drawn; of any other fact perhaps not.
    drawn = Fact.objects.filter(study=study, indicator__key="inwoners_75plus", year=2040).first()
    changed = changed_fact(study)
    code, this, one = {"code": "GM0193"}, {"pk": study.pk}, {"pk": fact.pk}
    area = code | {"area_code": "WK019331"}
    # Of a buurt that the back-test measured: its page has every part.
    measured = code | {"area_code": "BU01933110"}
    picture = {"name": "kaart", "kind": "svg"}
    said = FactObjection.objects.create(
        fact=fact, text=f"Dit klopt niet {secret()}", sent_at=study.requested_at
    )
    objection = {"pk": said.pk}
    return {
        **brought_arguments(partnership, organisation, secret),
        **theme_arguments(code, area),
        "opgave:contest": {"pk": fact.pk},
        "opgave:objections-file": {"kind": "csv"},
        "opgave:objection": objection,
        "opgave:answer_objection": objection,
        "opgave:revise_objection": objection,
        "opgave:compare-table": {"kind": "csv"},
        "opgave:compare-picture": picture,
        "opgave:gemeente": code,
        "opgave:map-data": code,
        "opgave:picture": code | picture,
        "opgave:table": code | {"name": "wijken", "kind": "csv"},
        "opgave:groups": code,
        "opgave:group": code | {"key": "beperking_bewegen_65plus"},
        "opgave:homes": code | {"key": "vraag_nultreden"},
        "opgave:accuracy-gemeente": code,
        "opgave:accuracy-area": measured,
        "opgave:accuracy-picture": measured | {"kind": "svg"},
        "opgave:accuracy-table": measured | {"name": "groepen", "kind": "csv"},
        "opgave:accuracy-series": {"key": "zwolle-buurten", "kind": "csv"},
        "opgave:accuracy-targets": {"kind": "csv"},
        "opgave:embed-accuracy": measured,
        "opgave:a4": area,
        "opgave:a4-pdf": area,
        "opgave:fact": one,
        "opgave:fact-json": one,
        "opgave:fact-change": {"pk": changed.pk, "kind": "csv"},
        "opgave:fact-picture": {"pk": drawn.pk, "name": "ontwikkeling", "kind": "svg"},
        "opgave:embed-fact": one,
        "opgave:embed-picture": code | {"name": "kaart"},
        "opgave:study": this,
        "opgave:stop_study": this,
        "opgave:retry_study": this,
    }
