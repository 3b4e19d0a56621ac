"""`broadcast log` tells of the past by the record alone: session by session, each with its outcome and reasons."""

import csv
import json
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630, RATE
from stand_ins.cli import run_here
from stand_ins.wards import write_ward

from broadcast.base.errors import JournalError, Message, tell
from broadcast.programme.airing import AiredRelease
from broadcast.programme.bulletins import first_words
from broadcast.programme.model import CueId, Fingerprint, Outcome, Part
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start
from broadcast.record.sentences import fields_of

OFFLINE = tell("không kết nối được máy đọc qua mạng")
WORDS = "Nước sông đang lên, đề nghị bà con ngõ chín sơ tán ngay lên chỗ cao."
STOPPED = tell("đang có lệnh dừng phát: {reason}", reason="đám tang")

SCREEN = """\
Thứ Hai 06/10/2025
  06:30 Buổi sáng · đợt dai-hoi · 06:30:00 đến 06:31:31 · mở đầu √
    » 06:12 đổi buổi này: thêm “Bài hai”
    √ 06:30:09  Tên ngày ấy                                       1:00  (giọng dự phòng espeak: không kết nối được máy đọc qua mạng)
    ■ 06:31:11  =HAI()                                            0:20  phát dở: đang có lệnh dừng phát: đám tang
  08:31 bản tin khẩn cấp · Nguyễn Văn A cho phát · 08:31:12 đến 08:31:24
    √ 08:31:12  “Nước sông đang lên, đề nghị bà con ngõ…”         0:12
  17:00 Buổi chiều
    ! —         Treo cờ                                              —  bỏ lỡ: máy không chạy

Thứ Ba 07/10/2025
  06:30 Buổi sáng
    ○ buổi này được nghỉ: Quốc tang

2 lượt đã phát, 1 phút 12 giây; 1 lượt phát dở, 1 lượt bỏ lỡ.

Ghi chú:
  06/10  06:30:00  lệnh dừng phát: đám tang
"""  # noqa: E501 - lines of the screen


def _aired(
    journal: Journal, cue: str, at_s: float, seconds: float, outcome: Outcome = Outcome.AIRED,
    why: tuple[Message, ...] = (), engine: str = "espeak", **more: object,
) -> None:  # fmt: skip
    at = MONDAY_0630 + timedelta(seconds=at_s)
    start = Start(
        cue=CueId(cue), script=ScriptId(cue.split("/", 2)[2]), attempt=1, planned=at, of_frames=60 * RATE,
        rate_hz=RATE, engine=engine, **more,  # type: ignore[arg-type]
    )  # fmt: skip
    journal.start(start, at)
    end = at + timedelta(seconds=seconds)
    journal.end(start, outcome, started=at, ended=end, frames=round(seconds * RATE), note=why, now=end)


def _write(path: Path) -> None:
    """A morning that a stop cut, an emergency, an afternoon that was missed, a day of mourning."""
    sang = {"session": "Buổi sáng", "campaign": "dai-hoi"}
    with Journal(path) as journal:
        at = {"name": "Buổi sáng", "at": MONDAY_0630.isoformat()}
        journal.deal("2025-10-06/sang", {**at, "why": []}, MONDAY_0630 - timedelta(hours=9))
        why = fields_of(tell("thêm “{title}”", title="Bài hai"))
        journal.deal("2025-10-06/sang", {**at, "why": [why]}, MONDAY_0630 - timedelta(minutes=18))
        _aired(journal, "2025-10-06/sang/~opening/1", 0, 8, part=Part.OPENING, text="Đây là đài phường.", **sang)
        _aired(
            journal, "2025-10-06/sang/truoc/01-mot", 9, 60, title="Tên ngày ấy", text="Kính thưa bà con.",
            fallback=OFFLINE, fingerprint=Fingerprint("a" * 64), **sang,
        )  # fmt: skip
        _aired(
            journal, "2025-10-06/sang/truoc/02-hai", 71, 20, Outcome.CUT, (STOPPED,), title="=HAI()",
            engine="announcer+espeak", **sang,
        )  # fmt: skip
        journal.note(tell("lệnh dừng phát: {reason}", reason="đám tang"), MONDAY_0630)
        by = tell("{name}, người cho phát: {by}", name=tell("bản tin khẩn cấp"), by="Nguyễn Văn A")
        _aired(
            journal, "2025-10-06/khan-cap.083112481/ban-tin/khan-cap", 7272, 12, part=Part.BULLETIN, text=WORDS,
            title=first_words(WORDS), session="bản tin khẩn cấp", note=by,
        )  # fmt: skip
        journal.pass_over(
            CueId("2025-10-06/chieu/chung/treo-co"), ScriptId("chung/treo-co"), Outcome.MISSED,
            planned=MONDAY_0630.replace(hour=17, minute=0), note=tell("máy không chạy"), now=MONDAY_0630,
            title="Treo cờ", session="Buổi chiều",
        )  # fmt: skip
        off = fields_of(tell("buổi này được nghỉ: {reason}", reason="Quốc tang"))
        tuesday = (MONDAY_0630 + timedelta(days=1)).isoformat()
        journal.deal("2025-10-07/sang", {"name": "Buổi sáng", "at": tuesday, "off": off, "why": []}, MONDAY_0630)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = write_ward(tmp_path / "ward")
    _write(home / "journal" / "as-run.sqlite3")
    return home


def _json(home: Path, *more: str) -> dict[str, object]:
    return dict(json.loads(run_here("--home", home, *more, "log", "--json").stdout))


def _table(home: Path) -> list[dict[str, str]]:
    told = run_here("--home", home, "log", "--csv", "-").stdout
    return list(csv.DictReader(StringIO(told.removeprefix("\ufeff")), delimiter=";"))


def test_a_day_is_read_session_by_session(home: Path) -> None:
    assert run_here("--home", home, "log").stdout == SCREEN


def test_that_nobody_released_it_stands_beside_why_a_line_ended_and_is_not_told_as_its_cause(home: Path) -> None:
    with Journal(home / "journal" / "as-run.sqlite3") as journal:
        nobody = AiredRelease(serial=0, by="", why=tell("chưa ai duyệt"))
        _aired(journal, "2025-10-08/sang/truoc/03-ba", 2 * 86_400, 20, Outcome.CUT, (STOPPED,), release=nobody)
    assert "phát dở: đang có lệnh dừng phát: đám tang; chưa duyệt\n" in run_here("--home", home, "log").stdout


ODD = [
    ("start", "title", 5), ("start", "planned", None), ("start", "rate_hz", []), ("start", "text", {}),
    ("start", "campaign", None), ("start", "release", {"serial": "x", "by": 1}), ("end", "frames", "x"),
    ("end", "started", 10**30), ("end", "output", 1.5), ("pass", "session", ["x"]), ("deal", "cues", 5),
    ("deal", "left_out", ["x"]),
]  # fmt: skip


def _spoiled(home: Path, kind: str, key: str, value: object) -> int:
    """Puts that into the last row of the kind; tells its number."""
    with closing(sqlite3.connect(home / "journal" / "as-run.sqlite3")) as db:
        db.execute("DROP TRIGGER IF EXISTS rows_stay")
        newest = "SELECT seq, place, body FROM row WHERE kind = ? ORDER BY seq DESC"
        seq, place, body = db.execute(newest, (kind,)).fetchone()
        db.execute("UPDATE row SET body = ? WHERE seq = ?", (json.dumps(json.loads(body) | {key: value}), seq))
        db.commit()
    return int(place)


@pytest.mark.parametrize("command", [("log", "--words"), ("log", "--csv", "-"), ("report", "--month", "10/2025")])
def test_a_line_that_holds_another_kind_of_value_is_told_by_its_number_and_the_rest_is_shown(
    home: Path, command: tuple[str, ...]
) -> None:
    whole = (home / "journal" / "as-run.sqlite3").read_bytes()
    for kind, key, value in ODD:
        (home / "journal" / "as-run.sqlite3").write_bytes(whole)
        number = _spoiled(home, kind, key, value)
        told = run_here("--home", home, "--lang", "vi", *command)
        assert told.code == 0, (kind, key, value, told)
        assert f"không đọc được, nên không có ở đây: dòng {number} (ghi ngày" in told.stderr, (kind, key, value)
        assert "Tên ngày ấy" in told.stdout or command[0] == "report"


def test_whoever_airs_by_such_a_line_is_told_and_does_not_break_down(home: Path) -> None:
    _spoiled(home, "start", "release", {"by": 1})
    with Journal(home / "journal" / "as-run.sqlite3") as journal, pytest.raises(JournalError, match="không đọc"):
        journal.airings(MONDAY_0630.date(), MONDAY_0630.date())


def test_renaming_and_deleting_scripts_changes_nothing_of_the_past(home: Path) -> None:
    ways = ((), ("--words",), ("--json",), ("--csv", "-"))
    before = [run_here("--home", home, "log", *way).stdout for way in ways]
    script = home / "scripts" / "truoc" / "01-mot.md"
    script.write_text("---\ntitle: Một tên khác hẳn\n---\nLời khác hẳn.\n", encoding="utf-8")
    assert [run_here("--home", home, "log", *way).stdout for way in ways] == before
    shutil.rmtree(home / "scripts")
    (home / "playlist.yaml").unlink()
    assert [run_here("--home", home, "log", *way).stdout for way in ways] == before


def test_the_title_of_a_line_without_one_is_today_s(home: Path) -> None:
    with Journal(home / "journal" / "as-run.sqlite3") as journal:
        _aired(journal, "2025-10-08/sang/truoc/03-ba", 2 * 86_400, 60)
    assert "Bài truoc/03-ba" in run_here("--home", home, "log").stdout


def test_the_full_words_are_shown_on_demand(home: Path) -> None:
    assert WORDS not in run_here("--home", home, "log").stdout
    told = run_here("--home", home, "log", "--words").stdout
    assert f"        {WORDS}\n" in told
    assert "      mở đầu:\n        Đây là đài phường.\n" in told
    assert "--words" in run_here("log", "--help").stdout


def test_programs_are_told_codes_words_and_sessions(home: Path) -> None:
    told = _json(home)
    first, second, bulletin, missed = told["airings"]  # type: ignore[misc]
    assert (first["title"], first["text"], first["fingerprint"]) == ("Tên ngày ấy", "Kính thưa bà con.", "a" * 64)
    assert (first["fallback"], first["note"], first["reasons"]) == (str(OFFLINE), "", [])
    assert second["reasons"] == [{"code": "stopped", "what": "đang có lệnh dừng phát: đám tang"}]
    assert (bulletin["part"], bulletin["text"], bulletin["reasons"][0]["code"]) == ("bulletin", WORDS, "bulletin")
    assert (missed["session_name"], missed["reasons"][0]["code"]) == ("Buổi chiều", "machine_off")
    sang = told["sessions"][0]  # type: ignore[index]
    assert [one["outcome"] for one in sang["openings"]] == ["aired"]
    assert (sang["begun"], sang["ended"]) == ("2025-10-06T06:30:00+07:00", "2025-10-06T06:31:31+07:00")
    assert sang["cues"] == [first["cue"], second["cue"]]
    assert told["notes"][0]["codes"] == ["stop"]  # type: ignore[index]


def test_every_screen_of_the_log_is_english_where_english_is_asked_for(home: Path) -> None:
    told = run_here("--home", home, "--lang", "en", "log").stdout
    for words in (
        "cut short: the station was told to stop: đám tang", "(fallback voice espeak: the online voice cannot be",
        "emergency bulletin · aired by order of Nguyễn Văn A", "missed: the machine was not running",
        "told to stop: đám tang", "opening √", "aired: 2",
    ):  # fmt: skip
        assert words in told
    notes = [one["note"] for one in _json(home, "--lang", "en")["airings"]]  # type: ignore[attr-defined]
    assert notes[1] == "the station was told to stop: đám tang"
    assert "phát" not in " ".join(notes).replace("phát bản tin", "")


def test_the_table_has_a_line_for_all_that_sounded_and_keeps_its_first_columns(home: Path) -> None:
    opening, first, second, bulletin, missed = _table(home)
    assert list(first)[:10] == [
        "ngay", "gio_lich", "gio_thuc", "lech_giay", "bai", "ten_bai", "giay", "ket_qua", "giong", "ghi_chu",
    ]  # fmt: skip
    assert [one["phan"] for one in (opening, first, bulletin)] == ["opening", "cue", "bulletin"]
    assert (first["buoi"], first["ma_buoi"], first["dot"]) == ("Buổi sáng", "2025-10-06/sang", "dai-hoi")
    assert (first["gio_thuc"], first["gio_het"], first["giay"]) == ("06:30:09", "06:31:09", "60,000")
    assert (first["ket_qua"], first["ma_ket_qua"], first["ghi_chu"]) == ("đã phát", "aired", "")
    assert (first["giong_du_phong"], first["dau_van_tay"]) == (str(OFFLINE), "a" * 64)
    assert (first["giong"], first["giong_chu"]) == ("espeak", "giọng espeak")
    assert second["giong_chu"] == "giọng phát thanh viên và giọng espeak"
    assert (second["ket_qua"], second["ma_ket_qua"], second["ma_ly_do"]) == ("phát dở", "cut", "stopped")
    assert second["ten_bai"] == "'=HAI()"  # no formula
    assert (bulletin["loi"], missed["ket_qua"]) == (WORDS, "bỏ lỡ")


def test_the_last_rehearsal_is_told_without_the_notes_of_the_log(home: Path) -> None:
    _write(home / "journal" / "rehearsal.sqlite3")
    with Journal(home / "journal" / "as-run.sqlite3") as journal:
        journal.note(tell("cho phát trở lại"), MONDAY_0630)
    assert "cho phát trở lại" not in run_here("--home", home, "log", "--rehearsal").stdout


def test_only_the_days_that_were_asked_for_are_told(home: Path) -> None:
    told = run_here("--home", home, "log", "--from", "07/10/2025").stdout
    assert "Buổi sáng" in told
    assert "Treo cờ" not in told
    assert "đám tang" not in told


def test_changes_of_one_day_are_told_with_their_numbers_and_reasons(home: Path) -> None:
    with Journal(home / "journal" / "as-run.sqlite3") as journal:
        body = {"kind": "skip", "reason": "đám tang", "by": "An"}
        journal.change(MONDAY_0630.date(), "chieu", body, MONDAY_0630)
        journal.change(MONDAY_0630.date(), "toi", {"kind": "add", "name": "Họp tổ", "at": "19:00:00"}, MONDAY_0630)
        journal.change(
            MONDAY_0630.date(), "sang", {"kind": "move", "at": "07:00:00", "reason": "mưa"}, MONDAY_0630
        )
        journal.change(MONDAY_0630.date(), "chieu", {"kind": "undo", "takes_back": 1, "by": "An"}, MONDAY_0630)
    told = run_here("--home", home, "log").stdout
    for line in (
        "» 06:30 06/10 thay đổi số 1, bỏ buổi chieu: đám tang (An)",
        "» 06:30 06/10 thay đổi số 2, thêm buổi Họp tổ lúc 19:00",
        "» 06:30 06/10 thay đổi số 3, dời buổi sang sang 07:00: mưa",
        "» 06:30 06/10 bỏ thay đổi số 1 (An)",
    ):
        assert f"  {line}\n" in told


def test_a_year_is_written_as_a_table_in_under_three_seconds(home: Path) -> None:
    path = home / "journal" / "as-run.sqlite3"
    with Journal(path) as journal:
        journal._lines.db.execute("PRAGMA synchronous=OFF")
        for day in range(1, 366):
            for number in range(12):
                _aired(
                    journal, f"{MONDAY_0630 + timedelta(days=day):%Y-%m-%d}/sang/chung/{number}", day * 86_400, 60,
                    text="Kính thưa bà con. " * 40, title="Một bài",
                )  # fmt: skip
    begun = time.process_time()
    table = _table(home)
    took = time.process_time() - begun
    assert len(table) == 5 + 365 * 12
    assert took < 3
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT count(*) FROM row").fetchone()[0] > 8000


def test_a_bulletin_is_shown_as_it_was_typed_and_once(home: Path) -> None:
    with Journal(home / "journal" / "as-run.sqlite3") as journal:
        spoken = "Bản tin số một.\n\nBản tin số 1."
        _aired(
            journal, "2025-10-08/uu-tien.083112/ban-tin/uu-tien", 0, 5, part=Part.BULLETIN, title="Bản tin số 1.",
            text=spoken,
        )  # fmt: skip
    told = run_here("--home", home, "log", "--from", "08/10/2025", "--to", "08/10/2025").stdout
    assert "“Bản tin số 1.”" in told
    assert "số một" not in told


def test_between_the_days_and_the_notes_is_one_empty_line(home: Path) -> None:
    for day in ("06/10/2025", "08/10/2025"):
        with Journal(home / "journal" / "as-run.sqlite3") as journal:
            journal.note(tell("lệnh dừng phát: {reason}", reason="đám tang"), MONDAY_0630 + timedelta(days=2))
        told = run_here("--home", home, "log", "--from", day, "--to", day).stdout
        assert "\n\n\n" not in told
        if "Ghi chú" in told:
            assert "\n\nGhi chú:" in told
