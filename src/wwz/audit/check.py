"""What `wwz check` looks at here: every snapshot against the number it was frozen with."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.utils import timezone

from wwz.audit.models import Snapshot
from wwz.audit.queries import broken_snapshots


def check() -> Iterator[str]:
    for snapshot in broken_snapshots():
        frozen = timezone.localtime(snapshot.made_at)
        yield (
            f"De momentopname van {name_of(snapshot)} {snapshot.object_id}, bevroren op "
            f"{frozen:%d-%m-%Y} om {frozen:%H.%M} uur, is daarna veranderd: het controlegetal "
            f"{snapshot.sha256[:12]} klopt niet meer. Zet een reservekopie terug van voor de "
            "verandering en zoek uit wie bij de database kon."
        )


def name_of(snapshot: Snapshot) -> str:
    try:
        return str(apps.get_model(snapshot.kind)._meta.verbose_name)
    except (LookupError, ValueError):
        return snapshot.kind
