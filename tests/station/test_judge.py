"""The verdict on a day: silent sessions, overlaps, days off, what opens and closes."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.base.errors import tell
from broadcast.programme.rundown import plan
from broadcast.station import rehearse
from broadcast.station.chores import notify_of
from broadcast.station.rehearse import rehearse_in_silence
from broadcast.station.station import open_station
from broadcast.station.verdict import Tomorrow, Verdict, headline, keep, kept, lacking, lines_of, tomorrow_path

MONDAY, SHORT = date(2025, 10, 6), dict.fromkeys(SCRIPTS, "Xin chào bà con.")
MONDAY_ON_SCREEN = ("--date", "06/10/2025")


def _rehearsed(home: Path, day: date = MONDAY) -> Tomorrow:
    return rehearse_in_silence(open_station(home), day, wanted=lambda: True, progress=lambda _: None)


def test_a_day_whose_sessions_are_all_silent_is_not_ready(tmp_path: Path) -> None:
    """A phase without a script: nothing could be told of its cues, for it has none."""
    home = write_ward(tmp_path, PLAYLIST.replace("play: [chung/treo-co]", "play: {rotate: phase, count: 1}"), {})
    for name in SCRIPTS:
        (home / "scripts" / f"{name}.md").unlink(missing_ok=True)
    result = run_here("--home", home, "rehearse-tomorrow", *MONDAY_ON_SCREEN)
    assert (result.code, "CHƯA sẵn sàng" in result.stdout) == (3, True)
    assert "× 06:30 Buổi sáng: buổi này sẽ im" in result.stdout
    assert "× 17:00 Buổi chiều: buổi này sẽ im" in result.stdout
    assert "CHƯA sẵn sàng" in run_here("--home", home, "status").stdout


def test_one_silent_session_among_others_is_a_day_in_part(tmp_path: Path) -> None:
    home = write_ward(
        tmp_path,
        PLAYLIST.replace("[chung/treo-co]", "[truoc/04-thieu]"),
        {**SHORT, "truoc/04-thieu": SCRIPTS["truoc/04-thieu"]},
    )
    outcome = _rehearsed(home)
    assert outcome.verdict is Verdict.PARTLY
    assert [one.title for one in outcome.silent] == ["17:00 Buổi chiều"]


def test_a_script_that_waits_while_others_air_in_its_place_is_named(tmp_path: Path) -> None:
    """As a line of lexicon.yaml without a reading leaves it: the day sounds, and tells what is not in it."""
    home = write_ward(tmp_path, scripts={**SHORT, "truoc/04-thieu": "Mời bà con dự họp KKQX."})
    (home / "lexicon.yaml").write_text('KKQX: ""\n', encoding="utf-8")
    outcome = _rehearsed(home)
    assert outcome.verdict is Verdict.GO
    [told] = outcome.remarks
    assert str(told) == "1 bài chưa vào lượt vì chưa sẵn sàng: “Bài truoc/04-thieu”"
    assert f"! {told}" in run_here("--home", home, "rehearse-tomorrow", *MONDAY_ON_SCREEN).stdout


def test_sessions_that_overlap_are_told_with_both_names_and_the_minutes(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace("at: 17:00", "at: 06:30:05"), SHORT)
    result = run_here("--home", home, "rehearse-tomorrow", *MONDAY_ON_SCREEN)
    assert result.code == 4
    [line] = [line for line in result.stdout.splitlines() if "chồng lên" in line]
    assert "buổi “Buổi chiều” 06:30:05 chồng lên buổi “Buổi sáng”" in line
    assert "giây" in line
    apart = _rehearsed(write_ward(tmp_path, scripts=SHORT))
    assert (apart.verdict, apart.remarks) == (Verdict.GO, ())


def test_a_day_that_the_ward_takes_off_is_in_order_and_says_its_own_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def day_off(station: object, day: date) -> object:
        ward = open_station(home).ward
        return replace(plan(ward.playlist, ward.ready, day), off=tell("Quốc tang"))

    home = write_ward(tmp_path, scripts=SHORT)
    monkeypatch.setattr(rehearse, "rundown", day_off)
    outcome = _rehearsed(home)
    assert outcome.verdict.exit_code == 0
    assert str(headline(outcome)) == "Ngày 06/10/2025 đài nghỉ: Quốc tang."


def test_a_day_without_sessions_is_in_order(tmp_path: Path) -> None:
    outcome = _rehearsed(write_ward(tmp_path, scripts=SHORT), date(2025, 10, 5))
    assert (outcome.verdict, str(headline(outcome))) == (Verdict.GO, "Ngày 05/10/2025 không có buổi nào.")


def test_a_closing_that_is_no_sound_is_named(tmp_path: Path) -> None:
    outcome = Tomorrow(
        day=MONDAY, made=datetime(2025, 10, 5, tzinfo=UTC), verdict=Verdict.PARTLY, sessions=2, cues=2, ready=2,
        seconds=9.0, lacking=(lacking("closing", "Nhạc kết thúc", tell("âm thanh bị đục")),),
    )  # fmt: skip
    assert str(headline(outcome)) == "Ngày 06/10/2025 đủ 2 bài, còn thiếu nhạc kết thúc."
    assert [str(line) for line in lines_of(outcome)] == ["× Nhạc kết thúc: âm thanh bị đục"]


def test_an_outcome_is_kept_with_all_that_it_says_and_told_in_english_too(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace("[chung/treo-co]", "[truoc/04-thieu]"))
    outcome = _rehearsed(home)
    keep(home, outcome)
    assert kept(home) == outcome
    english = run_here("--lang", "en", "--home", home, "rehearse-tomorrow", *MONDAY_ON_SCREEN).stdout
    [line] = [line for line in english.splitlines() if "dai_hoi.so_dai_bieu" in line]
    assert line.startswith("  × Bài truoc/04-thieu: missing facts")


def test_an_outcome_of_an_older_version_is_read(tmp_path: Path) -> None:
    home = write_ward(tmp_path, scripts=SHORT)
    keep(home, replace(_rehearsed(home), lacking=(lacking("a", "Bài", "vì thế"),)))
    path = tomorrow_path(home)
    fields = json.loads(path.read_text(encoding="utf-8"))
    for name in ("silent", "remarks", "off"):
        del fields[name]
    del fields["lacking"][0]["reason"]
    path.write_text(json.dumps(fields), encoding="utf-8")
    older = kept(home)
    assert older is not None
    assert [str(line) for line in lines_of(older)] == ["× Bài: vì thế"]


def test_the_evening_s_notice_has_a_line_for_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(
        "broadcast.station.chores.send", lambda _urls, *, title, body: sent.append(f"{title}\n{body}") or ()
    )
    home = write_ward(tmp_path, PLAYLIST.replace("at: 17:00", "at: 06:30:05"), SHORT)
    station = open_station(home)
    notify_of(station, _rehearsed(home))
    assert "! buổi “Buổi chiều” 06:30:05 chồng lên buổi “Buổi sáng”" in sent[0]
