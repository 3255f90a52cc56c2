from __future__ import annotations

import numpy as np
import pytest

from wwz_engine.backends.covariances import grow, grow_plainly


def unknowns(areas, ages, bands, seed=1):
    """Covariances of no area in particular: symmetric, of any size."""
    random = np.random.default_rng(seed)

    def some(*shape):
        return random.normal(size=(areas, *shape))

    covariance, drifts = some(ages, ages), some(bands, bands)
    return {
        "ages": covariance + covariance.transpose(0, 2, 1),
        "cross": some(ages, bands),
        "drifts": drifts + drifts.transpose(0, 2, 1),
        "band": np.sort(random.integers(0, bands, ages)),
        "factor": np.abs(some(ages)),
        "staying": np.abs(some(ages)) * 100,
        "shock": some(ages),
    }


@pytest.mark.parametrize(
    ("areas", "ages", "bands"), [(7, 101, 6), (1, 101, 1), (3, 1, 1), (0, 9, 2)]
)
def test_kernel_agrees_with_plain_numpy(areas, ages, bands):
    given = unknowns(areas, ages, bands)

    for found, plain in zip(grow(*given.values()), grow_plainly(*given.values()), strict=True):
        assert found == pytest.approx(plain, rel=1e-12, abs=1e-9)


def test_what_is_not_known_stays_symmetric():
    later, _ = grow(*unknowns(4, 101, 10).values())

    assert later == pytest.approx(later.transpose(0, 2, 1), rel=1e-12)


@pytest.mark.parametrize("name", ["ages", "cross", "drifts", "factor", "staying", "shock"])
def test_one_changed_number_is_caught(name):
    given = unknowns(2, 20, 3)
    plain = grow_plainly(*given.values())
    given[name][1, 1] *= 1.01

    found = grow(*given.values())

    same = [one == pytest.approx(other, rel=1e-9) for one, other in zip(found, plain, strict=True)]
    assert not all(same)
