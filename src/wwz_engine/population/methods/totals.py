"""Simple methods, the baselines that every other method must beat: docs/methods/totals.md."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wwz_engine.axes import Floats
from wwz_engine.population.methods.panel import Known


@dataclass(frozen=True)
class Constant:
    """Nothing changes."""

    name: str = "constant"
    label: str = "niets verandert"
    ages: bool = False

    def forecast(self, known: Known, horizon: int) -> Floats:
        """Every year is the launch again."""
        return np.repeat(known.panel.at(known.launch)[None], horizon + 1, axis=0)
