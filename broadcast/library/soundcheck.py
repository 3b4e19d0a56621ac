"""Names of sounds -> those that hold none, and how music is judged; told by a process that has a deadline.

So whoever checks a folder loads no decoder, and a file that brings one down, or on which one hangs, ends no
program of ours.
"""

import logging
import pickle
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from broadcast.audio.places import Place
from broadcast.base import children
from broadcast.base.errors import MachineError, Message, NotAudio, tell
from broadcast.base.reasons import reason_of
from broadcast.library.names import BUILTIN, builtin

_log = logging.getLogger(__name__)

_CHILD = "broadcast.library.soundcheck_child"
_DEADLINE_S, _EACH_MORE_S = 60.0, 5.0
"""For one file, and for each beside it: an hour of MP3 takes ten seconds on a slow machine."""


Bad = Mapping[str, NotAudio]
"""By a sound's name why none is heard."""
Music = tuple[str, Place]
"""A sound's name, and where it stands as music."""
Judged = tuple[Any, Any]
"""The faults and the remarks of a piece of music, as ingest/jingles gives them."""
Answers = tuple[Bad, Mapping[Music, Judged]]


def soundless(home: Path, names: Collection[str]) -> Bad:
    """Decode the sounds of these names in a child process; return why none is heard, by name, where none is.

    As `listened`, for sounds that are not judged as music.
    """
    return listened(home, names)[0]


def listened(home: Path, names: Collection[str], music: Collection[Music] = ()) -> Answers:
    """Decode the sounds of these names in a child process; return those that hold none, and how music is judged.

    A name is `builtin:NAME`, which need only exist, or a path in the ward's folder `home`. They have a minute
    together, and five seconds more for each after the first; where that is not enough, or one ends the decoder,
    each is tried alone. Raises MachineError where no process can be started.
    """
    ours = {name: why for name in names if name.startswith(BUILTIN) and (why := _not_ours(name))}
    files = sorted(name for name in names if not name.startswith(BUILTIN))
    bad, told = _decoded(home, files, frozenset(music)) if files else ({}, {})
    return {**ours, **bad}, told


def _not_ours(name: str) -> NotAudio | None:
    try:
        builtin(name)
    except NotAudio as error:
        return error
    return None


def _decoded(home: Path, names: list[str], music: frozenset[Music]) -> Answers:
    try:
        deadline_s = _DEADLINE_S + _EACH_MORE_S * (len(names) - 1)
        done = children.run(_CHILD, given=pickle.dumps((home, names, music)), deadline_s=deadline_s)
    except OSError as error:
        raise MachineError(
            tell("Không khởi động được chương trình đọc âm thanh ({reason}).", reason=reason_of(error)),
            tell("Tắt bớt chương trình khác, hoặc khởi động lại máy."),
        ) from error
    except children.OutOfTime:
        refused = _hangs
    else:
        if done.code == 0:
            answers: Answers = pickle.loads(done.out)  # noqa: S301 - our own child's
            return answers
        _log.info("the child that decodes said:\n%s", done.complaints)
        refused = _crashes
    if len(names) == 1:
        fix = tell("Mở thử tệp bằng trình nghe nhạc, rồi chép lại tệp.")
        return {names[0]: NotAudio(refused(names[0]), fix)}, {}
    bad: dict[str, NotAudio] = {}
    told: dict[Music, Judged] = {}
    for one in names:  # which of them was it?
        its_bad, its_music = _decoded(home, [one], music)
        bad.update(its_bad)
        told.update(its_music)
    return bad, told


def _hangs(name: str) -> Message:
    return tell("tệp tiếng “{name}” đọc mãi không xong", name=name)


def _crashes(name: str) -> Message:
    return tell("tệp tiếng “{name}” làm chương trình đọc âm thanh dừng đột ngột", name=name)
