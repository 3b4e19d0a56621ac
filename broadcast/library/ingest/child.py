"""The child of `ingesting`: what is asked for comes in on stdin as JSON, answers go out on stdout, a line each.

JSON, and no pickle: what a decoder did to this process must not reach the parent's.
"""

import io
import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from broadcast.base.begun import end_with_parent, own_stdout
from broadcast.base.errors import DiskError, NotAudio, tell
from broadcast.library.ingest.report import Finding, Report, as_json, asked_in

_MOST_MEMORY = 2 << 30
"""Bytes for this process, and as many for ffmpeg: three times what the longest music takes. A file that asks a
decoder for more is damaged, or out for harm."""


def main() -> None:
    """Answer what stands in one JSON object on the first line of stdin: `home`, and `tasks`, a list.

    Of each task its number is told when it is begun, then what came of it. A bug is raised, so that the process
    exits with 1; so does an installation in which a library is missing, before the first task is begun. What
    libraries print goes to stderr. Once stdin ends, whoever asked is gone, and so are we.
    """
    bound_memory()
    given = json.loads(sys.stdin.buffer.readline())
    _load()
    end_with_parent()  # a decoder that hangs would outlive a parent that is killed
    with io.TextIOWrapper(own_stdout(), encoding="ascii") as answers:
        for number, task in enumerate(given["tasks"]):
            _say(answers, {"begun": number})
            _say(answers, {"done": number, "answer": _answer(Path(given["home"]), task)})


def _load() -> None:
    """Import all that decodes before the first file is begun: where that fails, no file is to blame.

    Before there is another thread, which would wait on stdin and turn the exit code of 1 into Python's abort.
    """
    for name in ("examining", "pouring"):
        import_module(f"broadcast.library.ingest.{name}")


def bound_memory(most: int = _MOST_MEMORY) -> None:
    """Have the system refuse this process, and each one that it starts, more than `most` bytes of memory.

    Files that are mapped are not counted. Does nothing on Windows, which has no such bound; macOS keeps it badly.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(OSError, ValueError):  # a lower one holds already
        resource.setrlimit(resource.RLIMIT_DATA, (most, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _answer(home: Path, task: Mapping[str, Any]) -> dict[str, Any]:
    asked = asked_in(task["asked"])
    try:
        if "into" in task:
            from broadcast.library.ingest.pouring import pour

            return pour(home, asked, task["into"], task["channels"])
        from broadcast.library.ingest.examining import examine

        return as_json(examine(home, asked))
    except NotAudio as error:
        return as_json(Report(unreadable=Finding(what=error.what, fix=error.fix)))
    except DiskError as error:
        return as_json(Report(unreadable=Finding(what=error.what, fix=error.fix))) | {"disk": True}
    except MemoryError:
        what = tell("tệp tiếng “{name}” đòi quá nhiều bộ nhớ", name=asked.name)
        return as_json(Report(unreadable=Finding(what=what, fix=tell("Xuất lại tệp thành wav 16 bit."))))


def _say(answers: IO[str], value: object) -> None:
    print(json.dumps(value), file=answers, flush=True)


if __name__ == "__main__":
    main()
