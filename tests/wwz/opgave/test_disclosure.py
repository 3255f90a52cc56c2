"""One door for every figure: `disclose`, and no output that goes around it."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.test import Client

from tests.cast import request_and_publish, small_result
from wwz.areas.models import Area
from wwz.opgave.disclosure import Disclosed, disclose
from wwz.opgave.models import Fact, Study


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"shown_value": 90.0}, Disclosed(90, None, None)),
        (
            {"shown_value": 90.0, "shown_low": 80.0, "shown_high": 100.0},
            Disclosed(90, 80, 100),
        ),
        (
            {"hidden": "band", "shown_low": 15.0, "shown_high": 25.0},
            Disclosed(None, 15, 25),
        ),
        (
            {"hidden": "verborgen", "shown_low": 1.0, "shown_high": 9.0, "value": 4.0},
            Disclosed(None, None, None, "verborgen"),
        ),
        ({"missing": "geheim"}, Disclosed(None, None, None, "geheim")),
        ({"missing": "onbekend", "value": 3.0}, Disclosed(None, None, None, "onbekend")),
        # Fail closed: a pattern that nobody knows, or a value without a shown value.
        ({"hidden": "nieuw", "shown_value": 3.0}, Disclosed(None, None, None, "verborgen")),
        ({"value": 3.0}, Disclosed(None, None, None, "verborgen")),
    ],
)
def test_only_what_may_be_shown_goes_out(fields: dict[str, object], expected: Disclosed) -> None:
    assert disclose(Fact(**fields)) == expected


ADDRESSES = [
    "/",
    "/opgave/GM0193/",
    "/opgave/GM0193/?niveau=buurt&groep=inwoners_85plus",
    "/opgave/GM0193/BU01933110/",
    "/opgave/GM0193/WK019331/",
    "/opgave/GM0193/kaart.json",
    "/opgave/GM0193/tabel/feiten.csv",
    "/opgave/GM0193/tabel/feiten.csv?vorm=rfc4180",
    "/opgave/GM0193/tabel/feiten.xlsx",
]
# Raw values that no rounding gives; planted below in one buurt.
RAW = ("7.313131", "7,313131", "6.818181", "6,818181")


def text_of(content: bytes) -> str:
    """The text of an answer; of a workbook, of all its parts."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist())


@pytest.fixture
def planted(gemeente: Area) -> Study:
    """A study in which each hidden fact has a raw value that is easy to recognise."""
    from dataclasses import replace

    result = small_result()
    facts = [
        replace(fact, value=7.313131, low=6.818181, high=8.0)
        if fact.area.code == "BU01933110" and fact.indicator.care
        else fact
        for fact in result.facts
    ]
    return request_and_publish(gemeente, replace(result, facts=tuple(facts)))


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_output_holds_a_hidden_value(address: str, planted: Study, client: Client) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    text = text_of(answer.getvalue())
    assert not [raw for raw in RAW if raw in text]


def test_pages_of_hidden_facts_hold_no_hidden_value(planted: Study, client: Client) -> None:
    hidden = planted.facts.filter(hidden="verborgen")
    assert hidden.exists()
    for fact in hidden:
        for address in (f"/feit/{fact.pk}/", f"/feit/{fact.pk}.json"):
            text = client.get(address).content.decode()
            assert not [raw for raw in RAW if raw in text], address
            assert "verborgen" in text


def test_the_check_would_notice_a_raw_value(planted: Study) -> None:
    """The planted defect: an output that takes the raw value."""
    fact = planted.facts.filter(hidden="verborgen", indicator__care=True).first()
    assert [raw for raw in RAW if raw in f"{fact.value}"]


def test_only_the_door_and_the_job_read_raw_values() -> None:
    """No template or view names the raw fields of a fact."""
    from pathlib import Path

    import wwz

    root = Path(wwz.__file__).parent
    named = re.compile(r"fact\.(value|low|high)\b")
    allowed = {
        "opgave/publishing.py", "opgave/jobs/studies.py", "opgave/jobs/scenarios.py",
        "opgave/models.py",
    }  # fmt: skip
    found = [
        str(path.relative_to(root))
        for path in [*root.rglob("*.py"), *root.rglob("*.html")]
        if str(path.relative_to(root)) not in allowed and named.search(path.read_text())
    ]
    assert found == []
