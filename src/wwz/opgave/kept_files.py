"""Files that are the same for every reader: made once per study and kept, never two at a time.

A table of 30,000 facts takes seconds and a hundred megabytes to make. Nobody has to log in to ask
for it, so without this a handful of visitors could keep the whole server busy.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from wwz.areas.names import folded
from wwz.opgave.models import Study

FOLDER = "bestanden"
MAKING = threading.Lock()

Parts = Callable[[], Iterable[bytes]]


def kept_file(study: Study, name: str, form: str, parts: Parts) -> BinaryIO:
    """The file of a table in a form, open; ``parts`` gives its content when it is not there yet.

    What is published never changes, so neither does the file. A newer study takes its place,
    in this process or another: an open file can still be read after that, a path cannot.
    """
    folder = Path(settings.VAR) / FOLDER
    family = f"{folded(study.gemeente.code)}-{name}-{form}"
    path = folder / f"{family}-{study.pk}-{version_of_code()}"
    with suppress(FileNotFoundError):
        return path.open("rb")
    with MAKING:
        with suppress(FileNotFoundError):
            return path.open("rb")
        made = make(path, parts)
        for other in folder.glob(f"{family}-*"):
            if other != path:
                other.unlink(missing_ok=True)
        return made


def make(path: Path, parts: Parts) -> BinaryIO:
    """Write aside and rename, so that nobody ever reads half a file; the file, open."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, aside = tempfile.mkstemp(dir=path.parent, prefix=".")
    out = os.fdopen(descriptor, "w+b")
    try:
        out.writelines(parts())
        out.flush()
        os.replace(aside, path)
    except BaseException:
        out.close()
        with suppress(FileNotFoundError):
            os.unlink(aside)
        raise
    out.seek(0)
    return out


@lru_cache(maxsize=1)
def version_of_code() -> str:
    """Changes with whatever decides what stands in a file: code, templates, style."""
    package = Path(settings.PACKAGE)
    deciding = [
        *sorted((package / "opgave").rglob("*.py")),
        *sorted((package / "templates" / "opgave").rglob("*.html")),
        *sorted((package / "templates" / "cotton" / "paper").rglob("*.html")),
        package / "static" / "wwz" / "papier.css",
    ]
    digest = hashlib.sha256()
    for path in deciding:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
