"""How a meeting, its minutes and what came out of it go on."""

from wwz.audit.states import SYSTEM_ACTION, Machine, Transition, declare
from wwz.partners.matrix import Action

MEETING = declare(
    Machine(
        label="meetings.Meeting",
        initial="concept",
        transitions=(
            Transition("invite", ("concept",), "uitgenodigd", Action.PLAN_MEETING, "gepland"),
            Transition("begin", ("uitgenodigd",), "bezig", Action.PLAN_MEETING, "begonnen"),
            Transition(
                "close", ("uitgenodigd", "bezig"), "gehouden", Action.PLAN_MEETING, "afgesloten",
                "de dag is gekomen",
            ),
            Transition(
                "cancel", ("concept", "uitgenodigd"), "afgelast", Action.PLAN_MEETING, "afgelast",
                "een reden",
            ),
        ),
    )
)  # fmt: skip
MINUTES = declare(
    Machine(
        label="meetings.Minutes",
        initial="concept",
        transitions=(
            Transition(
                "submit", ("concept",), "ter_controle", Action.PLAN_MEETING,
                "ter controle gestuurd",
            ),
            Transition(
                "adopt", ("ter_controle",), "vastgesteld", Action.PLAN_MEETING, "vastgesteld"
            ),
        ),
    )
)  # fmt: skip
OUTCOME = declare(
    Machine(
        label="meetings.Outcome",
        initial="open",
        other_beginnings=("gedaan",),
        transitions=(
            Transition("finish", ("open", "te_herzien"), "gedaan", Action.FINISH_OUTCOME, "gedaan"),
            Transition("drop", ("open", "te_herzien"), "vervallen", Action.PLAN_MEETING,
                       "vervallen", "een reden"),
            Transition("review", ("open",), "te_herzien", SYSTEM_ACTION, "herzien",
                       "de dag van herzien is gekomen"),
        ),
    )
)  # fmt: skip
