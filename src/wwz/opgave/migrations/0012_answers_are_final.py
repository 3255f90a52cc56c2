"""What was asked, answered and decided stays as it was: the database says so too."""

from django.db import migrations

from wwz.audit.triggers import refuse, refuse_overwriting

ASKED = (
    "partnership_id", "organisation_id", "asked_at", "study_id", "question", "sites", "data_hash",
    "fictional",
)  # fmt: skip
PROPOSED = (
    "partnership_id", "weighing_id", "answer_id", "parent_id", "content", "swap",
    "organisation_id", "made_at",
)  # fmt: skip
DECIDED = ("state", "submitted_at", "decided_for_id", "decided_in", "decided_on", "because")
ANSWER = "answered: ask again instead"
PROPOSAL = "proposed: make another proposal instead"


class Migration(migrations.Migration):
    dependencies = [("opgave", "0011_weighings_and_proposals")]

    operations = [
        refuse("opgave_weighing", verbs=("update",), columns=ASKED, sentence=ANSWER),
        refuse(
            "opgave_weighing", verbs=("delete",), when="OLD.state IN ('verfijnen', 'klaar')",
            sentence=ANSWER,
        ),
        refuse_overwriting(
            "opgave_weighing", when="old_row.state IN ('verfijnen', 'klaar')", sentence=ANSWER
        ),
        refuse("opgave_weighinganswer", sentence=ANSWER),
        refuse_overwriting(
            "opgave_weighinganswer",
            same="old_row.id = NEW.id OR (old_row.weighing_id = NEW.weighing_id "
            "AND old_row.kind = NEW.kind)",
            sentence=ANSWER,
        ),
        refuse("opgave_proposal", verbs=("update",), columns=PROPOSED, sentence=PROPOSAL),
        refuse(
            "opgave_proposal", name="keeps_words", verbs=("update",), columns=("title", "reason"),
            when="OLD.state <> 'concept'", sentence=PROPOSAL,
        ),
        refuse(
            "opgave_proposal", name="stays_decided", verbs=("update",), columns=DECIDED,
            when="OLD.state IN ('besloten', 'afgewezen')", sentence="decided: it stays so",
        ),
        refuse(
            "opgave_proposal", verbs=("delete",), when="OLD.state <> 'concept'", sentence=PROPOSAL
        ),
        refuse_overwriting(
            "opgave_proposal", when="old_row.state <> 'concept'", sentence=PROPOSAL
        ),
    ]  # fmt: skip
