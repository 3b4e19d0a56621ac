"""Every page in English, whole: in a ward whose own words are ASCII, no letter is left that English has not."""

import html
import re
from pathlib import Path

import pytest
from httpx2 import Response
from stand_ins.wards import write_ward
from starlette.routing import Route
from starlette.testclient import TestClient
from web.conftest import Browser

from broadcast.web.app import routes

PLAYLIST = """\
station: {name: Ward of the test, timezone: Asia/Ho_Chi_Minh}
phases:
  before: {name: Before, from: 2025-10-01, until: 2035-10-17}
facts:
  meeting: {day: 18/10/2025, delegates: }
sessions:
  - {id: morning, name: Morning, at: 06:30, days: t2-cn, grace: 15m, play: {rotate: phase, count: 2}}
  - {id: evening, name: Evening, at: 17:00, days: t2-cn, grace: 15m, play: [common/flags]}
airtime: {allowed: [05:30-07:30, 16:30-18:30], days: t2-cn, max_session: 15m, max_sessions: 2}
voice: {engines: [espeak]}
"""
SCRIPTS = {
    "before/01-one": "Meeting on {{ meeting.day }}.",
    "before/02-lacks": "There are {{ meeting.delegates }} delegates.",
    "common/flags": "Please hang out flags.",
}
MARKED = re.compile("[À-ÖØ-öø-ỹĐđ]")
IN_EVERY_LANGUAGE = ("Tiếng Việt", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
"""A language as whoever reads it calls it; the head of a paper of the state (Nghị định 30/2020/NĐ-CP)."""


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    return write_ward(tmp_path, PLAYLIST, SCRIPTS)


@pytest.fixture
def english(browser: Browser) -> TestClient:
    one = browser("Ms Lan")
    one.post("/tieng", data={"tieng": "en"})
    return one


def _left(answer: Response) -> list[str]:
    """The pieces of a page, words and attributes, with a letter that English has not; none of what is no page."""
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return []
    page = answer.text
    for name in IN_EVERY_LANGUAGE:
        page = page.replace(name, "")
    pieces = re.split(r"[<>\"\n]", html.unescape(page))
    return sorted({piece.strip() for piece in pieces if MARKED.search(piece)})


def _paths(method: str) -> list[str]:
    return sorted(
        one.path
        for one in routes()
        if isinstance(one, Route) and method in (one.methods or ()) and "{" not in one.path
    )


def test_every_page_is_english_for_who_asks_for_it(english: TestClient) -> None:
    left = {path: _left(english.get(path)) for path in [*_paths("GET"), "/khong-co"]}
    assert not {path: pieces for path, pieces in left.items() if pieces}


def test_whatever_is_told_after_a_form_is_english(english: TestClient, browser: Browser) -> None:
    left = dict[str, list[str]]()
    for path in _paths("POST"):
        one = browser("Ms Lan")
        one.cookies.update({"tieng": "en"})
        answer = one.post(path)
        left[path] = _left(answer) + _left(one.get("/toi"))
    assert not {path: pieces for path, pieces in left.items() if pieces}


def test_the_language_is_each_browsers_own_and_may_be_taken_back(english: TestClient, browser: Browser) -> None:
    """The negative control, too: the same page in Vietnamese has what this test looks for."""
    other = browser("Ms Mai")
    assert '<html lang="vi">' in other.get("/hom-nay").text
    assert len(_left(other.get("/hom-nay"))) > 5
    assert '<html lang="en">' in english.get("/hom-nay").text
    for language in ("fr", "", "../en"):
        english.post("/tieng", data={"tieng": language})
    assert '<html lang="en">' in english.get("/hom-nay").text
    english.post("/tieng", data={"tieng": "vi"})
    assert '<html lang="vi">' in english.get("/hom-nay").text
