"""Sounds from outside -> a report on each, or their samples; by a child process with a deadline and bounded
memory.

So whoever checks a folder loads no decoder, and a file that brings one down, or on which one hangs, ends no
program of ours: the child says which file it begins, and begins anew behind one that ended it.
"""

import json
import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from broadcast.base.children import Child, NotWanted
from broadcast.base.errors import MachineError, Message, NotAudio, tell
from broadcast.base.reasons import reason_of
from broadcast.library.ingest.report import Asked, Finding, Report, as_json, asked_out, from_json
from broadcast.library.names import BUILTIN, builtin, inside

_log = logging.getLogger(__name__)

_CHILD = "broadcast.library.ingest.child"
_DEADLINE_S = 120.0
"""For one file; it starts anew with each."""
_BYTES_A_SECOND, _MOST_MORE_S = 250_000, 240.0
"""So many seconds more for a large file: an hour of MP3 at 128 kbit/s has four minutes more."""

_LOOK_EVERY_S = 0.25

Wanted = Callable[[], bool]
"""Is asked whether an answer is still wanted."""


def examined(home: Path, asked: Iterable[Asked], *, wanted: Wanted | None = None) -> Mapping[Asked, Report]:
    """Decode the sounds that are asked for in a child process; return a report on each.

    `home` is the ward's folder. Of a built-in sound nothing is found out but whether there is one of that name.
    `wanted` (None: nobody is asked) is asked several times a second whether the answer is still wanted. A file
    that the child does not survive, or takes too long over, is reported on as that. Raises MachineError where no
    process can be started, children.NotWanted once `wanted` says no.
    """
    return dict(_reports(home, list(dict.fromkeys(asked)), wanted))


def _reports(home: Path, asked: Sequence[Asked], wanted: Wanted | None) -> Iterator[tuple[Asked, Report]]:
    yield from ((one, _ours(one.name)) for one in asked if one.name.startswith(BUILTIN))
    files = [one for one in asked if not one.name.startswith(BUILTIN)]
    for number, answer in answers(home, files, [{"asked": asked_out(one)} for one in files], wanted):
        yield files[number], from_json(answer)


def answers(
    home: Path, asked: Sequence[Asked], tasks: Sequence[Mapping[str, Any]], wanted: Wanted | None = None
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Have a child do the tasks, each about the sound at its place in `asked`; yield each number and its answer.

    What is answered for a file that the child does not survive is `as_json` of a report that says so. No child is
    started where there are no tasks. `wanted`, and what is raised, as for `examined`.
    """
    left = list(range(len(tasks)))
    while left:
        # each round answers at least one
        for number, answer in _round(home, [(n, asked[n], tasks[n]) for n in left], wanted):
            left.remove(number)
            yield number, answer


_Numbered = tuple[int, Asked, Mapping[str, Any]]
_Said = queue.SimpleQueue[dict[str, Any] | None]


def _round(
    home: Path, tasks: Sequence[_Numbered], wanted: Wanted | None
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Until one child ends, or has to be ended: what it answered, and what is to be said of the file it was at."""
    child, said, done, refused = _started(), _Said(), 0, _crashes
    given = {"home": str(home), "tasks": [task for _, _, task in tasks]}
    threading.Thread(target=_talk, args=(child, given, said), daemon=True).start()
    try:
        while done < len(tasks):
            one = _next(said, _deadline_s(home, tasks[done][1].name), wanted)
            if one is None:
                break
            if "done" in one:
                done += 1
                yield tasks[one["done"]][0], one["answer"]
    except queue.Empty:
        refused = _hangs
    finally:
        if complaints := child.end().complaints:
            _log.info("the child that decodes said:\n%s", complaints)
    if done < len(tasks):
        number, asked, _ = tasks[done]
        yield number, as_json(Report(unreadable=_unread(refused(asked.name))))


def _next(said: _Said, deadline_s: float, wanted: Wanted | None) -> dict[str, Any] | None:
    """Raises queue.Empty at the deadline, NotWanted."""
    left_s = deadline_s
    while True:
        if wanted is not None and not wanted():
            raise NotWanted
        step_s = min(left_s, _LOOK_EVERY_S) if wanted is not None else left_s
        try:
            return said.get(timeout=step_s)
        except queue.Empty:
            left_s -= step_s
            if left_s <= 0:
                raise


def _started() -> Child:
    try:
        return Child(_CHILD)
    except OSError as error:
        raise MachineError(
            tell("Không khởi động được chương trình đọc âm thanh ({reason}).", reason=reason_of(error)),
            tell("Tắt bớt chương trình khác, hoặc khởi động lại máy."),
        ) from error


def _talk(child: Child, given: object, said: _Said) -> None:
    """Tell the child its tasks and hear what it says, line by line; None once it says no more."""
    try:
        with child.stdin, child.stdout:
            child.stdin.write(json.dumps(given).encode() + b"\n")
            child.stdin.flush()  # and stays open for as long as we are here
            for line in child.stdout:
                said.put(json.loads(line))
    except (OSError, ValueError) as error:  # it ended in the middle of a line, or took none
        _log.info("the child that decodes broke off: %s", error)
    said.put(None)


def _ours(name: str) -> Report:
    try:
        builtin(name)
    except NotAudio as error:
        return Report(unreadable=Finding(what=error.what, fix=error.fix))
    return Report()


def _deadline_s(home: Path, name: str) -> float:
    try:
        size = inside(home, name).stat().st_size
    except (NotAudio, OSError):  # the child tells it
        size = 0
    return _DEADLINE_S + min(size / _BYTES_A_SECOND, _MOST_MORE_S)


def _unread(what: Message) -> Finding:
    return Finding(what=what, fix=tell("Mở thử tệp bằng trình nghe nhạc, rồi chép lại tệp."))


def _hangs(name: str) -> Message:
    return tell("tệp tiếng “{name}” đọc mãi không xong", name=name)


def _crashes(name: str) -> Message:
    return tell("tệp tiếng “{name}” làm chương trình đọc âm thanh dừng đột ngột", name=name)
