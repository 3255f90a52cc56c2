"""In the place of the process that reads a workbook: takes too much, in the way it is asked."""

from __future__ import annotations

import json
import os
import sys
import time

from wwz_engine.sources import workbook_apart


def main() -> None:
    what = json.loads(sys.stdin.buffer.readline())["name"]
    workbook_apart.MOST_SECONDS = 1
    workbook_apart.confine()
    if what == "memory":
        bytearray(2 * workbook_apart.MOST_MEMORY)
    while what == "time":
        pass
    if what == "waiting":
        time.sleep(60)
    if what == "disk":
        with open("planted", "wb") as file:
            file.write(b"x" * 9999)
    sys.stdout.write(json.dumps({"rows": [sorted(os.environ)]}))


if __name__ == "__main__":
    main()
