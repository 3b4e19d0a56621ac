"""`broadcast accounts`: persons added, listed, changed and removed, and no secret shown or typed in view."""

import json
import os
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.terminal import answer_at_terminal
from stand_ins.wards import write_ward

from broadcast.station.accounts import Role, check_secret, read_accounts

LAN = "Nguyễn Thị Lan"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path)


def test_a_person_is_added_listed_changed_and_removed(home: Path) -> None:
    assert "Chưa có tài khoản nào" in run_here("--home", home, "accounts").stdout
    added = run_here("--home", home, "accounts", "add", LAN, "--role", "truc", "--role", "Soạn", stdin="246810\n")
    assert (added.code, added.stdout) == (0, f"√ Đã thêm {LAN}.\n")
    assert f"● {LAN}: xem, trực, soạn" in run_here("--home", home, "accounts", "list").stdout
    assert run_here("--home", home, "accounts", "roles", LAN, "quản trị", stdin="").code == 0
    assert run_here("--home", home, "accounts", "secret", LAN, stdin="một câu dài\n").code == 0
    found = check_secret(home, LAN, "một câu dài")
    assert found is not None
    assert Role.RELEASE not in found.roles
    gone = run_here("--home", home, "accounts", "remove", LAN)
    assert (gone.code, "Không còn tài khoản nào" in gone.stdout) == (0, True)
    assert not read_accounts(home).any


def test_the_list_as_json_holds_no_secret(home: Path) -> None:
    run_here("--home", home, "accounts", "add", LAN, "--role", "admin", stdin="246810\n")
    shown = json.loads(run_here("--home", home, "accounts", "list", "--json").stdout)
    assert shown["accounts"] == [{"name": LAN, "roles": ["admin", "duty", "look", "write"]}]


def test_a_short_secret_no_digits_for_a_pin_and_an_unknown_role_are_refused(home: Path) -> None:
    add = ("--home", home, "accounts", "add", LAN)
    for words, typed in (
        (("--role", "duty"), "12345"), (("--role", "duty"), ""), (("--role", "duty", "--pin"), "mật khẩu dài"),
        (("--role", "giám đốc"), "246810"), ((), "246810"),
    ):  # fmt: skip
        assert run_here(*add, *words, stdin=f"{typed}\n").code == 2, (words, typed)
    assert not read_accounts(home).any


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    for words in (("list",), ("add", LAN, "--role", "duty")):
        done = run_here("--home", tmp_path / "x", "accounts", *words, stdin="246810\n")
        assert (done.code, "Không có thư mục" in done.stderr) == (3, True)


@pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
def test_at_a_terminal_the_secret_is_asked_for_twice_and_never_shown(home: Path) -> None:
    asked = [("Mã PIN", "246810"), ("Gõ lại", "246811")]
    code, shown = answer_at_terminal(asked, "--home", home, "accounts", "add", LAN, "--role", "duty", "--pin")
    assert (code, "không giống nhau" in shown, "24681" in shown) == (2, True, False)
    assert not read_accounts(home).any
