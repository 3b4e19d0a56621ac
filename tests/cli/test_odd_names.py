"""However a recording's name is written, the screens say the same of it: there, or not, and why."""

import os
import unicodedata
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import SCRIPTS, script_text, write_ward

from broadcast.library.codec import encode, read_builtin

MONDAY = ("--date", "05/10/2099")
FOUND = {
    "as it is": "thu/Lời.wav",
    "NFD": unicodedata.normalize("NFD", "thu/Lời.wav"),
    "letter case": "THU/lời.WAV",
    "backslash": "thu\\Lời.wav",
    "a way round": "thu/../thu/Lời.wav",
}
REFUSED = {
    "out": ("../x.wav", "nằm ngoài thư mục"),
    "an address": ("http://vi.du/a.mp3", "là một địa chỉ"),
    "a pipe": ("thu/ong.wav", "là tệp đặc biệt"),
    "a link out": ("thu/ra.wav", "đường dẫn tắt tới một tệp nằm ngoài"),
    "a folder": ("thu", "là một thư mục"),
    "missing": ("thu/khong-co.wav", "không mở được tệp tiếng"),
}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links, pipes and letter case are another system's here")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tên")
    home = write_ward(folder / "phường", scripts=dict.fromkeys(SCRIPTS, "Xin chào bà con."))
    (home / "thu").mkdir()
    (home / "thu" / "Lời.wav").write_bytes(encode(read_builtin("nhac-hieu"), ".wav"))
    (folder / "x.wav").write_bytes((home / "thu" / "Lời.wav").read_bytes())
    (home / "thu" / "ra.wav").symlink_to(folder / "x.wav")
    os.mkfifo(home / "thu" / "ong.wav")
    return home


def _screens(home: Path, out: Path, name: str) -> dict[str, tuple[int, str]]:
    """What four commands say of a ward whose evening airs a recording of that name."""
    script = script_text("Lời hay", "", recording=name, music="true")
    (home / "scripts" / "chung" / "treo-co.md").write_text(script, "utf-8")
    commands = {
        "check": (), "build": (*MONDAY, "--days", "1"), "today": MONDAY,
        "preview": ("chung/treo-co", "-o", out / "x.wav"),
    }  # fmt: skip
    done = {command: run_here("--home", home, command, *more) for command, more in commands.items()}
    return {command: (one.code, " ".join((one.stdout + one.stderr).split())) for command, one in done.items()}


@pytest.mark.parametrize("name", FOUND.values(), ids=FOUND)
def test_a_name_that_is_found_is_found_by_all(home: Path, tmp_path: Path, name: str) -> None:
    told = _screens(home, tmp_path, name)

    assert {command: code for command, (code, _) in told.items()} == dict.fromkeys(told, 0), told
    assert (tmp_path / "x.wav").exists()
    assert "không phát" not in told["today"][1]


@pytest.mark.parametrize(("name", "why"), REFUSED.values(), ids=REFUSED)
def test_a_name_that_is_refused_is_refused_by_all(home: Path, tmp_path: Path, name: str, why: str) -> None:
    told = _screens(home, tmp_path, name)

    assert told["check"][0] == 3
    assert told["build"][0] == 4
    assert told["preview"][0] == 3
    assert not (tmp_path / "x.wav").exists()
    assert "scripts/chung/treo-co.md:3" in told["check"][1]
    assert why in told["check"][1]
    for command in ("build", "today", "preview"):  # a name that no file can have is told by `check` alone
        assert why in told[command][1] or "bài có lỗi; xem broadcast check" in told[command][1], told
