"""Writing SVG: elements with escaped text and attributes, and scales."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import floor, log10

from django.utils.html import escape
from django.utils.safestring import SafeString

Attribute = str | int | float | None


def coordinate(value: float) -> str:
    """A coordinate with one decimal, which is finer than a screen shows; -0 becomes 0."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def element(name: str, content: str = "", /, **attributes: Attribute) -> str:
    """One element; ``content`` is markup. ``class_`` and ``text_anchor`` become SVG names."""
    parts = [name]
    for key, value in attributes.items():
        if value is not None:
            shown = coordinate(value) if isinstance(value, float) else str(value)
            parts.append(f'{key.rstrip("_").replace("_", "-")}="{escape(shown)}"')
    opening = " ".join(parts)
    return f"<{opening}>{content}</{name}>" if content else f"<{opening}/>"


def text(words: str, x: float, y: float, class_: str | None = None, anchor: str = "start") -> str:
    return element(
        "text",
        escape(words),
        class_=class_,
        x=float(x),
        y=float(y),
        text_anchor=None if anchor == "start" else anchor,
    )


def line(x1: float, y1: float, x2: float, y2: float, class_: str, **more: Attribute) -> str:
    return element(
        "line", class_=class_, x1=float(x1), y1=float(y1), x2=float(x2), y2=float(y2), **more
    )


def points(pairs: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{coordinate(x)},{coordinate(y)}" for x, y in pairs)


def picture(
    parts: Iterable[str], width: float, height: float, label: str, class_: str = "wwz-svg"
) -> SafeString:
    """The whole drawing as one image with a text that tells its finding."""
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{escape(class_)}" '
        f'viewBox="0 0 {coordinate(width)} {coordinate(height)}" '
        f'role="img" aria-label="{escape(label)}">'
    )
    # Safe: every text and attribute went through escape() above or in element().
    return SafeString(f"{opening}{''.join(parts)}</svg>")


@dataclass(frozen=True)
class Scale:
    """A straight line from values (low..high) to units of the drawing (start..end)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        span = self.high - self.low
        share = (value - self.low) / span if span else 0.0
        return self.start + share * (self.end - self.start)


def nice_step(span: float, steps: int) -> float:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that covers ``span`` in ``steps``."""
    raw = max(span, 1e-9) / max(steps, 1)
    power = 10.0 ** floor(log10(raw))
    for factor in (1.0, 2.0, 2.5, 5.0, 10.0):
        if factor * power >= raw * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def ticks_from_zero(high: float, steps: int = 4) -> list[float]:
    """Round values from 0 up to the last that does not pass ``high``, about ``steps`` of them."""
    step = nice_step(high, steps)
    return [step * i for i in range(int(high / step + 1e-9) + 1)]
