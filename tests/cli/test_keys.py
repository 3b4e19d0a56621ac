import json
import stat
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.released_ward import ONE, REQUIRED, SCRIPTS, airs, cart_of, made_ward
from stand_ins.signed_ward import LAN, believe, line_of, new_key
from stand_ins.wards import write_ward

from broadcast.cli.root import broadcast
from broadcast.record.ed25519 import public_of, written
from broadcast.record.sshsig import public_of_line
from broadcast.station.keys import is_locked, make_key, open_key
from broadcast.station.overview import look_at

KEY = new_key()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "ward"
    write_ward(home, REQUIRED, SCRIPTS)
    return home


def _run(home: Path, *words: str) -> int:
    return broadcast.run(["--home", str(home), *words])


def test_a_key_is_told_to_the_station_listed_and_taken_back(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(home, "keys") == 0
    assert "Chưa có khoá nào" in capsys.readouterr().out
    (tmp_path / "lan.pub").write_text(line_of(KEY), encoding="utf-8")
    assert _run(home, "keys", "add", str(tmp_path / "lan.pub"), "--until", "+20", "--by", LAN) == 0
    assert _run(home, "keys", "list") == 0
    told = capsys.readouterr().out
    last = look_at(home).clock.now().date() + timedelta(days=20)
    assert f"● Bà Lan: từ {look_at(home).clock.now():%d/%m/%Y} đến hết {last:%d/%m/%Y}" in told
    assert "khoá của Bà Lan còn 21 ngày" in told
    assert _run(home, "keys", "revoke", LAN, "--reason", "mất USB", "--by", "Ông Hùng") == 0
    assert "phải duyệt lại" in capsys.readouterr().out
    assert _run(home, "keys", "list") == 0
    assert "Bà Lan" not in capsys.readouterr().out


def test_today_and_check_tell_of_keys_that_end_and_of_a_list_written_by_hand(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(home, "keys", "add", line_of(KEY), "--until", "+3", "--by", LAN) == 0
    with (home / "keys" / "allowed_signers").open("a", encoding="utf-8") as file:
        file.write("ai đó\n")
    (home / "keys" / "lan.key").write_bytes(written(KEY))
    capsys.readouterr()
    assert _run(home, "today") == 0
    told = capsys.readouterr().out
    assert "khoá của Bà Lan còn 4 ngày" in told
    assert "đã bị sửa mà không qua lệnh" in told
    assert _run(home, "check") == 3
    told = capsys.readouterr().out
    assert "keys/allowed_signers:2" in told
    assert "khoá riêng của người duyệt nằm trong máy phát" in told


def test_a_script_is_approved_with_a_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = made_ward(tmp_path / "ward", REQUIRED.replace("required", "required, seal: signed"))
    believe(home, KEY)
    stick = tmp_path / "stick.key"
    stick.write_bytes(written(KEY))
    heard = ["--by", LAN, "--heard-elsewhere", "nghe ở máy khác"]
    assert _run(home, "approve", ONE, *heard) != 0  # it tells the code
    code = capsys.readouterr().out.split("Mã của bản này: ")[1][:4]
    assert _run(home, "approve", ONE, *heard, "--code", code) == 3
    assert "không có chữ ký" in capsys.readouterr().err
    assert _run(home, "approve", ONE, *heard, "--code", code, "--key", str(stick)) == 0
    assert capsys.readouterr().err.count("nằm ngay trên ổ đĩa của máy phát") == 1  # a warning, no refusal
    overview = look_at(home)
    cart = cart_of(overview, ONE)
    assert cart is not None
    assert airs(overview, ONE, cart)


def test_the_files_are_signed_with_a_key(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    believe(home, KEY)
    stick = tmp_path / "stick.key"
    stick.write_bytes(written(KEY))
    assert _run(home, "seal", "--by", LAN, "--key", str(stick)) == 0
    assert "√ Bà Lan đã ký playlist.yaml, lexicon.yaml như bây giờ." in capsys.readouterr().out


def test_a_new_key_lies_under_a_passphrase_as_openssh_has_it(tmp_path: Path) -> None:
    pytest.importorskip("bcrypt", reason="bcrypt is not installed")
    path, line = make_key(tmp_path, LAN, "mat khau rat dai")
    assert is_locked(path)
    key = open_key(path, "mat khau rat dai")
    assert public_of(key) == public_of_line(line)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    run = ["ssh-keygen", "-y", "-P", "mat khau rat dai", "-f", str(path)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    assert done.stdout.split()[:2] == line.split()[:2]


def test_no_key_is_made_without_somebody_who_types_a_passphrase(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(home, "keys", "new", "--name", LAN, "--to", str(tmp_path / "usb")) != 0
    assert "Mật khẩu chỉ gõ ở cửa sổ lệnh" in capsys.readouterr().err
    assert not list((tmp_path / "usb").glob("*"))


def test_who_takes_the_rule_out_of_the_playlist_is_told_the_one_that_is_in_force(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    believe(home, KEY)
    playlist = home / "playlist.yaml"
    playlist.write_text(REQUIRED.replace("release: {policy: required}\n", ""), encoding="utf-8")
    assert _run(home, "approvals", "--json") == 0
    assert json.loads(capsys.readouterr().out)["policy"] == "required"
    _run(home, "check", "--json")
    assert json.loads(capsys.readouterr().out)["unsaid"] is None


def test_lists_that_are_gone_are_told_with_what_writes_them_again(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    believe(home, KEY)
    before = (home / "keys" / "allowed_signers").read_bytes()
    (home / "keys" / "allowed_signers").unlink()
    assert _run(home, "keys") == 0
    assert "broadcast keys list --write" in capsys.readouterr().out
    assert _run(home, "keys", "list", "--write") == 0
    assert "--write" not in capsys.readouterr().out
    assert (home / "keys" / "allowed_signers").read_bytes() == before
