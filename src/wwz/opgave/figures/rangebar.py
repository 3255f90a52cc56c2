"""The small figure under a key figure: where we are now, and the band where we may go."""

from django.utils.safestring import SafeString

from wwz.opgave.figures import svg
from wwz.opgave.figures.development import Point

WIDTH, LEFT, RIGHT, MIDDLE, YEARS_Y = 320.0, 14.0, 306.0, 16.0, 43.0
YEAR_ROOM = 34.0


def rangebar(now: Point, then: Point, label: str) -> SafeString:
    """An axis from zero with a ring (``now``) and a bar with its band (``then``)."""
    scale = svg.Scale(0, max(now.top(), then.top()) * 1.08 or 1.0, LEFT, RIGHT)
    parts = [svg.line(8, MIDDLE, 312, MIDDLE, "grid")]
    if then.low is not None and then.high is not None:
        low, high = scale(then.low), scale(then.high)
        band = svg.element("rect", class_="band", x=low, y=7, width=high - low, height=18)
        edges = [svg.line(x, 7, x, 25, "s1", stroke_width=1.5) for x in (low, high)]
        parts += [band, *edges]
    marks = []
    if then.value is not None:
        x = scale(then.value)
        parts.append(svg.line(x, 4, x, 28, "s1", stroke_width=4))
        marks.append((x, then.year))
    if now.value is not None:
        x = scale(now.value)
        ring: dict[str, svg.Attribute] = {"class_": "ink-line wwz-ring", "stroke_width": 2}
        parts.append(svg.element("circle", cx=x, cy=MIDDLE, r=5, **ring))
        marks.append((x, now.year))
    parts += _years(marks)
    return svg.picture(parts, WIDTH, 46, label, "wwz-svg wwz-range")


def _years(marks: list[tuple[float, int]]) -> list[str]:
    """The years under their marks; when they would touch, both move outward."""
    marks = sorted(marks)
    if len(marks) == 2 and marks[1][0] - marks[0][0] < YEAR_ROOM:
        middle = (marks[0][0] + marks[1][0]) / 2
        middle = min(max(middle, LEFT + YEAR_ROOM), RIGHT - YEAR_ROOM)
        left, right = middle - YEAR_ROOM / 2, middle + YEAR_ROOM / 2
        marks = [(left, marks[0][1]), (right, marks[1][1])]
    return [svg.text(str(year), x, YEARS_Y, "t-small", "middle") for x, year in marks]
