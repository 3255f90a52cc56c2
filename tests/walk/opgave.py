"""A published study and one that waits. Figures are public, of no partnership in particular."""

from __future__ import annotations

from collections.abc import Callable

from tests.cast import request_and_publish, small_result
from wwz.areas.models import Area, Level
from wwz.opgave.models import Fact, FactObjection, Study
from wwz.partners.models import Organisation, Partnership


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
    code, this, one = {"code": "GM0193"}, {"pk": study.pk}, {"pk": fact.pk}
    area = code | {"area_code": "WK019331"}
    picture = {"name": "kaart", "kind": "svg"}
    said = FactObjection.objects.create(
        fact=fact, text=f"Dit klopt niet {secret()}", sent_at=study.requested_at
    )
    objection = {"pk": said.pk}
    return {
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
        "opgave:paper": code,
        "opgave:paper-pdf": code,
        "opgave:table": code | {"name": "wijken", "kind": "csv"},
        "opgave:group": code | {"key": "beperking_bewegen_65plus"},
        "opgave:homes": code | {"key": "vraag_nultreden"},
        "opgave:area": area,
        "opgave:a4": area,
        "opgave:a4-pdf": area,
        "opgave:fact": one,
        "opgave:fact-json": one,
        "opgave:fact-picture": {"pk": drawn.pk, "name": "ontwikkeling", "kind": "svg"},
        "opgave:embed-fact": one,
        "opgave:embed-picture": code | {"name": "kaart"},
        "opgave:study": this,
        "opgave:stop_study": this,
        "opgave:retry_study": this,
    }
