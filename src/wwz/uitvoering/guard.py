"""Finds what points to one person in a text, before it is sent or kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from wwz.opgave.wording import listing


@dataclass(frozen=True)
class Found:
    """A stretch of the text, and in Dutch what it is."""

    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Rule:
    words: str
    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = bool


def is_bsn(text: str) -> bool:
    """Whether the digits pass the elfproef.

    Examples
    --------
    >>> is_bsn("111222333"), is_bsn("123456789")
    (True, False)
    """
    digits = re.sub(r"\D", "", text).zfill(9)
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    total = sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True))
    return digits != "0" * 9 and total % 11 == 0


def is_iban(text: str) -> bool:
    """Whether the control number fits.

    Examples
    --------
    >>> is_iban("NL91 ABNA 0417 1643 00"), is_iban("NL92 ABNA 0417 1643 00")
    (True, False)
    """
    plain = re.sub(r"\W", "", text).upper()
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


FOR_ALL = (
    Rule("een e-mailadres", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    Rule(
        "een rekeningnummer",
        re.compile(
            r"\bNL\d{2}[ .]?[A-Z]{4}[ .]?(?:\d[ .]?){9}\d\b|\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b", re.I
        ),
        is_iban,
    ),
    Rule(
        "een telefoonnummer",
        re.compile(r"(?<![\w+])(?:\+31|0031)[ ()-]*(?:0[ )-]*)?(?:\d[ -]?){8}\d(?!\d)"
                   r"|(?<![\w+])0(?:[ -]?\d){9}(?!\d)"),
    ),
    Rule(
        "een burgerservicenummer",
        re.compile(r"(?<![\w+])(?:\d[ .-]?){7,8}\d(?!\w)"),
        is_bsn,
    ),
)  # fmt: skip
FOR_PROFESSIONALS = (
    Rule("een geboortedatum", re.compile(r"\b\d{1,2}[-/. ]\d{1,2}[-/. ](?:19|20)\d{2}\b")),
    Rule("een postcode", re.compile(r"\b[1-9]\d{3} ?[A-Z]{2}\b(?:[ ,]*\d{1,5}\b)?")),
    Rule(
        "een naam",
        re.compile(
            r"\b(?:[Mm]evrouw|[Mm]evr\.?|[Mm]w\.?|[Mm]eneer|[Dd]hr\.?|[Dd]e heer|[Cc]liënte?|"
            r"[Cc]liente?|[Pp]atiënte?)\s+(?:[A-Z]\.\s?)*(?:van |de |den |der |ter |ten )*[A-Z]\w+"
        ),
    ),
)
"""About groups, never about one client: `domain.md`, number 16."""


def find(text: str, *, about_groups: bool = False) -> list[Found]:
    """What points to one person, in the order of the text."""
    rules = FOR_ALL + FOR_PROFESSIONALS if about_groups else FOR_ALL
    taken: list[Found] = []
    for rule in rules:
        for one in matches(rule, text):
            if all(one.end <= other.start or one.start >= other.end for other in taken):
                taken.append(one)
    return sorted(taken, key=lambda one: one.start)


def matches(rule: Rule, text: str) -> Iterator[Found]:
    for match in rule.pattern.finditer(text):
        if rule.holds(match[0]):
            yield Found(rule.words, match.start(), match.end())


def without(text: str, found: list[Found]) -> str:
    """The text with each stretch replaced by what it was."""
    for one in reversed(found):
        name = one.words.removeprefix("een ")
        text = f"{text[: one.start]}[{name} weggelaten]{text[one.end :]}"
    return text


def named(found: list[Found]) -> str:
    """'een telefoonnummer en een e-mailadres'."""
    return listing(list(dict.fromkeys(one.words for one in found)))
