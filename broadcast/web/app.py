"""COMPOSITION ROOT of the console: a ward's folder -> the ASGI application that shows and works its station."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount

from broadcast.base.errors import DiskError, tell
from broadcast.base.words import speaking
from broadcast.station.accounts import ROLE_NAMES, Attempts, EntryKey, Sessions, Walls, read_accounts
from broadcast.station.desk.editors import Editors
from broadcast.station.desk.listening import Hearings
from broadcast.station.desk.listing import Listing
from broadcast.station.desk.tolisten import ToListen
from broadcast.station.live import Live
from broadcast.station.logcheckup import LogCheckup
from broadcast.station.overview import cache_folder, machine_clock
from broadcast.station.waveforms import Waveforms
from broadcast.web import (
    announcing,
    cueonair,
    daychanges,
    doings,
    emergency,
    entry,
    facts,
    filling,
    hearing,
    logbook,
    logpapers,
    newscripts,
    own,
    people,
    recording,
    releasing,
    scripts,
    stopping,
    timetable,
    today,
    waiting,
    writing,
)
from broadcast.web.assets import Assets
from broadcast.web.desk import LANGUAGE, Desk
from broadcast.web.guard import Guard, forbid
from broadcast.web.page import STATIC, page
from broadcast.web.routing import person_at_desk
from broadcast.web.stopping import is_stop

PAGES = (
    entry, stopping, cueonair, today, timetable, daychanges, waiting, announcing, emergency, logbook,
    logpapers, doings, facts, own, people, newscripts, writing, recording, hearing, filling, releasing, scripts,
)  # fmt: skip
"""The files of pages, each with its ROUTES; the first route that fits a path answers it."""


def console(
    home: Path,
    *,
    hosts: Collection[str],
    port: int,
    secure: bool = False,
    announce: Callable[[str], None] = lambda _: None,
) -> Starlette:
    """Put together the console of the ward's folder `home`, reached under `hosts` (names with their port).

    `announce` is told each key of the person at the machine, where there are no accounts; accounts that cannot be
    read are accounts. Beside them only the screens on walls are read before the application starts.
    """
    desk = _desk(home, port=port, secure=secure, announce=announce)

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        desk.live.start()
        yield
        desk.live.stop()

    app = Starlette(
        routes=routes(),
        middleware=[
            Middleware(Guard, hosts=hosts, secure=secure),
            Middleware(GZipMiddleware, minimum_size=1000),
        ],
        exception_handlers={HTTPException: _refused, 500: _broke},
        lifespan=running,
    )
    app.state.desk = desk
    return app


def _desk(home: Path, *, port: int, secure: bool, announce: Callable[[str], None]) -> Desk:
    """What the console has at hand as it begins."""
    clock, waves = machine_clock(), Waveforms(cache_folder(home))
    return Desk(
        home=home,
        clock=clock,
        live=Live(home, clock, waves),
        checkup=LogCheckup(home, clock),
        sessions=Sessions(clock, walls=Walls(home)),
        attempts=Attempts(clock),
        cookie=f"dai-{port}",
        secure=secure,
        listing=Listing(),
        hearings=Hearings(clock),
        to_listen=ToListen(home),
        editors=Editors(clock),
        waves=waves,
        announce=announce,
        entry_key=None if _has_accounts(home) else EntryKey(),
    )


def _has_accounts(home: Path) -> bool:
    try:
        return read_accounts(home).any
    except DiskError:  # the page on which people come in tells it
        return True


def routes() -> list[BaseRoute]:
    """List every route there is: the pages', and what they are drawn with."""
    drawn = Mount("/tinh", Assets(directory=STATIC), name="static")
    return [*(one for pages in PAGES for one in pages.ROUTES), drawn]


_WHY = {
    400: tell("Máy không hiểu yêu cầu này."),
    401: tell("Mời anh chị đăng nhập."),
    403: tell("Tài khoản này không được làm việc ấy."),
    404: tell("Không có trang này."),
    405: tell("Không làm như vậy với trang này được."),
    413: tell("Nội dung gửi lên quá lớn."),
}


_NOT_STOPPED = tell(
    "CHƯA dừng được loa: phiên đăng nhập của anh chị đã hết, chưa có gì bị dừng. Đăng nhập rồi bấm DỪNG LOA NGAY "
    "lần nữa; cần im ngay thì tắt âm-li."
)


def _refused(request: Request, error: Exception) -> Response:
    """A page for what is refused before any of ours is called; the way in for whoever is not logged in."""
    assert isinstance(error, HTTPException)  # noqa: S101 - the handler of no other
    with speaking(request.cookies.get(LANGUAGE, "")):
        request.state.person = person_at_desk(request)
        if error.status_code == 401:
            return entry.asked(request, _NOT_STOPPED if is_stop(request) else None, status=401)
        what = _WHY.get(error.status_code, _WHY[400])
        if error.status_code == 403:
            needed = next((told for role, told in ROLE_NAMES.items() if role.value == error.detail), None)
            what = tell("Việc này cần quyền: {role}.", role=needed) if needed is not None else what
        answer = page(request, "refused.html", status=error.status_code, what=what, fix=None, faults=())
        answer.headers.update(error.headers or {})
        return answer


def _broke(request: Request, _error: Exception) -> Response:
    """A page for a fault of ours, which the log of the process has whole."""
    with speaking(request.cookies.get(LANGUAGE, "")):
        request.state.person = person_at_desk(request)
        what = tell("Trang này vừa gặp lỗi của chương trình; loa và lịch phát không bị ảnh hưởng.")
        fix = tell("Thử lại; còn lỗi thì gửi cho kỹ thuật những dòng cuối trong cửa sổ chạy broadcast console.")
        answer = page(request, "refused.html", status=500, what=what, fix=fix, faults=())
        forbid(answer.headers)  # the guard stands further in than this
        return answer
