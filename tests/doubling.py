"""Every row of the steps once more, under the same parents: a page may not ask more for it."""

from __future__ import annotations

import copy
import itertools
import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

STEPS = (
    "comments", "documents", "meetings", "notifications", "visie", "akkoord", "uitvoering",
    "werkplaats", "monitor",
)  # fmt: skip
# An empty newer version would be shown instead of the one with the text; a year has two halves.
LEFT_OUT = ("DocumentVersion", "ReportingPeriod")
TRIES = 4
fresh = itertools.count(1)


def double() -> Counter[str]:
    """Copy each row; how many of which model. A frozen thing refuses, as it should."""
    made: Counter[str] = Counter()
    for label in STEPS:
        for model in apps.get_app_config(label).get_models():
            if model.__name__ in LEFT_OUT:
                continue
            for row in list(model._base_manager.all()):
                made[model.__name__] += any(copied(row) for _ in range(TRIES))
    return made


def copied(row: models.Model) -> bool:
    other = copy.copy(row)
    other._state = copy.copy(row._state)
    other._state.adding = True
    other.pk = uuid.uuid4() if isinstance(row._meta.pk, models.UUIDField) else None
    for field in unique_fields(type(row)):
        setattr(other, field.attname, another(field, getattr(row, field.attname)))
    try:
        with transaction.atomic():
            models.Model.save(other, force_insert=True)
    except (IntegrityError, ValueError):
        return False
    return True


def unique_fields(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """One field of every rule that no two rows are the same; a number or text when there is one."""
    for field in model._meta.concrete_fields:
        if field.unique and not field.primary_key:
            yield field
    for rule in model._meta.total_unique_constraints:
        fields = [one for one in model._meta.concrete_fields if one.name in rule.fields]
        yield sorted(fields, key=lambda one: not one.is_relation)[-1]


def another(field: models.Field[Any, Any], value: Any) -> Any:
    number = next(fresh)
    if isinstance(field, models.DateField):
        return value + timedelta(days=number)
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1000 + number
    if field.choices:
        values = [key for key, _ in field.flatchoices]
        return values[(values.index(value) + number) % len(values)]
    if isinstance(field, models.CharField):
        return f"{number}-{value}"[: field.max_length]
    return uuid.uuid4() if isinstance(field, models.UUIDField) else value
