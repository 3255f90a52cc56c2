"""A generated fictional gemeente, for where no real data can be had.

The generator writes the raw files that the publishers write, in memory; the catalogue
reads them with the same readers as real files. Every source of it says fictional.
"""

from __future__ import annotations

import numpy as np

from wwz_engine.sources import registry
from wwz_engine.sources.fictional import health, land, national, population_tables
from wwz_engine.sources.fictional.people import simulate
from wwz_engine.sources.folders import FICTIONAL_MARK, MemoryFolder
from wwz_engine.sources.verzonnendam import GEMEENTE, NAME

NOTICE = (
    "Alles in deze map is verzonnen en gemaakt door een rekenprogramma.\n"
    "Geen enkel cijfer gaat over een echte gemeente.\n"
)


def files(seed: int = 1) -> dict[str, bytes]:
    """Raw files by name, the same for the same seed, and a mark that they are invented."""
    people = simulate(np.random.default_rng([seed, 1]))
    return {
        FICTIONAL_MARK: NOTICE.encode(),
        **land.files(np.random.default_rng([seed, 2])),
        **population_tables.files(people),
        **health.files(people, np.random.default_rng([seed, 3])),
        **national.files(),
    }


def catalogue(seed: int = 1) -> registry.Catalogue:
    """A catalogue that knows one gemeente, Verzonnendam (GM9999), and offers it as if real."""
    return registry.Catalogue([MemoryFolder(files(seed))])


def catalogue_for(gemeente: str) -> registry.Catalogue:
    """The real data, but for Verzonnendam (by name or code) its invented data.

    Raises
    ------
    DataFolderError
    """
    return catalogue() if is_invented(gemeente) else registry.default_catalogue()


def is_invented(gemeente: str) -> bool:
    """Whether this name or code is that of Verzonnendam."""
    return gemeente.strip().casefold() in (NAME.casefold(), GEMEENTE.casefold())
