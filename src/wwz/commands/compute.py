"""The process in which the demo computes its studies: started by `wwz demo`, not by people."""

from __future__ import annotations

import sys

from wwz.commands.site import start_django

BROKEN_OFF = 130
SCENARIOS = "scenarios"


def main(asked: str) -> int:
    """Scenarios of the story, or studies up to a year."""
    return scenarios_of_the_story() if asked == SCENARIOS else studies_to(int(asked))


def scenarios_of_the_story() -> int:
    """One after the other, for of a gemeente only one study runs at a time; codes as below."""
    from wwz.errors import RuleBrokenError

    start_django()
    from wwz.commands import scenario_studies
    from wwz.commands.side_by_side import wait_for_writers

    wait_for_writers()

    try:
        for scenario in scenario_studies.missing():
            scenario_studies.work_out(scenario)
    except RuleBrokenError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return BROKEN_OFF
    return 0


def studies_to(to_year: int) -> int:
    """Compute what is missing; 0 when done, 2 for wrong input, 130 when broken off."""
    from wwz_engine.backends import warm_for_studies
    from wwz_engine.errors import EngineError

    try:
        warm_for_studies()
        # The site makes its tables meanwhile; nothing comes when it is not to be.
        if not sys.stdin.readline():
            return 0
        start_django()
        from wwz.commands import studies
        from wwz.commands.side_by_side import wait_for_writers

        wait_for_writers()
        studies.publish_missing(to_year=to_year)
    except EngineError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return BROKEN_OFF
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
