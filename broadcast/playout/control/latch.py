"""A stop that holds until it is taken back, whatever restarts in between: a file in journal/."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadcast.base.errors import DiskError, Message, tell
from broadcast.base.files import put_whole

_LATCH = "stopped.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Somebody said stop."""

    reason: str
    at: datetime | None

    @property
    def why(self) -> Message:
        return tell("đang có lệnh dừng phát: {reason}", reason=self.reason)


class Latch:
    """A stop that holds until it is taken back, whatever restarts in between: a file."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _LATCH

    def read(self) -> Stop | None:
        """The stop that holds; one that cannot be read holds too."""
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
            return Stop(reason=str(known["reason"]), at=datetime.fromisoformat(known["at"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            return Stop(reason=str(tell("không đọc được lý do")), at=None)

    def set(self, reason: str, now: datetime) -> None:
        """Raises DiskError."""
        text = json.dumps({"reason": reason, "at": now.isoformat()}, ensure_ascii=False)
        try:
            put_whole(self._path, text.encode())
        except OSError as error:
            raise DiskError(tell("Không ghi được lệnh dừng ({reason}).", reason=error),
                            tell("Muốn loa im ngay thì tắt âm-li.")) from error  # fmt: skip

    def clear(self) -> Stop | None:
        """Take the stop back; what it was. Raises DiskError."""
        known = self.read()
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise DiskError(tell("Không xoá được lệnh dừng ({reason}).", reason=error)) from error
        return known
