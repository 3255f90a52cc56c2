"""What the tests of opgave share."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that run side by side would take away each other's kept files."""
    monkeypatch.setattr(settings, "VAR", tmp_path / "var")
