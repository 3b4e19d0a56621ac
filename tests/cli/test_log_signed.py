"""`broadcast log --anchor`, `--verify --against`, `--prove`, `--cosign`, as a person uses them."""

import json
import re
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.cli import Result, run_here
from stand_ins.outsider import checked
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.doctor import examine

CUE = "2025-10-06/sang/chung/1"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A ward with a log of four lines and a place for its heads."""
    (tmp_path / "usb").mkdir()
    home = write_ward(tmp_path / "ward", PLAYLIST + "record: {anchors_to: ../usb}\n")
    _write(home, 1, 3)
    return home


def _write(home: Path, first: int, last: int) -> None:
    with Journal(home / "journal" / "as-run.sqlite3") as journal:
        for number in range(first, last):
            now = MONDAY_0630 + timedelta(minutes=number)
            cue = CueId(f"2025-10-06/sang/chung/{number}")
            journal.pass_over(cue, ScriptId("chung/a"), Outcome.MISSED, planned=now, note="", now=now)
            journal.note(f"ghi chú {number}", now)


def _log(home: Path, *words: object) -> Result:
    return run_here("--home", home, "log", *words)


def test_a_head_is_signed_carried_out_and_vouches(home: Path) -> None:
    told = _log(home, "--anchor")
    assert told.code == 0
    code = re.search(r"√ đã ký 4 dòng, mã (4(-[A-Z2-7]{4}){4})\n", told.stdout)
    assert code is not None
    assert "√ đã mang mốc ra " in told.stdout
    told = _log(home, "--verify")
    assert told.code == 0
    assert "√ mốc ký làm chứng cho 4 dòng, từ 06/10/2025 đến 06/10/2025" in told.stdout
    assert "○ 1 dòng sau mốc cuối mới chỉ có chuỗi băm giữ" in told.stdout
    for against in (home.parent / "usb", code[1], code[1].lower()):
        assert _log(home, "--verify", "--against", against).code == 0
    mistyped = _log(home, "--verify", "--against", code[1][:-1] + ("A" if code[1][-1] != "A" else "B"))
    assert mistyped.code == 5
    assert "đối chiếu lại với mã trên giấy" in mistyped.stderr
    vouched = json.loads(_log(home, "--verify", "--json").stdout)["vouched"]
    assert vouched == {
        "lines": 4, "first_day": "2025-10-06", "last_day": "2025-10-06", "beyond": 1, "anchors": 1, "carried": 0,
        "cosigned": 0, "new_keys": [], "damaged": [],
    }  # fmt: skip


def test_a_log_made_anew_is_told_by_what_was_carried_out(home: Path) -> None:
    code = json.loads(_log(home, "--anchor", "--json").stdout)["code"]
    for file in (home / "journal").glob("as-run*"):
        file.unlink()
    _write(home, 2, 4)
    assert _log(home, "--verify").code == 0
    told = _log(home, "--verify", "--against", home.parent / "usb")
    assert (told.code, told.stdout.splitlines()[0][:36]) == (5, "× dòng 1 (ghi ngày 06/10/2025): khôn")
    told = _log(home, "--verify", "--against", code)
    assert told.code == 5
    assert "dòng 1 " in told.stdout
    assert code in told.stdout


def test_doctor_holds_the_log_against_what_was_carried_out(home: Path) -> None:
    def told() -> list[str]:
        return [
            f"{one.level}: {one.what}" for one in examine(home) if "mốc" in str(one.what) or "ký" in str(one.what)
        ]

    _log(home, "--anchor")
    assert told() == [
        "ok: nhật ký ghi được, 5 dòng, chuỗi băm khớp",
        "ok: mốc ký làm chứng cho 4 dòng, từ 06/10/2025 đến 06/10/2025",
    ]  # fmt: skip
    for file in (home / "journal").glob("as-run*"):
        file.unlink()
    _write(home, 2, 4)
    [line] = told()
    assert line.startswith("fault: nhật ký bị sửa hoặc hỏng từ dòng 1 ")
    shutil.rmtree(home.parent / "usb")
    assert told()[0].startswith("advice: không thấy thư mục ")


def test_what_is_no_head_is_told(home: Path) -> None:
    told = _log(home, "--verify", "--against", home / "playlist.yaml")
    assert told.code == 5
    assert "Không thấy mốc đã ký nào" in told.stderr


def test_one_cue_is_proven_in_one_file(home: Path, tmp_path: Path) -> None:
    assert "Ký trước: broadcast log --anchor" in _log(home, "--prove", CUE).stderr
    _log(home, "--anchor")
    assert _log(home, "--prove", CUE, "-o", tmp_path / "chung.json").code == 0
    [line] = checked((tmp_path / "chung.json").read_text(encoding="utf-8"))
    assert CUE in line
    assert json.loads(_log(home, "--prove", CUE).stdout)["cue"] == CUE
    assert "không có lượt phát" in _log(home, "--prove", "khác").stderr


def test_another_station_cosigns_and_it_counts(home: Path, tmp_path: Path) -> None:
    other = write_ward(tmp_path / "other")
    _log(home, "--anchor")
    [carried] = (tmp_path / "usb").iterdir()
    told = _log(other, "--cosign", carried, "-o", tmp_path / "chung.txt")
    assert told.code == 0
    key = told.stderr.splitlines()[-1].partition(": ")[2]
    (home / "journal" / "cosigners").write_text(key, encoding="utf-8")
    told = _log(home, "--verify", "--against", tmp_path / "chung.txt")
    assert told.code == 0
    assert "1 mốc có đài khác ký chung" in told.stdout
    shutil.rmtree(carried)
    for file in (home / "journal").glob("as-run*"):
        file.unlink()
    _write(home, 2, 9)
    _log(home, "--anchor")
    told = _log(other, "--cosign", carried)
    assert told.code == 5
    assert "đã bị làm lại" in told.stderr


def test_who_may_only_look_loads_no_signatures(home: Path) -> None:
    import subprocess
    import sys

    program = (
        "import sys; from broadcast.cli.root import broadcast\n"
        f"for words in (['log'], ['status'], ['today']): broadcast.run(['--home', {str(home)!r}, *words])\n"
        "sys.exit('cryptography' in sys.modules or 'segno' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


def test_the_doctor_tells_of_a_key_that_others_can_read_and_of_one_that_is_none(home: Path) -> None:
    _log(home, "--anchor")
    key = home / "journal" / "station.key"
    assert not any("khoá của đài" in str(one.what) for one in examine(home))
    key.chmod(0o644)
    assert any("tài khoản khác đọc được khoá của đài" in str(one.what) for one in examine(home))
    key.write_bytes(b"?")
    told = [str(one.what) for one in examine(home)]
    assert any("Không đọc được khoá của đài" in one for one in told)
    assert any("chuỗi băm khớp" in one for one in told)


def test_a_head_that_could_not_be_carried_out_is_signed_and_its_code_told(home: Path) -> None:
    shutil.rmtree(home.parent / "usb")
    told = _log(home, "--anchor")
    assert told.code == 5
    assert "√ đã ký 4 dòng, mã 4-" in told.stdout
    assert "không có thư mục" in told.stderr


def test_an_empty_cue_has_no_proof(home: Path) -> None:
    _log(home, "--anchor")
    assert _log(home, "--prove", "").code == 5


def test_a_code_that_does_not_fit_may_have_been_mistyped(home: Path) -> None:
    _log(home, "--anchor")
    assert "gõ nhầm" in _log(home, "--verify", "--against", "4-AAAA-AAAA-AAAA-AAAA").stdout
