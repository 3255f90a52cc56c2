"""Every forecast method by its name."""

from __future__ import annotations

from wwz_engine.population.methods import totals
from wwz_engine.population.methods.panel import Method

METHODS: dict[str, Method] = {method.name: method for method in (*totals.SIMPLE,)}
DEFAULT = "constant"
