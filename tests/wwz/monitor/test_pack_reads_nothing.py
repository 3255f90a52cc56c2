"""The PDF of a pack is made of the page and our own style: nothing else is opened for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from wwz.monitor.files import as_pdf
from wwz.opgave.paper.rendering import program


def test_page_of_a_pack_opens_no_file_of_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted = tmp_path / "geheim.css"
    planted.write_text("p { color: red }")
    opened: list[str] = []
    fetch = program().urls.URLFetcher.fetch

    def watched(self: object, url: str, headers: object = None) -> object:
        opened.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr("weasyprint.urls.URLFetcher.fetch", watched)
    as_pdf(f'<link rel="stylesheet" href="{planted.as_uri()}"><img src="{planted.as_uri()}">')

    assert planted.as_uri() not in opened
