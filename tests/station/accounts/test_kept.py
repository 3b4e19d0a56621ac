"""Accounts in their file: nobody comes in without a secret, and no damage opens the door."""

import json
import os
import shutil
import stat
import zipfile
from pathlib import Path

import pytest
from stand_ins.wards import write_ward

from broadcast.base.errors import DiskError, UsageRefused
from broadcast.station import accounts
from broadcast.station.accounts import Role
from broadcast.station.accounts.hashed import Hashed
from broadcast.station.carrying.backup import back_up
from broadcast.station.deeds import deeds
from broadcast.station.overview import look_at

LAN, PIN = "Nguyễn Thị Lan", "246810"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of one account, made once: a secret takes a tenth of a second to hash."""
    home = write_ward(tmp_path_factory.mktemp("kept"))
    accounts.add(home, LAN, [Role.DUTY], PIN)
    return home / "journal" / "accounts.json"


@pytest.fixture
def of_lan(home: Path, kept: Path) -> Path:
    (home / "journal").mkdir()
    return Path(shutil.copy(kept, home / "journal"))


def test_where_there_is_no_file_there_are_no_accounts(home: Path) -> None:
    assert not accounts.read_accounts(home).any
    assert accounts.check_secret(home, LAN, PIN) is None


def test_a_person_is_known_by_name_and_secret_alone(home: Path, of_lan: Path) -> None:
    found = accounts.check_secret(home, " nguyễn  thị LAN", PIN)
    assert found is not None
    assert (found.name, found.roles) == (LAN, {Role.LOOK, Role.DUTY})
    assert accounts.read_accounts(home).person(LAN) == found
    for name, secret in ((LAN, "246811"), (LAN, ""), ("", PIN)):
        assert accounts.check_secret(home, name, secret) is None


def test_the_file_holds_no_secret_and_its_owner_alone_may_read_it(of_lan: Path) -> None:
    assert PIN not in of_lan.read_text(encoding="utf-8")
    if os.name != "nt":
        assert stat.S_IMODE(of_lan.stat().st_mode) == 0o600


def test_two_persons_of_one_secret_are_kept_differently(home: Path, of_lan: Path) -> None:
    accounts.add(home, "Trần Văn Bình", [Role.LOOK], PIN)
    kept = [one["secret"]["hash"] for one in json.loads(of_lan.read_bytes())["accounts"]]
    assert len(set(kept)) == 2


def test_letters_of_two_keyboards_are_one_password(home: Path) -> None:
    accounts.add(home, LAN, [], "bế mạc lúc 5 giờ")
    assert accounts.check_secret(home, LAN, "bê\u0301 ma\u0323c lu\u0301c 5 giơ\u0300") is not None


@pytest.mark.parametrize("secret", ["12345", "", "matkhau9x", LAN, "nguyễnthịlan", "9" * 201])
def test_a_secret_that_is_soon_found_out_is_refused(home: Path, secret: str) -> None:
    with pytest.raises(UsageRefused):
        accounts.add(home, LAN, [], secret)
    assert not accounts.read_accounts(home).any


@pytest.mark.parametrize("name", ["", "  ", "...", "1234", "a\x1b[2J", 'Lan "béo"', "x" * 61])
def test_a_name_that_could_not_stand_in_the_record_is_refused(home: Path, name: str) -> None:
    with pytest.raises(UsageRefused):
        accounts.add(home, name, [], PIN)


def test_nobody_has_a_name_twice(home: Path, of_lan: Path) -> None:
    with pytest.raises(UsageRefused):
        accounts.add(home, LAN.upper(), [], "135791")
    assert len(accounts.read_accounts(home).persons) == 1


def test_an_admin_may_do_all_but_release(home: Path) -> None:
    """Who looks after the machine does not answer for what airs, unless the ward says so."""
    accounts.add(home, LAN, [Role.ADMIN], PIN)
    accounts.add(home, "Hùng", [Role.ADMIN, Role.RELEASE], PIN)
    lan, hung = accounts.read_accounts(home).persons
    assert lan.roles == frozenset(Role) - {Role.RELEASE}
    assert hung.roles == frozenset(Role)


def test_each_change_makes_another_mark_and_stands_in_the_record(home: Path) -> None:
    accounts.add(home, LAN, [Role.DUTY], PIN, by="Ông Hùng")
    marks = [accounts.read_accounts(home).person(LAN)]
    assert accounts.change_roles(home, LAN, [Role.WRITE], by="Hùng") is None
    marks.append(accounts.read_accounts(home).person(LAN))
    accounts.change_secret(home, LAN, "mật khẩu mới", by="Hùng")
    marks.append(accounts.read_accounts(home).person(LAN))
    accounts.remove(home, LAN, by="Hùng")
    assert len({one.mark for one in marks if one is not None}) == 3
    assert not accounts.read_accounts(home).any
    today = look_at(home).clock.now().date()
    told = [(one.code, one.by, str(one.what[0])) for one in deeds(home, today, today)]
    assert told == [
        ("accounts", "Hùng", f"xoá tài khoản {LAN}"),
        ("accounts", "Hùng", f"đổi mật khẩu của tài khoản {LAN}"),
        ("accounts", "Hùng", f"đổi quyền của tài khoản {LAN}: nay là xem, soạn"),
        ("accounts", "Ông Hùng", f"thêm tài khoản {LAN}, quyền xem, trực"),
    ]


def test_who_is_not_there_is_neither_changed_nor_removed(home: Path, of_lan: Path) -> None:
    before = of_lan.read_bytes()
    for act in (
        lambda: accounts.change_roles(home, "Bình", [Role.ADMIN]),
        lambda: accounts.change_secret(home, "Bình", "135791"),
        lambda: accounts.remove(home, "Bình"),
    ):
        with pytest.raises(UsageRefused):
            act()
    assert of_lan.read_bytes() == before


@pytest.mark.parametrize("content", [
    b"", b"{", b"[]", b"{}", b'{"accounts": 5}', b'{"accounts": [{}]}', b'{"accounts": ["Lan"]}',
])  # fmt: skip
def test_a_damaged_file_is_never_taken_for_no_accounts(home: Path, of_lan: Path, content: bytes) -> None:
    of_lan.write_bytes(content)
    with pytest.raises(DiskError):
        accounts.read_accounts(home)
    with pytest.raises(DiskError):
        accounts.add(home, "Bình", [Role.ADMIN], PIN)
    assert of_lan.read_bytes() == content


@pytest.mark.parametrize("change", [{"n": 2}, {"n": 2**30}, {"r": 10**6}, {"hash": "00"}, {"kind": "plain"}])
def test_a_hash_that_is_weaker_or_costlier_than_ours_is_not_believed(
    home: Path, of_lan: Path, change: dict[str, object]
) -> None:
    kept = json.loads(of_lan.read_bytes())
    kept["accounts"][0]["secret"] |= change
    of_lan.write_text(json.dumps(kept), encoding="utf-8")
    with pytest.raises(DiskError):
        accounts.check_secret(home, LAN, PIN)


def test_an_unknown_name_costs_as_much_work_as_a_known_one(
    home: Path, of_lan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted, not timed: one scrypt of the same cost for each."""
    import broadcast.station.accounts.hashed as module

    costs, real = [], module._scrypt

    def counted(secret: str, kept: Hashed) -> bytes:
        costs.append((kept.n, kept.r, kept.p))
        return real(secret, kept)

    monkeypatch.setattr(module, "_scrypt", counted)
    for name in (LAN, "Không ai cả"):
        accounts.check_secret(home, name, "000000")
    assert costs == [(2**15, 8, 1)] * 2


def test_accounts_are_in_no_backup(home: Path, of_lan: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "sao-luu.zip", with_sounds=False)
    with zipfile.ZipFile(tmp_path / "sao-luu.zip") as archive:
        assert [name for name in archive.namelist() if "accounts" in name] == []
