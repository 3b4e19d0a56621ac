"""Keys made and used by a person at a real terminal: the passphrase is shown nowhere, and kept nowhere."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.live import in_seconds, live_ward
from stand_ins.on_duty import on_duty
from stand_ins.signed_ward import LAN, LAST
from stand_ins.terminal import answer_at_terminal

from broadcast.base.errors import Message
from broadcast.playout.control.caller import Request
from broadcast.record.journal import Journal
from broadcast.station.emergencies import Emergencies
from broadcast.station.keys import add_key, make_key, open_key, signing_with
from broadcast.station.overview import journal_path, look_at

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no pseudo-terminals")
pytest.importorskip("bcrypt", reason="bcrypt is not installed")
HUNG = "Ông Hùng"
LANS_WORDS, HUNGS_WORDS = "mat khau cua lan", "mat khau cua hung"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    rule = "release: {policy: required, seal: signed}\n"
    home = live_ward(tmp_path / "ward", in_seconds(3600), {"chung/a": 1.0})
    playlist = home / "playlist.yaml"
    playlist.write_text(rule + playlist.read_text(encoding="utf-8"), encoding="utf-8")
    return home


@pytest.fixture
def sticks(home: Path, tmp_path: Path) -> tuple[Path, Path]:
    """The keys of two persons, which the station believes."""
    paths = []
    for name, words in ((LAN, LANS_WORDS), (HUNG, HUNGS_WORDS)):
        (tmp_path / name).mkdir()
        path, line = make_key(tmp_path / name, name, words)
        sign = signing_with(open_key(paths[0], LANS_WORDS)) if paths else None
        add_key(look_at(home), line, "", LAST, LAN, sign)
        paths.append(path)
    return paths[0], paths[1]


def _holding(folder: Path, words: str) -> list[Path]:
    """The files in which those words stand."""
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_a_key_is_made_at_a_terminal_and_its_passphrase_is_shown_and_kept_nowhere(
    home: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "usb"
    asked = [("Mật khẩu của khoá", LANS_WORDS), ("Gõ lại", LANS_WORDS)]
    code, shown = answer_at_terminal(asked, "--home", home, "keys", "new", "--name", LAN, "--to", stick)
    assert code == 0, shown
    assert "ssh-ed25519 " in shown
    assert "cùng ổ đĩa với máy phát" in shown  # this one is no stick
    assert LANS_WORDS not in shown
    assert _holding(tmp_path, LANS_WORDS) == []
    key = stick / "loa-phuong.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    open_key(key, LANS_WORDS)


def test_two_answers_that_differ_make_no_key(home: Path, tmp_path: Path) -> None:
    asked = [("Mật khẩu của khoá", LANS_WORDS), ("Gõ lại", HUNGS_WORDS)]
    code, shown = answer_at_terminal(asked, "--home", home, "keys", "new", "--name", LAN, "--to", tmp_path / "usb")
    assert code == 2
    assert "không giống nhau" in shown
    assert not list((tmp_path / "usb").iterdir())


def test_an_emergency_is_signed_by_two_persons_at_the_terminal(
    home: Path, tmp_path: Path, sticks: tuple[Path, Path]
) -> None:
    def refused(request: Request) -> Message | None:
        with Journal(journal_path(home)) as journal:
            return Emergencies(look_at(home), journal)(request)

    order = ("--home", home, "announce", "--text", "Nước lên, sơ tán ngay.", "--level", "khan-cap", "--by", LAN,
             "--second", HUNG)  # fmt: skip
    asked = [("Mật khẩu của khoá", LANS_WORDS), ("Mật khẩu của khoá", HUNGS_WORDS)]
    with on_duty(home) as duty:
        duty.refused = refused
        code, shown = answer_at_terminal([], *order, "--key", sticks[0])
        assert code == 2
        assert "cần chữ ký của cả hai người" in shown
        code, shown = answer_at_terminal(asked, *order, "--key", sticks[0], "--second-key", sticks[1])
        assert code == 0, shown
        [bulletin] = duty._bulletins
    assert bulletin.by == f"{LAN}, {HUNG}"
    assert bulletin.taken is not None
    assert bulletin.expires - bulletin.taken <= timedelta(minutes=30)
    for words in (LANS_WORDS, HUNGS_WORDS):
        assert words not in shown
        assert _holding(tmp_path, words) == []
