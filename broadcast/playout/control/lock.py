"""One at a time: who holds the loudspeaker, or a rehearsal, of a folder."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import Timeout

from broadcast.base.errors import DiskError, LoudspeakerTaken, Message, tell
from broadcast.base.files import locked, put_whole

LOUDSPEAKER, REHEARSAL = "loudspeaker", "rehearsal"


@contextmanager
def held(folder: Path, name: str, now: datetime) -> Iterator[None]:
    """Hold it, from now on. Raises LoudspeakerTaken where somebody else does, DiskError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskError(tell("Không tạo được thư mục journal ({reason}).", reason=error)) from error
    note = folder / f"{name}.json"
    try:
        with locked(folder / f"{name}.lock"):
            since = {"pid": os.getpid(), "since": now.isoformat()}
            with suppress(OSError):  # only for whoever comes second; a full disk plays on
                put_whole(note, json.dumps(since).encode(), durable=False)
            yield
    except Timeout as error:
        raise LoudspeakerTaken(
            tell("Đang có phiên khác giữ loa ({holder}).", holder=_holder(note)),
            tell("Đợi phiên đó xong, hoặc dừng nó rồi chạy lại."),
        ) from error


def is_held(folder: Path, name: str) -> bool:
    """Whether somebody holds it: nobody, not even we, can take it now."""
    try:
        with locked(folder / f"{name}.lock"):
            return False
    except Timeout:
        return True
    except DiskError:
        return False


def _holder(note: Path) -> Message:
    try:
        known = json.loads(note.read_text(encoding="utf-8"))
        since = f"{datetime.fromisoformat(known['since']):%H:%M %d/%m/%Y}"
        return tell("pid {pid}, từ {since}", pid=known["pid"], since=since)
    except (OSError, ValueError, KeyError):  # the other player is just writing it
        return tell("chưa rõ")
