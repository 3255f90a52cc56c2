"""How an objection to a figure gets its answer, and a proposal its decision."""

from wwz.audit.states import Machine, Transition, declare
from wwz.partners.matrix import Action

FACT_OBJECTION = declare(
    Machine(
        label="opgave.FactObjection",
        initial="ontvangen",
        transitions=(
            Transition("answer", ("ontvangen",), "beantwoord", Action.RUN_ANALYSIS, "beantwoord",
                       "een antwoord"),
            Transition("revise", ("beantwoord",), "herzien", Action.RUN_ANALYSIS, "herzien",
                       "een nieuwer cijfer"),
        ),
    )
)  # fmt: skip
SCENARIO = declare(
    Machine(
        label="opgave.Scenario",
        initial="concept",
        transitions=(
            Transition("share", ("concept",), "gedeeld", Action.KEEP_SCENARIO, "gedeeld"),
            Transition("withdraw", ("concept", "gedeeld"), "ingetrokken", Action.KEEP_SCENARIO,
                       "ingetrokken"),
        ),
    )
)  # fmt: skip
PROPOSAL = declare(
    Machine(
        label="opgave.Proposal",
        initial="concept",
        transitions=(
            Transition("submit", ("concept", "uitgesteld"), "voorgelegd", Action.SUBMIT_PROPOSAL,
                       "voorgelegd"),
            Transition("decide", ("voorgelegd",), "besloten", Action.DECIDE_PROPOSAL, "besloten",
                       "een overleg, een dag en een reden"),
            Transition("reject", ("voorgelegd",), "afgewezen", Action.DECIDE_PROPOSAL,
                       "afgewezen", "een overleg, een dag en een reden"),
            Transition("postpone", ("voorgelegd",), "uitgesteld", Action.DECIDE_PROPOSAL,
                       "uitgesteld", "een overleg, een dag en een reden"),
        ),
    )
)  # fmt: skip
