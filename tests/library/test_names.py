"""A sound's name, however it is written: its file is found, or it is refused for what it is."""

import os
import socket
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from broadcast.audio.sound import Sound
from broadcast.base.errors import NotAudio
from broadcast.library.codec import encode
from broadcast.library.names import inside, misnamed, respelled
from broadcast.ward.check import check
from tests.stand_ins.cli import run_here
from tests.stand_ins.wards import PLAYLIST

NFC = "thu-san/lời chúc.wav"
NFD = unicodedata.normalize("NFD", NFC)
WAV = encode(Sound((np.sin(np.arange(16_000) / 10) / 3).astype(np.float32), 16_000), ".wav")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links, pipes and letter case are another system's here")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "phường"
    (home / "thu-san").mkdir(parents=True)
    (tmp_path / "ngoai.wav").write_bytes(WAV)
    (tmp_path / "ngoai").mkdir()
    (tmp_path / "ngoai" / "a.wav").write_bytes(WAV)
    for name in ("Loa.wav", "Bài #2.wav", "hai.wav", "Hai.wav", "a.wav"):
        (home / "thu-san" / name).write_bytes(WAV)
    (home / "thu-san" / "trong.wav").symlink_to("a.wav")
    (home / "thu-san" / "ra.wav").symlink_to(tmp_path / "ngoai.wav")
    (home / "thu-san" / "day.wav").symlink_to("ra.wav")
    (home / "ra").symlink_to(tmp_path / "ngoai")
    (home / "thu-san" / "hong.wav").symlink_to("khong-co.wav")
    (home / "thu-san" / "vong.wav").symlink_to("vong.wav")
    os.mkfifo(home / "thu-san" / "ong.wav")
    return home


FOUND = {
    "thu-san/a.wav": None,
    "./thu-san/a.wav": None,
    "thu-san/../thu-san/a.wav": None,
    "thu-san/trong.wav": None,
    "thu-san/Bài #2.wav": None,
    "thu-san\\a.wav": "thu-san/a.wav",
    "thu-san/loa.wav": "thu-san/Loa.wav",
    "THU-SAN/LOA.WAV": "thu-san/Loa.wav",
    " thu-san/a.wav ": "thu-san/a.wav",
    "thu-san/hai.wav": None,
}


@pytest.mark.parametrize(("name", "spelled"), FOUND.items())
def test_a_file_is_found_however_its_name_is_spelled_and_how_it_should_be_is_told(
    home: Path, name: str, spelled: str | None
) -> None:
    assert inside(home, name).read_bytes() == WAV
    assert respelled(home, name) == spelled


@pytest.mark.parametrize(("there", "written"), [(NFC, NFD), (NFD, NFC)])
def test_the_form_of_its_letters_finds_a_file_and_is_no_remark(home: Path, there: str, written: str) -> None:
    (home / there).write_bytes(WAV)

    assert inside(home, written).read_bytes() == WAV
    assert respelled(home, written) is None


REFUSED = {
    "thu-san/HAI.wav": "có 2 tệp cùng là “thu-san/HAI.wav”: Hai.wav, hai.wav",
    "": "chưa ghi tên tệp tiếng",
    "../ngoai.wav": "nằm ngoài thư mục",
    "thu-san/../../ngoai.wav": "nằm ngoài thư mục",
    "/etc/passwd": "nằm ngoài thư mục",
    "/dev/zero": "nằm ngoài thư mục",
    "~/a.wav": "nằm ngoài thư mục",
    "C:\\Windows\\ding.wav": "nằm ngoài thư mục",
    "\\\\may\\chung\\a.wav": "nằm ngoài thư mục",
    "thu-san/ra.wav": "đường dẫn tắt tới một tệp nằm ngoài",
    "thu-san/day.wav": "đường dẫn tắt tới một tệp nằm ngoài",
    "ra/a.wav": "đường dẫn tắt tới một tệp nằm ngoài",
    "http://vi.du/a.mp3": "là một địa chỉ",
    "https://vi.du/a.mp3": "là một địa chỉ",
    "file:///etc/passwd": "là một địa chỉ",
    "concat:a.wav|b.wav": "là một địa chỉ",
    "pipe:0": "là một địa chỉ",
    "|id": "không mở được",
    "-i": "không mở được",
    "con.mp3": "Windows không cho",
    "thu-san/NUL": "Windows không cho",
    "x\0.wav": "ký tự không dùng được",
    "\ud800.wav": "ký tự không dùng được",
    "thu-san": "là một thư mục",
    "thu-san/ong.wav": "tệp đặc biệt",
    "thu-san/hong.wav": "không mở được",
    "thu-san/vong.wav": "không mở được",
    f"thu-san/{'a' * 300}.wav": "không mở được",
    f"{'a/' * 3000}b.wav": "không mở được",
    "thu-san/khong-co.wav": "không mở được",
    "thu-san/a.wav/b.wav": "không mở được",
}


@pytest.mark.parametrize(("name", "why"), REFUSED.items(), ids=lambda one: repr(one)[:30])
def test_what_is_no_file_of_the_ward_is_refused_for_what_it_is(home: Path, name: str, why: str) -> None:
    with pytest.raises(NotAudio) as refused:
        inside(home, name)

    assert why in str(refused.value.what)
    assert ("nằm ngoài" in str(refused.value.what)) == ("nằm ngoài" in why)
    str(refused.value.what).encode()  # it can be shown


def test_a_socket_is_refused_for_what_it_is(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("o.wav")
        with pytest.raises(NotAudio, match="tệp đặc biệt"):
            inside(home, "o.wav")


def test_a_full_path_into_the_folder_is_told_with_the_name_to_write(home: Path) -> None:
    refused = misnamed(str(home / "thu-san" / "a.wav"), home)

    assert refused is not None
    assert "đường dẫn đầy đủ" in str(refused.what)
    assert str(refused.fix).endswith(": thu-san/a.wav")


def test_a_name_of_255_bytes_is_found(home: Path) -> None:
    name = f"{'đ' * 125}a.wav"
    assert len(name.encode()) == 255
    (home / name).write_bytes(WAV)

    assert inside(home, name).read_bytes() == WAV


def test_the_nearest_name_is_offered(home: Path) -> None:
    with pytest.raises(NotAudio) as refused:
        inside(home, "thu-san/Loaa.wav")

    assert "thu-san/Loa.wav" in str(refused.value.fix)


@pytest.mark.parametrize(
    "name",
    ["thu-san/khong-co.wav", "thu-san/ong.wav", "thu-san/ra.wav", "../ngoai.wav", "http://vi.du/a.mp3", "/x"],
)
def test_check_refuses_a_recording_and_a_sound_at_their_lines(home: Path, name: str) -> None:
    (home / "scripts" / "chung").mkdir(parents=True)
    (home / "playlist.yaml").write_text(f"{PLAYLIST}sound:\n  opening: none\n  bed: {name}\n", "utf-8")
    (home / "scripts" / "chung" / "x.md").write_text(
        f"---\ntitle: A\nspeed: 1.0\nrecording: {name}\n---\n", "utf-8"
    )

    said = (name, "là một địa chỉ")  # of an address in playlist.yaml nothing more is shown: it may hold a password
    places = {fault.place for fault in check(home).faults if any(one in str(fault.what) for one in said)}

    beds = [
        number for number, line in enumerate((home / "playlist.yaml").read_text().split("\n"), 1) if "bed:" in line
    ]
    assert f"playlist.yaml:{beds[0]}:8" in places
    assert any(place.startswith("scripts/chung/x.md:4") for place in places)


def test_check_warns_of_another_spelling_and_nothing_else(home: Path) -> None:
    (home / "scripts" / "chung").mkdir(parents=True)
    (home / "playlist.yaml").write_text(PLAYLIST, "utf-8")
    (home / "scripts" / "chung" / "x.md").write_text("---\ntitle: A\nrecording: thu-san\\loa.wav\n---\n", "utf-8")

    told = [fault for fault in check(home).faults if fault.file == "scripts/chung/x.md" and fault.line == 3]

    spelled = [(fault.level.name, str(fault.fix)) for fault in told if str(fault.fix).startswith("Viết đúng")]
    assert spelled == [("WARNING", "Viết đúng: thu-san/Loa.wav")]
    assert not any("tên tệp" in str(fault.what) for fault in told if fault.level.name == "ERROR")
    assert run_here("--home", home, "check").code in (0, 3)
