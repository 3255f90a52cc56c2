"""Why a number changed: two studies run again, with what they rest on swapped in turn.

See docs/methods/explain.md.
"""

from wwz_engine.explain.keeping import KeptStudy, Store, keep, open_kept, save_kept, store_in
from wwz_engine.explain.parts import Explanation, Part
from wwz_engine.explain.reruns import NotComparableError, Reruns, explain

__all__ = [
    "Explanation",
    "KeptStudy",
    "NotComparableError",
    "Part",
    "Reruns",
    "Store",
    "explain",
    "keep",
    "open_kept",
    "save_kept",
    "store_in",
]
