"""Lines of the record -> on the disk before the call returns; kept in memory while the disk takes none.

A disk that is full or read-only first costs the reserve. Then whoever asked for it goes on with a copy of the log
in memory, and every line since waits there until the disk takes it. A file that is deleted or replaced meanwhile
is written again, whole (place.py).
"""

import logging
import sqlite3
import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from broadcast.base.errors import JournalError, Message, tell
from broadcast.base.files import may_only_look, only_to_look
from broadcast.base.reasons import reason_of
from broadcast.record.chain import BrokenLine, Link, count, link_at, prepare
from broadcast.record.head import Head
from broadcast.record.place import Place, copy_in_memory, require_file
from broadcast.record.reserve import Reserve, is_busy, is_storage, takes_nothing
from broadcast.record.walking import first_broken, one_state, readable

Line = Callable[[sqlite3.Connection], Link]
"""Writes one line into that database and returns its link; may be called again for another database."""

_log = logging.getLogger(__name__)
_PATIENCE_S = 10.0
_PLAYERS_PATIENCE_S = 1.0
"""With another process that locks the log: the sound is read so far ahead that a claim may take that long."""
_AGAIN_S = 0.02
_FULL = 2  # PRAGMA synchronous: a row is on the disk before the sound it tells of


class Lines:
    """The lines of one log: an SQLite file, or a copy of it in memory with what waits to be written."""

    def __init__(self, path: Path, *, keeping: bool) -> None:
        """Open the log's file `path`; make it, and its folder, where there is none.

        `keeping`: hold lines in memory while the disk takes none; False: raise then. Raises JournalError where the
        file cannot be opened, or the disk cannot keep a line safe from a power cut.
        """
        self._path = path
        self._keeping = keeping
        self._reserve = Reserve(path.parent / "reserve")
        self._head = Head(path)
        self._place = Place(path)
        self._patience_s = _PLAYERS_PATIENCE_S if keeping else _PATIENCE_S
        self._in_memory = False
        self._lost: Exception | None = None
        self._waiting: list[Line] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            require_file(path)
            self.db = self._opened()
        except (sqlite3.Error, OSError) as error:
            if may_only_look(path if path.exists() else path.parent) or may_only_look(path.parent):
                no = only_to_look(tell("ghi nhật ký phát sóng"))
                raise JournalError(no.what, no.fix) from error
            raise JournalError(
                tell("Không mở được nhật ký phát sóng ({reason}).", reason=reason_of(error)),
                tell("Kiểm tra thư mục journal: còn chỗ trống, được quyền ghi, không nằm trên ổ mạng."),
            ) from error

    def close(self) -> None:
        """Write what waits, where the disk takes it now, and close the file; what waits even then is lost."""
        self.catch_up()
        self.db.close()

    def write(self, line: Line) -> None:
        """Write the line so that no power cut loses it; where the disk takes none, hold it in memory.

        A full disk first costs the reserve. Raises JournalError where the log refuses the line, or the disk takes
        none and `keeping` is False.
        """
        try:
            self._write(line)
        except sqlite3.Error as error:
            raise JournalError(tell("Không ghi được nhật ký ({reason}).", reason=reason_of(error))) from error

    def read(self, sql: str, values: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """Run the query `sql` with its values; return its rows, each by the names of its columns.

        Lines held in memory are among them. Raises JournalError where the log cannot be read.
        """
        with readable():
            cursor = self.db.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def count(self) -> int:
        """Return how many lines there are, rows and notes, those that wait included.

        Raises JournalError where the log cannot be read.
        """
        with readable():
            return count(self.db)

    def first_broken(self) -> BrokenLine | None:
        """Go through the whole log; return the first line that does not fit chain or head, None when all do.

        Raises JournalError where the log cannot be read.
        """
        head = self._head.read()  # first: the log may only grow after it
        with readable(), one_state(self.db):
            return first_broken(self.db, head)

    def remembered(self) -> Link | None:
        """Return the line that the log is remembered to have come to; None where nobody remembers."""
        return self._head.read()

    def lost(self) -> int | None:
        """Return how many lines the log is remembered to have had where some are gone; None where all are there.

        Raises sqlite3.Error where the log cannot be read.
        """
        head = self._head.read()
        return head.place if head is not None and link_at(self.db, head.place) != head else None

    @property
    def trouble(self) -> Message | None:
        """Return what to tell the operator while lines are held in memory; None while they go to the disk."""
        if self._lost is not None:
            why = reason_of(self._lost)
            return tell("tệp nhật ký bị xoá, chưa ghi lại được ({reason}): nhật ký giữ trong bộ nhớ", reason=why)
        if not self._in_memory:
            return None
        held = len(self._waiting)
        return tell("đĩa không ghi được: {held} dòng nhật ký giữ trong bộ nhớ, tắt máy là mất", held=held)

    def catch_up(self) -> bool:
        """Write what waits, where the disk takes it now; return whether every line is on the disk.

        Raises nothing where the disk takes no line.
        """
        if not self._in_memory:
            return True
        if self._lost is not None or not self._place.is_ours():
            return False
        memory = self.db
        self.db = sqlite3.connect(self._path, isolation_level=None, timeout=self._patience_s)
        try:
            _prepare(self.db, self._patience_s)
            last = self._commit(self._waiting)
        except (sqlite3.Error, JournalError) as error:
            self.db.close()
            self.db = memory
            if not isinstance(error, sqlite3.Error) or not (is_storage(error) or is_busy(error)):
                why = tell("Nhật ký giữ trong bộ nhớ chưa ghi lại được ({reason}).", reason=reason_of(error))
                _log.warning("%s", why)
            return False
        memory.close()
        _log.warning("%s", tell("Nhật ký ghi được trở lại; đã ghi bù {count} dòng.", count=len(self._waiting)))
        self._in_memory = False
        self._waiting.clear()
        self._place.take()
        if last is not None:
            self._head.advance(self.db, last)
        return True

    def put_back(self, now: datetime) -> Message | None:
        """Write the whole log to its path again where its file was deleted or replaced; return what to tell then.

        Whatever lies there instead gets another name, with the moment `now` in it. Returns None where the file is
        in its place, where this is not the player's own log, and where the disk does not take it: then the log is
        held in memory, and it is tried again at the next call. Raises JournalError where its lines cannot be read.
        """
        if not self._keeping or (self._lost is None and self._place.is_ours()):
            return None
        if not self._in_memory:
            self._go_into_memory()
        try:
            aside = self._place.set_aside(now)
            self._place.fill(self.db)
            file = self._opened()
        except (sqlite3.Error, OSError) as error:
            if self._lost is None:
                _log.warning(
                    "%s", tell("Tệp nhật ký bị xoá, chưa ghi lại được ({reason}).", reason=reason_of(error))
                )
            self._lost = error
            return None
        self.db.close()
        self.db, self._lost, self._in_memory = file, None, False
        self._waiting.clear()
        what = tell("tệp nhật ký bị xoá lúc đang chạy; đã ghi lại đủ {count} dòng", count=count(self.db))
        if aside is not None:
            what = tell(
                "tệp nhật ký bị thay bằng tệp khác lúc đang chạy; đã ghi lại đủ {count} dòng, tệp kia để ở {name}",
                count=count(self.db), name=aside.name,
            )  # fmt: skip
        _log.warning("%s", what)
        return what

    def keep_reserve(self) -> bool:
        """Hold 8 MB of the disk for the day on which it is full; return whether they are held now."""
        return self._reserve.fill()

    # --- opening ---

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, isolation_level=None, timeout=self._patience_s)
        try:
            try:
                _prepare(db, self._patience_s)
            except sqlite3.Error as error:
                if not is_storage(error):
                    raise
                if self._reserve.release():
                    _prepare(db, self._patience_s)
                elif self._keeping and takes_nothing(self._path.parent):
                    db.close()
                    self._tell_in_memory(error)
                    self._place.take()
                    return copy_in_memory(self._path)
                else:
                    raise
        except BaseException:
            db.close()
            raise
        self._place.take()
        return db

    # --- writing ---

    def _write(self, line: Line) -> None:
        if self._in_memory and not self.catch_up():
            self._commit([line])
            self._waiting.append(line)
            return
        try:
            link = self._commit([line])
        except sqlite3.Error as error:
            if not is_storage(error) and not is_busy(error):
                raise
            link = self._written_with_the_reserve(line) if is_storage(error) else None
            if link is None:
                self._keep(line, error)
        if link is not None:
            self._head.advance(self.db, link)

    def _commit(self, lines: Sequence[Line]) -> Link | None:
        """Write all of them or none; the link of the last."""
        link = None
        self.db.execute("BEGIN IMMEDIATE")
        try:
            for line in lines:
                link = line(self.db)
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise
        return link

    def _written_with_the_reserve(self, line: Line) -> Link | None:
        if not self._reserve.release():
            return None
        try:
            link = self._commit([line])
        except sqlite3.Error as error:
            if not is_storage(error):
                raise
            return None
        _log.warning("%s", tell("Đĩa hết chỗ: nhật ký đang dùng phần đĩa để dành."))
        return link

    def _keep(self, line: Line, error: sqlite3.Error) -> None:
        """Go on in memory. Raises where the log cannot be read: what was aired is unknown, so nothing may air."""
        if not self._keeping:
            raise error
        self._go_into_memory()
        self._tell_in_memory(error)
        self._commit([line])
        self._waiting.append(line)

    def _go_into_memory(self) -> None:
        memory = sqlite3.connect(":memory:", isolation_level=None)
        self.db.backup(memory)
        self.db.close()
        self.db, self._in_memory = memory, True

    def _tell_in_memory(self, error: sqlite3.Error) -> None:
        self._in_memory = True
        why = tell(
            "Không ghi được nhật ký ({reason}): giữ trong bộ nhớ cho đến khi ghi được.", reason=reason_of(error)
        )
        _log.warning("%s", why)


def _prepare(db: sqlite3.Connection, patience_s: float) -> None:
    mode = _mode(db, patience_s)
    db.execute("PRAGMA synchronous=FULL")
    level = db.execute("PRAGMA synchronous").fetchone()[0]
    if (mode, level) != ("wal", _FULL):
        raise JournalError(tell("Nhật ký không ghi chắc được ở đây ({mode}, {level}).", mode=mode, level=level))
    prepare(db)


def _mode(db: sqlite3.Connection, patience_s: float) -> str:
    """WAL; or the mode that the file stays in.

    Of two that open a new file at once SQLite refuses one on the spot, whatever its timeout: it is asked again.
    """
    db.execute("PRAGMA busy_timeout = 0")
    tries_left = round(patience_s / _AGAIN_S)
    while True:
        try:
            mode = str(db.execute("PRAGMA journal_mode = WAL").fetchone()[0])
            break
        except sqlite3.OperationalError as error:
            tries_left -= 1
            if not is_busy(error) or tries_left <= 0:
                raise
            threading.Event().wait(_AGAIN_S)
    db.execute(f"PRAGMA busy_timeout = {round(1000 * patience_s)}")
    return mode
