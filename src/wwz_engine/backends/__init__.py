"""Compiled kernels, and where they are compiled ahead of the first use."""

from __future__ import annotations


def warm() -> None:
    """Compile the kernels, or read them from the cache, so that no user waits for it."""
    from wwz_engine.backends import (
        covariances,
        kernels,
        placing,
        programme_kernels,
        smallest,
        walking,
    )

    kernels.compile_all()
    programme_kernels.compile_all()
    covariances.compile_all()
    walking.compile_all()
    placing.compile_all()
    smallest.project_smallest()
    smallest.fit_smallest()


def warm_for_questions() -> None:
    """Those that a page waits for: trying a scenario, swapping projects, placing a facility."""
    from wwz_engine.backends import placing, programme_kernels, walking

    warm_for_studies()
    programme_kernels.compile_all()
    walking.compile_all()
    placing.compile_all()


def warm_for_studies() -> None:
    """Those that the study of a gemeente calls: the others are for the whole country."""
    from wwz_engine.backends import covariances, kernels

    kernels.compile_all()
    covariances.compile_all()
