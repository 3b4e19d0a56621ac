"""Names of sounds -> those that hold none, or none fit to air, and why; told by a process that has a deadline.

So whoever checks a folder loads no decoder, and a file that brings one down, or on which one hangs, ends no
program of ours.
"""

import logging
import pickle
from collections.abc import Collection, Mapping
from pathlib import Path

from broadcast.base import children
from broadcast.base.errors import BadSound, MachineError, Message, NotAudio, tell
from broadcast.base.reasons import reason_of
from broadcast.library.names import BUILTIN, builtin

_log = logging.getLogger(__name__)

_CHILD = "broadcast.library.soundcheck_child"
_DEADLINE_S, _EACH_MORE_S = 60.0, 5.0
"""For one file, and for each beside it: an hour of MP3 takes ten seconds on a slow machine."""


Bad = Mapping[str, NotAudio | BadSound]
"""By a sound's name why it is not heard: it holds no sound, or it is music that is not fit to air."""


def soundless(home: Path, names: Collection[str], music: Collection[str] = ()) -> Bad:
    """Decode the sounds of these names in a child process; return, by name, what is wrong with each that has none.

    Of those that `music` names too it is also told why they are not fit to air, as a BadSound. Empty where all
    hold a sound. A name is `builtin:NAME`, which need only exist, or a path in the ward's folder
    `home`. They have a minute together, and five seconds more for each after the first; where that is not enough,
    or one ends the decoder, each is tried alone. Raises MachineError where no process can be started.
    """
    ours = {name: why for name in names if name.startswith(BUILTIN) and (why := _not_ours(name))}
    files = sorted(name for name in names if not name.startswith(BUILTIN))
    return {**ours, **(_decoded(home, files, frozenset(music)) if files else {})}


def _not_ours(name: str) -> NotAudio | None:
    try:
        builtin(name)
    except NotAudio as error:
        return error
    return None


def _decoded(home: Path, names: list[str], music: frozenset[str]) -> Bad:
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
            answers: Bad = pickle.loads(done.out)  # noqa: S301 - our own child's
            return answers
        _log.info("the child that decodes said:\n%s", done.complaints)
        refused = _crashes
    if len(names) == 1:
        return {names[0]: NotAudio(refused(names[0]), tell("Mở thử tệp bằng trình nghe nhạc, rồi chép lại tệp."))}
    return {
        name: why for one in names for name, why in _decoded(home, [one], music).items()
    }  # which of them was it?


def _hangs(name: str) -> Message:
    return tell("tệp tiếng “{name}” đọc mãi không xong", name=name)


def _crashes(name: str) -> Message:
    return tell("tệp tiếng “{name}” làm chương trình đọc âm thanh dừng đột ngột", name=name)
