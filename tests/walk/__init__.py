"""One module per app: an object for every address that names one, with a secret in every text.

``make(partnership, organisation, secret)`` gives the arguments per name of an address. The walker
over all addresses and the crawl for secrets (tests/wwz/rights) read these modules. A name that is
no part of the address is what its form sends along: the line that a button takes away.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

from wwz.partners.models import Organisation, Partnership

Arguments = dict[str, dict[str, object]]
Secret = Callable[[], str]


def make_all(partnership: Partnership, organisation: Organisation, secret: Secret) -> Arguments:
    """Objects of every app in this partnership, and what leads to them."""
    made: Arguments = {}
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        made |= module.make(partnership, organisation, secret)
    return made
