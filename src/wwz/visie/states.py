"""How a traject, its phases and an amendment go on. The text itself: `wwz.documents.states`."""

from wwz.audit.states import SYSTEM_ACTION, Machine, Transition, declare
from wwz.partners.matrix import Action

TRAJECT = declare(
    Machine(
        label="visie.Traject",
        initial="voorbereiding",
        transitions=(
            Transition("start", ("voorbereiding",), "lopend", Action.EDIT_TEXT, "gestart"),
            Transition("finish", ("lopend",), "vastgesteld", Action.ADOPT, "afgerond",
                       "een vastgestelde versie"),
            Transition("stop", ("voorbereiding", "lopend"), "gestopt", Action.EDIT_TEXT,
                       "gestopt", "een openbare reden"),
        ),
    )
)  # fmt: skip
PHASE = declare(
    Machine(
        label="visie.Phase",
        initial="gepland",
        transitions=(
            Transition("open", ("gepland",), "open", SYSTEM_ACTION, "geopend", "de eerste dag"),
            Transition("close", ("open",), "gesloten", SYSTEM_ACTION, "gesloten",
                       "de laatste dag is voorbij"),
            Transition("report_back", ("gesloten",), "teruggekoppeld", Action.EDIT_TEXT,
                       "teruggekoppeld", "een terugkoppeling"),
        ),
    )
)  # fmt: skip
AMENDMENT = declare(
    Machine(
        label="visie.Amendment",
        initial="ingediend",
        transitions=(
            Transition("accept", ("ingediend",), "overgenomen", Action.EDIT_TEXT, "overgenomen",
                       "een reden"),
            Transition("accept_partly", ("ingediend",), "deels_overgenomen", Action.EDIT_TEXT,
                       "deels overgenomen", "een reden"),
            Transition("decline", ("ingediend",), "niet_overgenomen", Action.EDIT_TEXT,
                       "afgewezen", "een reden"),
            Transition("withdraw", ("ingediend",), "ingetrokken", Action.PROPOSE_AMENDMENT,
                       "ingetrokken"),
        ),
    )
)  # fmt: skip
