"""Work for the background workers: the only place of the site that uses the engine.

The engine is imported inside functions, so that pages, which import this package to put a job in
the queue, never load numpy.
"""

from wwz.opgave.jobs.asked import last_year_near, rows_of_workbook
from wwz.opgave.jobs.futures import SharedScenario
from wwz.opgave.jobs.groups import group_labels, groups_on
from wwz.opgave.jobs.live import LIVE, Kept, LiveKind, answer_next
from wwz.opgave.jobs.own_rows import MOST_HINTS, as_cell, check_own, own_columns, with_own
from wwz.opgave.jobs.places import locate_postcodes, newest_layout, store_gemeenten, store_postcodes
from wwz.opgave.jobs.reach import facility_kinds, walking_norm
from wwz.opgave.jobs.reach_live import BEST as BEST_PLACES
from wwz.opgave.jobs.reach_live import CHANGE as REACH_CHANGE
from wwz.opgave.jobs.reach_live import LEAST_WALKING, MOST_REACH
from wwz.opgave.jobs.scenarios import (
    ScenarioRefusedError,
    checked_changes,
    kinds_of_change,
    scenario_of,
    usual_rate,
)
from wwz.opgave.jobs.studies import carry_out, kept_inputs, run_study, shown_of
from wwz.opgave.jobs.tables import data_catalogue, fictional_catalogue
from wwz.opgave.jobs.weighing import (
    Start,
    answer_question,
    check_question,
    start_question,
    weigh,
    weighed_beforehand,
)

__all__ = [
    "BEST_PLACES",
    "LEAST_WALKING",
    "LIVE",
    "MOST_HINTS",
    "MOST_REACH",
    "REACH_CHANGE",
    "Kept",
    "LiveKind",
    "ScenarioRefusedError",
    "SharedScenario",
    "Start",
    "answer_next",
    "answer_question",
    "as_cell",
    "carry_out",
    "check_own",
    "check_question",
    "checked_changes",
    "data_catalogue",
    "facility_kinds",
    "fictional_catalogue",
    "group_labels",
    "groups_on",
    "kept_inputs",
    "kinds_of_change",
    "last_year_near",
    "locate_postcodes",
    "newest_layout",
    "own_columns",
    "rows_of_workbook",
    "run_study",
    "scenario_of",
    "shown_of",
    "start_question",
    "store_gemeenten",
    "store_postcodes",
    "usual_rate",
    "walking_norm",
    "weigh",
    "weighed_beforehand",
    "with_own",
]
