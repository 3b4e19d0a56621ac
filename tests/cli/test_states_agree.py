"""Each state of a script and of a session: silent, ready, waiting or over on one screen, it is so on all."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from stand_ins.cli import run_here
from stand_ins.live import zone_where_it_is_noon
from stand_ins.wards import script_text

SPOKEN = "Mời bà con treo cờ."
AIRTIME = "allowed: [00:00-24:00], days: t2-cn, max_session: 15m, max_sessions: 4"


def _now() -> datetime:
    return datetime.now(ZoneInfo(zone_where_it_is_noon()))


def _ward(home: Path, sessions: str, *, airtime: str = AIRTIME, more: str = "", last: int = 20) -> Path:
    """The ward of two scripts, `nay/x` and `nay/y`, where it is noon."""
    day = _now().date()
    (home / "scripts" / "nay").mkdir(parents=True)
    (home / "playlist.yaml").write_text(
        f"""\
station: {{name: Đài, timezone: {zone_where_it_is_noon()}}}
phases: {{nay: {{name: Nay, from: {day - timedelta(30)}, until: {day + timedelta(last)}}}}}
facts: {{x: {{chua: }}}}
sessions:
{sessions}
{more}
airtime: {{{airtime}}}
voice: {{engines: [espeak]}}
sound: {{opening: none, sting: none, closing: none}}
""",
        encoding="utf-8",
    )
    for name in ("x", "y"):
        (home / "scripts" / "nay" / f"{name}.md").write_text(
            script_text(f"Bài {name}", f"{SPOKEN} {name.upper()}."), encoding="utf-8"
        )
    return home


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sounds of both scripts, and of one that says what it says with its name left out."""
    home = _ward(tmp_path_factory.mktemp("spoken"), _slot("a", 60, play="nay/x, nay/y, nay/z"))
    (home / "scripts" / "nay" / "z.md").write_text(script_text("Bài x", SPOKEN), encoding="utf-8")
    assert run_here("--home", home, "build", "--days", "1").code == 0
    return home / "audio_cache"


def _slot(id_: str, minutes: float, *, grace: str = "5m", more: str = "", play: str = "nay/x") -> str:
    at = f"{_now() + timedelta(minutes=minutes):%H:%M:%S}"
    return f'  - {{id: {id_}, name: {id_.upper()}, at: "{at}", days: t2-cn, grace: {grace}, {more}play: [{play}]}}'


def _json(home: Path, command: str) -> dict[str, Any]:
    return dict(json.loads(run_here("--home", home, command, "--json").stdout))


def _states(home: Path) -> dict[tuple[str, str], str]:
    return {(cue["session"], cue["script"]): cue["state"] for cue in _json(home, "today")["cues"]}


def _would_air(home: Path, *options: str) -> int:
    """How many announcements `play-today --dry-run` says it would air."""
    said = run_here("--home", home, "play-today", "--dry-run", *options).stdout
    found = [line for line in said.splitlines() if line.startswith("Sẽ phát ")]
    return int(found[0].split()[2]) if found else 0


# --- scripts ---


@pytest.mark.parametrize(
    ("header", "body", "check_code", "state"),
    [
        ({}, SPOKEN, 0, "ready"),
        ({"titel": "X"}, SPOKEN, 3, "unready"),
        ({"draft": "true"}, SPOKEN, 0, None),
        ({"until": "2020-01-01"}, SPOKEN, 0, None),
        ({"from": "2099-01-01"}, SPOKEN, 0, None),
        ({}, "Có {{ x.chua }} người.", 0, "unready"),
        ({}, "Có {{ x.la }} người.", 0, "unready"),
        ({}, "Có {{ x.chua người.", 3, "unready"),
        ({}, "Họp ngày ……/……/2026.", 0, "unready"),
        ({}, "Liên hệ ông KQXHTWZ nhé.", 0, "unready"),
        ({}, "...", 0, "unready"),
        ({}, "", 3, "unready"),
        ({"recording": "thu/khong-co.wav"}, "", 3, "unready"),
    ],
)
def test_a_script_is_as_silent_on_one_screen_as_on_another(
    tmp_path: Path, spoken: Path, header: dict[str, str], body: str, check_code: int, state: str | None
) -> None:
    home = _ward(tmp_path / "ward", _slot("a", 60, play="nay/x, nay/y"))
    copytree(spoken, home / "audio_cache")
    (home / "scripts" / "nay" / "x.md").write_text(script_text("Bài x", body, **header), encoding="utf-8")
    airs = 1 + (state == "ready")
    assert run_here("--home", home, "check").code == check_code
    assert run_here("--home", home, "build", "--days", "1").code == (4 if state == "unready" else 0)
    assert _states(home).get(("a", "nay/x")) == state
    assert _would_air(home) == airs
    rehearsed = run_here("--home", home, "play-today", "--rehearse", "--output", tmp_path / "o.wav")
    assert rehearsed.code == (4 if state == "unready" else 0)
    assert f"Tổng duyệt {airs} bài trọn vẹn" in rehearsed.stdout
    assert run_here("--home", home, "rehearse-tomorrow").code == (4 if state == "unready" else 0)
    heard = run_here("--home", home, "preview", "nay/x", "--output", tmp_path / "p.wav")
    assert (heard.code == 0) == (state != "unready")


# --- sessions ---


def _change(line: str) -> str:
    return f"changes:\n  - {{{line}, date: {_now().date()}, reason: họp}}"


def _off(day: date) -> str:
    return f"{AIRTIME}, exceptions: [{{date: {day}, allowed: [], reason: quốc tang}}]"


SESSIONS = {
    "to come": (lambda: (_slot("a", 60), {}), "ready", 1, None),
    "missed": (lambda: (_slot("a", -60), {}), "not_aired", 0, None),
    "within its grace": (lambda: (_slot("a", -60, grace="3h"), {}), "waiting", 1, "until"),
    "to be made up for": (
        lambda: (_slot("a", -60, more=f'make_up: "{_now() + timedelta(minutes=30):%H:%M}", '), {}),
        "waiting", 1, "make_up",
    ),
    "within its make-up time's grace": (
        lambda: (_slot("a", -60, more=f'make_up: "{_now() - timedelta(minutes=2):%H:%M}", '), {}),
        "waiting", 1, "until",
    ),
    "made up for no more": (
        lambda: (_slot("a", -60, more=f'make_up: "{_now() - timedelta(minutes=30):%H:%M}", '), {}),
        "not_aired", 0, None,
    ),
    "skipped": (lambda: (_slot("a", 60), {"more": _change("skip: a")}), "not_aired", 0, None),
    "moved to what is over": (
        lambda: (_slot("a", 60), {"more": _change(f'move: a, at: "{_now() - timedelta(minutes=60):%H:%M}"')}),
        "not_aired", 0, None,
    ),
    "on a day off": (lambda: (_slot("a", 60), {"airtime": _off(_now().date())}), "not_aired", 0, None),
    "outside the hours": (
        lambda: (_slot("a", 60), {"airtime": AIRTIME.replace("00:00-24:00", "00:00-00:30")}), "refused", 0, None,
    ),
    "too long": (
        lambda: (_slot("a", 60), {"airtime": AIRTIME.replace("15m", "1s")}), "refused", 0, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SESSIONS)
def test_a_session_is_as_ready_or_over_on_one_screen_as_on_another(
    tmp_path: Path, spoken: Path, name: str
) -> None:
    how, state, airs, owed = SESSIONS[name]
    sessions, rest = how()
    home = _ward(tmp_path / "ward", sessions, **rest)
    copytree(spoken, home / "audio_cache")
    assert run_here("--home", home, "build", "--days", "1").code == 0
    assert set(_states(home).values()) == {state}
    assert _would_air(home) == airs
    status = _json(home, "status")
    waits = status["owed_session"]
    assert (waits is None) == (owed is None)
    if owed is not None:
        assert (waits["make_up"] is not None) == (owed == "make_up")
        shown = run_here("--home", home, "status").stdout
        assert "buổi đang chờ phát: “A”" in shown
        assert "buổi đang chờ sẽ không phát. Chạy: broadcast run" in shown
    to_come = status["next_session"] is not None and status["next_session"]["id"].startswith(f"{_now():%Y-%m-%d}")
    assert to_come == (name in ("to come", "too long"))  # how long it is only its cart tells


def test_a_session_that_another_keeps_off_its_time_is_ready_on_no_screen(tmp_path: Path) -> None:
    at = _now() + timedelta(minutes=60, seconds=1)
    late = f'  - {{id: b, name: B, at: "{at:%H:%M:%S}", days: t2-cn, grace: 1s, play: [nay/y]}}'
    home = _ward(tmp_path / "ward", f"{_slot('a', 60)}\n{late}")
    assert run_here("--home", home, "build", "--days", "1").code == 0
    assert "chồng lên buổi “A”" in run_here("--home", home, "check").stdout
    assert _states(home) == {("a", "nay/x"): "ready", ("b", "nay/y"): "not_aired"}
    assert "buổi “A” còn phát đến" in run_here("--home", home, "today").stdout
    assert _would_air(home) == 1
    assert _would_air(home, "--now") == 2  # one behind the other
    rehearsed = run_here("--home", home, "play-today", "--rehearse", "--output", tmp_path / "o.wav")
    assert "Tổng duyệt 1 bài trọn vẹn" in rehearsed.stdout
