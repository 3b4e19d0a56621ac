"""One at a time: a folder's loudspeaker, or its rehearsal -> held by one process, refused to every other."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from broadcast.base.errors import BroadcastError, DiskError, LoudspeakerTaken, Message, RehearsalRunning, tell
from broadcast.base.files import StillHeld, is_locked, locked, may_only_look, only_to_look, put_whole
from broadcast.base.jsonfile import moment_of, read_object
from broadcast.base.reasons import reason_of

LOUDSPEAKER, REHEARSAL = "loudspeaker", "rehearsal"
"""The two things that one process at a time may hold of a folder."""
_PATIENCE_S = 0.3
"""Seconds; with `is_held`, which takes the lock for a moment to find out."""


@contextmanager
def holding(folder: Path, name: str, now: datetime) -> Iterator[None]:
    """Hold LOUDSPEAKER or REHEARSAL (`name`) of `folder`, a journal/, until the `with` block ends.

    Makes the folder where there is none. `now` tells whoever comes second since when. Raises LoudspeakerTaken or
    RehearsalRunning where somebody else holds it, DiskError where this account may only look, or the folder or the
    lock cannot be made.
    """
    if may_only_look(folder):
        raise only_to_look(tell("tổng duyệt") if name == REHEARSAL else tell("phát ra loa"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(tell("Không tạo được thư mục journal ({reason}).", reason=reason_of(error))) from error
    note = folder / f"{name}.json"
    try:
        with locked(folder / f"{name}.lock", patience_s=_PATIENCE_S):
            since = {"pid": os.getpid(), "since": now.isoformat()}
            with suppress(OSError):  # only for whoever comes second; a full disk plays on
                put_whole(note, json.dumps(since).encode(), durable=False)
            yield
    except StillHeld as error:
        raise _taken(name, _holder(note)) from error


def is_held(folder: Path, name: str) -> bool:
    """Whether some process, this one too, holds LOUDSPEAKER or REHEARSAL (`name`) of `folder`, a journal/.

    Found out by trying to take it for a moment; an account that may only look can ask, too. False also where no
    lock can be made there.
    """
    return is_locked(folder / f"{name}.lock")


def _taken(name: str, holder: Message) -> BroadcastError:
    if name == REHEARSAL:
        return RehearsalRunning(
            tell("Đang có một lần tổng duyệt khác chạy ({holder}).", holder=holder),
            tell("Đợi lần tổng duyệt đó xong, hoặc dừng nó rồi chạy lại. Loa phường không liên quan."),
        )
    return LoudspeakerTaken(
        tell("Đang có phiên khác giữ loa ({holder}).", holder=holder),
        tell("Đợi phiên đó xong, hoặc dừng nó rồi chạy lại."),
    )


def _holder(note: Path) -> Message:
    known: Mapping[str, Any] | None = None
    with suppress(OSError):
        known = read_object(note)
    match known:
        case {"pid": int(pid), "since": since} if (moment := moment_of(since)) is not None and not _is_gone(pid):
            return tell("pid {pid}, từ {since}", pid=pid, since=f"{moment:%H:%M %d/%m/%Y}")
        case _:  # it had no room for its note, or the note is damaged, or an older one's
            return tell("chưa rõ")


def _is_gone(pid: int) -> bool:
    """Whether no process has that number any more; not asked on Windows, where asking would end it."""
    if os.name == "nt":
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False
