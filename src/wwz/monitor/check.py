"""What `wwz check` looks at here: the kept page of every frozen pack against its number."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from wwz.monitor.queries.packs import frozen_packs
from wwz.monitor.sheets import is_untouched


def check() -> Iterator[str]:
    for pack in frozen_packs():
        if is_untouched(pack):
            continue
        frozen = f" op {timezone.localtime(pack.frozen_at):%d-%m-%Y}" if pack.frozen_at else ""
        yield (
            f"De bestuursstukken {pack.pk} ({pack.period}), bevroren{frozen}, zijn daarna "
            "veranderd: de bewaarde pagina en haar controlegetal horen niet meer bij elkaar. Zet "
            "een reservekopie terug van voor de verandering en zoek uit wie bij de database kon."
        )
