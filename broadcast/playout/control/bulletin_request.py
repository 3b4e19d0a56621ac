"""A request off the control channel -> a bulletin; or the plain word why it is none."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, TypeGuard

from broadcast.base.digests import is_sha256
from broadcast.base.errors import Message, tell
from broadcast.base.jsonfile import moment_of
from broadcast.programme.bulletins import LEAST_APART, LONGEST_WAIT, MOST_REPEATS, MOST_TIMES, Bulletin, Urgency
from broadcast.programme.model import Fingerprint, Override
from broadcast.programme.settings import ScriptId

_LONGEST_TEXT = 2_000
"""Characters of a name, a reason, a script's id."""
LONGEST_WORDS = 40_000
"""Characters of what a bulletin says: more than an hour of speech."""
_LONGEST_TITLE = 300
_JUST_NOW = timedelta(minutes=1)
"""A moment so long ago is taken for now: the terminal needed that long to hand it over."""
_NOT_UNDERSTOOD = tell("không hiểu bản tin này")


class Refused(Exception):
    """A request that cannot be granted; `what` says why, for whoever asked."""

    def __init__(self, what: Message) -> None:
        """Keep `what`, the sentence for whoever asked."""
        super().__init__(str(what))
        self.what = what


def bulletin_of(request: Mapping[str, Any], id_: str, now: datetime) -> Bulletin:
    """Return the bulletin that the request asks for, under that id; raise Refused for a value out of bounds."""
    urgency, every, due = urgency_of(request), _every(request), _due(request, now)
    by = ", ".join(_text(request.get(name)) for name in ("by", "second") if request.get(name) or name == "by")
    if every is not None:
        due = due or now
    times = _times(request.get("times"), MOST_TIMES if every is None else MOST_REPEATS)
    if due is not None:
        _refuse_out_of_reach(due, (every or timedelta()) * (times - 1), now)
    lasts = _lasts(request.get("expires_s"))
    return Bulletin(
        id=id_,
        script=_script(request.get("script")),
        fingerprint=_fingerprint(request.get("fingerprint")),
        urgency=urgency,
        by=by,
        times=times,
        expires=_added(due or now, lasts if every is None else min(lasts, every)),
        override=_override(request.get("override"), by, urgency),
        title=_words(request.get("title"), _LONGEST_TITLE),
        text=_words(request.get("text"), LONGEST_WORDS),
        taken=now,
        due=due,
        every=every,
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
    return _clean(value)


def _clean(value: str) -> str:
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
    if not isinstance(value, str) or not is_sha256(value):
        raise Refused(_NOT_UNDERSTOOD)
    return Fingerprint(value)


def _override(value: object, by: str, urgency: Urgency) -> Override | None:
    if not value:
        return None
    reason = _text(value)
    if urgency is not Urgency.EMERGENCY:  # the rules are not asked where there is an override
        raise Refused(tell("chỉ bản tin khẩn cấp được phát ngoài giờ quy định"))
    return Override(reason=reason, by=by)


def _times(value: object, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise Refused(tell("số lần phát phải từ 1 đến {most}", most=most))
    return value


def _lasts(value: object) -> timedelta:
    """How long it may still be begun once it may."""
    if not _is_number(value) or not 0.001 <= value <= LONGEST_WAIT.total_seconds():  # a nan fits no bound
        raise Refused(tell("hạn của bản tin phải dài hơn 0 giây và không quá {days} ngày", days=LONGEST_WAIT.days))
    return timedelta(seconds=value)


def _every(request: Mapping[str, Any]) -> timedelta | None:
    value = request.get("every_s")
    if value is None:
        return None
    if not _is_number(value) or not LEAST_APART.total_seconds() <= value <= LONGEST_WAIT.total_seconds():
        seconds = round(LEAST_APART.total_seconds())
        raise Refused(tell("các lần phát phải cách nhau ít nhất {seconds} giây", seconds=seconds))
    return timedelta(seconds=value)


def _due(request: Mapping[str, Any], now: datetime) -> datetime | None:
    """When the first may begin; None for as soon as it can. In the station's zone, whose day stands in its id."""
    value = request.get("at")
    if value is None:
        return None
    moment = moment_of(value)
    if moment is None:
        raise Refused(_NOT_UNDERSTOOD)
    try:
        return moment.astimezone(now.tzinfo)
    except OverflowError as error:
        raise Refused(_NOT_UNDERSTOOD) from error


def _refuse_out_of_reach(due: datetime, until_last: timedelta, now: datetime) -> None:
    if now - due > _JUST_NOW:
        raise Refused(tell("giờ phát {time} đã qua", time=f"{due:%H:%M %d/%m}"))
    if due - now > LONGEST_WAIT - until_last:  # no sum of moments: a clock may show the last day there is
        raise Refused(tell("bản tin không chờ được quá {days} ngày", days=LONGEST_WAIT.days))


def _words(value: object, most: int) -> str:
    """What is said, for the record; empty where an older terminal sends none."""
    if value is None or value == "":
        return ""
    if not isinstance(value, str) or len(value) > most:
        raise Refused(tell("lời của bản tin dài quá {most} chữ", most=most))
    return _clean(value)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _added(moment: datetime, length: timedelta) -> datetime:
    try:
        return moment + length
    except OverflowError as error:  # a clock set to the last day there is
        raise Refused(_NOT_UNDERSTOOD) from error
