"""Eight editors, twenty-five edits each, on one passage: what was acknowledged is never lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from tests.cast import NOW, make_account
from tests.partnership import actor
from wwz.documents import services
from wwz.documents.errors import EditConflictError
from wwz.documents.models import Passage
from wwz.partners.actor import Actor
from wwz.partners.models import Organisation, Role

pytestmark = pytest.mark.django_db(transaction=True)
EDITORS, EDITS = 8, 25
Save = Callable[[Actor, Passage, str], str]


def save_on_top(editor: Actor, passage: Passage, line: str) -> str:
    """Add a line, and when somebody was first, add it to what they wrote."""
    text, edit = passage.text, passage.edit
    while True:
        try:
            wanted = f"{text}\n{line}"
            services.save_passage(editor, passage, text=wanted, edit=edit, now=NOW)
        except EditConflictError as conflict:
            text, edit = conflict.theirs, conflict.edit
        else:
            return wanted


def save_over(editor: Actor, passage: Passage, line: str) -> str:
    """The planted fault: what is shown is saved, whoever saved in between."""
    passage.text = f"{passage.text}\n{line}"
    passage.save()
    return passage.text


def everybody_writes(passage: Passage, editors: list[Actor], save: Save) -> list[str]:
    """All editors at once; gives every text of which somebody was told that it is saved."""
    acknowledged: list[str] = []
    gate = threading.Barrier(EDITORS)

    def write(number: int) -> None:
        try:
            gate.wait(20)
            for edit in range(EDITS):
                shown = Passage.objects.select_related("version__document").get(pk=passage.pk)
                acknowledged.append(save(editors[number], shown, f"regel {number}-{edit}"))
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(EDITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return acknowledged


@pytest.fixture
def editors(passage: Passage, municipality: Organisation) -> list[Actor]:
    names = [f"schrijver{number}" for number in range(EDITORS)]
    return [actor(make_account(name, Role.PROGRAMMAMANAGER, municipality)) for name in names]


def lines_lost(passage: Passage) -> int:
    passage.refresh_from_db()
    return EDITORS * EDITS - passage.text.count("\nregel ")


def test_no_acknowledged_edit_is_lost(passage: Passage, editors: list[Actor]) -> None:
    acknowledged = everybody_writes(passage, editors, save_on_top)

    assert len(acknowledged) == EDITORS * EDITS
    kept = list(passage.history.values_list("text", flat=True))
    assert sorted(kept) == sorted([passage.text, *acknowledged])
    assert lines_lost(passage) == 0
    assert passage.edit == 1 + EDITORS * EDITS


def test_saving_over_each_other_would_lose_edits(passage: Passage, editors: list[Actor]) -> None:
    acknowledged = everybody_writes(passage, editors, save_over)

    assert len(acknowledged) == EDITORS * EDITS
    assert lines_lost(passage) > 0
