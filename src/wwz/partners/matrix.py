"""The permission matrix as data: one line per action, one column per role.

The pages, the checks in `access.py`, the walker over every address and the document
docs/rights.md all read this one table. How far a right reaches:
x everything in the partnership, o own organisation, zone, document or traject, a own items,
h after confirmation by mail and held for review, - not at all.
"""

from __future__ import annotations

import re
from enum import Enum

from wwz.partners.roles import VISITOR, Role


class Reach(Enum):
    ALL = "x"
    OWN = "o"
    ITEMS = "a"
    HELD = "h"
    NONE = "-"


class Action(Enum):
    READ_PUBLIC = "lezen wat openbaar is"
    READ_PARTNER = "lezen wat voor partners is"
    READ_BOARD = "lezen wat voor bestuurders is"
    COMMENT = "reageren, vragen, volgen"
    REPORT_COMMENT = "een reactie melden"
    CONTEST_FIGURE = "zeggen dat een cijfer niet klopt"
    SUBMIT_SIGNAL = "een signaal geven"
    SUBMIT_ON_BEHALF = "een signaal opschrijven namens iemand"
    SEE_CONTACT = "contactgegevens van de melder zien"
    TRIAGE = "signalen bekijken en bundelen"
    CHOOSE_SOLUTION = "de gekozen oplossing vastleggen"
    GIVE_FEEDBACK = "terugkoppelen aan de melder"
    PROPOSE_AMENDMENT = "een wijziging voorstellen, standpunt geven"
    EDIT_TEXT = "over wijzigingen beslissen, tekst schrijven"
    ADOPT = "een visie vaststellen"
    DRAFT_COMMITMENT = "een afspraak opstellen"
    PLEDGE = "inzet toezeggen voor de organisatie"
    OFFER_FOR_SIGNING = "een akkoord ter ondertekening geven"
    SIGN = "tekenen, instemmen met een bijstelling"
    MANAGE_PROGRAMME = "initiatieven en mijlpalen bijhouden"
    DRAFT_REPORT = "een voortgangsmelding opstellen"
    APPROVE_REPORT = "een voortgangsmelding accorderen"
    ASK_REPORT = "om voortgang of uitleg vragen"
    PLAN_MEETING = "bijeenkomsten plannen, verslag leggen"
    ATTEND = "laten weten of u naar een bijeenkomst komt"
    FINISH_OUTCOME = "een punt uit een bijeenkomst afronden"
    FREEZE_PACK = "bestuursstukken bevriezen en vrijgeven"
    PUBLISH_PACK = "bestuursstukken openbaar maken"
    DECIDE = "besluiten in het bestuurlijk overleg"
    RUN_ANALYSIS = "analyses draaien, cijfers publiceren"
    TRY_SCENARIO = "uitproberen wat er verandert als iets anders loopt"
    KEEP_SCENARIO = "scenario’s bewaren, delen en intrekken"
    COMPARE_FORECAST = "een raming van een ander naast de onze leggen"
    KEEP_OWN_ROWS = "woningen, plannen, locaties, groepen en eigen cijfers bijhouden"
    WEIGH = "vraag en aanbod van projecten afwegen, voorstellen maken"
    TRY_SWAP = "aan de bestuurstafel twee projecten ruilen"
    SUBMIT_PROPOSAL = "een voorstel voorleggen aan de bestuurders"
    DECIDE_PROPOSAL = "besluiten over een voorstel"
    TURN_INTO_WORK = "een besloten voorstel omzetten in afspraken en initiatieven"
    KEEP_HOUSING = "regels en voortgang van het huisvestingsprogramma bijhouden"
    SUBMIT_HOUSING = "een huisvestingsprogramma beginnen en voorleggen"
    ADOPT_HOUSING = "een huisvestingsprogramma vaststellen"
    MODERATE = "reacties beoordelen"
    EXCHANGE_EXCEL = "lijsten in- en uitvoeren"
    INVITE = "collega’s uitnodigen"
    MANAGE_PEOPLE = "leden, plaatsvervangers en mandaten beheren"
    MANAGE_PARTNERSHIP = "het samenwerkingsverband beheren"
    RECEIVE_INSIGHTS = "inzichten voor het Rijk ontvangen"
    MANAGE_PLATFORM = "samenwerkingsverbanden maken"
    OWN_ACCOUNT = "eigen account en pet beheren"


COLUMNS: dict[str, str] = {
    "BZ": VISITOR,
    "BW": Role.BEWONER,
    "PR": Role.PROFESSIONAL,
    "WM": Role.WIJKMANAGER,
    "OM": Role.ORGANISATIEMEDEWERKER,
    "OB": Role.ORGANISATIEBEHEERDER,
    "BE": Role.BESTUURDER,
    "PM": Role.PROGRAMMAMANAGER,
    "MO": Role.MODERATOR,
    "AN": Role.ANALIST,
    "ML": Role.MEELEZER,
    "PB": Role.PLATFORMBEHEERDER,
    "RE": Role.REDACTEUR,
    "PG": Role.PROCESBEGELEIDER,
}

TABLE = """
                     BZ BW PR WM OM OB BE PM MO AN ML PB RE PG
READ_PUBLIC           x  x  x  x  x  x  x  x  x  x  x  x  x  x
READ_PARTNER          -  -  o  x  x  x  x  x  -  x  -  -  o  o
READ_BOARD            -  -  -  -  -  o  x  x  -  -  -  -  -  -
COMMENT               h  a  a  a  a  a  a  a  a  a  a  -  a  a
REPORT_COMMENT        x  x  x  x  x  x  x  x  x  x  x  x  x  x
CONTEST_FIGURE        h  a  a  a  a  a  a  a  a  a  a  -  a  a
SUBMIT_SIGNAL         x  a  o  o  o  o  a  x  -  -  -  -  a  a
SUBMIT_ON_BEHALF      -  -  o  o  -  -  -  x  -  -  -  -  -  -
SEE_CONTACT           -  -  -  o  -  -  -  -  -  -  -  -  -  -
TRIAGE                -  -  o  o  -  -  -  x  -  -  -  -  -  -
CHOOSE_SOLUTION       -  -  -  o  -  -  -  x  -  -  -  -  -  -
GIVE_FEEDBACK         -  -  -  o  -  -  -  x  -  -  -  -  -  -
PROPOSE_AMENDMENT     -  a  -  -  o  o  o  x  -  -  -  -  o  -
EDIT_TEXT             -  -  -  -  -  -  -  x  -  -  -  -  o  -
ADOPT                 -  -  -  -  -  -  x  -  -  -  -  -  -  -
DRAFT_COMMITMENT      -  -  -  -  o  o  -  x  -  -  -  -  o  -
PLEDGE                -  -  -  -  -  o  o  -  -  -  -  -  -  -
OFFER_FOR_SIGNING     -  -  -  -  -  -  -  x  -  -  -  -  -  -
SIGN                  -  -  -  -  -  -  o  -  -  -  -  -  -  -
MANAGE_PROGRAMME      -  -  -  o  o  o  -  x  -  -  -  -  -  -
DRAFT_REPORT          -  -  -  o  o  o  -  -  -  -  -  -  -  -
APPROVE_REPORT        -  -  -  -  -  o  o  -  -  -  -  -  -  -
ASK_REPORT            -  -  -  -  -  -  -  x  -  -  -  -  -  -
PLAN_MEETING          -  -  o  o  -  o  -  x  -  -  -  -  -  o
ATTEND                -  a  a  a  a  a  a  a  a  a  a  -  a  a
FINISH_OUTCOME        -  -  o  o  o  o  o  x  -  -  -  -  -  o
FREEZE_PACK           -  -  -  -  -  -  -  x  -  -  -  -  -  -
PUBLISH_PACK          -  -  -  -  -  -  x  x  -  -  -  -  -  -
DECIDE                -  -  -  -  -  -  o  -  -  -  -  -  -  -
RUN_ANALYSIS          -  -  -  -  -  -  -  x  -  x  -  -  -  -
TRY_SCENARIO          -  -  -  x  x  x  x  x  -  x  -  -  -  -
KEEP_SCENARIO         -  -  -  -  o  o  -  x  -  x  -  -  -  -
COMPARE_FORECAST      -  -  -  -  o  o  -  x  -  x  -  -  -  -
KEEP_OWN_ROWS         -  -  -  -  o  o  -  x  -  x  -  -  -  -
WEIGH                 -  -  -  -  -  -  -  x  -  x  -  -  -  -
TRY_SWAP              -  -  -  x  x  x  x  x  -  x  -  -  -  -
SUBMIT_PROPOSAL       -  -  -  -  -  -  -  x  -  -  -  -  -  -
DECIDE_PROPOSAL       -  -  -  -  -  -  x  -  -  -  -  -  -  -
TURN_INTO_WORK        -  -  -  -  -  -  -  x  -  -  -  -  -  -
KEEP_HOUSING          -  -  -  -  o  o  -  x  -  -  -  -  -  -
SUBMIT_HOUSING        -  -  -  -  -  -  -  x  -  -  -  -  -  -
ADOPT_HOUSING         -  -  -  -  -  -  x  -  -  -  -  -  -  -
MODERATE              -  -  -  o  -  -  -  x  x  -  -  -  -  -
EXCHANGE_EXCEL        -  -  -  o  o  o  -  x  -  x  -  -  -  -
INVITE                -  -  -  o  -  o  -  x  -  -  -  -  -  -
MANAGE_PEOPLE         -  -  -  -  -  o  -  x  -  -  -  -  -  -
MANAGE_PARTNERSHIP    -  -  -  -  -  -  -  x  -  -  -  x  -  -
RECEIVE_INSIGHTS      -  -  -  -  -  -  -  x  -  -  x  -  -  -
MANAGE_PLATFORM       -  -  -  -  -  -  -  -  -  -  -  x  -  -
OWN_ACCOUNT           -  x  x  x  x  x  x  x  x  x  x  x  x  x
"""


class MatrixIncompleteError(ValueError):
    """A line of the table is missing, double, or has too few or unknown marks."""


def read_table(text: str) -> dict[Action, dict[str, Reach]]:
    """Every action with the reach of every role.

    Raises
    ------
    MatrixIncompleteError
    """
    head, *lines = (re.split(r"\s+", line.strip()) for line in text.strip().splitlines())
    roles = [COLUMNS[short] for short in head]
    read: dict[Action, dict[str, Reach]] = {}
    for name, *marks in lines:
        action = Action[name]
        if action in read or len(marks) != len(roles):
            raise MatrixIncompleteError(name)
        read[action] = {role: Reach(mark) for role, mark in zip(roles, marks, strict=True)}
    missing = [action.name for action in Action if action not in read]
    if missing:
        raise MatrixIncompleteError(", ".join(missing))
    return read


MATRIX: dict[Action, dict[str, Reach]] = read_table(TABLE)


def reach(action: Action, role: str) -> Reach:
    """How far a role may go; an unknown role may nothing."""
    return MATRIX[action].get(role, Reach.NONE)


def roles_that_may(action: Action) -> tuple[str, ...]:
    return tuple(role for role, mark in MATRIX[action].items() if mark is not Reach.NONE)
