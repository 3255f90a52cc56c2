"""One fact as one Dutch sentence, with its doubt."""

from wwz.opgave.presentation.figure import Figure
from wwz.opgave.wording import between, lower_first, number

HOMES_ASKED = "Gevraagde "
SHARE_SUFFIX = ", aandeel"


def statement(figure: Figure) -> str:
    """What the fact says, as a title: 'In 2040 wonen in Zwolle naar verwachting ...'."""
    place = figure.area_name
    if figure.absent == "verborgen":
        return f"Dit cijfer van {place} is verborgen, omdat het om te weinig mensen gaat"
    if figure.absent:
        return f"{figure.label.removesuffix(SHARE_SUFFIX)} in {place}: {figure.absent}"
    if figure.unit == "procent":
        return _share(figure)
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
