"""docs/speed.md: what `make bench` found on a quiet machine, misses included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Row = Mapping[str, object]

HEAD = """# How fast it is

Written by `make bench` on a quiet machine; do not edit. Each way ran in a process of its own, in
turn with the others. A time says nothing about another machine; how many times faster says more.
How to run this again, and what is done so that it is fair, stands in
[benchmarks](../benchmarks/README.md).

{told}

{machine}

## Goals

Set before the first run; a miss stays a miss.

| what | found | goal | verdict |
|---|---|---|---|
"""
ABOUT = {
    "speed": """Projection and fitting: five rounds; peers that fit tables ran once, a minute each.
What is marked *scaled* did a stated part of the work: its time is that of the part, times the
factor. What each kernel does stands in [projection](methods/projection.md) and
[fitting](methods/fitting.md).""",
    "walking": """Walking distances: three rounds, a peer has two minutes. How it works stands in
[reach](methods/reach.md).""",
    "placing": """Best places for several facilities: three rounds on the smallest instance, one
on the others. How it works stands in [reach](methods/reach.md).""",
    "programming": """Programmes of sites: five rounds, the large one once; generated instances, of
no real place. How it works stands in [proposals](methods/proposals.md).""",
    "pressing": """From a press to what somebody reads: by the clock and over HTTP, on the demo of
Zwolle with its workers, with the pauses that the page itself makes. A goal holds for 95 in 100.""",
}
"""What is told of each part."""
BESIDE = """
## Besides, without a goal

| what | found |
|---|---|
"""
TIMES = """
## Times

| what | part | runs | seconds, median and range | CPU seconds | whole, seconds | peak MB |
|---|---|---|---|---|---|---|
"""
GROWTH = """
## Growth

| what grows | time grows |
|---|---|
"""


def page(machine: Mapping[str, object], rows: Iterable[Row], parts: Iterable[str]) -> str:
    """The whole page, of these parts."""
    rows = list(rows)
    about = (
        f"Platform WWZ {machine['version']}, {machine['at']}, Python {machine['python']}; "
        f"{machine['processor']}, {machine['cores']} processors, {machine['memory_gb']} GB. "
        f"The whole run took {machine['took_s']} s."
    )
    lines = [HEAD.format(told="\n\n".join(ABOUT[part] for part in parts), machine=about)]
    lines += [goal_line(row) for row in rows if row.get("goal_met") is not None]
    beside = [row for row in rows if "ratio_median" in row and row["goal_met"] is None]
    lines += [BESIDE] * bool(beside) + [beside_line(row) for row in beside]
    lines.append(TIMES)
    lines += [time_line(row) for row in rows if "wall_median_s" in row]
    lines += [missing_line(row) for row in rows if len(row) == 2 and "times_as_long" not in row]
    grown = [growth_line(row) for row in rows if "times_as_long" in row]
    lines += [GROWTH] * bool(grown) + grown
    return "".join(lines)


def goal_line(row: Row) -> str:
    if "ratio_median" in row:
        low, high = _pair(row["ratio_range"])
        found, goal = f"{row['ratio_median']} ({low} to {high})", f"at least {row['goal']:g}"
    elif "wall_p95_s" in row:
        found = f"{row['wall_median_s']} s; 95 in 100 within {row['wall_p95_s']} s"
        goal = f"at most {row['goal_s']:g} s"
    elif "goal_s" in row:
        found, goal = f"{row['wall_median_s']} s", f"at most {row['goal_s']:g} s"
    else:
        found, goal = f"{row['value']:g}", f"at most {row['goal']:g}"
    verdict = "**passed**" if row["goal_met"] else "**MISSED**"
    return f"| {row['measure']} | {found} | {goal} | {verdict} |\n"


def beside_line(row: Row) -> str:
    low, high = _pair(row["ratio_range"])
    return f"| {row['measure']} | {row['ratio_median']} ({low} to {high}) |\n"


def time_line(row: Row) -> str:
    low, high = _pair(row["wall_range_s"])
    part = " x ".join(
        f"{row[name]:,} {name}" for name in ("areas", "draws") if isinstance(row.get(name), int)
    )
    whole = f"{row['whole_s']:,} (scaled, {row['scaled']})" if "scaled" in row else ""
    unfinished = f"; not finished: {row['not finished']}" if "not finished" in row else ""
    return (
        f"| {row['measure']} | {part}{unfinished} | {row['runs']} | "
        f"{row['wall_median_s']} ({low} to {high}) | {row.get('cpu_median_s', '')} | {whole} | "
        f"{row.get('peak_mb', '')} |\n"
    )


def missing_line(row: Row) -> str:
    why = next(f"{name}: {value}" for name, value in row.items() if name != "measure")
    return f"| {row['measure']} | {why} | | | | | |\n"


def growth_line(row: Row) -> str:
    return f"| {str(row['measure']).removeprefix('growth: ')} | {row['times_as_long']} times |\n"


def _pair(found: object) -> tuple[float, float]:
    low, high = found if isinstance(found, list) else (0.0, 0.0)
    return low, high
