"""A recording on the screens: what check says of it, and where, stands wherever it does not air."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from stand_ins.cli import run_here
from stand_ins.soundfiles import amr
from stand_ins.wards import PLAYLIST, SCRIPTS, script_text, write_ward

from broadcast.audio.sound import resampled
from broadcast.library.ingest import ffmpeg, verdicts
from broadcast.production.voices.espeak import Espeak
from broadcast.station import doctor
from broadcast.station.doctor import FindingLevel, examine
from broadcast.station.overview import look_at
from broadcast.station.unready import has_faults

RATE = 16_000
HISS = "không nghe thấy tiếng người: chỉ có tiếng xì"
AGAIN = "Xem lại micro và dây, thu lại rồi chép tệp vào."


def _script(home: Path, name: str, body: str = "", **head: str) -> None:
    (home / "scripts" / "chung" / f"{name}.md").write_text(script_text(f"Bài {name}", body, **head), "utf-8")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward with recordings that air and that do not."""
    home = write_ward(tmp_path_factory.mktemp("ward"), PLAYLIST, dict(SCRIPTS))
    (home / "thu-san").mkdir()
    spoken = Espeak().speak("Kính thưa bà con, mời các tổ dân phố ra quân tổng vệ sinh sáng thứ Bảy.", speed=1.0)
    soundfile.write(home / "thu-san" / "loi.wav", resampled(spoken, RATE).samples * 0.5, RATE)
    hiss = np.random.default_rng(1).standard_normal(RATE * 8) * 0.0006
    soundfile.write(home / "thu-san" / "xi.wav", hiss, RATE)
    _script(home, "loi", recording="thu-san/loi.wav")
    _script(home, "kem-loi", "Kính thưa bà con,\nmời bà con họp.", recording="thu-san/loi.wav", keep_silence="có")
    _script(home, "xi", recording="thu-san/xi.wav")
    _script(home, "mat", recording="thu-san/khong-co.wav")
    _script(home, "ngoai", recording="../ngoai.wav")
    return home


@pytest.mark.parametrize(
    ("command", "script", "what", "then"),
    [
        ("preview", "xi", HISS, f"scripts/chung/xi.md:3:12: {AGAIN}"),
        ("preview", "mat", "không mở được tệp tiếng", "scripts/chung/mat.md:3:12: Xem lại tên tệp"),
        ("preview", "ngoai", "nằm ngoài thư mục của phường", "scripts/chung/ngoai.md:3:12: Chép tệp"),
        ("announce", "xi", HISS, f"scripts/chung/xi.md:3:12: {AGAIN}"),
        ("announce", "ngoai", "nằm ngoài thư mục của phường", "scripts/chung/ngoai.md:3:12: Chép tệp"),
    ],
)
def test_what_does_not_air_is_told_with_check_s_own_advice_at_its_line(
    home: Path, tmp_path: Path, command: str, script: str, what: str, then: str
) -> None:
    more = ("--preview",) if command == "announce" else ()
    result = run_here("--home", home, command, script, *more, "-o", tmp_path / "o.wav")
    assert result.code == 3
    assert what in result.stderr
    assert then in result.stderr
    assert "mục sound" not in result.stderr
    assert result.stderr.count("broadcast check") == 0  # the way out stands there itself


def test_the_text_of_a_recording_tells_the_file_its_length_and_what_check_says(home: Path) -> None:
    good = run_here("--home", home, "preview", "chung/loi", "--text")
    assert (good.code, "thu-san/loi.wav, dài " in good.stdout) == (0, True), good
    assert "√ Đã nghe tệp ấy" in good.stdout
    assert "không đổi chỗ nào" not in good.stdout
    bad = run_here("--home", home, "preview", "xi", "--text")
    assert bad.code == 3
    assert f"× scripts/chung/xi.md:3:12  {HISS}" in bad.stdout
    assert AGAIN in bad.stdout


def test_words_below_a_recording_are_told_not_to_air(home: Path) -> None:
    shown = run_here("--home", home, "preview", "kem-loi", "--text").stdout
    assert "! Lời ghi dưới đây không phát:" in shown
    assert "đọc " not in shown.split("không phát:")[1]
    assert "Giữ nguyên mọi quãng lặng" in shown  # "có" was understood
    told = run_here("--home", home, "check").stdout
    assert "! scripts/chung/kem-loi.md:6:1  lời từ dòng này trở đi không phát: bài phát tệp thu sẵn" in told
    assert "chung/loi.md:" not in told  # no words, no remark


def test_check_marks_what_must_be_mended_and_what_is_only_to_be_seen(home: Path) -> None:
    lines = run_here("--home", home, "check").stdout.splitlines()
    at = [line for line in lines if "scripts/" in line.split("  ")[0] or "playlist.yaml:" in line.split("  ")[0]]
    errors, remarks = ([line for line in at if line.startswith(sign)] for sign in "×!")
    assert len(errors) + len(remarks) == len(at)
    assert f"Có {len(errors)} lỗi phải sửa, {len(remarks)} điều nên xem." in "\n".join(lines)
    below = lines[next(number for number, line in enumerate(lines) if HISS in line) + 1]
    assert below == "     3 | recording: thu-san/xi.wav"


def test_announce_calls_a_recording_by_its_vietnamese_name(home: Path, tmp_path: Path) -> None:
    shown = run_here("--home", home, "announce", "chung/loi", "--preview", "-o", tmp_path / "o.wav").stdout
    assert " · bản thu sẵn" in shown
    assert "giọng recording" not in shown


def test_status_and_doctor_never_tell_another_number_than_check(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "try_voices", lambda *_: {})
    monkeypatch.setattr(doctor, "devices", tuple)
    told = run_here("--home", home, "check").stdout
    [count] = [line.split()[1] for line in told.splitlines() if line.startswith("Có ")]
    assert f"thư mục của phường có {count} lỗi" in {str(one.what) for one in examine(home)}
    assert "! thư mục của phường có lỗi; bài có lỗi không phát" in run_here("--home", home, "status").stdout


def test_a_recording_that_was_heard_and_refused_is_a_fault_without_being_decoded(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST, dict(SCRIPTS))
    (home / "thu-san").mkdir()
    soundfile.write(home / "thu-san" / "im.wav", np.zeros(RATE * 3), RATE)
    assert not has_faults(look_at(home).ward)
    _script(home, "im", recording="thu-san/im.wav")
    assert not has_faults(look_at(home).ward)  # nobody has heard it
    run_here("--home", home, "check")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(verdicts, "examined", None)
        assert has_faults(look_at(home).ward)


def test_doctor_tells_that_ffmpeg_is_missing_where_a_recording_needs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "try_voices", lambda *_: {})
    monkeypatch.setattr(doctor, "devices", tuple)
    home = write_ward(tmp_path, PLAYLIST, dict(SCRIPTS))
    assert not [one for one in examine(home) if "ffmpeg" in str(one.what)]
    (home / "thu-san").mkdir()
    (home / "thu-san" / "cu.amr").write_bytes(amr())
    _script(home, "cu", recording="thu-san/cu.amr")
    monkeypatch.setenv("PATH", str(tmp_path))
    if ffmpeg.found() is not None:
        pytest.skip("ffmpeg is a package of this Python")
    [finding] = [one for one in examine(home) if "ffmpeg" in str(one.what)]
    assert (finding.level, "scripts/chung/cu.md" in str(finding.what)) == (FindingLevel.FAULT, True)
    assert "pip install imageio-ffmpeg" in str(finding.fix)


def test_a_recording_too_long_tells_its_length_and_the_rule(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace("max_session: 15m", "max_session: 1m"), dict(SCRIPTS))
    (home / "thu-san").mkdir()
    soundfile.write(home / "thu-san" / "dai.wav", np.zeros(RATE * 90), RATE)
    _script(home, "dai", recording="thu-san/dai.wav")
    told = run_here("--home", home, "check").stdout
    assert "dài 1 phút 30 giây, quá mức 1 phút (max_session)" in told
    assert "tăng max_session ở mục airtime" in told


def test_a_sound_named_as_the_opening_script_is_told_where_it_belongs(tmp_path: Path) -> None:
    named = PLAYLIST.replace("station: {", "station: {opening: nhac/mo-dau.wav, ")
    home = write_ward(tmp_path, named, dict(SCRIPTS))
    assert "không có bài “nhac/mo-dau.wav”" in run_here("--home", home, "check").stdout  # there is no such file
    (home / "nhac").mkdir()
    soundfile.write(home / "nhac" / "mo-dau.wav", np.zeros(RATE), RATE)
    told = run_here("--home", home, "check").stdout
    assert "× playlist.yaml:1:20  “nhac/mo-dau.wav” là tệp nhạc, không phải bài" in told
    assert "ở mục sound, dòng opening: nhac/mo-dau.wav" in told


def test_two_scripts_of_one_recording_are_the_same_only_where_it_airs_the_same(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST, dict(SCRIPTS))
    _script(home, "mot", recording="thu-san/a.wav")
    _script(home, "hai", recording="thu-san/a.wav", keep_silence="true")
    assert "giống hệt" not in run_here("--home", home, "check").stdout
    _script(home, "ba", recording="thu-san/a.wav")
    assert "scripts/chung/mot.md  giống hệt bài chung/ba" in run_here("--home", home, "check").stdout


def test_one_file_at_two_places_of_music_is_told_once(tmp_path: Path) -> None:
    home = write_ward(tmp_path, f"{PLAYLIST}sound: {{sting: nhac/im.wav, closing: nhac/im.wav}}\n", dict(SCRIPTS))
    (home / "nhac").mkdir()
    soundfile.write(home / "nhac" / "im.wav", np.zeros(RATE * 3), RATE)
    told = [line for line in run_here("--home", home, "check").stdout.splitlines() if "nhac/im.wav”" in line]
    assert len(told) == 1, told


@pytest.mark.parametrize("length", ["0", "0m", "0s"])
def test_a_length_of_nothing_is_not_advised(home: Path, length: str) -> None:
    result = run_here("--home", home, "announce", "loi", "--by", "Hoa", "--expires", length)
    assert result.code == 2
    assert "phải dài hơn 0. Viết 15m hoặc 90s" in result.stderr
    assert "0m (phút)" not in result.stderr


def test_today_tells_why_a_recording_will_not_air_as_soon_as_build_has_heard_it(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST, {})
    (home / "thu-san").mkdir()
    (home / "scripts" / "chung").mkdir()
    soundfile.write(home / "thu-san" / "im.wav", np.zeros(RATE * 3), RATE)
    _script(home, "treo-co", recording="thu-san/im.wav")
    day = ("--date", "07/10/2030")
    assert run_here("--home", home, "build", *day, "--days", "1").code == 4
    shown = run_here("--home", home, "today", *day, "--json").stdout
    assert '"state": "unready"' in shown
    assert "im lặng" in shown
