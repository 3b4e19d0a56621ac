"""A request off the control channel -> a bulletin; or the plain word why it is none."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from broadcast.base.errors import Message, tell
from broadcast.programme.model import LONGEST_WAIT, MOST_TIMES, Bulletin, Fingerprint, Override, Urgency
from broadcast.programme.settings import ScriptId

_LONGEST_TEXT = 2_000
"""Characters of a name, a reason, a script's id."""
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_NOT_UNDERSTOOD = tell("không hiểu bản tin này")


class Refused(Exception):
    """A request that cannot be granted; `what` says why, for whoever asked."""

    def __init__(self, what: Message) -> None:
        """Keep `what`, the sentence for whoever asked."""
        super().__init__(str(what))
        self.what = what


def bulletin_of(request: Mapping[str, Any], id_: str, now: datetime) -> Bulletin:
    """Return the bulletin that the request asks for, under that id; raise Refused for a value out of bounds."""
    by, urgency = _text(request.get("by")), urgency_of(request)
    return Bulletin(
        id=id_,
        script=_script(request.get("script")),
        fingerprint=_fingerprint(request.get("fingerprint")),
        urgency=urgency,
        by=by,
        times=_times(request.get("times")),
        expires=_expires(request.get("expires_s"), now),
        override=_override(request.get("override"), by, urgency),
    )


def urgency_of(request: Mapping[str, Any]) -> Urgency:
    """Return the level that stands under `urgency` in the request. Raises Refused where none of Urgency does."""
    name = request.get("urgency")
    if not isinstance(name, str) or name not in set(Urgency):
        raise Refused(_NOT_UNDERSTOOD)
    return Urgency(name)


def _text(value: object) -> str:
    """Words that the log and the disk can hold; half a character or a control character is none."""
    if not isinstance(value, str) or not value.strip() or len(value) > _LONGEST_TEXT:
        raise Refused(_NOT_UNDERSTOOD)
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\t\n" for sign in value):
        raise Refused(_NOT_UNDERSTOOD)
    return value


def _script(value: object) -> ScriptId:
    text = _text(value)
    if any(part in ("", ".", "..") for part in text.split("/")):
        raise Refused(_NOT_UNDERSTOOD)
    return ScriptId(text)


def _fingerprint(value: object) -> Fingerprint:
    """A cart's name in the library, and so on the disk: nothing else may pass for one."""
    if not isinstance(value, str) or not _FINGERPRINT.fullmatch(value):
        raise Refused(_NOT_UNDERSTOOD)
    return Fingerprint(value)


def _override(value: object, by: str, urgency: Urgency) -> Override | None:
    if not value:
        return None
    reason = _text(value)
    if urgency is not Urgency.EMERGENCY:  # the rules are not asked where there is an override
        raise Refused(tell("chỉ bản tin khẩn cấp được phát ngoài giờ quy định"))
    return Override(reason=reason, by=by)


def _times(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_TIMES:
        raise Refused(tell("số lần phát phải từ 1 đến {most}", most=MOST_TIMES))
    return value


def _expires(value: object, now: datetime) -> datetime:
    if (
        not isinstance(value, int | float)
        or isinstance(value, bool)
        or not 0 < value <= LONGEST_WAIT.total_seconds()  # a nan fits no bound
    ):
        raise Refused(tell("hạn của bản tin phải dài hơn 0 giây và không quá {days} ngày", days=LONGEST_WAIT.days))
    try:
        return now + timedelta(seconds=value)
    except OverflowError as error:  # a clock set to the last day there is
        raise Refused(_NOT_UNDERSTOOD) from error
