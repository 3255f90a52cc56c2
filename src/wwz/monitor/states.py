"""How the board's pack is frozen and a decision is taken."""

from wwz.audit.states import Machine, Transition, declare
from wwz.partners.matrix import Action

PACK = declare(
    Machine(
        label="monitor.BoardPack",
        initial="concept",
        transitions=(
            Transition("freeze", ("concept",), "bevroren", Action.FREEZE_PACK, "bevroren"),
            Transition("release", ("bevroren",), "vrijgegeven", Action.FREEZE_PACK,
                       "vrijgegeven"),
            Transition("discuss", ("vrijgegeven",), "besproken", Action.FREEZE_PACK,
                       "besproken", "het overleg is gehouden"),
            Transition("publish", ("besproken",), "openbaar", Action.PUBLISH_PACK,
                       "openbaar gemaakt"),
        ),
    )
)  # fmt: skip
DECISION = declare(
    Machine(
        label="monitor.DecisionRequest",
        initial="gevraagd",
        transitions=(
            Transition("decide", ("gevraagd",), "besloten", Action.FREEZE_PACK, "besloten",
                       "de tekst van het besluit"),
            Transition("leave", ("gevraagd",), "niet_besloten", Action.FREEZE_PACK,
                       "aangehouden", "een reden"),
        ),
    )
)  # fmt: skip
