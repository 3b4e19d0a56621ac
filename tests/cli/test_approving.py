"""A deputy chair's desk: listen, read, type the code; what nobody has heard, or has changed since, is refused."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from stand_ins.cli import Result, run_here
from stand_ins.google import Google
from stand_ins.headphones import HalfHeard, Holed, put_on
from stand_ins.on_duty import on_duty
from stand_ins.released_ward import ONE, TWO, made_ward

from broadcast.cli import approving
from broadcast.programme.model import CueId, Part
from broadcast.programme.onair import Sounding, sounding_fields
from broadcast.programme.released import Act, Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.reading import record_at
from broadcast.station.desk import cases as desk
from broadcast.station.overview import journal_path, look_at

BY = ("--by", "Bà Lan")
ELSEWHERE = ("--heard-elsewhere", "nghe tệp gửi qua Zalo")
SCRIPT = "scripts/truoc/01-mot.md"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_ward(tmp_path_factory.mktemp("ward"))


@pytest.fixture
def home(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put_on(monkeypatch)
    return shutil.copytree(made, tmp_path / "ward")


def _do(home: Path, *words: object) -> Result:
    return run_here("--home", home, "--lang", "vi", *words)


def _acts(home: Path, deed: Deed) -> list[Act]:
    with record_at(journal_path(home)) as record:
        return [act for act in record.releases() if act.deed is deed]


def _code(home: Path, *names: object) -> str:
    """The code that the desk shows of them."""
    shown = _do(home, "approve", *names, *BY, *ELSEWHERE).stdout
    return next(line for line in shown.splitlines() if line.startswith("Mã ")).rpartition(" ")[2]


def _edited(home: Path) -> None:
    path = home / SCRIPT
    path.write_text(path.read_text(encoding="utf-8").replace("họp", "khai mạc"), encoding="utf-8")


# --- heard, read, released ---


def test_who_has_heard_it_to_its_end_releases_it_by_its_code(home: Path) -> None:
    heard = _do(home, "preview", ONE, *BY)
    assert heard.code == 0, heard
    assert _code(home, ONE) in heard.stdout
    done = _do(home, "approve", ONE, *BY, "--code", _code(home, ONE).lower())
    assert done.code == 0, done
    assert "Đã duyệt số" in done.stdout
    assert "UBND → ủy ban nhân dân" in done.stdout
    [act] = _acts(home, Deed.RELEASED)
    assert (act.by, act.script) == ("Bà Lan", ONE)


def test_what_was_heard_with_holes_does_not_count_and_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on(monkeypatch, Holed)
    heard = _do(home, "preview", ONE, *BY)
    assert heard.code == 0
    assert "hụt 2 chỗ: chưa tính là đã nghe hết" in heard.stderr
    assert _acts(home, Deed.HEARD) == []


def test_what_was_not_heard_to_its_end_is_not_released(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_on(monkeypatch, HalfHeard)
    heard = _do(home, "preview", ONE, *BY)
    assert heard.code == 130
    assert "chưa tính là đã nghe hết" in heard.stderr
    refused = _do(home, "approve", ONE, *BY, "--code", _code(home, ONE))
    assert refused.code == 3
    assert "chưa nghe hết bản này" in refused.stderr
    assert _acts(home, Deed.HEARD) == _acts(home, Deed.RELEASED) == []


@pytest.mark.parametrize(
    "listen",
    [("preview", ONE), ("preview", ONE, "--by", "Ông Ba"), ("preview", ONE, *BY, "-o", "nghe.wav")],
    ids=["nobody by name", "another person", "a file"],
)
def test_only_what_that_person_heard_here_counts(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listen: tuple[object, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _do(home, *listen).code == 0
    assert _do(home, "approve", ONE, *BY, "--code", _code(home, ONE)).code == 3


def test_names_are_the_same_whatever_their_capitals_and_spaces(home: Path) -> None:
    assert _do(home, "preview", ONE, "--by", "bà  LAN").code == 0
    assert _do(home, "approve", ONE, *BY, "--code", _code(home, ONE)).code == 0


def test_heard_elsewhere_is_believed_and_kept(home: Path) -> None:
    assert _do(home, "approve", ONE, *BY, *ELSEWHERE, "--code", _code(home, ONE)).code == 0
    [act] = _acts(home, Deed.RELEASED)
    assert act.more["heard_elsewhere"] == "nghe tệp gửi qua Zalo"


def test_what_was_heard_before_an_edit_is_not_heard_after_it(home: Path) -> None:
    assert _do(home, "preview", ONE, *BY).code == 0
    _edited(home)
    assert _do(home, "preview", ONE, "-o", home / "x.wav").code == 0
    refused = _do(home, "approve", ONE, *BY, "--code", _code(home, ONE))
    assert refused.code == 3
    assert _acts(home, Deed.RELEASED) == []


def test_a_fact_that_is_missing_is_told_and_nothing_is_released(home: Path) -> None:
    playlist = home / "playlist.yaml"
    playlist.write_text(
        playlist.read_text(encoding="utf-8").replace("ngay: 18/10/2025", "ngay:"), encoding="utf-8"
    )
    refused = _do(home, "approve", ONE, *BY, *ELSEWHERE, "--code", "1111")
    assert refused.code == 3
    assert "dai_hoi.ngay" in refused.stderr


def test_what_nobody_has_made_has_to_be_heard_first(home: Path) -> None:
    _edited(home)
    refused = _do(home, "approve", ONE, *BY, *ELSEWHERE, "--code", "1111")
    assert refused.code == 3
    assert "broadcast preview truoc/01-mot" in refused.stderr


# --- the code ---


@pytest.mark.parametrize(("code", "expected"), [(("--code", "2222"), 3), ((), 2)], ids=["another", "none"])
def test_without_the_code_nothing_is_released(home: Path, code: tuple[str, ...], expected: int) -> None:
    assert _do(home, "approve", ONE, *BY, *ELSEWHERE, *code).code == expected
    assert _acts(home, Deed.RELEASED) == []


def _typing(monkeypatch: pytest.MonkeyPatch, answer: Callable[[], str]) -> None:
    monkeypatch.setattr(approving, "on_a_terminal", lambda: True)
    monkeypatch.setattr(approving, "_asked", answer)


def test_at_a_terminal_the_code_is_asked_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approving, "on_a_terminal", lambda: True)
    code = _code(home, ONE)
    done = run_here("--home", home, "--lang", "vi", "approve", ONE, *BY, *ELSEWHERE, stdin=code + "\n")
    assert done.code == 0, done
    nothing = run_here("--home", home, "--lang", "vi", "approve", TWO, *BY, *ELSEWHERE, stdin="\n")
    assert nothing.code == 3
    assert [act.script for act in _acts(home, Deed.RELEASED)] == [ONE]


@pytest.mark.parametrize("what", ["a byte", "a fact"])
def test_what_changes_between_look_and_answer_is_not_released(
    home: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    code = _code(home, ONE)

    def answer() -> str:
        path = home / (SCRIPT if what == "a byte" else "playlist.yaml")
        text = path.read_text(encoding="utf-8")
        path.write_text(text + " " if what == "a byte" else text.replace("18/10", "19/10"), encoding="utf-8")
        return code

    _typing(monkeypatch, answer)
    refused = _do(home, "approve", ONE, *BY, *ELSEWHERE)
    assert refused.code == 3
    assert "vừa đổi" in refused.stderr
    assert _acts(home, Deed.RELEASED) == []


def test_without_the_second_look_it_would_be(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    monkeypatch.setattr(desk, "_refuse_changed", lambda *_: None)
    code = _code(home, ONE)

    def answer() -> str:
        (home / SCRIPT).write_bytes((home / SCRIPT).read_bytes() + b" ")
        return code

    _typing(monkeypatch, answer)
    assert _do(home, "approve", ONE, *BY, *ELSEWHERE).code == 0
    assert len(_acts(home, Deed.RELEASED)) == 1


# --- several ---


def test_several_are_released_at_once_each_by_its_own_line(home: Path) -> None:
    done = _do(home, "approve", ONE, TWO, *BY, *ELSEWHERE, "--code", _code(home, ONE, TWO))
    assert done.code == 0, done
    acts = _acts(home, Deed.RELEASED)
    assert [act.script for act in acts] == [ONE, TWO]
    assert len({act.number for act in acts}) == 2
    assert all(act.contents is not None and act.contents.script == act.script for act in acts)


def test_of_several_all_are_released_or_none(home: Path) -> None:
    assert _do(home, "preview", ONE, *BY).code == 0
    refused = _do(home, "approve", ONE, TWO, *BY, "--code", _code(home, ONE, TWO))
    assert refused.code == 3
    assert _acts(home, Deed.RELEASED) == []


def test_a_whole_day_is_heard_and_released_at_once(home: Path) -> None:
    (home / "scripts/chung").mkdir()
    (home / "playlist.yaml").write_text(
        (home / "playlist.yaml").read_text(encoding="utf-8").replace("[chung/treo-co]", "[truoc/02-hai]"),
        encoding="utf-8",
    )
    day = ("--date", "06/10/2025")
    heard = _do(home, "preview", *day, *BY)
    assert heard.code == 0, heard
    shown = _do(home, "approve", *day, *BY)
    code = next(line for line in shown.stdout.splitlines() if line.startswith("Mã chung")).rpartition(" ")[2]
    assert _do(home, "approve", *day, *BY, "--code", code).code == 0
    assert {act.script for act in _acts(home, Deed.RELEASED)} == {ONE, TWO}
    again = _do(home, "approve", *day, *BY)
    assert again.code == 0
    assert "Không còn gì để duyệt" in again.stdout


def test_of_a_day_what_waits_is_heard_first(home: Path) -> None:
    (home / "scripts/chung").mkdir()
    path = home / "playlist.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("[chung/treo-co]", "[truoc/02-hai]"), encoding="utf-8"
    )
    assert _do(home, "approve", ONE, *BY, *ELSEWHERE, "--code", _code(home, ONE)).code == 0
    heard = _do(home, "preview", "--date", "06/10/2025")
    assert "1 bài chờ duyệt nghe trước, rồi đến 1 bài đã duyệt" in heard.stderr
    assert [line.rpartition(" ")[2] for line in heard.stdout.splitlines() if " · truoc/" in line] == [TWO, ONE]


def test_a_session_that_the_day_has_not_is_told_with_those_it_has(home: Path) -> None:
    refused = _do(home, "approve", "--session", "trua", "--date", "06/10/2025", *BY)
    assert refused.code == 2
    assert "sang (06:30 Buổi sáng)" in refused.stderr


# --- what differs, until when, for what ---


def test_what_differs_from_the_last_release_is_shown(home: Path) -> None:
    assert _do(home, "approve", ONE, *BY, *ELSEWHERE, "--code", _code(home, ONE)).code == 0
    _edited(home)
    playlist = home / "playlist.yaml"
    playlist.write_text(
        playlist.read_text(encoding="utf-8").replace("18/10/2025}", "19/10/2025}"), encoding="utf-8"
    )
    playlist.write_text(playlist.read_text(encoding="utf-8").replace("ngay: 18", "ngay: 19"), encoding="utf-8")
    assert _do(home, "preview", ONE, *BY).code == 0
    shown = _do(home, "approve", ONE, *BY).stdout
    assert "- Đại hội họp ngày {{ dai_hoi.ngay }}" in shown
    assert "+ Đại hội khai mạc ngày {{ dai_hoi.ngay }}" in shown
    assert "dữ kiện dai_hoi.ngay: 18/10/2025 → 19/10/2025" in shown
    assert "khai mạc" in next(line for line in shown.splitlines() if line.startswith("  đọc: "))


def test_a_release_may_be_for_some_days_or_for_the_rehearsal_alone(home: Path) -> None:
    code = _code(home, ONE)
    assert _do(home, "approve", ONE, *BY, *ELSEWHERE, "--rehearsal", "--code", code).code == 0
    assert "chỉ duyệt để tổng duyệt" in _do(home, "approvals").stdout
    assert _do(home, "approve", ONE, *BY, *ELSEWHERE, "--until", "+3", "--code", code).code == 0
    assert "đến hết" in _do(home, "approvals").stdout
    assert _do(home, "approve", TWO, *BY, *ELSEWHERE, "--until", "-1", "--code", _code(home, TWO)).code == 3


def test_a_better_voice_is_heard_and_released_for_itself(home: Path, tmp_path: Path) -> None:
    playlist = home / "playlist.yaml"
    text = playlist.read_text(encoding="utf-8")
    playlist.write_text(text.replace("engines: [espeak]", "engines: [gtts, espeak]"), encoding="utf-8")
    assert _do(home, "approve", ONE, *BY, *ELSEWHERE, "--code", _code(home, ONE)).code == 0
    with Google(tmp_path) as google:
        online = {"BROADCAST_GTTS_URL": google.url, "BROADCAST_GTTS_CA": str(google.ca_file)}
        better = run_here("--home", home, "--lang", "vi", "preview", ONE, "--better", *BY, **online)
    assert better.code == 0, better
    assert "giọng gtts" in better.stdout
    assert "đã có bản giọng tốt hơn" in _do(home, "approvals", "--all").stdout
    [before] = _acts(home, Deed.RELEASED)
    assert "Không còn gì để duyệt" in _do(home, "approve", ONE, *BY).stdout
    code = _code(home, ONE, "--better")
    assert _do(home, "approve", ONE, *BY, "--better", "--code", code).code == 0
    after = _acts(home, Deed.RELEASED)[-1]
    assert before.contents is not None
    assert after.contents is not None
    assert before.contents.engine.startswith("espeak")
    assert after.contents.engine.startswith("gtts")


# --- sent back, taken back, listed ---


def _standings(home: Path) -> dict[str, str]:
    told = json.loads(_do(home, "approvals", "--all", "--json").stdout)
    return {one["script"]: one["standing"] for one in told["scripts"]}


def test_the_list_tells_how_each_script_stands_after_each_deed(home: Path) -> None:
    assert _standings(home) == {ONE: "waiting", TWO: "waiting"}
    assert _do(home, "approve", ONE, *BY, *ELSEWHERE, "--code", _code(home, ONE)).code == 0
    assert _standings(home)[ONE] == "released"
    assert _do(home, "reject", TWO, *BY, "--reason", "câu hai sai").code == 0
    assert _standings(home)[TWO] == "returned"
    assert "câu hai sai" in _do(home, "approvals").stdout
    taken = _do(home, "withdraw", ONE, *BY, "--reason", "sai ngày")
    assert taken.code == 0
    assert "Loa không phát bài này" in taken.stdout
    assert _standings(home)[ONE] == "withdrawn"
    assert _do(home, "withdraw", ONE, *BY, "--reason", "sai ngày").code == 3
    assert _do(home, "withdraw", TWO, *BY, "--reason", "sai ngày").code == 3


@pytest.mark.parametrize(("sounds", "expected"), [(ONE, 5), (TWO, 0)], ids=["it", "another"])
def test_a_withdrawal_tells_what_the_player_says_of_that_script(home: Path, sounds: str, expected: int) -> None:
    assert _do(home, "approve", ONE, *BY, *ELSEWHERE, "--code", _code(home, ONE)).code == 0
    now = Sounding(
        part=Part.CUE, session="2025-10-06/sang", session_name="Sáng", cue=CueId("2025-10-06/sang/1"),
        script=ScriptId(sounds), title="", seconds=1.0, of_seconds=9.0, programme_seconds_left=8.0, device="loa",
    )  # fmt: skip
    with on_duty(home, {"sounding": sounding_fields(now)}):
        told = _do(home, "withdraw", ONE, *BY, "--reason", "sai ngày")
    assert told.code == expected, told
    assert ("chưa báo là bài ấy đã im" in told.stderr) == (expected == 5)
    assert _standings(home)[ONE] == "withdrawn"


def test_what_is_wrong_is_withdrawn_though_the_files_have_faults(home: Path) -> None:
    assert _do(home, "approve", ONE, *BY, *ELSEWHERE, "--code", _code(home, ONE)).code == 0
    (home / "scripts/truoc/02-hai.md").write_text("---\nspeed: nhanh\n---\nLời.\n", encoding="utf-8")
    assert _do(home, "withdraw", ONE, *BY, "--reason", "sai ngày").code == 0


def test_what_was_returned_without_a_sound_stays_returned_once_it_is_made(home: Path) -> None:
    _edited(home)
    assert _do(home, "reject", ONE, *BY, "--reason", "sai tên").code == 0
    assert _do(home, "preview", ONE).code == 0
    assert _standings(home)[ONE] == "returned"


def test_the_desk_tells_who_may_release_nothing_without_a_name(home: Path) -> None:
    assert _do(home, "approve", ONE).code == 2
    assert _do(home, "approve", ONE, "--by", " ").code == 2
    assert _do(home, "approve", *BY).code == 2
    assert look_at(home).ward.playlist.release.is_written


def test_a_trailing_space_is_told_in_words(home: Path) -> None:
    assert _do(home, "preview", ONE, *BY).code == 0
    assert _do(home, "approve", ONE, *BY, "--code", _code(home, ONE)).code == 0
    path = home / "scripts" / f"{ONE}.md"
    path.write_bytes(path.read_bytes() + b" ")
    assert "chỉ khác dấu cách hoặc xuống dòng" in _do(home, "approve", ONE, *BY).stdout


def test_the_code_stands_right_below_what_it_is_the_code_of(home: Path) -> None:
    assert _do(home, "preview", TWO, *BY).code == 0
    assert _do(home, "approve", TWO, *BY, "--code", _code(home, TWO)).code == 0
    shown = _do(home, "approve", ONE, TWO, *BY, "--heard-elsewhere", "ở phòng họp").stdout
    assert shown.index(TWO) < shown.index(ONE) < shown.index("Mã của bản này")


def test_whoever_releases_again_reads_first_why_it_was_taken_back(home: Path) -> None:
    assert _do(home, "preview", ONE, *BY).code == 0
    assert _do(home, "approve", ONE, *BY, "--code", _code(home, ONE)).code == 0
    assert _do(home, "withdraw", ONE, *BY, "--reason", "sai ngày khai mạc").code == 0
    assert "đã rút: sai ngày khai mạc" in _do(home, "approve", ONE, *BY).stdout.splitlines()[1]
