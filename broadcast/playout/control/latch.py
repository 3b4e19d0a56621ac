"""`broadcast stop` -> a file in journal/ that keeps every player silent until `broadcast resume` takes it away."""

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from broadcast.base.errors import DiskError, Message, tell
from broadcast.base.files import is_full, locked, may_only_look, only_to_look, sync_folder, write_whole
from broadcast.base.jsonfile import moment_of, read_object
from broadcast.base.reasons import reason_of
from broadcast.programme.model import CueId

_LATCH = "stopped.json"
_LAST = "stopped-before.json"
"""The last stop that was taken back: a player that stood still all the while finds it when it goes on."""
LATCHES = (_LATCH, _LAST)
"""The files of the latch in a journal/; a backup takes them along."""
_LOCK = "stopped.lock"
_PATIENCE_S = 0.2
"""So long a stop waits at the most for whoever takes one back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """An order that nothing may sound, given by `broadcast stop`."""

    reason: str
    """In the words of whoever gave it."""
    at: datetime | None
    """When it was given; None where the latch's file cannot be read."""
    after: CueId | None = None
    """The cue that sounds to its end first, where it sounds; None: it holds at once."""

    @property
    def why(self) -> Message:
        """Return the stop as a sentence, for the log and the screen."""
        return tell("đang có lệnh dừng phát: {reason}", reason=self.reason)

    def is_same(self, other: "Stop") -> bool:
        """Whether that is this stop, whatever reason was written to it since."""
        return (self.at, self.after) == (other.at, other.after)


class Latch:
    """The stop of one folder, which holds until it is taken back, whatever restarts in between."""

    def __init__(self, folder: Path) -> None:
        """Name the latch's file in `folder`, a journal/; nothing is read yet."""
        self._path = folder / _LATCH
        self._last = folder / _LAST

    def read(self) -> Stop | None:
        """Return the stop that holds now; None where none does. A file that cannot be read is a stop, too."""
        return _stop_in(self._path)

    def last(self) -> Stop | None:
        """Return the last stop that was taken back; None where none was, or nothing is left of it."""
        return _stop_in(self._last)

    def set(self, reason: str, now: datetime, after: CueId | None = None) -> None:
        """Write a stop down, with its reason and the moment `now`, so that it holds from now on.

        `after`: the cue that may sound to its end first, while it does; None: nothing may.

        It takes the place of one that held. A full disk still takes a name: an empty file is a stop, too, without
        its reason. Raises DiskError where the disk takes not even that.
        """
        with self._turn():
            self._write(Stop(reason=reason, at=now, after=after))

    def explain(self, reason: str, now: datetime) -> Stop | None:
        """Write another reason to the stop that holds, and return it as it is then; None where none holds.

        `now` becomes the moment of one that has none. Raises as `set`; it holds as it was then.
        """
        with self._turn():
            known = self.read()
            if known is None:
                return None
            explained = replace(known, reason=reason, at=known.at or now)
            self._write(explained)
        return explained

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let one at a time look at the stop and change it; one who cannot have the lock goes on without it."""
        with ExitStack() as held:
            with suppress(DiskError, OSError):  # a stop must hold on any disk, whoever keeps the lock
                held.enter_context(locked(self._path.with_name(_LOCK), patience_s=_PATIENCE_S))
            yield

    def _write(self, stop: Stop) -> None:
        try:
            write_whole(self._path, _as_text(stop))
        except DiskError as error:
            if is_full(error.__cause__) and self._is_marked():
                return
            if isinstance(error.__cause__, PermissionError) and may_only_look(self._path.parent):
                raise only_to_look(tell("dừng phát")) from error
            raise DiskError(tell("Không ghi được lệnh dừng ({reason}).", reason=reason_of(error.__cause__)),
                            tell("Muốn loa im ngay thì tắt âm-li.")) from error  # fmt: skip

    def _is_marked(self) -> bool:
        """Whether a file of the latch's name is there; made with nothing in it where there was none."""
        try:
            self._path.touch()
            sync_folder(self._path.parent)
        except OSError:
            return False
        return True

    def clear(self, seen: Stop | None = None) -> Stop | None:
        """Take the stop back and return what it was; None where none held.

        `seen`: only that one; where another holds by now, it holds on, and None is returned. Raises DiskError
        where its file cannot be deleted; it holds on then.
        """
        with self._turn():
            return self._cleared(seen)

    def _cleared(self, seen: Stop | None) -> Stop | None:
        known = self.read()
        if known is not None and seen is not None and not known.is_same(seen):
            return None
        if known is not None:
            with suppress(DiskError):  # whoever may not delete the stop is told so below
                write_whole(self._last, _as_text(known))
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            if isinstance(error, PermissionError) and may_only_look(self._path.parent):
                raise only_to_look(tell("cho phát trở lại")) from error
            raise DiskError(tell("Không xoá được lệnh dừng ({reason}).", reason=reason_of(error))) from error
        return known


def _as_text(stop: Stop) -> bytes:
    after = {"after": stop.after} if stop.after is not None else {}
    at = stop.at.isoformat() if stop.at is not None else None
    return json.dumps({"reason": stop.reason, "at": at, **after}).encode()


def _stop_in(path: Path) -> Stop | None:
    try:
        known = read_object(path)
    except FileNotFoundError:
        return None
    except OSError:
        known = None
    match known:
        case {"reason": str(reason), "at": at, "after": str(cue)} if (moment := moment_of(at)) is not None:
            return Stop(reason=reason, at=moment, after=CueId(cue))
        case {"reason": str(reason), "at": at} if (moment := moment_of(at)) is not None:
            return Stop(reason=reason, at=moment)
        case _:
            return Stop(reason=str(tell("không đọc được lý do")), at=None)
