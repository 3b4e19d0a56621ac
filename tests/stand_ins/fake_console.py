"""Stands in for the console's process: tells an address, notes that it runs, and ends with whoever began it.

A file in journal/ named `fake-console` says how it behaves: `hang` tells no address, `crash` ends at once.
"""

import os
import sys
import time
from pathlib import Path

from broadcast.base.begun import end_with_parent


def main(words: list[str]) -> None:
    told = dict(zip(words[::2], words[1::2], strict=True))
    journal = Path(told["--home"]) / "journal"
    manner = journal / "fake-console"
    manner_is = manner.read_text(encoding="utf-8") if manner.exists() else ""
    with (journal / "fake-console-pids").open("a", encoding="utf-8") as pids:
        pids.write(f"{os.getpid()} {' '.join(words)}\n")
    if manner_is == "crash":
        sys.exit("cổng 8350 có chương trình khác dùng rồi")
    end_with_parent()
    if manner_is != "hang":
        scheme = "https" if "--certificate" in told else "http"
        print(f"{scheme}://{told['--address']}:{told['--port']}/vao?khoa=bi-mat", flush=True)  # noqa: T201
    while True:
        time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1:])
