"""What a form for passkeys needs."""

from __future__ import annotations

import json

from django import template

register = template.Library()


@register.filter
def as_json(options: object) -> str:
    """The server's options as text for an attribute; the template escapes it."""
    return json.dumps(options) if options else ""
