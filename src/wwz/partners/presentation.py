"""The permission matrix in words: what each role may do, and the whole table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wwz.partners.matrix import COLUMNS, MATRIX, Action, Reach
from wwz.partners.roles import VISITOR, Role

REACH_WORDS = {
    Reach.ALL: "alles in het samenwerkingsverband",
    Reach.OWN: "alleen van de eigen organisatie, zone, tekst of het eigen traject",
    Reach.ITEMS: "alleen wat u zelf hebt gemaakt",
    Reach.HELD: "na een bevestiging per mail, en na controle",
    Reach.NONE: "niet",
}
REACH_SHORT = {
    Reach.ALL: "alles",
    Reach.OWN: "eigen",
    Reach.ITEMS: "zelf",
    Reach.HELD: "na controle",
    Reach.NONE: "niet",
}


@dataclass(frozen=True)
class RoleRights:
    """What one role may do, furthest reach first, and what it may not."""

    role: str
    name: str
    groups: Sequence[tuple[str, Sequence[str]]]
    never: Sequence[str]


@dataclass(frozen=True)
class MatrixLine:
    words: str
    cells: Sequence[tuple[str, str, str]]


def role_name(role: str) -> str:
    return "bezoeker (zonder account)" if role == VISITOR else Role(role).label


def role_rights(role: str) -> RoleRights:
    """One column of the matrix, in words."""
    reaches = {action: MATRIX[action][role] for action in Action}
    groups = [
        (words, [action.value for action in Action if reaches[action] is mark])
        for mark, words in REACH_WORDS.items()
        if mark is not Reach.NONE
    ]
    return RoleRights(
        role=role,
        name=role_name(role),
        groups=[(words, actions) for words, actions in groups if actions],
        never=[action.value for action in Action if reaches[action] is Reach.NONE],
    )


def known_role(wanted: str, standard: str) -> str:
    return wanted if wanted in COLUMNS.values() else standard


def role_options(chosen: str) -> list[tuple[str, str, bool]]:
    return [(role, role_name(role), role == chosen) for role in COLUMNS.values()]


def matrix_lines() -> list[MatrixLine]:
    """The whole matrix, one line per action: mark, short word and role of each cell."""
    return [
        MatrixLine(
            action.value,
            [
                (MATRIX[action][role].value, REACH_SHORT[MATRIX[action][role]], role_name(role))
                for role in COLUMNS.values()
            ],
        )
        for action in Action
    ]
