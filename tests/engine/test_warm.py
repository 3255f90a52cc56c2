"""Who asks for a study waits for no compiler: the kernels of a study are known."""

from __future__ import annotations

import subprocess
import sys

# Prints the kernels that a study had compiled beside those that were made ready for it.
ASKED = """
import sys
from wwz_engine.backends import warm_for_studies

def compiled():
    engine = [one for name, one in sys.modules.items() if name.startswith("wwz_engine.")]
    found = [(one.__name__, name, kernel) for one in engine for name, kernel in vars(one).items()]
    return {(where, name, str(form)) for where, name, kernel in found
            if hasattr(kernel, "py_func") for form in kernel.signatures}

warm_for_studies()
ready = compiled()
from wwz_engine.sources import fictional
from wwz_engine.study import StudyRequest, run_study
run_study(StudyRequest(gemeente="GM9999", to=2030, draws=20), fictional.catalogue())
print(len(ready), sorted(compiled() - ready))
"""


def test_study_compiles_nothing_that_was_not_made_ready():
    done = subprocess.run(
        [sys.executable, "-c", ASKED], stdout=subprocess.PIPE, text=True, check=True
    )
    assert done.stdout.split(maxsplit=1) == ["2", "[]\n"]
