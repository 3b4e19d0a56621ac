"""Who can read now is told without anybody being asked to, and each engine that cannot with its reason."""

import os
import sys
from pathlib import Path

import pytest
from stand_ins.packages import lacks
from stand_ins.piper_voice import put_voice
from stand_ins.voice_slips import put_slip
from stand_ins.wards import PLAYLIST, gone, write_ward

from broadcast.base.errors import DiskError, UsageRefused
from broadcast.library.voiceshelf import shelf
from broadcast.programme.described_voice import HttpVoice
from broadcast.programme.voice import EDGE, PIPER, PiperSettings, Voice
from broadcast.station.readable import Readable, read_what_can_be
from broadcast.station.voices import EngineStanding, removable, voices_in, voices_of

NAME = "vi_VN-thu-medium"


def _piper(home: Path, voice: Voice | None = None) -> EngineStanding:
    return next(one for one in voices_in(home, voice or Voice()).engines if one.engine == PIPER)


def _ward(home: Path, voice: str = "{engines: [piper, espeak]}") -> Readable:
    return read_what_can_be(write_ward(home, PLAYLIST.replace("{engines: [espeak]}", voice)))


def test_without_a_voice_piper_cannot_read_and_the_next_engine_is_asked_first(tmp_path: Path) -> None:
    known = voices_in(tmp_path, Voice())
    assert [(one.engine, one.is_ready, one.needs_network) for one in known.engines] == [
        ("piper", False, False), ("gtts", True, True), ("espeak", True, False),
    ]  # fmt: skip
    assert known.reads is known.engines[1]
    assert known.piper_voice == ""
    assert "chưa cài giọng nào" in str(_piper(tmp_path).why_not)


def test_the_voice_that_was_installed_first_reads_where_the_playlist_names_none(tmp_path: Path) -> None:
    put_voice(tmp_path, NAME)
    put_voice(tmp_path, "vi_VN-sau-medium", slip={"installed": "2025-10-02T08:00:00+07:00"})
    assert voices_in(tmp_path, Voice()).piper_voice == NAME
    named = Voice(piper=PiperSettings(voice="vi_VN-sau-medium"))
    assert voices_in(tmp_path, named).piper_voice == "vi_VN-sau-medium"


def test_a_voice_whose_files_are_no_longer_what_was_installed_does_not_read(tmp_path: Path) -> None:
    put_voice(tmp_path, NAME, slip={"config_sha256": "0" * 64})
    known = voices_in(tmp_path, Voice())
    assert (known.piper_voice, [one.name for one in known.installed]) == ("", [NAME])
    assert "không còn như lúc cài" in str(_piper(tmp_path).why_not)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a pipe has no name here")
@pytest.mark.parametrize("suffix", [".onnx", ".onnx.json"])
def test_a_pipe_in_the_place_of_a_voices_file_is_not_waited_for(tmp_path: Path, suffix: str) -> None:
    put_voice(tmp_path, NAME)
    (file := shelf(tmp_path) / f"{NAME}{suffix}").unlink()
    os.mkfifo(file)
    assert f"không đọc được tệp {NAME}{suffix}" in str(_piper(tmp_path).why_not)


@pytest.mark.parametrize(("value", "is_ready"), [("", False), ("  ", False), ("abcdef", True)])
def test_a_described_voice_without_its_key_cannot_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, is_ready: bool
) -> None:
    monkeypatch.setenv("KHOA_THU", value)
    described = HttpVoice(url="https://may-doc.vi-du.vn/doc?loi={text}", headers={"api-key": "${KHOA_THU}"})
    known = voices_in(tmp_path, Voice(engines=("http", "espeak"), http=described))
    assert [one.is_ready for one in known.engines] == [is_ready, True]
    assert ("KHOA_THU" in str(known.engines[0].why_not)) is not is_ready


def test_a_known_voice_is_offered_until_it_is_installed(tmp_path: Path) -> None:
    offered = [one.name for one in voices_in(tmp_path, Voice()).others]
    put_slip(tmp_path, offered[0])
    assert [one.name for one in voices_in(tmp_path, Voice()).others] == offered[1:]


def test_beside_a_playlist_that_cannot_be_read_the_usual_order_is_told(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    gone(home)
    assert [one.engine for one in voices_of(read_what_can_be(home)).engines] == ["piper", "gtts", "espeak"]


def test_a_shelf_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_slip(tmp_path, NAME)

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "iterdir", refused)
    with pytest.raises(DiskError, match=str(shelf(tmp_path).name)):
        voices_in(tmp_path, Voice())


def test_an_engine_whose_package_is_missing_is_told_with_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lacks(monkeypatch, "edge-tts")
    edge, *_ = voices_in(tmp_path, Voice(engines=(EDGE,))).engines
    assert str(edge.why_not) == "máy chưa có gói edge-tts"
    assert str(edge.fix) == f"Cài một lần bằng lệnh: {sys.executable} -m pip install edge-tts"


# --- which may be removed ---


def test_a_voice_that_the_playlist_names_is_kept_unless_that_is_forced(tmp_path: Path) -> None:
    seen = _ward(tmp_path, f"{{engines: [piper, espeak], piper: {{voice: {NAME}}}}}")
    put_slip(tmp_path, NAME)
    with pytest.raises(UsageRefused, match="đang chọn"):
        removable(seen, NAME, forced=False)
    assert removable(seen, NAME, forced=True) > 0


def test_a_voice_that_reads_because_it_came_first_may_be_removed(tmp_path: Path) -> None:
    """The control."""
    seen = _ward(tmp_path)
    put_slip(tmp_path, NAME)
    assert removable(seen, NAME, forced=False) > 0


@pytest.mark.parametrize("name", ["vi_VN-thu-mediun", "../playlist.yaml", "espeak", ""])
def test_what_is_no_installed_voice_is_not_removed(tmp_path: Path, name: str) -> None:
    seen = _ward(tmp_path)
    put_slip(tmp_path, NAME)
    with pytest.raises(UsageRefused, match="Chưa cài giọng nào"):
        removable(seen, name, forced=True)


def test_what_an_ended_removal_has_left_may_be_removed(tmp_path: Path) -> None:
    seen = _ward(tmp_path)
    shelf(tmp_path).mkdir()
    (shelf(tmp_path) / f"{NAME}.onnx").write_bytes(b"x" * 100)
    assert removable(seen, NAME, forced=False) == 100
