"""Changes of a scenario as values of a form and as words."""

from __future__ import annotations

from tests.wwz.opgave.test_scenarios import FROZEN, HEALTHY
from wwz.opgave import jobs
from wwz.opgave.scenarios.presentation import change_words, form_values


def test_form_values_lead_back_to_the_same_changes():
    changes = jobs.checked_changes(
        [
            HEALTHY, FROZEN,
            {"soort": "eigen_kengetal", "kengetal": "clustered_homes_per_1000_75plus",
             "waarde": "120,5"},
            {"soort": "eigen_aandeel", "groep": "beperking_bewegen_65plus", "procent": 20},
        ]
    )  # fmt: skip
    values = form_values(changes)
    assert values["eigen_kengetal.clustered_homes_per_1000_75plus"] == "120.5"
    assert len(change_words(changes)) == len(changes)
