"""`broadcast stop` -> a file in journal/ that keeps every player silent until `broadcast resume` takes it away."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadcast.base.errors import DiskError, Message, tell
from broadcast.base.files import write_whole
from broadcast.base.jsonfile import moment_of, read_object
from broadcast.base.reasons import reason_of

_LATCH = "stopped.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """An order that nothing may sound, given by `broadcast stop`."""

    reason: str
    """In the words of whoever gave it."""
    at: datetime | None
    """When it was given; None where the latch's file cannot be read."""

    @property
    def why(self) -> Message:
        """Return the stop as a sentence, for the log and the screen."""
        return tell("đang có lệnh dừng phát: {reason}", reason=self.reason)


class Latch:
    """The stop of one folder, which holds until it is taken back, whatever restarts in between."""

    def __init__(self, folder: Path) -> None:
        """Name the latch's file in `folder`, a journal/; nothing is read yet."""
        self._path = folder / _LATCH

    def read(self) -> Stop | None:
        """Return the stop that holds now; None where none does. A file that cannot be read is a stop, too."""
        try:
            known = read_object(self._path)
        except FileNotFoundError:
            return None
        except OSError:
            known = None
        match known:
            case {"reason": str(reason), "at": at} if (moment := moment_of(at)) is not None:
                return Stop(reason=reason, at=moment)
            case _:
                return Stop(reason=str(tell("không đọc được lý do")), at=None)

    def set(self, reason: str, now: datetime) -> None:
        """Write a stop down, with its reason and the moment `now`, so that it holds from now on.

        It takes the place of one that held. Raises DiskError where the disk does not take it.
        """
        text = json.dumps({"reason": reason, "at": now.isoformat()})
        try:
            write_whole(self._path, text.encode())
        except DiskError as error:
            raise DiskError(tell("Không ghi được lệnh dừng ({reason}).", reason=reason_of(error.__cause__)),
                            tell("Muốn loa im ngay thì tắt âm-li.")) from error  # fmt: skip

    def clear(self) -> Stop | None:
        """Take the stop back and return what it was; None where none held.

        Raises DiskError where its file cannot be deleted; it holds on then.
        """
        known = self.read()
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise DiskError(tell("Không xoá được lệnh dừng ({reason}).", reason=reason_of(error))) from error
        return known
