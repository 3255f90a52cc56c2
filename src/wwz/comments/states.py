"""What can happen to a comment."""

from wwz.audit.states import Machine, Transition, declare
from wwz.partners.matrix import Action

COMMENT = declare(
    Machine(
        label="comments.Comment",
        initial="zichtbaar",
        other_beginnings=("wacht_op_controle",),
        transitions=(
            Transition(
                "release", ("wacht_op_controle",), "zichtbaar", Action.MODERATE, "geplaatst"
            ),
            Transition("report", ("zichtbaar",), "gemeld", Action.REPORT_COMMENT, "gemeld"),
            Transition("keep", ("gemeld",), "zichtbaar", Action.MODERATE, "gehandhaafd",
                       "een reden"),
            Transition(
                "hide", ("wacht_op_controle", "zichtbaar", "gemeld"), "verborgen",
                Action.MODERATE, "verborgen", "een reden",
            ),
            Transition(
                "withdraw", ("wacht_op_controle", "zichtbaar", "gemeld"),
                "verwijderd_door_auteur", Action.COMMENT, "verwijderd",
            ),
        ),
    )
)  # fmt: skip
