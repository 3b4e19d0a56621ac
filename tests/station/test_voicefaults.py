"""A human voice that cannot read is told where the ward asks for it, and who reads instead."""

import sys
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.packages import lacks
from stand_ins.piper_voice import put_voice
from stand_ins.voice_slips import put_slip
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.base.errors import Level
from broadcast.production.voices import readiness
from broadcast.station.voicefaults import voice_faults
from broadcast.ward.folder import Ward, read_ward


def _ward(home: Path, voice: str = "voice: {engines: [piper, espeak]}\n") -> Ward:
    return read_ward(write_ward(home, PLAYLIST.replace("voice: {engines: [espeak]}\n", voice)))


def _told(ward: Ward) -> tuple[str, str, Level, str]:
    (fault,) = voice_faults(ward)
    return fault.place, str(fault.what), fault.level, str(fault.fix)


def _ask_in_a_script(home: Path, engine: str) -> None:
    script = home / "scripts/chung/treo-co.md"
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("---\n", f"---\nvoice: {engine}\n", 1), encoding="utf-8")


def test_a_ward_without_a_voice_that_asks_for_none_is_told_nothing(tmp_path: Path) -> None:
    assert voice_faults(_ward(tmp_path, "")) == ()
    put_slip(tmp_path, "vi_VN-thu-medium")
    assert voice_faults(_ward(tmp_path, "voice: {engines: [gtts, espeak]}\n")) == ()


def test_a_voice_that_can_read_is_told_nothing_of(tmp_path: Path) -> None:
    put_voice(tmp_path)
    assert voice_faults(_ward(tmp_path)) == ()
    assert voice_faults(_ward(tmp_path, "")) == ()


def test_an_engine_that_is_named_and_has_no_voice_is_told_and_who_reads_instead(tmp_path: Path) -> None:
    assert _told(_ward(tmp_path)) == (
        "playlist.yaml:17:18",
        "giọng piper không đọc được: chưa cài giọng nào; giọng espeak đọc thay",
        Level.WARNING,
        "Cài giọng, chẳng hạn từ USB: broadcast voices install TÊN-THƯ-MỤC",
    )


def test_where_nobody_reads_instead_it_is_an_error(tmp_path: Path) -> None:
    _, what, level, _ = _told(_ward(tmp_path, "voice: {engines: [piper]}\n"))
    assert what == "giọng piper không đọc được: chưa cài giọng nào; không còn giọng nào khác"
    assert level is Level.ERROR


def test_a_script_that_asks_for_it_is_told_of(tmp_path: Path) -> None:
    home = write_ward(tmp_path)
    _ask_in_a_script(home, "piper")
    assert _told(read_ward(home))[0] == "scripts/chung/treo-co.md"


def test_a_voice_that_is_named_and_not_installed_is_told_where_it_is_named(tmp_path: Path) -> None:
    put_voice(tmp_path)
    place, what, *_ = _told(_ward(tmp_path, "voice: {piper: {voice: vi_VN-khac-medium}}\n"))
    assert place == "playlist.yaml:17:24"
    assert "playlist.yaml chọn giọng vi_VN-khac-medium, mà giọng ấy chưa cài" in what


def test_a_speaker_it_does_not_have_is_told(tmp_path: Path) -> None:
    put_voice(tmp_path)
    _, what, _, fix = _told(_ward(tmp_path, "voice: {piper: {speaker: 3}}\n"))
    assert "giọng vi_VN-joe-medium không có người đọc số 3" in what
    assert fix == "Bỏ dòng voice.piper.speaker: giọng này chỉ có một người đọc."


def test_files_that_changed_since_the_voice_was_installed_are_told(tmp_path: Path) -> None:
    put_voice(tmp_path, slip={"model_sha256": "0" * 64})
    assert "tệp vi_VN-joe-medium.onnx không còn như lúc cài giọng" in _told(_ward(tmp_path))[1]
    voice = put_voice(tmp_path)
    voice.config.unlink()
    what = _told(_ward(tmp_path, ""))[1]
    assert "không đọc được tệp vi_VN-joe-medium.onnx.json của giọng: không có tệp hay thư mục ấy" in what


def test_without_the_package_one_line_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put_voice(tmp_path)
    monkeypatch.setattr(readiness, "installed", lambda _: None)
    _, what, _, fix = _told(_ward(tmp_path, ""))
    assert what == "giọng piper không đọc được: máy chưa có gói piper-tts; giọng gtts đọc thay"
    assert fix == f"Cài một lần bằng lệnh: {sys.executable} -m pip install piper-tts"


def test_so_is_a_voice_of_the_network_that_is_asked_for_without_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = _ward(tmp_path, "voice: {engines: [edge, espeak]}\n")
    assert voice_faults(ward) == ()
    monkeypatch.setattr(readiness, "installed", lambda _: None)
    assert _told(ward) == (
        "playlist.yaml:17:18",
        "giọng edge không đọc được: máy chưa có gói edge-tts; giọng espeak đọc thay",
        Level.WARNING,
        f"Cài một lần bằng lệnh: {sys.executable} -m pip install edge-tts",
    )


def test_check_and_doctor_tell_it(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace("[espeak]", "[piper, espeak]"))
    told = "giọng piper không đọc được: chưa cài giọng nào; giọng espeak đọc thay"
    checked, examined = (run_here("--home", home, command) for command in ("check", "doctor"))
    assert checked.code == 0
    assert told in " ".join(checked.stdout.split())
    assert " ".join(examined.stdout.split()).count(told) == 1
    assert "giọng espeak đọc được" in examined.stdout


def test_build_tells_why_another_voice_has_read(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace("[espeak]", "[piper, espeak]"))
    put_voice(home, slip={"model_sha256": "0" * 64})
    built = run_here("--home", home, "build", "--date", "06/10/2025", "--days", "1")
    assert built.code == 0
    told = " ".join((built.stdout + built.stderr).split())
    assert "dự phòng espeak, vì tệp vi_VN-joe-medium.onnx không còn như lúc cài giọng, nên không dùng" in told


@pytest.mark.parametrize(
    ("engine", "package", "by"),
    [("piper", "piper-tts", "playlist"), ("edge", "edge-tts", "playlist"), ("edge", "edge-tts", "script")],
)
def test_build_says_why_the_voice_that_is_asked_for_was_not_and_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str, package: str, by: str
) -> None:
    named = f"[{engine}, espeak]" if by == "playlist" else "[espeak]"
    home = write_ward(tmp_path, PLAYLIST.replace("[espeak]", named))
    if by == "script":
        _ask_in_a_script(home, engine)
    put_voice(home)
    lacks(monkeypatch, package)
    built = run_here("--home", home, "build", "--date", "06/10/2025", "--days", "1")
    assert built.code == 0
    told = " ".join(built.stderr.split())
    assert told.count(f"! giọng {engine} không đọc được: máy chưa có gói {package}; giọng espeak đọc thay") == 1
    assert told.count(f"-m pip install {package}") == 1
