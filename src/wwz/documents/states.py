"""How a version of a text becomes final."""

from wwz.audit.states import Machine, Transition, declare
from wwz.partners.matrix import Action

VERSION = declare(
    Machine(
        label="documents.DocumentVersion",
        initial="concept",
        transitions=(
            Transition(
                "open_for_reactions", ("concept",), "ter_inzage", Action.EDIT_TEXT,
                "ter inzage gelegd",
            ),
            Transition(
                "ask_assent", ("concept", "ter_inzage"), "ter_instemming", Action.EDIT_TEXT,
                "ter instemming voorgelegd", "over elk wijzigingsvoorstel is besloten",
            ),
            Transition(
                "reopen", ("ter_inzage", "ter_instemming"), "concept", Action.EDIT_TEXT,
                "weer concept gemaakt",
            ),
            Transition(
                "adopt", ("ter_instemming",), "vastgesteld", Action.ADOPT, "vastgesteld",
                "elk aangehaald cijfer is actueel of bewust blijven staan",
            ),
            Transition(
                "supersede", ("vastgesteld",), "vervangen", Action.ADOPT, "vervangen",
                "een nieuwere versie is vastgesteld",
            ),
        ),
    )
)  # fmt: skip
