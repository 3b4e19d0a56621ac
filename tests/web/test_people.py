"""Accounts on a page: added, changed and removed by name; nobody locks the ward out without being told."""

import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from web.conftest import HERE, Browser, beside

from broadcast.station import accounts
from broadcast.station.accounts import Person, Role
from broadcast.station.deeds import deeds
from broadcast.station.overview import look_at

LAN, HUNG = "Nguyễn Thị Lan", "Trần Văn Hùng"
PIN, OTHER_PIN = "246810", "135791"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The accounts of Lan (admin) and Hùng (duty), made once: a secret takes a tenth of a second to hash."""
    home = tmp_path_factory.mktemp("kept")
    (home / "playlist.yaml").touch()
    accounts.add(home, LAN, [Role.ADMIN], PIN)
    accounts.add(home, HUNG, [Role.DUTY], PIN)
    return home / "journal" / "accounts.json"


@pytest.fixture
def with_accounts(ward: Path, kept: Path) -> Path:
    (ward / "journal").mkdir(exist_ok=True)
    shutil.copy(kept, ward / "journal")
    return ward


def _as(outside: TestClient, ward: Path, name: str, where: int = 1) -> TestClient:
    """A browser in which the person with that account is logged in; no secret is hashed for it."""
    desk = outside.app.state.desk  # type: ignore[attr-defined]
    person = accounts.read_accounts(ward).person(name)
    assert person is not None
    one = beside(outside, follow_redirects=False, headers={"Origin": HERE})
    one.cookies.set(desk.cookie, desk.sessions.begin(person))
    return one


def _held(ward: Path, name: str) -> Person | None:
    return accounts.read_accounts(ward).person(name)


def _deeds(ward: Path) -> list[tuple[str, str]]:
    today = look_at(ward).clock.now().date()
    return [(one.by, str(one.what[0])) for one in deeds(ward, today, today) if one.code == "accounts"]


def test_after_the_first_account_everybody_logs_in(browser: Browser, outside: TestClient, ward: Path) -> None:
    at_the_machine, looking = browser("người ngồi máy"), browser("Bà Lan", Role.LOOK)
    assert "Chưa có tài khoản nào" in at_the_machine.get("/tai-khoan").text
    form = {"ten": LAN, "ma": PIN, "ma_lan_hai": PIN}
    assert at_the_machine.post("/tai-khoan", data=form | {"quyen": "duty"}).status_code == 400
    assert not accounts.read_accounts(ward).any
    answer = at_the_machine.post("/tai-khoan", data=form | {"quyen": "admin"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/vao")
    told = at_the_machine.get("/vao").text
    assert f"Đã lập tài khoản của {LAN}" in told
    assert 'name="ma"' in told
    assert {one.get("/hom-nay").status_code for one in (at_the_machine, looking)} == {401}
    assert outside.post("/vao", data={"ten": LAN, "ma": PIN}).status_code == 303
    assert outside.get("/tai-khoan").status_code == 200
    assert _deeds(ward) == [("người ngồi máy", f"thêm tài khoản {LAN}, quyền xem, trực, soạn, quản trị")]


def test_an_admin_adds_changes_and_removes_and_the_record_tells_who(
    outside: TestClient, with_accounts: Path
) -> None:
    lan, hung = _as(outside, with_accounts, LAN), _as(outside, with_accounts, HUNG)
    assert lan.post("/tai-khoan", data={"ten": "Bình", "ma": PIN, "ma_lan_hai": "246811"}).status_code == 400
    added = {"ten": "Bình", "ma": PIN, "ma_lan_hai": PIN, "quyen": ["write", "release"]}
    assert lan.post("/tai-khoan", data=added).headers["location"] == "/tai-khoan"
    assert "Đã thêm Bình" in lan.get("/tai-khoan").text
    binh = _held(with_accounts, "Bình")
    assert binh is not None
    assert binh.roles == {Role.LOOK, Role.WRITE, Role.RELEASE}
    lan.post("/tai-khoan/quyen", data={"ten": HUNG, "quyen": "write"})
    assert hung.get("/hom-nay").status_code == 401  # whose account changes logs in again
    lan.post("/tai-khoan/ma", data={"ten": HUNG, "ma": OTHER_PIN, "ma_lan_hai": OTHER_PIN})
    assert accounts.check_secret(with_accounts, HUNG, OTHER_PIN) is not None
    assert "Xoá tài khoản của Bình?" in lan.post("/tai-khoan/xoa", data={"ten": "Bình"}).text
    assert _held(with_accounts, "Bình") is not None
    lan.post("/tai-khoan/xoa", data={"ten": "Bình", "chac": "co"})
    assert _held(with_accounts, "Bình") is None
    assert _deeds(with_accounts) == [
        (LAN, "xoá tài khoản Bình"),
        (LAN, f"đổi mật khẩu của tài khoản {HUNG}"),
        (LAN, f"đổi quyền của tài khoản {HUNG}: nay là xem, soạn"),
        (LAN, "thêm tài khoản Bình, quyền xem, soạn, duyệt"),
    ]


def test_the_last_admin_is_told_what_remains(outside: TestClient, with_accounts: Path) -> None:
    lan = _as(outside, with_accounts, LAN)
    before = accounts.read_accounts(with_accounts)
    for path in ("/tai-khoan/quyen", "/tai-khoan/xoa"):
        asked = lan.post(path, data={"ten": LAN, "quyen": "duty"})
        assert asked.status_code == 200
        assert "người quản trị cuối cùng" in asked.text
        assert "broadcast accounts" in asked.text
        assert accounts.read_accounts(with_accounts) == before
    lan.post("/tai-khoan/quyen", data={"ten": LAN, "quyen": "duty", "chac": "co"})
    held = _held(with_accounts, LAN)
    assert held is not None
    assert Role.ADMIN not in held.roles
    assert "Đã đổi quyền" in lan.get("/hom-nay").text  # told at the way in


def test_roles_of_one_of_two_admins_are_changed_without_a_question(
    outside: TestClient, with_accounts: Path
) -> None:
    lan = _as(outside, with_accounts, LAN)
    lan.post("/tai-khoan/quyen", data={"ten": HUNG, "quyen": "admin"})
    assert lan.post("/tai-khoan/quyen", data={"ten": HUNG, "quyen": "duty"}).status_code == 303


def test_the_last_account_of_all_leaves_the_machine_alone(outside: TestClient, with_accounts: Path) -> None:
    lan = _as(outside, with_accounts, LAN)
    lan.post("/tai-khoan/xoa", data={"ten": HUNG, "chac": "co"})
    assert "tài khoản cuối cùng" in lan.post("/tai-khoan/xoa", data={"ten": LAN}).text


def test_somebody_unknown_is_said_to_be_so(outside: TestClient, with_accounts: Path) -> None:
    lan = _as(outside, with_accounts, LAN)
    for path in ("/tai-khoan/quyen", "/tai-khoan/ma", "/tai-khoan/xoa"):
        answer = lan.post(path, data={"ten": "Không ai"})
        assert (answer.status_code, "Không có tài khoản tên Không ai" in answer.text) == (400, True)
    assert lan.get("/tai-khoan/mot", params={"ten": LAN.upper()}).status_code == 200


def test_a_person_changes_their_own_secret_and_tells_the_old_one(outside: TestClient, with_accounts: Path) -> None:
    here, phone = _as(outside, with_accounts, HUNG), _as(outside, with_accounts, HUNG)
    form = {"ma": OTHER_PIN, "ma_lan_hai": OTHER_PIN}
    wrong = [here.post("/toi/ma", data=form | {"ma_cu": "000000"}).status_code for _ in range(5)]
    assert wrong == [400] * 5
    assert (
        here.post("/toi/ma", data=form | {"ma_cu": PIN}).status_code == 429
    )  # a stolen session guesses no further
    _as_new = outside.app.state.desk.attempts  # type: ignore[attr-defined]
    _as_new._wrong.clear()
    assert here.post("/toi/ma", data=form | {"ma_cu": PIN}).status_code == 303
    assert "Đã đổi mã" in here.get("/toi").text
    assert phone.get("/toi").status_code == 401
    assert accounts.check_secret(with_accounts, HUNG, OTHER_PIN) is not None
    assert _deeds(with_accounts) == [(HUNG, f"đổi mật khẩu của tài khoản {HUNG}")]


def test_a_person_sees_and_ends_their_sessions_elsewhere_and_nobody_elses(
    outside: TestClient, with_accounts: Path
) -> None:
    here, phone, old = (_as(outside, with_accounts, HUNG) for _ in range(3))
    lan = _as(outside, with_accounts, LAN)
    sessions = outside.app.state.desk.sessions  # type: ignore[attr-defined]
    name = outside.app.state.desk.cookie  # type: ignore[attr-defined]
    number = {one: sessions.number(one.cookies[name]) for one in (here, phone, old, lan)}
    seen = here.get("/toi").text
    assert seen.count(">Cho thoát<") == 2
    assert number[here] not in seen
    assert number[lan] not in seen
    here.post("/toi/phien", data={"phien": [number[phone], number[lan], number[here]]})
    assert [one.get("/hom-nay").status_code for one in (here, phone, old, lan)] == [200, 401, 200, 200]
    here.post("/toi/phien")
    assert [one.get("/hom-nay").status_code for one in (here, old, lan)] == [200, 401, 200]


def test_the_footer_leads_an_admin_to_the_accounts_and_nobody_else(browser: Browser) -> None:
    link = 'href="/tai-khoan"'
    assert link in browser("Bà Lan").get("/toi").text
    assert link not in browser("Ông Hùng", Role.DUTY).get("/toi").text
