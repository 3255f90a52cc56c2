"""One fact as one Dutch sentence, with its doubt."""

from wwz.opgave.presentation.figure import Figure
from wwz.opgave.wording import between, lower_first, number

HOMES_ASKED = "Gevraagde "
SHARE_SUFFIX = ", aandeel"
# Labels that stand in a sentence behind a number; others name a figure, and stand before it.
PEOPLE_COUNTED = ("Inwoners", "Mensen ")


def statement(figure: Figure) -> str:
    """What the fact says, as a title: 'In 2040 wonen in Zwolle naar verwachting ...'."""
    place = figure.area_name
    if figure.absent == "verborgen":
        return f"Dit cijfer van {place} is verborgen, omdat het om te weinig mensen gaat"
    if figure.absent:
        return f"{figure.label.removesuffix(SHARE_SUFFIX)} in {place}: {figure.absent}"
    if found := _other_than_a_count(figure):
        return found
    if figure.label.startswith(HOMES_ASKED):
        what = figure.label.removeprefix(HOMES_ASKED)
        return f"In {figure.year} is er in {place} {_doubtful('vraag naar', figure)} {what}"
    if figure.label.startswith("Inwoners"):
        verb = "wonen" if figure.kind == "geraamd" else "woonden"
        people = f"mensen{figure.label.removeprefix('Inwoners')}"
        return f"In {figure.year} {verb} in {place} {_doubtful('', figure)} {people}"
    verb = "zijn" if figure.kind == "geraamd" else "waren"
    what = lower_first(figure.label)
    return f"In {figure.year} {verb} er in {place} {_doubtful('', figure)} {what}"


def _other_than_a_count(figure: Figure) -> str:
    """What is not so many people or homes: a share, a year, or so much of something."""
    if figure.unit == "procent":
        return _named(figure) if figure.label.startswith("Kans ") else _share(figure)
    counts = {"personen": PEOPLE_COUNTED, "woningen": (HOMES_ASKED,)}.get(figure.unit, ())
    if figure.label.startswith(counts) or (figure.unit == "personen" and " die " in figure.label):
        return ""
    return _named(figure)


def _named(figure: Figure) -> str:
    """'Wijkverpleging: uren per jaar in Zwolle, 2030: naar verwachting ongeveer 1.200'."""
    year = "" if figure.unit == "jaar" else f", {figure.year}"
    return f"{figure.label} in {figure.area_name}{year}: {_doubtful('', figure)}{_unit(figure)}"


def _unit(figure: Figure) -> str:
    """The unit behind a number, when the label does not say it."""
    return f" {figure.unit}" if figure.unit in ("miljoen euro", "mensen per baan") else ""


def _share(figure: Figure) -> str:
    """Shares are said as so many of every hundred."""
    place, verb = figure.area_name, "zijn" if figure.kind == "geraamd" else "waren"
    who, _, trait = figure.label.removesuffix(SHARE_SUFFIX).partition(" die ")
    if not trait:
        who = "inwoners"
        trait = figure.label.removeprefix("Aandeel inwoners ")
    else:
        who, trait = lower_first(who), f"die {trait}"
    amount = _hundred(figure)
    return f"In {figure.year} {verb} er in {place} van elke 100 {who} {amount} {trait}"


def _hundred(figure: Figure) -> str:
    if figure.value is None:
        return f"tussen {number(figure.low or 0)} en {number(figure.high or 0)}"
    doubt = {"geraamd": "naar verwachting ongeveer ", "geschat": "ongeveer "}.get(figure.kind, "")
    return doubt + number(round(figure.value))


def _doubtful(before: str, figure: Figure) -> str:
    """The number with its doubt; ``before`` stands between 'naar verwachting' and the number."""
    words = [before] if before else []
    if figure.kind == "geraamd":
        words.insert(0, "naar verwachting")
    if figure.value is None:
        words.append(between(figure.low or 0, figure.high or 0, figure.unit, figure.kind))
    else:
        words += ([] if figure.kind == "geteld" else ["ongeveer"]) + [figure.words()]
    return " ".join(words)
