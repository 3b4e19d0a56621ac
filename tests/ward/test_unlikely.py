"""What can be done and nobody means: `check` says so at its line, and `check --strict` is not content."""

from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import PLAYLIST, SCRIPTS, write_ward

from broadcast.base.errors import Level
from broadcast.ward.check import check

MORNING = "at: 06:30, days: t2-t6, grace: 15m,"
ZONE = "timezone: Asia/Ho_Chi_Minh"
CHORE = "play: [chung/treo-co]"
CHANGE = "airtime:\n"
SKIP = "changes:\n  - {skip: chieu, date: 2099-12-01, reason: x}\n"


@pytest.mark.parametrize(
    ("written", "instead", "told"),
    [
        *[(MORNING, MORNING.replace("15m", grace), "vẫn phát") for grace in ("24h", "1d", "12h", "3h01m")],
        *[(ZONE, f"timezone: {zone}", "lệch giờ Việt Nam")
          for zone in ("UTC", "Etc/GMT+7", "GMT", "Europe/Paris", "Asia/Tokyo", "right/UTC")],
        *[(ZONE, f"timezone: {zone}", "không có múi giờ")
          for zone in ("localtime", "posixrules", "Factory", "LOCALTIME", "Ho_Chi_Minh", "/etc/localtime")],
        ("max_session: 15m", "max_session: 23h", "dài quá cả khung giờ"),
        (CHORE, "play: [chung/treo-co, chung/treo-co]", "hai lần trong một buổi"),
        (CHANGE, SKIP + "  - {skip: chieu, date: 2099-12-01, reason: y}\n" + CHANGE, "đã có một dòng khác"),
        (CHANGE, SKIP + "  - {move: chieu, date: 2099-12-01, at: 17:30, reason: y}\n" + CHANGE, "một dòng khác"),
        ("play: {rotate: phase, count: 2}", "play: [truoc/01-mot]", "không buổi nào lấy bài"),
    ],
)  # fmt: skip
def test_nonsense_is_told_at_its_line(tmp_path: Path, written: str, instead: str, told: str) -> None:
    assert written in PLAYLIST
    text = PLAYLIST.replace(written, instead)
    home = write_ward(tmp_path, text)
    (fault,) = [one for one in check(home).faults if told in str(one.what)]
    assert fault.file == "playlist.yaml"
    assert fault.line > 0
    assert run_here("--home", home, "check", "--strict").code == 3


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        (MORNING, MORNING.replace("15m", "3h")), (ZONE, "timezone: Asia/Saigon"), (ZONE, "timezone: Asia/Bangkok"),
        ("max_session: 15m", "max_session: 2h"),
    ],
)  # fmt: skip
def test_what_may_be_meant_is_not_told(tmp_path: Path, written: str, instead: str) -> None:
    faults = check(write_ward(tmp_path, PLAYLIST.replace(written, instead), SCRIPTS)).faults
    assert not [one for one in faults if one.level is not Level.WAITING and one.file == "playlist.yaml"]


@pytest.mark.parametrize(("to", "is_told"), [("moc", True), ("journal/../moc", True), ("../usb", False)])
def test_heads_that_are_carried_into_the_wards_own_folder_vouch_for_nothing(
    tmp_path: Path, to: str, is_told: bool
) -> None:
    home = write_ward(tmp_path / "phuong", PLAYLIST + f"record: {{anchors_to: {to}}}\n")
    told = [one for one in check(home).faults if "không làm chứng" in str(one.what)]
    assert [(one.level, one.line) for one in told] == ([(Level.WARNING, len(PLAYLIST.splitlines()) + 1)] * is_told)
    (tmp_path / "vao").symlink_to(home, target_is_directory=True)
    through = write_ward(home, PLAYLIST + f"record: {{anchors_to: {tmp_path / 'vao' / 'moc'}}}\n")
    assert [one for one in check(through).faults if "không làm chứng" in str(one.what)]
