from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from wwz_engine.backtest import uploads
from wwz_engine.sources.delimited import _plainly_even, read_delimited
from wwz_engine.sources.errors import RowLimitError, TruncatedFileError
from wwz_engine.sources.plans import read_plans
from wwz_engine.sources.raw import RawFile

LETTERS = np.array(["a", '"', ",", "\n", "\r", ";", "\u2028", '","', '"\n"', "b,c\n"])


def even(text, width):
    return _plainly_even(text.encode(), text, ",", width)


def test_what_is_called_even_at_once_is_even_line_by_line():
    """Whatever quotes and odd line ends there are; that some are called even is seen too."""
    random = np.random.default_rng(1)
    called = 0
    for _ in range(20_000):
        text = "".join(random.choice(LETTERS, random.integers(1, 9))) + "\n"
        for width in (1, 2, 3):
            if even(text, width):
                called += 1
                rows = list(csv.reader(io.StringIO(text, newline="")))
                assert {len(row) for row in rows if row} <= {width}, repr(text)
    assert called > 500


@pytest.mark.parametrize(
    ("text", "width"),
    [("a,b\n1,2\n", 2), ('a,b\n"1,0",2\n', 2), ('a,b\n"x\ny","z"\n', 2), ('"a","b"\r\n', 2)],
)
def test_most_files_are_even_at_once(text, width):
    assert even(text, width)


@pytest.mark.parametrize("text", ["a,b\n1\n", "a,b\n1,2,3\n", 'a,b\n"1,2"\n', 'a,b\n"1,2\n'])
def test_other_width_is_never_even_and_refused(text):
    assert not even(text, 2)
    with pytest.raises(TruncatedFileError):
        read_delimited(RawFile("t.csv", text.encode(), text.encode()))


def test_only_a_file_of_a_service_that_cuts_is_refused_at_its_length(tmp_path):
    plans = [f"BU00010001;2030;1;hard;plan {number}\n" for number in range(10_000)]
    lines = "gebied;jaar;woningen;hardheid;naam\n" + "".join(plans)
    file = RawFile("lang.csv", lines.encode(), lines.encode())
    with pytest.raises(RowLimitError, match="precies 10000 rijen"):
        read_delimited(file, ";")
    assert read_delimited(file, ";", cut_at=None).height == 10_000

    # What somebody brings was made by no such service.
    preview = read_plans("lang.csv", lines.encode(), {"BU00010001": "Noord"}, 2021)
    assert len(preview.plans) == 10_000
    path = tmp_path / "lang.csv"
    path.write_text(lines)
    assert uploads._frame(uploads._raw(path)).height == 10_000
