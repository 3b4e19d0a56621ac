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

from broadcast.base.children import Child, Ended, OutOfTime, awaited
from broadcast.base.errors import MachineError, Message, NotAudio, tell
from broadcast.base.reasons import reason_of
from broadcast.library.ingest.report import Asked, Finding, Report, as_json, asked_out, from_json
from broadcast.library.names import BUILTIN, builtin, inside

_log = logging.getLogger(__name__)

_CHILD = "broadcast.library.ingest.child"
_DEADLINE_S = 120.0
"""For one file; it starts anew with each."""
_LAST_WORDS_S = 1.0
"""For a child that says no more to come to its end, and so to its exit code."""
_BYTES_A_SECOND, _MOST_MORE_S = 250_000, 240.0
"""So many seconds more for a large file: an hour of MP3 at 128 kbit/s has four minutes more."""

Wanted = Callable[[], bool]
"""Is asked whether an answer is still wanted."""


def examined(home: Path, asked: Iterable[Asked], *, wanted: Wanted | None = None) -> Mapping[Asked, Report]:
    """Decode the sounds that are asked for in a child process; return a report on each.

    `home` is the ward's folder. Of a built-in sound nothing is found out but whether there is one of that name.
    `wanted` (None: nobody is asked) is asked several times a second whether the answer is still wanted. A file
    that the child does not survive, or takes too long over, is reported on as that. Raises MachineError where no
    process can be started, or none that can decode at all, children.NotWanted once `wanted` says no.
    """
    return dict(_reports(home, list(dict.fromkeys(asked)), wanted))


def _reports(home: Path, asked: Sequence[Asked], wanted: Wanted | None) -> Iterator[tuple[Asked, Report]]:
    yield from ((one, _ours(one.name)) for one in asked if one.name.startswith(BUILTIN))
    files = [one for one in asked if not one.name.startswith(BUILTIN)]
    for number, answer in answers(home, files, [{"asked": asked_out(one)} for one in files], wanted):
        yield files[number], from_json(answer)


def answers(
    home: Path,
    asked: Sequence[Asked],
    tasks: Sequence[Mapping[str, Any]],
    wanted: Wanted | None = None,
    inherits: Sequence[int] = (),
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Have a child do the tasks, each about the sound at its place in `asked`; yield each number and its answer.

    What is answered for a file that the child does not survive is `as_json` of a report that says so. No child is
    started where there are no tasks. `inherits` as of children.Child. `wanted`, and what is raised, as for
    `examined`.
    """
    left = list(range(len(tasks)))
    while left:
        # each round answers at least one
        for number, answer in _round(home, [(n, asked[n], tasks[n]) for n in left], wanted, inherits):
            left.remove(number)
            yield number, answer


_Numbered = tuple[int, Asked, Mapping[str, Any]]
_Said = queue.SimpleQueue[dict[str, Any] | None]


def _round(
    home: Path, tasks: Sequence[_Numbered], wanted: Wanted | None, inherits: Sequence[int]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Until one child ends, or has to be ended: what it answered, and what is to be said of the file it was at."""
    child, said, done, begun, refused, patience_s = _started(inherits), _Said(), 0, False, _crashes, 0.0
    given = {"home": str(home), "tasks": [task for _, _, task in tasks]}
    threading.Thread(target=_talk, args=(child, given, said), daemon=True).start()
    try:
        while done < len(tasks):
            deadline_s = _deadline_s(home, tasks[done][1].name)
            one = awaited(lambda step_s: said.get(timeout=step_s), queue.Empty, deadline_s, wanted)
            if one is None:
                patience_s = _LAST_WORDS_S
                break
            begun = "begun" in one
            if "done" in one:
                done += 1
                yield tasks[one["done"]][0], one["answer"]
    except OutOfTime:
        refused = _hangs
    finally:
        ended = child.end(patience_s=patience_s)
        if ended.complaints:
            _log.info("the child that decodes said:\n%s", ended.complaints)
    if begun:
        number, asked, _ = tasks[done]
        yield number, as_json(Report(unreadable=_unread(refused(asked.name))))
    elif not done:  # it came to no file, so none is to blame
        raise _unable(ended)


def _started(inherits: Sequence[int]) -> Child:
    try:
        return Child(_CHILD, inherits=inherits)
    except OSError as error:
        raise MachineError(
            tell("Không khởi động được chương trình đọc âm thanh ({reason}).", reason=reason_of(error)),
            tell("Tắt bớt chương trình khác, hoặc khởi động lại máy."),
        ) from error


def _unable(ended: Ended) -> MachineError:
    """What keeps every file from being decoded; `ended`: how the child did, before it had begun one."""
    if ended.code == 1:  # Python's own: a library of ours is missing, or broken
        return MachineError(
            tell("Chương trình đọc âm thanh không chạy được: bộ cài bị thiếu hoặc hỏng."),
            tell("Cài lại chương trình phát thanh."),
        )
    return MachineError(
        tell("Chương trình đọc âm thanh bị dừng ngay khi vừa khởi động."),
        tell("Tắt bớt chương trình khác, hoặc khởi động lại máy."),
    )


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
