"""The page of one agreement: its finding as a title, its rows, its parties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.timezone import localtime

from wwz.akkoord.models import Akkoord, AkkoordState, PledgeRole, Signature, SignatureState
from wwz.akkoord.presentation.lines import Line, on_course
from wwz.akkoord.presentation.words import party, short_day
from wwz.akkoord.queries.pages import Signing
from wwz.opgave.wording import how_many, in_full, upper_first

COLUMNS = ("Nr", "Afspraak", "Trekker", "Klaar", "Zegt de partij", "Zeggen de cijfers")
ORDER = list(PledgeRole.values)
LEGEND = {
    SignatureState.GETEKEND: "done",
    SignatureState.GETEKEND_ONDER_VOORBEHOUD: "care",
    SignatureState.GEWEIGERD: "bad",
    SignatureState.UITGETREDEN: "bad",
    SignatureState.GEVRAAGD: "unknown",
}


@dataclass(frozen=True)
class Group:
    """Parties that did the same, with a sentence about when or why."""

    light: str
    words: str
    notes: Sequence[str]


def title_of(akkoord: Akkoord, promises: int, signing: Signing) -> str:
    """The finding as a sentence; the name of the agreement when it holds no promises."""
    parties = how_many(len(signing.signatures), "partij", "partijen")
    signed = how_many(len(signing.signed), "partij", "partijen")
    if akkoord.state == AkkoordState.TER_ONDERTEKENING:
        verb = "heeft" if len(signing.signed) == 1 else "hebben"
        return upper_first(f"{signed} van {len(signing.signatures)} {verb} getekend")
    if not promises:
        return akkoord.title
    what = how_many(promises, "afspraak", "afspraken")
    if akkoord.state == AkkoordState.CONCEPT:
        return upper_first(f"{what} in concept, tussen {parties}")
    return upper_first(f"{what} tussen {signed}")


def lead_of_page(akkoord: Akkoord, lines: Sequence[Line]) -> str:
    """How many are on course, differ, and run out of money; what is next while it is a draft."""
    if akkoord.state == AkkoordState.CONCEPT:
        waiting = sum("toezegging" in line.kinds for line in lines)
        if waiting:
            verb = "wacht" if waiting == 1 else "wachten"
            return f"{waiting} van {len(lines)} {verb} nog op de toezegging van een partij."
        return "Elke partij heeft haar inzet toegezegd." if lines else ""
    if akkoord.state == AkkoordState.TER_ONDERTEKENING:
        return "De tekst is bevroren. Elke partij tekent dezelfde tekst, of zegt waarom niet."
    if not lines:
        return akkoord.text.split("\n")[0]
    course = sum(on_course(line) for line in lines)
    sentences = [f"Van {len(lines)} afspraken {lie(course)} er {course} op koers."]
    differ = sum("afwijkend" in line.kinds for line in lines)
    if differ:
        sentences.append(f"Bij {differ} zeggen de cijfers iets anders dan de partij.")
    short = sum("geld" in line.kinds for line in lines)
    if short:
        sentences.append(f"Bij {short} stopt het geld voordat de belofte klaar is.")
    return " ".join(sentences)


def lie(many: int) -> str:
    return "ligt" if many == 1 else "liggen"


def state_words(akkoord: Akkoord) -> str:
    if akkoord.state == AkkoordState.VAN_KRACHT:
        return f"Van kracht sinds {in_full(akkoord.starts_on)}"
    return upper_first(akkoord.get_state_display())


def pledge_grid(lines: Sequence[Line]) -> dict[str, Any]:
    """Who does what: promises by parties, only parties with a part in one of them."""
    roles: list[Mapping[str, str]] = [roles_of(line) for line in lines]
    parties = sorted({name for row in roles for name in row})
    return {
        "parties": parties,
        "lines": [
            (f"{line.number}. {shortened(line.title)}", line.address,
             [row.get(name, "") for name in parties])
            for line, row in zip(lines, roles, strict=True)
        ],
    }  # fmt: skip


def roles_of(line: Line) -> dict[str, str]:
    """By party its heaviest role."""
    found: dict[str, str] = {}
    pledges = sorted(
        line.afspraak.pledges.all(), key=lambda one: ORDER.index(one.role), reverse=True
    )
    for pledge in pledges:
        found[party(pledge.organisation)] = pledge.role
    return found


def shortened(title: str, most: int = 34) -> str:
    """The beginning of a title, cut between words."""
    if len(title) <= most:
        return title
    return title[:most].rsplit(" ", 1)[0].rstrip(",") + " …"


# --- the parties ---


def groups_of(signing: Signing, akkoord: Akkoord) -> list[Group]:
    """The signing block: signed, with reservation, refused, left, and not yet."""
    plain = signing.in_state(SignatureState.GETEKEND)
    held = signing.in_state(SignatureState.GETEKEND_ONDER_VOORBEHOUD)
    refused = signing.in_state(SignatureState.GEWEIGERD)
    left = signing.in_state(SignatureState.UITGETREDEN)
    asked = signing.in_state(SignatureState.GEVRAAGD)
    groups = []
    if plain:
        words = f"{len(plain)} {'partij tekende' if len(plain) == 1 else 'partijen tekenden'}"
        groups.append(Group("done", words, [between(plain)]))
    if held:
        groups.append(Group("care", f"{len(held)} met voorbehoud", [held_words(s) for s in held]))
    if refused:
        words = f"{len(refused)} {'weigerde' if len(refused) == 1 else 'weigerden'}"
        groups.append(Group("bad", words, [f"{party_of(s)}: {s.reason}" for s in refused]))
    if left:
        words = f"{len(left)} {'trad' if len(left) == 1 else 'traden'} uit"
        groups.append(Group("bad", words, [f"{party_of(s)}: {s.reason}" for s in left]))
    if asked and akkoord.state != AkkoordState.CONCEPT:
        names = ", ".join(party_of(signature) for signature in asked)
        groups.append(Group("unknown", f"{len(asked)} nog niet", [names]))
    return groups


def party_of(signature: Signature) -> str:
    return party(signature.organisation)


def held_words(signature: Signature) -> str:
    return (
        f"{party_of(signature)}: tot {signature.reservation}, uiterlijk "
        f"{in_full(signature.reservation_until)}"
    )


def between(signatures: Sequence[Signature]) -> str:
    """'op 2 juni 2026', or 'tussen 2 juni en 15 juni 2026'."""
    days = sorted(localtime(one.signed_at).date() for one in signatures if one.signed_at)
    if not days:
        return ""
    first, last = days[0], days[-1]
    if first == last:
        return f"op {in_full(last)}"
    if (first.year, first.month) == (last.year, last.month):
        return f"tussen {first.day} en {in_full(last)}"
    return f"tussen {in_full(first)} en {in_full(last)}"


@dataclass(frozen=True)
class PartyLine:
    """One party in the list of all: what it did and when."""

    signature: Signature
    name: str
    light: str
    words: str
    when: str


def party_lines(signing: Signing, today: date) -> list[PartyLine]:
    return [
        PartyLine(
            signature=one,
            name=str(one.organisation),
            light=LEGEND[SignatureState(one.state)],
            words=words_for(one, today),
            when=short_day(localtime(one.signed_at).date()) if one.signed_at else "",
        )
        for one in signing.signatures
    ]


def words_for(signature: Signature, today: date) -> str:
    words = upper_first(signature.get_state_display())
    if signature.state == SignatureState.GETEKEND_ONDER_VOORBEHOUD:
        over = signature.reservation_until and signature.reservation_until < today
        words += f" tot {in_full(signature.reservation_until)}" + (": verlopen" if over else "")
    if signature.joined_later:
        words += ", later toegetreden"
    if not signature.required:
        words += ", niet nodig om van kracht te worden"
    return words
