"""An outcome -> what it is called, on the screens and on paper."""

from collections.abc import Mapping

from broadcast.base.errors import Message, tell
from broadcast.programme.model import Outcome

OUTCOMES: Mapping[Outcome | None, Message] = {
    Outcome.AIRED: tell("đã phát"),
    Outcome.CUT: tell("phát dở"),
    Outcome.MISSED: tell("bỏ lỡ"),
    Outcome.REFUSED: tell("không được phát"),
    None: tell("đang phát"),
}
"""None: on air still, or left so by a crash."""
