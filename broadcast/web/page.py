"""Templates -> pages, in the reader's language; and what is told where something was refused."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from broadcast.base.errors import BroadcastError, FaultsFound, Message, tell
from broadcast.base.words import in_vietnamese, number, said, words
from broadcast.programme.bulletins import Urgency
from broadcast.programme.lengths import minutes
from broadcast.programme.settings import COMMON_FOLDER
from broadcast.station.accounts import Role
from broadcast.station.live import STALE_S, Snapshot
from broadcast.station.papers.told import full_length
from broadcast.web.desk import UNNAMED, Desk, desk_of, token_of
from broadcast.web.lamp import lamp_of
from broadcast.web.remedies import on_a_page
from broadcast.web.scriptpath import path_of_script
from broadcast.web.told import Word

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
_STATION = "Đài truyền thanh"
_WEEKDAYS = (
    tell("Thứ Hai"), tell("Thứ Ba"), tell("Thứ Tư"), tell("Thứ Năm"), tell("Thứ Sáu"), tell("Thứ Bảy"),
    tell("Chủ nhật"),
)  # fmt: skip
_FOLDERS: Mapping[str, Message] = {COMMON_FOLDER: tell("Dùng chung"), Urgency.EMERGENCY.value: tell("Khẩn cấp")}


def long_day(day: date) -> str:
    """Return a day with its weekday: `Thứ Hai, 06/10/2025`."""
    return f"{said(_WEEKDAYS[day.weekday()])}, {day:%d/%m/%Y}"


def _ward_name(station: str) -> str:
    """A station's name beside the word for station: `Phường Hồng Bàng`, of `Đài truyền thanh phường Hồng Bàng`."""
    short = station.removeprefix(f"{_STATION} ")
    return short[:1].upper() + short[1:]


def _as_called(name: str) -> str:
    """A person's name; of whoever at the machine has given none, who that is in the reader's language."""
    return said(UNNAMED) if name == UNNAMED.template else name


def _group_name(name: str) -> str:
    """A group of scripts as it is called; the folders of no phase and no campaign by what they are for."""
    return said(_FOLDERS[name]) if name in _FOLDERS else name


def mark_of(shown: object) -> str:
    """Return a short mark of what is shown: a browser that has it is sent nothing anew."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:12]


def _length(seconds: float | timedelta) -> str:
    """A length as a clock shows it: `1:54`, from an hour on `1:02:03`."""
    whole = round(seconds.total_seconds() if isinstance(seconds, timedelta) else seconds)
    hours, rest = divmod(max(0, whole), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def _moment(at: datetime) -> str:
    return f"{at:%H:%M:%S}"


def _grouped(count: int) -> str:
    """A count as the reader's language writes it: `1.234`, in English `1,234`."""
    told = f"{count:,}"
    return told.replace(",", ".") if in_vietnamese() else told


def _as_sentence(told: str) -> str:
    """With a capital, where it begins with a word; a file's or a device's name stays as it is."""
    return told[:1].upper() + told[1:] if told.partition(" ")[0].isalpha() else told


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        STALE_S=STALE_S, words=words, said=said, number=number, Role=Role, lamp_of=lamp_of, on_a_page=on_a_page
    )
    made.globals.update(path_of_script=path_of_script)
    made.filters.update(
        said=said, as_sentence=_as_sentence, length=_length, moment=_moment, long_day=long_day,
        length_in_words=full_length, grouped=_grouped, ward_name=_ward_name, as_called=_as_called,
        group_name=_group_name,
        hour=lambda at: f"{at:%H:%M}", day=lambda at: f"{at:%d/%m/%Y}",
        hour_day=lambda at: f"{at:%H:%M %d/%m}", apart=lambda length: said(minutes(length)), mark=mark_of,
    )  # fmt: skip
    return made


_TEMPLATES = _environment()


def rendered(template: str, **values: Any) -> str:
    """Fill in a template that stands for itself, in the reader's language."""
    return _TEMPLATES.get_template(template).render(values)


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """Return a whole page: what every page shows (who, what is live, what was just done), and its own."""
    desk, person = desk_of(request), request.state.person
    live = _snapshot(desk) if person is not None else None
    everywhere = {
        "request": request,
        "here": request.url.path,
        "person": person,
        "roles": person.roles if person is not None else frozenset(),
        "live": live,
        "age_s": desk.live.age_s(live) if live is not None else 0.0,
        "waiting_count": desk.listing.waiting(live.seen.overview) if live and live.seen.overview else 0,
        "awaiting": desk.bulletins.awaiting(),
        "told": desk.told.take(token_of(request)),  # also to whoever that has logged out
        "lang": "vi" if in_vietnamese() else "en",
    }
    return HTMLResponse(rendered(template, **everywhere | values), status_code=status)


def _snapshot(desk: Desk) -> Snapshot | None:
    """What is live; None where it cannot be looked at: a page without it still has its STOP."""
    try:
        return desk.live.snapshot()
    except (BroadcastError, OSError):
        return None


def back_to(request: Request, path: str, *done: Message | Word) -> Response:
    """Return the way back to a page of ours, where it is told what was done."""
    for one in done:
        word = one if isinstance(one, Word) else Word(what=one)
        desk_of(request).told.keep(token_of(request), word)
    return RedirectResponse(path, status_code=303)


def refused(request: Request, error: BroadcastError, *, status: int = 400) -> Response:
    """Return a page that tells why something was not done, and what to do."""
    faults = error.faults if isinstance(error, FaultsFound) else ()
    return page(request, "refused.html", status=status, what=error.what, fix=on_a_page(error.fix), faults=faults)
