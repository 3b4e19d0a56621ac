"""Names of sounds -> those that hold none, and why; decoded by a process of its own.

So whoever checks a folder loads no decoder, and a file that brings one down ends no program of ours.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

from broadcast.base.errors import NotAudio, tell
from broadcast.library.names import BUILTIN, builtin

_CHILD = "broadcast.library.soundcheck_child"


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
    child = _child(home, names)
    if child.returncode == 0:
        answers: Mapping[str, NotAudio] = pickle.loads(child.stdout)  # noqa: S301 - our own child's
        return answers
    if len(names) == 1:
        return {names[0]: _unreadable(names[0])}
    return {name: why for one in names for name, why in _decoded(home, [one]).items()}  # which of them was it?


def _unreadable(name: str) -> NotAudio:
    return NotAudio(
        tell("tệp tiếng “{name}” làm chương trình đọc âm thanh dừng đột ngột", name=name),
        tell("Mở thử tệp bằng trình nghe nhạc, rồi chép lại tệp."),
    )


def _child(home: Path, names: list[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-P", "-m", _CHILD],
        input=pickle.dumps((home, names)),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        check=False,
    )
