"""What people do with a forecast by somebody else: bring it, keep it, take it away again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from wwz.audit.log import SYSTEM, record
from wwz.errors import NotAllowedError, RuleBrokenError
from wwz.opgave.models import RivalForecast
from wwz.opgave.rival_files import Row
from wwz.partners.access import refusal, require, require_in
from wwz.partners.actor import Actor
from wwz.partners.matrix import Action
from wwz.partners.models import Partnership

DRAFTS_KEPT = timedelta(days=7)
MOST_EACH = 50


class TooManyForecastsError(RuleBrokenError):
    """Each holds thousands of numbers; a partnership keeps a limited number of them."""

    def __init__(self) -> None:
        super().__init__(
            f"Er staan al {MOST_EACH} ramingen in dit samenwerkingsverband. Haal er eerst een weg."
        )


@dataclass(frozen=True)
class NewForecast:
    """A forecast as it was read from a file: whole, without a fault."""

    name: str
    series: str
    launch: int
    file_name: str
    sha256: str
    rows: Sequence[Row]


@transaction.atomic
def bring(
    actor: Actor, partnership: Partnership, new: NewForecast, *, now: datetime
) -> RivalForecast:
    """Keep what was read as a draft, that only the own organisation sees.

    The same file once more, by a second click or in a second window, is the draft that is there.

    Raises
    ------
    NotAllowedError, TooManyForecastsError
    """
    require_in(actor, Action.COMPARE_FORECAST, partnership)
    organisation = actor.organisation_id
    if organisation is None:
        raise NotAllowedError(refusal(actor, Action.COMPARE_FORECAST))
    # One at a time, or a second click passes the first.
    partnership = Partnership.objects.select_for_update().get(pk=partnership.pk)
    # Of what one sees: drafts of another, that nobody here can take away, block nobody.
    seen = RivalForecast.objects.visible_to(actor).filter(partnership=partnership)
    if seen.count() >= MOST_EACH:
        raise TooManyForecastsError
    same = seen.filter(
        kept_at=None, uploaded_by_id=actor.person_id, name=new.name, series=new.series,
        launch=new.launch, file_name=new.file_name, sha256=new.sha256,
    ).first()  # fmt: skip
    if same is not None:
        return same
    made = RivalForecast.objects.create(
        partnership=partnership,
        organisation_id=organisation,
        uploaded_by_id=actor.person_id,
        name=new.name,
        series=new.series,
        launch=new.launch,
        file_name=new.file_name,
        sha256=new.sha256,
        rows=[list(row) for row in new.rows],
        uploaded_at=now,
    )
    after = {"series": new.series, "launch": new.launch, "rows": len(new.rows),
             "sha256": new.sha256}  # fmt: skip
    record(made, "receive", by=actor.by(), now=now, after=after)
    return made


@transaction.atomic
def keep(actor: Actor, forecast: RivalForecast, *, now: datetime) -> RivalForecast:
    """After the preview: lay it beside ours, for everybody in the partnership.

    Raises
    ------
    NotAllowedError
    """
    require(actor, Action.COMPARE_FORECAST, forecast)
    forecast = RivalForecast.objects.select_for_update().get(pk=forecast.pk)
    if forecast.kept_at is None:
        forecast.kept_at = now
        forecast.save(update_fields=["kept_at"])
        record(forecast, "publish_to_partners", by=actor.by(), now=now)
    return forecast


@transaction.atomic
def remove(actor: Actor, forecast: RivalForecast, *, now: datetime) -> None:
    """Take a forecast away with all its numbers; the log keeps that it was there.

    Raises
    ------
    NotAllowedError
    """
    require(actor, Action.COMPARE_FORECAST, forecast)
    record(forecast, "remove", by=actor.by(), now=now, before={"sha256": forecast.sha256})
    forecast.delete()


def forget_drafts(*, now: datetime) -> int:
    """Take away what nobody kept within a week; how many."""
    old = RivalForecast.objects.filter(kept_at=None, uploaded_at__lte=now - DRAFTS_KEPT)
    with transaction.atomic():
        for forecast in old.select_for_update():
            record(forecast, "remove", by=SYSTEM, now=now, before={"sha256": forecast.sha256})
        return old.delete()[0]
