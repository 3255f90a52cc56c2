"""Who asks for a study waits for no compiler: the kernels of a study are known."""

from __future__ import annotations

import subprocess
import sys

# Prints the kernels that were compiled beside those that were made ready.
ASKED = """
import sys
from wwz_engine import backends

def compiled():
    engine = [one for name, one in sys.modules.items() if name.startswith("wwz_engine.")]
    found = [(one.__name__, name, kernel) for one in engine for name, kernel in vars(one).items()]
    return {(where, name, str(form)) for where, name, kernel in found
            if hasattr(kernel, "py_func") for form in kernel.signatures}

backends.{ready}()
ready = compiled()
{work}
print(len(ready), sorted(compiled() - ready))
"""
STUDY = """
from wwz_engine.sources import fictional
from wwz_engine.study import StudyRequest, run_study
run_study(StudyRequest(gemeente="GM9999", to=2030, draws=20), fictional.catalogue())
"""
SWAP = """
from tests.engine.proposals.asking import limited, put, row
found = put(limited(building=dict.fromkeys((2027, 2028, 2029), 10.0)), row(1), row(2))
found.certified()
assert found.swapped(("P2",), ("P1",)).answer.chosen
"""


def compiled_for(ready: str, work: str) -> list[str]:
    """How many kernels were made ready, and which others the work had to compile."""
    script = ASKED.replace("{ready}", ready).replace("{work}", work)
    done = subprocess.run(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.split(maxsplit=1)


def test_study_compiles_nothing_that_was_not_made_ready():
    assert compiled_for("warm_for_studies", STUDY) == ["2", "[]\n"]


def test_swap_at_the_table_compiles_nothing_that_was_not_made_ready():
    ready, others = compiled_for("warm_for_questions", SWAP)
    assert int(ready) > 2
    assert others == "[]\n"
