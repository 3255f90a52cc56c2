"""How a question gets its answer, and a lesson its receipt."""

from wwz.audit.states import Machine, Transition, declare
from wwz.partners.matrix import Action

QUESTION = declare(
    Machine(
        label="werkplaats.Question",
        initial="gesteld",
        transitions=(
            Transition("answer", ("gesteld",), "beantwoord", Action.MODERATE, "beantwoord",
                       "een antwoord"),
        ),
    )
)  # fmt: skip
INSIGHT = declare(
    Machine(
        label="werkplaats.Insight",
        initial="concept",
        transitions=(
            Transition("share", ("concept",), "gedeeld", Action.MANAGE_PROGRAMME, "gedeeld"),
            Transition("hand_over", ("gedeeld",), "overgedragen", Action.ASK_REPORT,
                       "overgedragen", "geen persoonsgegevens"),
            Transition("receive", ("overgedragen",), "ontvangen", Action.RECEIVE_INSIGHTS,
                       "ontvangen", "een bericht wat ermee gebeurt"),
        ),
    )
)  # fmt: skip
