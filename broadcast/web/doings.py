"""Việc đã làm: who pressed what, and when, as the record has it."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import JournalError, Message, UsageRefused, tell
from broadcast.base.words import said, words
from broadcast.programme.settings import ScriptId
from broadcast.station.accounts import Role
from broadcast.station.deeds import NotedDeed, PassedOver, deeds
from broadcast.station.logpages import count_of_lines
from broadcast.station.papers.told import capital
from broadcast.station.readable import Readable, left_out
from broadcast.web.asked import count_in, day_of, text_in
from broadcast.web.desk import desk_of
from broadcast.web.page import page
from broadcast.web.routing import route

HERE = "/viec-da-lam"
_A_PAGE = 100
_SINCE = timedelta(days=6)
_SOURCES = "fact_sources."
_MOST = 40_000
"""Lines of the log that are gone through for one page."""


def doings(request: Request) -> Response:
    """Return the page of what persons did, the newest first; of the last seven days where none are asked for."""
    live = desk_of(request).live.snapshot()
    today = live.at.date()
    last = day_of(request, "den", today)
    first = day_of(request, "tu", last - _SINCE)
    person, after = text_in(request, "ai"), count_in(request, "da")
    found: Sequence[NotedDeed] = ()
    passed_over: PassedOver = {}
    trouble = None
    try:
        if count_of_lines(live.seen, first, last) > _MOST:
            raise UsageRefused(tell("Khoảng này nhiều dòng quá."), tell("Chọn ít ngày hơn."))
        found = [
            one
            for one in deeds(live.seen.home, first, last, passed_over)
            if person.casefold() in one.by.casefold()
        ]
    except JournalError as error:
        trouble = error
    altered = desk_of(request).checkup.tampered((first, last))
    shown = found[after : after + _A_PAGE]
    more = {"tu": first.isoformat(), "den": last.isoformat(), "ai": person}
    return page(
        request,
        "doings.html",
        first=first, last=last, person_asked=person, trouble=trouble,
        doubts=[one for one in (altered, left_out(passed_over)) if isinstance(one, Message)],
        names=sorted({one.by for one in found if one.by}),
        days=[(day, [(one, told(live.seen, one)) for one in those]) for day, those in groupby(shown, _day)],
        before=after, count=len(found), shown=len(shown),
        onward=urlencode(more | {"da": after + _A_PAGE}) if after + _A_PAGE < len(found) else "",
        newest=urlencode(more),
    )  # fmt: skip


def _day(one: NotedDeed) -> object:
    return one.at.date() if one.at is not None else None


def told(seen: Readable, one: NotedDeed) -> str:
    """Return what somebody did, as a person says it: `Dừng loa: đám tang`."""
    return capital("; ".join(_in_words(seen, one.code, what) for what in one.what))


def _in_words(seen: Readable, code: str, what: Message) -> str:
    if code == "stop" and "reason" in what.values:
        return words("dừng loa: {reason}", reason=what.values["reason"])
    if code.startswith("release_") and "script" in what.values:
        title = seen.title(ScriptId(str(what.values["script"])))
        return said(Message(what.template, {**what.values, "script": f"“{title}”"}))
    if str(what.values.get("key", "")).startswith(_SOURCES) and what.values.get("new"):
        name = str(what.values["key"]).removeprefix(_SOURCES)
        return words("ghi dữ kiện {name} lấy theo “{new}”", name=name, new=what.values["new"])
    if code == "settings" or (code in ("facts", "lexicon") and "old" in what.values and "new" in what.values):
        return words("sửa {what}", what=said(what))
    if code.startswith("change_") and "number" in what.values:
        return words("đổi riêng một ngày: {what}", what=said(what))
    return said(what)


ROUTES = [route(HERE, doings, needs=Role.LOOK)]
