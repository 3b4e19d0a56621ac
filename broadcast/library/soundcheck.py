"""Names of sounds -> those that hold none, and why; decoded by a process of its own.

So whoever checks a folder loads no decoder, and a file that brings one down ends no program of ours.
"""

import logging
import pickle
from collections.abc import Collection, Mapping
from pathlib import Path

from broadcast.base import children
from broadcast.base.errors import Message, NotAudio, tell
from broadcast.library.names import BUILTIN, builtin

_log = logging.getLogger(__name__)

_CHILD = "broadcast.library.soundcheck_child"
_DEADLINE_S = 60.0
"""For all the files together, and then for each alone: an hour of MP3 takes ten seconds on a slow machine."""


def soundless(home: Path, names: Collection[str]) -> Mapping[str, NotAudio]:
    """What is wrong with those of the names that lead to no sound."""
    ours = {name: why for name in names if name.startswith(BUILTIN) and (why := _not_ours(name))}
    files = sorted(name for name in names if not name.startswith(BUILTIN))
    return {**ours, **(_decoded(home, files) if files else {})}


def _not_ours(name: str) -> NotAudio | None:
    try:
        builtin(name)
    except NotAudio as error:
        return error
    return None


def _decoded(home: Path, names: list[str]) -> Mapping[str, NotAudio]:
    try:
        done = children.run(_CHILD, given=pickle.dumps((home, names)), deadline_s=_DEADLINE_S)
    except children.OutOfTime:
        why = tell("tệp tiếng “{name}” đọc mãi không xong", name=names[0])
    else:
        if done.code == 0:
            answers: Mapping[str, NotAudio] = pickle.loads(done.out)  # noqa: S301 - our own child's
            return answers
        _log.info("the child that decodes said:\n%s", done.complaints)
        why = tell("tệp tiếng “{name}” làm chương trình đọc âm thanh dừng đột ngột", name=names[0])
    if len(names) == 1:
        return {names[0]: _unreadable(why)}
    return {name: why for one in names for name, why in _decoded(home, [one]).items()}  # which of them was it?


def _unreadable(why: Message) -> NotAudio:
    return NotAudio(why, tell("Mở thử tệp bằng trình nghe nhạc, rồi chép lại tệp."))
