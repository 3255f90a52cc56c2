"""The same figures on Dask: real processes, real certificates, and one that is killed."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

import dask
import distributed
import pytest
from distributed.security import Security
from tornado.ioloop import IOLoop

from tests.engine import verzonnenland
from tests.engine.verzonnenland import CODES, WITHOUT_FIGURES
from wwz_engine.cli import facts_out
from wwz_engine.opgaven import (
    ClusterError,
    InTurn,
    OnCluster,
    ResultFolder,
    cluster,
    run,
    shards_of,
)
from wwz_engine.study import StudyRequest

REQUEST = StudyRequest("", to=2025, draws=10)
GEMEENTEN = (*CODES, WITHOUT_FIGURES)
PATIENCE = 300
"""Seconds for workers to start: seconds on a quiet machine, minutes on one that is not."""
QUIET_WORKER = ("--no-nanny", "--no-dashboard", "--nthreads", "1", "--memory-limit", "1GiB")


@dataclass
class Processes:
    """A scheduler with certificates of its own, and workers that are processes."""

    scheduler: distributed.LocalCluster
    loop: IOLoop
    certificates: dict[str, str]
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    names: Iterator[int] = field(default_factory=count)

    @property
    def address(self) -> str:
        return self.scheduler.scheduler_address

    def grow_to(self, number: int) -> None:
        while len(self.workers) < number:
            name = f"w{next(self.names)}"
            self.workers[name] = self._start(name)
        with self.client() as client:
            client.wait_for_workers(number, timeout=PATIENCE)

    def shrink_to(self, number: int) -> None:
        while len(self.workers) > number:
            self.kill(next(iter(self.workers)))

    def client(self) -> distributed.Client:
        return distributed.Client(self.address, set_as_default=False, loop=self.loop)

    def kill(self, name: str) -> None:
        worker = self.workers.pop(name)
        worker.kill()
        worker.wait()

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        options = [f"--{key.replace('_', '-')}={path}" for key, path in self.certificates.items()]
        argv = [sys.executable, "-m", "distributed.cli.dask_worker", self.address]
        return subprocess.Popen(
            [*argv, "--name", name, *options, *QUIET_WORKER],
            stderr=subprocess.DEVNULL,
            env=os.environ | cluster.ONE_THREAD,
        )


@pytest.fixture(scope="module")
def processes(tmp_path_factory):
    """As docs/howto/cluster.md says, on one machine; it starts without a worker."""
    folder = tmp_path_factory.mktemp("certificates")
    made = Security.temporary()
    files = {"tls_ca_file": made.tls_ca_file, "tls_cert": made.tls_scheduler_cert,
             "tls_key": made.tls_scheduler_key}  # fmt: skip
    for name, content in files.items():
        (folder / name).write_text(content)
        (folder / name).chmod(0o600)
    paths = {name: str(folder / name) for name in files}
    tls = {
        "ca-file": paths["tls_ca_file"],
        **{f"{role}.cert": paths["tls_cert"] for role in ("client", "scheduler")},
        **{f"{role}.key": paths["tls_key"] for role in ("client", "scheduler")},
    }
    settings = {f"distributed.comm.tls.{key}": value for key, value in tls.items()}
    loop = cluster.event_loop()
    with (
        dask.config.set({**settings, "distributed.comm.require-encryption": True}),
        distributed.LocalCluster(
            n_workers=0, protocol="tls://", security=Security(), host="127.0.0.1",
            dashboard_address="127.0.0.1:0", scheduler_kwargs={"dashboard": False},
            silence_logs=logging.CRITICAL, loop=loop,
        ) as scheduler,
    ):  # fmt: skip
        found = Processes(scheduler, loop, paths)
        yield found
        found.shrink_to(0)


@pytest.fixture(scope="module")
def todo():
    land = verzonnenland.catalogue()
    return shards_of(REQUEST, GEMEENTEN, lambda name: land, "csv", facts_out.TEXTS["csv"])


@pytest.fixture(scope="module")
def local(todo, tmp_path_factory):
    """What one process makes of it: a file per gemeente, and an index with one that failed."""
    return kept(tmp_path_factory.mktemp("local"), todo, InTurn())


def kept(path, todo, workforce, watch=lambda state: None):
    ended = run(todo, ResultFolder(path), workforce, watch)
    assert (ended.done, [name for name, _ in ended.failed]) == (len(CODES), ["Leegmeer"])
    return {entry.name: entry.read_bytes() for entry in path.iterdir()}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_any_number_of_workers_gives_the_same_bytes(processes, todo, local, tmp_path, number):
    processes.shrink_to(number)
    processes.grow_to(number)

    assert kept(tmp_path, todo, OnCluster(address=processes.address)) == local


def test_worker_that_is_killed_half_way_changes_nothing(processes, todo, local, tmp_path):
    processes.shrink_to(2)
    processes.grow_to(2)
    killed = []

    def kill_one_at_work(state):
        if not state.last or killed:
            return
        assert state.done + len(state.failed) < state.total
        # Halted first: what it was given it can then no longer finish.
        name = next(iter(processes.workers))
        os.kill(processes.workers[name].pid, signal.SIGSTOP)
        with processes.client() as client:
            killed.extend(given_to(client, name))
        processes.kill(name)

    found = kept(tmp_path, todo, OnCluster(address=processes.address), kill_one_at_work)

    assert killed, "the worker had nothing to do when it was killed"
    assert len(processes.workers) == 1
    assert found == local


def given_to(client, name):
    """What a worker was given and has not finished."""
    workers = client.scheduler_info(n_workers=-1)["workers"]
    (address,) = [address for address, worker in workers.items() if worker["name"] == name]
    return client.processing()[address]


def test_scheduler_that_is_not_there_is_said(todo, tmp_path):
    workforce = OnCluster(address="tcp://127.0.0.1:1", patience=0.2)

    with pytest.raises(ClusterError, match="antwoordt geen planner"):
        run(todo, ResultFolder(tmp_path), workforce)
    assert not list(tmp_path.iterdir())


def test_address_that_is_none_is_said(todo, tmp_path):
    with pytest.raises(ClusterError, match="antwoordt geen planner"):
        run(todo, ResultFolder(tmp_path), OnCluster(address="onzin://hier", patience=0.2))


@pytest.mark.parametrize(
    "address", ["tcp://planner.example:8786", "planner.example:8786", "ws://10.0.0.9:1"]
)
def test_planner_elsewhere_without_certificates_is_refused(address, todo, tmp_path):
    with pytest.raises(ClusterError, match="niet beveiligd"):
        run(todo, ResultFolder(tmp_path), OnCluster(address=address, patience=0.2))


def test_cluster_without_workers_is_said(processes, todo, tmp_path):
    processes.shrink_to(0)
    with processes.client() as client:
        while client.scheduler_info(n_workers=-1)["workers"]:
            client.sync(client._update_scheduler_info)

    with pytest.raises(ClusterError, match="geen enkele werker gemeld"):
        run(todo, ResultFolder(tmp_path), OnCluster(address=processes.address, patience=2))


@pytest.mark.parametrize("package", ["distributed", "cryptography"])
def test_without_the_extra_it_is_said_how_to_get_it(todo, tmp_path, monkeypatch, package):
    monkeypatch.setitem(sys.modules, package, None)

    with pytest.raises(ClusterError, match=r"pip install -e \"\.\[cluster\]\""):
        run(todo, ResultFolder(tmp_path), OnCluster(workers=2))


class Ended:
    """A future that ended without a result."""

    def __init__(self, error=None):
        self.error = error

    def exception(self):
        return self.error

    def cancelled(self):
        return self.error is None


@pytest.mark.parametrize(
    ("future", "says"),
    [
        (Ended(distributed.KilledWorker("opgave", None, 3)), "4 keer weggevallen"),
        (Ended(MemoryError("vol")), "niet was voorzien (MemoryError: vol)"),
        (Ended(), "verbinding met de planner viel weg"),
    ],
)
def test_shard_that_gives_no_answer_is_said_why(future, says):
    assert says in cluster._outcome(future).problem


def test_loop_that_takes_long_to_start_is_waited_for(monkeypatch):
    """Dask gives up on its own loop when it does not run at once."""
    slow = threading.Event()
    start = asyncio.run

    def late(main):
        slow.wait()
        start(main)

    monkeypatch.setattr(cluster.asyncio, "run", late)
    threading.Timer(0.3, slow.set).start()

    assert cluster.event_loop().asyncio_loop.is_running()
