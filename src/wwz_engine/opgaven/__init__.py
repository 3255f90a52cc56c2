"""The same study of many gemeenten, in this process, in several, or on many machines.

A gemeente is a shard. Its figures hang on the request, the data and the engine, never on
which gemeenten stand beside it, in which order they are done, or by how many workers.
"""

from wwz_engine.opgaven.cluster import ClusterError, OnCluster
from wwz_engine.opgaven.folder import INDEX, FolderError, ResultFolder
from wwz_engine.opgaven.library import Library, OtherDataError
from wwz_engine.opgaven.runs import Ended, InTurn, State, Workforce, all_gemeenten, run, shards_of
from wwz_engine.opgaven.shards import Outcome, Shard, seed_of, work

__all__ = [
    "INDEX",
    "ClusterError",
    "Ended",
    "FolderError",
    "InTurn",
    "Library",
    "OnCluster",
    "OtherDataError",
    "Outcome",
    "ResultFolder",
    "Shard",
    "State",
    "Workforce",
    "all_gemeenten",
    "run",
    "seed_of",
    "shards_of",
    "work",
]
