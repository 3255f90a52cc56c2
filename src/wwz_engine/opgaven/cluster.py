"""Shards on Dask: several processes of this machine, or a cluster elsewhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Generator, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import Future as Promise
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import TYPE_CHECKING

from wwz_engine.errors import EngineError
from wwz_engine.opgaven.runs import Pair, Working
from wwz_engine.opgaven.shards import Outcome, Shard, unforeseen, work

if TYPE_CHECKING:
    from distributed import Client, Future
    from tornado.ioloop import IOLoop

LOOK_EVERY = 1.0
"""Seconds between two looks at who works on what."""
PATIENCE = 30
"""Seconds to wait for an answer of the scheduler, and for a first worker."""
HERE = "127.0.0.1"
HERE_TOO = (HERE, "localhost", "[::1]")
# Dask takes an address without a protocol for tcp.
WITHOUT_CERTIFICATES = ("", "tcp", "ws", "ucx")
ENDED = ("finished", "error", "cancelled")
# A process per core is enough; threads of several processes on one core wait for each other.
ONE_THREAD = {"NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
# No pages with figures about the run, on any port.
QUIET: dict[str, list[str]] = {
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
}


class ClusterError(EngineError):
    """The work cannot be given to other processes."""


@dataclass(frozen=True)
class OnCluster:
    """Shards on the workers of a Dask cluster; a worker that falls costs only time.

    workers : processes to start here, when there is no address
    address : of the scheduler of a cluster that runs already
    """

    workers: int = 0
    address: str = ""
    patience: float = PATIENCE

    def pairs(self, shards: Sequence[Shard], working: Working) -> Generator[Pair, None, None]:
        """Each shard once, in the order in which they come in.

        Raises
        ------
        ClusterError
        """
        with self._client() as client:
            codes = {f"opgave-{shard.code}-{shard.stamp}": shard.code for shard in shards}
            waiting = {
                client.submit(work, shard, key=key, pure=False): shard
                for key, shard in zip(codes, shards, strict=True)
            }
            try:
                while waiting:
                    working(_worked_on(client, codes))
                    for future in _ended(waiting):
                        yield waiting.pop(future), _outcome(future)
            finally:
                client.cancel(list(waiting))

    @contextmanager
    def _client(self) -> Iterator[Client]:
        try:
            import cryptography  # noqa: F401  # LocalCluster makes its certificates with it
            import dask
            import distributed
        except ModuleNotFoundError as error:
            raise ClusterError(
                "Rekenen met meer processen vraagt het pakket Dask, en dat is hier niet. "
                'Installeer het, in de map van het platform: .venv/bin/pip install -e ".[cluster]"'
            ) from error
        with dask.config.set(QUIET):
            if self.address:
                with self._connected(self.address) as client:
                    yield client
                return
            # Whoever reaches the scheduler can have anything executed: certificates of this run
            # alone keep other users of this machine out.
            with (
                distributed.LocalCluster(
                    n_workers=self.workers,
                    threads_per_worker=1,
                    host=HERE,
                    dashboard_address=f"{HERE}:0",
                    worker_dashboard_address=f"{HERE}:0",
                    scheduler_kwargs={"dashboard": False},
                    env=ONE_THREAD,
                    silence_logs=logging.CRITICAL,
                    security=True,
                    loop=event_loop(),
                ) as cluster,
                distributed.Client(cluster) as client,
            ):
                yield client

    @contextmanager
    def _connected(self, address: str) -> Iterator[Client]:
        import distributed

        refuse_open(address)
        try:
            client = distributed.Client(address, timeout=self.patience, loop=event_loop())
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise ClusterError(
                f"Op {address} antwoordt geen planner van Dask. Kijk of hij draait, of het adres "
                "klopt en of de certificaten kloppen; zie docs/howto/cluster.md. Dask zegt: "
                f"{' '.join(str(error).split())}"
            ) from error
        with client:
            try:
                client.wait_for_workers(1, timeout=self.patience)
            except TimeoutError as error:
                raise ClusterError(
                    f"Bij de planner op {address} heeft zich geen enkele werker gemeld. Start er "
                    "een; zie docs/howto/cluster.md."
                ) from error
            yield client


def refuse_open(address: str) -> None:
    """Refuse a planner elsewhere without certificates: who stands between can run anything here.

    Raises
    ------
    ClusterError
    """
    protocol, _, place = address.rpartition("://")
    if protocol in WITHOUT_CERTIFICATES and place.rsplit(":", 1)[0] not in HERE_TOO:
        raise ClusterError(
            f"De verbinding met {address} is niet beveiligd, en dan kan een ander hier opdrachten "
            "laten uitvoeren. Start de planner met certificaten en geef zijn adres als "
            "tls://naam:poort; zie docs/howto/cluster.md."
        )


def event_loop() -> IOLoop:
    """A loop for Dask, in a thread of its own, however long it takes to start.

    A loop that Dask starts itself must run within ten seconds, and on a busy machine it may not.
    """
    from tornado.ioloop import IOLoop

    running: Promise[IOLoop] = Promise()

    async def stay() -> None:
        running.set_result(IOLoop.current())
        await asyncio.Event().wait()

    Thread(target=asyncio.run, args=[stay()], name="dask", daemon=True).start()
    return running.result()


def _worked_on(client: Client, codes: Mapping[str, str]) -> list[str]:
    """Gemeenten that a worker is busy with: the first of what each was given."""
    given = client.processing()
    return sorted(codes[keys[0]] for keys in given.values() if keys and keys[0] in codes)


def _ended(waiting: Mapping[Future[Outcome], Shard]) -> list[Future[Outcome]]:
    """Those that are over now, after waiting a moment for a first one."""
    from distributed import wait

    with suppress(TimeoutError, CancelledError):
        wait(list(waiting), timeout=LOOK_EVERY, return_when="FIRST_COMPLETED")
    return [future for future in waiting if future.status in ENDED]


def _outcome(future: Future[Outcome]) -> Outcome:
    from distributed import KilledWorker

    error = future.exception()
    if isinstance(error, KilledWorker):
        return Outcome(
            problem=f"Het proces is {error.allowed_failures + 1} keer weggevallen tijdens het "
            "rekenen, meestal doordat er te weinig geheugen is. Reken met minder trekkingen of met "
            "minder werkers tegelijk."
        )
    if error is not None:
        return Outcome(problem=unforeseen(error))
    if future.cancelled():
        return Outcome(problem="De verbinding met de planner viel weg voordat dit klaar was.")
    found: Outcome = future.result()
    return found
