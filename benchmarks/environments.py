"""An environment of its own for each peer: they pin old versions of what we use.

Made on demand under ``var/peers``, from a lock with hashes in ``benchmarks/peers``.
"""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from benchmarks.processes import ROOT

LOCKS = ROOT / "benchmarks" / "peers"
PLACE = ROOT / "var" / "peers"
UV = ROOT / ".uv" / "bin" / "uv"
LONGEST_INSTALL = 600


class PeerNotInstalledError(RuntimeError):
    """The packages of a peer cannot be had here."""

    def __init__(self, peer: str, said: str) -> None:
        super().__init__(f"{peer} cannot be installed here: {said.strip()[-300:]}")


def python_of(peer: str) -> Path:
    """The Python of a peer; a changed lock gives another environment.

    Raises
    ------
    PeerNotInstalledError
    """
    lock = LOCKS / f"{peer}.txt"
    folder = PLACE / f"{peer}-{sha256(lock.read_bytes()).hexdigest()[:10]}"
    python, ready = folder / "bin" / "python", folder / "ready"
    if not ready.exists():
        print(f"Installing {peer} into {folder.relative_to(ROOT)}", flush=True)
        bare = ["--without-pip"] if UV.exists() else []
        _run(peer, [sys.executable, "-m", "venv", *bare, str(folder)])
        _run(peer, [*_installer(python), "--quiet", "--require-hashes", "-r", str(lock)])
        ready.touch()
    return python


def _installer(python: Path) -> list[str]:
    if UV.exists():
        return [str(UV), "pip", "install", "--python", str(python)]
    return [str(python), "-m", "pip", "install"]


def _run(peer: str, argv: list[str]) -> None:
    try:
        done = subprocess.run(
            argv, capture_output=True, text=True, check=False, timeout=LONGEST_INSTALL
        )
    except subprocess.TimeoutExpired as error:
        raise PeerNotInstalledError(peer, f"not done in {LONGEST_INSTALL} s") from error
    if done.returncode != 0:
        raise PeerNotInstalledError(peer, done.stderr)
