"""Every forecast method by its name."""

from __future__ import annotations

from wwz_engine.population.methods import totals
from wwz_engine.population.methods.cohort_annual import CohortAnnual
from wwz_engine.population.methods.components import CohortComponent
from wwz_engine.population.methods.ensemble import Ensemble
from wwz_engine.population.methods.hamilton_perry import HAMILTON_PERRY
from wwz_engine.population.methods.panel import Method
from wwz_engine.population.methods.survival_only import SurvivalOnly

_SIMPLE: dict[str, Method] = {method.name: method for method in totals.SIMPLE}
_BY_AGE: tuple[Method, ...] = (
    SurvivalOnly(),
    *HAMILTON_PERRY,
    CohortComponent(),
    CohortAnnual(),
)
_TOGETHER = Ensemble((CohortAnnual(), _SIMPLE["csp-vsg"]))

METHODS: dict[str, Method] = _SIMPLE | {method.name: method for method in (*_BY_AGE, _TOGETHER)}
DEFAULT = "cohort-annual"
