"""What was done, told once on the next page: kept here between a form and the page that it leads to."""

from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from threading import Lock

from broadcast.base.errors import Message, tell
from broadcast.programme.settings import ScriptId
from broadcast.station.live import Snapshot
from broadcast.station.settled import still_as_before

_MOST = 500
"""Sessions for which something waits to be told; the oldest is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A sentence for the person who did something."""

    what: Message
    fix: Message | None = None
    """What to do about it; None where nothing is to be done."""
    is_bad: bool = False
    """It was not done, or not wholly."""


def not_on_record(unwritten: Message | None) -> tuple[Word, ...]:
    """Return what is told where a change was made and the record could not take it; nothing where it could."""
    if unwritten is None:
        return ()
    what = tell("Việc đã làm xong, nhưng chưa ghi được vào nhật ký: {why}", why=unwritten)
    return (Word(what=what, is_bad=True),)


def as_before(seen: Snapshot, scripts: Collection[ScriptId]) -> Iterator[Word]:
    """Yield a word for each of the scripts that the session on air still reads as it was before a change."""
    for one in still_as_before(seen, scripts):
        yield Word(
            what=one,
            fix=tell("Không muốn phát lời cũ: tới bài ấy, bấm bỏ bài ở trang Hôm nay, hoặc dừng loa."),
            is_bad=True,
        )


class Told:
    """Words by the token of who is to read them."""

    def __init__(self) -> None:
        self._words: OrderedDict[str, list[Word]] = OrderedDict()
        self._lock = Lock()

    def keep(self, token: str, word: Word) -> None:
        """Keep a word for whoever has the token."""
        with self._lock:
            self._words.setdefault(token, []).append(word)
            while len(self._words) > _MOST:
                self._words.popitem(last=False)

    def take(self, token: str) -> tuple[Word, ...]:
        """Return the words for that token, in order, and forget them."""
        with self._lock:
            return tuple(self._words.pop(token, ()))
