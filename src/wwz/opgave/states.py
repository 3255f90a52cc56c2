"""How an objection to a figure gets its answer."""

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
