"""Why a number changed: two studies run again, with what they rest on swapped in turn.

See docs/methods/explain.md.
"""

from wwz_engine.explain.keeping import (
    KeptStudy,
    Recorder,
    Store,
    keep,
    kept_from,
    open_kept,
    recall,
    save_kept,
    store_in,
)
from wwz_engine.explain.parts import Explanation, Part
from wwz_engine.explain.recipe import Recipe
from wwz_engine.explain.reruns import NotComparableError, Reruns, explain

__all__ = [
    "Explanation",
    "KeptStudy",
    "NotComparableError",
    "Part",
    "Recipe",
    "Recorder",
    "Reruns",
    "Store",
    "explain",
    "keep",
    "kept_from",
    "open_kept",
    "recall",
    "save_kept",
    "store_in",
]
