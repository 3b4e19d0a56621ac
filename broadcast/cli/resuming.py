"""The bulletins that waited during a stop -> what becomes of them, asked before anything may sound again."""

from typing import TYPE_CHECKING

from broadcast.base.errors import BroadcastError, Message, tell
from broadcast.base.words import said, words
from broadcast.cli.asking import agreed, on_a_terminal
from broadcast.cli.bulletins import show_waiting
from broadcast.cli.face import Face

if TYPE_CHECKING:
    from broadcast.station.readable import Readable

_NAME = tell("người cho phát trở lại")
_WHY = tell("bỏ khi cho phát trở lại")


def decide(face: Face, seen: "Readable", choice: str | None) -> None:
    """Tell which bulletins wait, and have them aired (`keep`), cancelled (`drop`) or, for None, ask on a terminal.

    Where nobody can be asked, or the answer is no, they are held: they air on somebody's word alone. Where that
    cannot be done, it says so and goes on: taking a stop back may not fail for a bulletin.
    """
    from broadcast.station import bulletins as board

    try:
        waits = board.waiting_after_stop(seen)
        if not waits:
            return
        numbers = [one.number for one in waits]
        face.line(words("Bản tin đang chờ từ trước:"))
        show_waiting(face, waits, seen.clock.now())
        match choice or _asked():
            case "keep":
                board.release(seen, numbers)
                face.line(words("Các bản tin này phát trước, khẩn cấp trước nhất; rồi mới đến bài đang dở."))
            case "drop":
                board.cancel(seen, numbers, by=said(_NAME), reason=said(_WHY))
                face.line(words("Đã huỷ các bản tin này."))
            case _:
                board.hold(seen, numbers)
                face.line(words("Các bản tin này được GIỮ LẠI, không tự phát. Phát: broadcast bulletins release. "
                                "Huỷ: broadcast bulletins cancel all --by TÊN"))  # fmt: skip
    except BroadcastError as error:
        face.warn(_not_decided(error))


def _asked() -> str:
    """`keep` where somebody at the terminal says so; else `hold`."""
    if not on_a_terminal():
        return "hold"
    return "keep" if agreed(words("Phát các bản tin này?")) else "hold"


def _not_decided(error: BroadcastError) -> Message:
    return tell("Chưa xem được các bản tin đang chờ: {why}", why=error.what)
