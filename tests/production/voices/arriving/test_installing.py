"""A voice comes in whole or not at all: from a stick, from the network, and whatever ends it in the middle."""

import errno
import os
from collections.abc import Callable
from datetime import timedelta
from io import FileIO
from pathlib import Path

import pytest
from stand_ins.coming_voices import (
    CONFIG,
    NAME,
    NETWORK,
    NOW,
    OLD_NETWORK,
    never_asked,
    on_shelf,
    put_on_stick,
    sha256,
)

from broadcast.base.errors import BroadcastError, DiskError, SpeechError, UsageRefused
from broadcast.library import voiceshelf, voicestaging
from broadcast.library.voiceshelf import InstalledVoice, installed_voices
from broadcast.library.voicewish import Installation, InstallOutcome, VoiceWish
from broadcast.production.voices.arriving import carried as carrying
from broadcast.production.voices.arriving import installing
from broadcast.production.voices.arriving.carried import carried
from broadcast.production.voices.arriving.origin import Origin

NETWORK_SHA256, CONFIG_SHA256 = sha256(NETWORK), sha256(CONFIG)
PINNED = VoiceWish(model_sha256=NETWORK_SHA256)
REPLACING = VoiceWish(model_sha256=NETWORK_SHA256, replaces=True)


pytestmark = pytest.mark.usefixtures("unheard")


def _put(home: Path, origin: Origin, wish: VoiceWish = PINNED, ask: installing.Ask = never_asked) -> Installation:
    return installing.install(home, origin, wish, ask=ask, now=NOW)


# --- from a stick ---


@pytest.mark.parametrize("named", ["", f"{NAME}.onnx", f"{NAME}.onnx.json"])
def test_a_voice_on_a_stick_is_put_on_the_shelf_with_a_slip_that_tells_all_of_it(
    home: Path, stick: Path, named: str
) -> None:
    done = _put(home, carried(stick / named), VoiceWish(model_sha256=NETWORK_SHA256, licence="CC BY 4.0"))

    assert done.outcome is InstallOutcome.INSTALLED
    assert installed_voices(home) == (done.voice,)
    assert done.voice == InstalledVoice(
        name=NAME, model=home / "voices" / f"{NAME}.onnx", model_sha256=NETWORK_SHA256,
        config_sha256=CONFIG_SHA256, model_bytes=len(NETWORK), source=str(stick / f"{NAME}.onnx"),
        licence="CC BY 4.0", installed=NOW,
    )  # fmt: skip
    assert sorted(on_shelf(home)) == [f"{NAME}.{end}" for end in ("onnx", "onnx.json", "voice.json")]
    assert (done.voice.model.read_bytes(), done.voice.config.read_bytes()) == (NETWORK, CONFIG)


def test_whose_sha256_nobody_told_is_shown_and_asked_about_and_then_known(home: Path, stick: Path) -> None:
    shown: list[InstalledVoice] = []

    def no(voice: InstalledVoice) -> bool:
        shown.append(voice)
        return False

    assert _put(home, carried(stick), VoiceWish(), no).outcome is InstallOutcome.DECLINED
    assert (shown[0].model_sha256, shown[0].config_sha256, shown[0].model_bytes) == (
        NETWORK_SHA256, CONFIG_SHA256, len(NETWORK),
    )  # fmt: skip
    assert on_shelf(home) == {}
    assert _put(home, carried(stick), VoiceWish(), lambda _: True).outcome is InstallOutcome.INSTALLED
    assert (
        _put(home, carried(stick), VoiceWish(), never_asked).outcome is InstallOutcome.THERE
    )  # pinned by its slip


def test_a_voice_whose_files_were_damaged_is_mended_by_installing_it_again_and_keeps_its_turn(
    home: Path, stick: Path
) -> None:
    voice = _put(home, carried(stick), VoiceWish(model_sha256=NETWORK_SHA256, licence="CC BY 4.0")).voice
    voice.model.write_bytes(NETWORK[:100])
    later = NOW + timedelta(days=1)
    again = installing.install(home, carried(stick), VoiceWish(), ask=never_asked, now=later)
    assert again.outcome is InstallOutcome.INSTALLED
    assert installed_voices(home) == (voice,)
    assert voice.model.read_bytes() == NETWORK


def test_a_shelf_that_cannot_be_read_is_told_before_anything_is_brought(
    home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    monkeypatch.setattr(voiceshelf, "slips", refused)
    with pytest.raises(DiskError, match="không đọc được kho giọng"):
        _put(home, carried(stick))
    assert on_shelf(home) == {}


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a file without end has no name here")
def test_a_file_without_end_in_a_voices_place_is_mended_by_installing_it_again(home: Path, stick: Path) -> None:
    voice = _put(home, carried(stick), VoiceWish(model_sha256=NETWORK_SHA256)).voice
    voice.model.unlink()
    voice.model.symlink_to("/dev/zero")
    assert _put(home, carried(stick), VoiceWish()).outcome is InstallOutcome.INSTALLED
    assert voice.model.read_bytes() == NETWORK


def test_another_voice_of_the_name_takes_its_place_only_where_that_is_said(
    home: Path, stick: Path, tmp_path: Path, before: dict[str, bytes]
) -> None:
    with pytest.raises(UsageRefused, match="khác giọng ấy"):
        _put(home, carried(stick))
    assert on_shelf(home) == before
    done = _put(home, carried(stick), REPLACING)
    assert (done.outcome, done.voice.model.read_bytes()) == (InstallOutcome.REPLACED, NETWORK)
    assert len(on_shelf(home)) == 3
    other = _put(home, carried(tmp_path / "old"), VoiceWish(name="giong-cu"), lambda _: True)
    assert {one.name for one in installed_voices(home)} == {NAME, other.voice.name}


def _no_json(stick: Path) -> Path:
    (stick / f"{NAME}.onnx.json").unlink()
    return stick


def _json_is_a_folder(stick: Path) -> Path:
    (_no_json(stick) / f"{NAME}.onnx.json").mkdir()
    return stick


def _instead(make: Callable[[Path], None], suffix: str = ".onnx") -> Callable[[Path], Path]:
    def change(stick: Path) -> Path:
        path = stick / f"{NAME}{suffix}"
        path.unlink()
        make(path)
        return stick / f"{NAME}.onnx"

    return change


def _holed(path: Path) -> None:
    """300 MB that take no room."""
    with path.open("wb") as file:
        file.truncate(300_000_000)


def _with_another(stick: Path) -> Path:
    return put_on_stick(stick, name="vi_VN-khac-low")


def _named(name: str) -> Callable[[Path], Path]:
    def change(stick: Path) -> Path:
        for end in (".onnx", ".onnx.json"):
            (stick / f"{NAME}{end}").rename(stick / f"{name}{end}")
        return stick

    return change


UNFIT_STICKS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no such file": (lambda stick: stick / "vi_VN-khac.onnx", "Không thấy tệp"),
    "no such folder": (lambda stick: stick / "khac", "Không thấy tệp hay thư mục"),
    "a document": (
        lambda stick: (stick / "bai.docx").write_text("PK") and stick / "bai.docx",
        "không phải tệp giọng",
    ),
    "an empty folder": (lambda stick: (stick / "trong").mkdir() or stick / "trong", "không có tệp .onnx"),
    "two voices": (_with_another, f"có 2 giọng: vi_VN-khac-low.onnx, {NAME}.onnx"),
    "no .json": (_no_json, "không có vi_VN-thu-medium.onnx.json"),
    "a folder for .json": (_json_is_a_folder, "đó là một thư mục|đặc biệt"),
    "a folder for .onnx": (_instead(Path.mkdir), "không có tệp .onnx|đặc biệt"),
    "a pipe": (_instead(lambda path: os.mkfifo(path)), "đặc biệt"),
    "a pipe for .json": (_instead(lambda path: os.mkfifo(path), ".onnx.json"), "đặc biệt"),
    "a device": (_instead(lambda path: path.symlink_to("/dev/zero")), "đặc biệt"),
    "a link to nothing": (_instead(lambda path: path.symlink_to("khong-co")), "không có tệp"),
    "a link to itself": (_instead(lambda path: path.symlink_to(path)), "trỏ vòng"),
    "nothing in it": (_instead(Path.touch), "rỗng"),
    "too large": (_instead(_holed), "dài quá 250 MB"),
    "a page": (_instead(lambda path: path.write_text("\n <html>") and None), "trang web"),
    "another network": (_instead(lambda path: path.write_bytes(OLD_NETWORK) and None), "không phải tệp cần cài"),
    "a name with marks": (_named("giọng-đọc"), "chữ cái không dấu"),
    "a device of Windows": (_named("Com1.giong"), "Windows giữ tên ấy"),
    "a name with spaces": (_named("giong doc"), "chữ cái không dấu"),
}


_NOT_ON_WINDOWS = {
    "a folder for .json",
    "a pipe",
    "a pipe for .json",
    "a device",
    "a link to nothing",
    "a link to itself",
}
"""It has no pipes and devices among its files, lets few make links, and opens no folder."""


@pytest.mark.parametrize("name", [name for name in UNFIT_STICKS if os.name != "nt" or name not in _NOT_ON_WINDOWS])
def test_what_is_wrong_with_a_stick_is_told_and_nothing_is_installed(
    home: Path, stick: Path, before: dict[str, bytes], name: str
) -> None:
    change, told = UNFIT_STICKS[name]
    source = change(stick)
    with pytest.raises(BroadcastError, match=told):
        _put(home, carried(source), REPLACING)
    assert on_shelf(home) == before


def test_a_name_without_its_end_gets_the_file_that_was_meant(stick: Path) -> None:
    with pytest.raises(UsageRefused) as refused:
        carried(stick / NAME)
    assert f"{NAME}.onnx”" in str(refused.value.fix)


@pytest.mark.parametrize("saved_as", [f"{NAME}.onnx.json.txt", f"{NAME}.json"])
def test_a_json_that_was_saved_under_another_name_is_told_with_how_it_is_to_be_called(
    home: Path, stick: Path, saved_as: str
) -> None:
    (stick / f"{NAME}.onnx.json").rename(stick / saved_as)
    with pytest.raises(SpeechError) as refused:
        _put(home, carried(stick))
    assert f"Có {saved_as}" in str(refused.value.fix)
    assert f"đổi tên thành {NAME}.onnx.json" in str(refused.value.fix)


def test_a_name_that_is_none_can_be_given_another(home: Path, stick: Path) -> None:
    _named("giọng-đọc")(stick)
    assert _put(home, carried(stick), VoiceWish(name="giong-doc"), lambda _: True).voice.name == "giong-doc"


@pytest.mark.skipif(os.name == "nt", reason="names are of letters there, not of bytes")
@pytest.mark.parametrize("folder", [b"usb\xff", b"usb\n\x1b[31m"])
def test_a_stick_whose_name_no_alphabet_has_is_taken_and_its_name_told_in_one_line(
    home: Path, tmp_path: Path, folder: bytes
) -> None:
    stick = put_on_stick(tmp_path / os.fsdecode(folder))
    assert _put(home, carried(stick)).outcome is InstallOutcome.INSTALLED
    (voice,) = installed_voices(home)
    assert voice.source.isprintable()


def test_the_files_that_a_mac_puts_beside_are_no_voices(home: Path, stick: Path) -> None:
    (stick / f"._{NAME}.onnx").write_bytes(b"\x00\x05\x16\x07")
    assert _put(home, carried(stick)).outcome is InstallOutcome.INSTALLED


def test_the_sha256_of_the_other_file_can_be_told_too(home: Path, stick: Path) -> None:
    with pytest.raises(SpeechError, match=f"onnx.json không phải tệp cần cài.*{CONFIG_SHA256}.*{'a' * 64}"):
        _put(home, carried(stick), VoiceWish(model_sha256=NETWORK_SHA256, config_sha256="a" * 64))
    assert on_shelf(home) == {}


class _Pulled(FileIO):
    """A file on a stick that is pulled out when a thousand bytes of it have been read."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell():
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return super().read(1000)


def test_a_stick_that_is_pulled_out_in_the_middle_is_told(
    home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "FileIO", _Pulled)
    with pytest.raises(SpeechError, match="ổ đĩa bị lỗi"):
        _put(home, carried(stick))
    assert on_shelf(home) == {}


def test_a_file_that_this_account_may_not_read_is_told(
    home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(carrying.os, "open", refused)
    with pytest.raises(SpeechError, match="không có quyền"):
        carried(stick).bring_config(home / "x.json")


def test_a_voice_that_cannot_be_heard_is_not_installed(
    home: Path, stick: Path, before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unheard(voice: InstalledVoice) -> None:
        assert (voice.model.read_bytes(), voice.config.read_bytes()) == (NETWORK, CONFIG)
        raise SpeechError(voicestaging.tell("máy đọc trả về toàn khoảng lặng"))

    monkeypatch.setattr(installing, "tried", unheard)
    with pytest.raises(SpeechError, match=f"Không cài giọng {NAME}: máy đọc trả về toàn khoảng lặng"):
        _put(home, carried(stick), REPLACING)
    assert on_shelf(home) == before


# --- negative controls: each safeguard taken out, the same test would fail ---


def test_control_without_the_sha256_another_network_lands(
    home: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (stick / f"{NAME}.onnx").write_bytes(OLD_NETWORK)
    monkeypatch.setattr(installing, "_refuse_other", lambda *_: None)
    assert _put(home, carried(stick)).voice.model.read_bytes() == OLD_NETWORK
