"""`wwz check` finds a frozen page that somebody changed past the triggers."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.board import make_meeting
from tests.partnership import actor
from tests.promises import make_period
from wwz.audit.snapshots import freeze, sha256
from wwz.commands.check import checks
from wwz.monitor.check import check
from wwz.monitor.freezing import freeze_now
from wwz.monitor.models import BoardPack, PackState
from wwz.monitor.services import packs
from wwz.partners.models import Account, Partnership

AT = datetime(2026, 11, 6, 12, tzinfo=UTC)


@pytest.fixture
def concept(sanne: Account, zwolle: Partnership) -> BoardPack:
    return packs.make(actor(sanne), make_period(zwolle), make_meeting(zwolle), now=AT)


def test_whole_pack_passes(sanne: Account, concept: BoardPack) -> None:
    freeze_now(actor(sanne), concept, now=AT)
    assert list(check()) == []
    assert "monitor" in dict(checks())


def test_page_that_is_not_the_frozen_one_is_named(concept: BoardPack) -> None:
    """The snapshot is whole, but the page beside it is another one."""
    snapshot = freeze(concept, {"html_sha256": sha256("<p>zoals het was</p>")}, now=AT)
    BoardPack.objects.filter(pk=concept.pk).update(
        snapshot=snapshot, html="<p>zoals het wordt</p>", state=PackState.BEVROREN, frozen_at=AT
    )
    (sentence,) = check()
    assert str(concept.pk) in sentence
    assert "bevroren op 06-11-2026" in sentence
