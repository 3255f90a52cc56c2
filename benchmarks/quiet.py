"""Whether this machine is quiet enough to measure on: what others do with its processors."""

from __future__ import annotations

import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path

STAT = Path("/proc/stat")
MOST_LOAD = 0.5  # per processor, mean of the last minute
MOST_OTHERS, MOST_STOLEN = 0.10, 0.02
LOOK = 5.0


@dataclass(frozen=True)
class Moment:
    """Counters of all processors since the machine started, in seconds."""

    wall: float
    busy: float  # by anybody
    stolen: float  # by other machines on the same hardware
    ours: float  # by this process and what it started and ended

    @classmethod
    def now(cls, stat: Path = STAT) -> Moment:
        own = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        ours = sum(used.ru_utime + used.ru_stime for used in own)
        if not stat.exists():
            return cls(time.monotonic(), ours, 0.0, ours)
        ticks = [int(field) for field in stat.read_text().splitlines()[0].split()[1:9]]
        user, nice, system, _, _, irq, softirq, stolen = ticks
        each = os.sysconf("SC_CLK_TCK")
        busy = (user + nice + system + irq + softirq) / each
        return cls(time.monotonic(), busy, stolen / each, ours)


@dataclass(frozen=True)
class Use:
    """How the machine was used for a while: load, and shares of its processors."""

    load: float
    others: float
    stolen: float

    @classmethod
    def between(cls, before: Moment, after: Moment, load: float) -> Use:
        whole = max((after.wall - before.wall) * (os.cpu_count() or 1), 1e-9)
        others = (after.busy - before.busy) - (after.ours - before.ours)
        return cls(load, max(others, 0.0) / whole, (after.stolen - before.stolen) / whole)

    def complaint(self) -> str:
        """Why times by the clock say little, or nothing."""
        found = []
        if self.load > MOST_LOAD:
            found.append(f"the load was {self.load:.2f} per processor in the last minute")
        if self.others > MOST_OTHERS:
            found.append(f"other work takes {self.others:.0%} of the processors")
        if self.stolen > MOST_STOLEN:
            found.append(f"{self.stolen:.0%} of the processors is taken by other machines")
        return " and ".join(found)


def look(seconds: float = LOOK) -> Use:
    """How the machine is used now."""
    before = Moment.now()
    time.sleep(seconds)
    return Use.between(before, Moment.now(), os.getloadavg()[0] / (os.cpu_count() or 1))


def meanwhile(before: Moment) -> Use:
    """How it was used since; the load is then mostly our own and says nothing."""
    return Use.between(before, Moment.now(), 0.0)
