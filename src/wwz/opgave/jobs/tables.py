"""Where the data of a study are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wwz_engine.sources.registry import Catalogue


def data_catalogue() -> Catalogue:
    """Where the data are found."""
    from wwz_engine.sources.registry import default_catalogue

    return default_catalogue()


def fictional_catalogue() -> Catalogue:
    """The invented data of Verzonnendam, for where no real data can be had."""
    from wwz_engine.sources import fictional

    return fictional.catalogue()
