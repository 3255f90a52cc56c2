"""The least object of any class, for tests that walk over all of them."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
SIMPLE: tuple[tuple[type[models.Field[Any, Any]], Any], ...] = (
    (models.DateTimeField, AT),
    (models.DateField, date(2026, 3, 2)),
    (models.BooleanField, False),
    (models.DecimalField, Decimal(1)),
    (models.FloatField, 1.0),
    (models.IntegerField, 1),
    (models.JSONField, {}),
    (models.DurationField, timedelta(1)),
)

# What a rule between two fields asks for.
TOGETHER: dict[str, dict[str, Any]] = {
    "opgave.Fact": {"value": 1.0},
    "opgave.Proposal": {"because": "De buurt vraagt erom.", "decided_on": AT.date()},
    "opgave.FactObjection": {"answer": "Dat klopt.", "answered_at": AT},
}


def least(model: type[M], **given: Any) -> M:
    """A saved object with only what it cannot do without; what it points at is made too."""
    filled = {
        field.name: value_for(field)
        for field in model._meta.concrete_fields
        if field.name not in given and is_needed(field)
    }
    together = TOGETHER.get(model._meta.label, {})
    return model._base_manager.create(**(filled | together | given))


def is_needed(field: models.Field[Any, Any]) -> bool:
    if field.primary_key or field.has_default() or field.null:
        return False
    return not (field.blank and isinstance(field, models.CharField | models.TextField))


def value_for(field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        return least(field.related_model)
    if field.choices:
        return field.choices[0][0]
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    for kind, value in SIMPLE:
        if isinstance(field, kind):
            return value
    word = uuid.uuid4().hex
    return f"{word}@example.org" if isinstance(field, models.EmailField) else word[: length(field)]


def length(field: models.Field[Any, Any]) -> int:
    return field.max_length or 32
