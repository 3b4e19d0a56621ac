"""Sounds that are asked for -> a report on each: told by a child, whatever the file does to it."""

import errno
import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from stand_ins.machine import no_process_left

from broadcast.base.children import NotWanted
from broadcast.base.errors import DiskError, MachineError, NotAudio, tell
from broadcast.library.codec import encode, read_builtin
from broadcast.library.ingest import child, ffmpeg, ingesting, samples
from broadcast.library.ingest.decoding import opened
from broadcast.library.ingest.ingesting import examined
from broadcast.library.ingest.pouring import pour
from broadcast.library.ingest.report import Asked, Finding, Report, Use, as_json, asked_in, asked_out, from_json
from broadcast.library.ingest.samples import sound_of


def _asked(*names: str, use: Use = Use.RECORDING) -> list[Asked]:
    return [Asked(name=name, use=use) for name in names]


def _bad(home: Path, *names: str) -> dict[str, str]:
    reports = examined(home, _asked(*names, use=Use.JINGLE))
    return {asked.name: str(why.what) for asked, report in reports.items() for why in report.why_not}


def test_each_file_that_holds_no_sound_is_told_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "tốt.wav").write_bytes(encode(read_builtin("mo-dau"), ".wav"))
    (tmp_path / "hỏng.mp3").write_text("không phải nhạc", encoding="utf-8")
    bad = _bad(tmp_path, "tốt.wav", "hỏng.mp3", "thiếu.wav", "../ngoài.wav", "builtin:mo-dau", "builtin:không-có")
    assert set(bad) == {"hỏng.mp3", "thiếu.wav", "../ngoài.wav", "builtin:không-có"}
    assert "nằm ngoài" in bad["../ngoài.wav"]
    assert bad["hỏng.mp3"] == "tệp tiếng “hỏng.mp3” là văn bản, không phải tệp tiếng"


def test_a_report_tells_what_the_file_is_and_how_it_sounds(tmp_path: Path) -> None:
    sound = read_builtin("mo-dau")
    (tmp_path / "nhạc").write_bytes(encode(sound, ".flac"))
    [report] = examined(tmp_path, _asked("nhạc", use=Use.JINGLE)).values()
    assert report.container == "flac"
    assert report.seconds == pytest.approx(sound.seconds)
    assert (report.rate_hz, report.channels) == (sound.rate_hz, 1)
    assert report.loudness == pytest.approx(-16.0, abs=4.0)
    assert report.why_not == ()
    assert from_json(json.loads(json.dumps(as_json(report)))) == report


def test_a_report_goes_through_json_with_its_sentences_and_their_figures() -> None:
    inner = tell("có quãng lặng {seconds:.1f} giây", seconds=np.float32(4.25))
    finding = Finding(
        what=tell("“{name}” không phát được: {why}", name="a.wav", why=inner), fix=tell("Sửa tệp ấy.")
    )
    report = Report(seconds=1.5, heard={"speech": 0.5}, faults=(finding,), remarks=(Finding(what=inner),))
    back = from_json(json.loads(json.dumps(as_json(report))))
    assert str(back.why_not[0].what) == "“a.wav” không phát được: có quãng lặng 4,2 giây"
    assert str(back.remarks[0].what) == "có quãng lặng 4,2 giây"
    assert as_json(back) == as_json(report)


@pytest.mark.parametrize("broken", [{}, [], None, "x", {"container": "mp5"}])
def test_what_is_no_report_is_told_by_an_error_one_can_catch(broken: object) -> None:
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        from_json(broken)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "field",
    [
        *({one: odd} for one in ("seconds", "claimed_s", "loudness") for odd in ("12", True, [1.0], math.nan, {})),
        *({one: odd} for one in ("rate_hz", "channels") for odd in ("1", 1.5, -1, True, [])),
        *({"heard": odd} for odd in ("speech", ["kind"], 1)),
        *(
            {one: odd}
            for one in ("faults", "remarks")
            for odd in ("", {}, None, ["x"], [{"what": 1, "fix": None}])
        ),
        *({"unreadable": odd} for odd in ("", 0, [], {"what": "x", "fix": None})),
        {"container": ["wav"]},
    ],
    ids=str,
)
def test_a_field_that_holds_what_it_never_does_is_no_report(field: dict[str, object]) -> None:
    whole = json.loads(json.dumps(as_json(Report(seconds=1, claimed_s=1.5, heard={"kind": "speech"}))))
    assert as_json(from_json(whole)) == whole, "the control"
    with pytest.raises((KeyError, TypeError, ValueError, AttributeError)):
        from_json(whole | field)


def test_names_of_ours_alone_start_no_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingesting, "_CHILD", "no.such.module")
    assert _bad(tmp_path, "builtin:mo-dau") == {}


@pytest.mark.parametrize("most_s", [None, 2.0])
def test_what_is_asked_for_goes_to_the_child_and_comes_back_as_it_was(most_s: float | None) -> None:
    asked = Asked(name="bài.wav", use=Use.BED, music=True, most_s=most_s)
    assert asked_in(json.loads(json.dumps(asked_out(asked)))) == asked


# --- files that bring the child down ---


@pytest.fixture
def decoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """What the child does with the name it has come to, in place of decoding it."""
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(ingesting, "_CHILD", "our_decoder")

    def write(does: str) -> None:
        code = f"""
import os, sys, time
from broadcast.library.ingest import child
from broadcast.library.ingest.report import Report, as_json
def answer(home, task):
    name = task["asked"]["name"]
    {does}
    return as_json(Report(seconds=1.0))
child._answer = answer
child.main()
"""
        (tmp_path / "our_decoder.py").write_text(code, encoding="utf-8")

    return write


NAMES = ("a.wav", "xấu.wav", "b.wav", "c.wav")


@pytest.mark.parametrize(
    "does", ["os.kill(os.getpid(), 9)", "sys.exit(0)", "os.write(1, b'x'); 1/0", "held = bytearray(3 << 30)"]
)
def test_a_file_that_brings_the_decoder_down_is_told_by_name_and_costs_no_other(
    does: str, tmp_path: Path, decoder: Callable[[str], None]
) -> None:
    decoder(f"if name == 'xấu.wav': {does}")
    reports = examined(tmp_path, _asked(*NAMES))
    assert [asked.name for asked, report in reports.items() if report.seconds is None] == ["xấu.wav"]
    assert "dừng đột ngột" in str(reports[_asked("xấu.wav")[0]].why_not[0].what)


def test_a_file_on_which_the_decoder_hangs_is_told_by_name_at_the_deadline(
    tmp_path: Path, decoder: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder("if name == 'xấu.wav': time.sleep(60)")
    monkeypatch.setattr(ingesting, "_DEADLINE_S", 3.0)
    begin = time.monotonic()
    bad = _bad(tmp_path, *NAMES)
    assert time.monotonic() - begin < 15
    assert bad == {"xấu.wav": "tệp tiếng “xấu.wav” đọc mãi không xong"}


def test_whoever_wants_no_answer_any_more_waits_for_none(tmp_path: Path, decoder: Callable[[str], None]) -> None:
    decoder(f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    begun = tmp_path / "pid"
    with pytest.raises(NotWanted):
        examined(tmp_path, _asked(*NAMES), wanted=lambda: not (begun.exists() and begun.read_text()))
    assert _gone(int(begun.read_text()))


def test_with_more_patience_a_slow_decoder_is_waited_for(tmp_path: Path, decoder: Callable[[str], None]) -> None:
    """The negative control of the test above: only the deadline ends it."""
    decoder("time.sleep(0.5)")
    assert _bad(tmp_path, *NAMES) == {}


def test_a_machine_that_starts_no_more_processes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", no_process_left)
    with pytest.raises(MachineError, match="Không khởi động được"):
        examined(tmp_path, _asked("a.wav"))


@pytest.mark.parametrize("missing", ["numpy", "soundfile", "soxr"])
def test_an_installation_that_lacks_a_library_is_told_and_no_file_is_blamed(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bộ cài").mkdir()
    (tmp_path / "bộ cài" / f"{missing}.py").write_text("raise ImportError('no such library')")
    monkeypatch.syspath_prepend(str(tmp_path / "bộ cài"))
    (tmp_path / "a.wav").write_bytes(encode(read_builtin("mo-dau"), ".wav"))
    with pytest.raises(MachineError, match="bộ cài bị thiếu hoặc hỏng"):
        examined(tmp_path, _asked("a.wav", "b.wav"))
    with pytest.raises(MachineError, match="bộ cài bị thiếu hoặc hỏng"):
        sound_of(tmp_path, *_asked("a.wav"))


def test_a_decoder_that_is_ended_before_it_begins_a_file_is_no_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(ingesting, "_CHILD", "our_decoder")
    (tmp_path / "our_decoder.py").write_text("import os; os.abort()")
    with pytest.raises(MachineError, match="bị dừng ngay khi vừa khởi động"):
        examined(tmp_path, _asked("a.wav"))


@pytest.mark.skipif(os.name != "posix", reason="a script of the shell, and process groups")
def test_an_ffmpeg_that_hangs_ends_at_the_deadline_with_its_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text(f"#!/bin/sh\necho $$ > '{tmp_path}/pid'\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    if ffmpeg.found() != program:
        pytest.skip("imageio-ffmpeg is installed here, and goes first")
    monkeypatch.setattr(ingesting, "_DEADLINE_S", 3.0)
    (tmp_path / "a.mp3").write_bytes(b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50)
    assert _bad(tmp_path, "a.mp3") == {"a.mp3": "tệp tiếng “a.mp3” đọc mãi không xong"}
    assert _gone(int((tmp_path / "pid").read_text()))


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_a_child_that_hangs_does_not_outlive_a_parent_that_is_killed(
    tmp_path: Path, decoder: Callable[[str], None]
) -> None:
    decoder(f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); time.sleep(60)")
    code = "import sys; sys.path.insert(0, sys.argv[1])\n"
    code += "from pathlib import Path; from broadcast.library.ingest import ingesting as i, report as r\n"
    code += "i._CHILD = 'our_decoder'; i.examined(Path(sys.argv[1]), [r.Asked(name='a.wav', use=r.Use.BED)])"
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) as parent:
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.05)
        parent.kill()
    assert _gone(int((tmp_path / "pid").read_text()))


def _gone(pid: int, within_s: float = 5.0) -> bool:
    """Whether it has ended, or does so soon; one that nobody has asked for its code counts as ended."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def test_what_decoders_print_goes_to_the_programs_own_log_and_to_no_screen(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    held = encode(read_builtin("mo-dau"), ".mp3")
    (tmp_path / "cụt.mp3").write_bytes(held[: len(held) // 2])
    (tmp_path / "hỏng.flac").write_bytes(b"fLaC" + bytes(range(256)) * 8)
    with caplog.at_level("INFO"):
        examined(tmp_path, _asked("cụt.mp3", "hỏng.flac"))
    assert capfd.readouterr() == ("", "")
    assert "the child that decodes said" in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="no bound of memory here")
@pytest.mark.parametrize(("most_mb", "survives"), [(500, False), (4_000, True)])
def test_memory_is_bounded(most_mb: int, survives: bool) -> None:
    code = (
        "import sys; from broadcast.library.ingest.child import bound_memory; bound_memory(int(sys.argv[1]) << 20)"
    )
    code += "; held = bytearray(1 << 30)"
    done = subprocess.run([sys.executable, "-c", code, str(most_mb)], capture_output=True, check=False)
    assert (done.returncode == 0) is survives
    assert survives or b"MemoryError" in done.stderr


def test_a_file_that_takes_too_much_memory_is_told_as_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def swallow(*_: object) -> Report:
        raise MemoryError

    monkeypatch.setattr("broadcast.library.ingest.examining.examine", swallow)
    answer = child._answer(tmp_path, {"asked": asked_out(*_asked("a.wav"))})
    assert str(from_json(answer).why_not[0].what) == "tệp tiếng “a.wav” đòi quá nhiều bộ nhớ"


# --- samples ---


def test_samples_come_from_the_child_as_they_lie_in_the_file_and_leave_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = read_builtin("mo-dau")
    (tmp_path / "nhạc").write_bytes(encode(sound, ".flac"))
    (tmp_path / "tạm").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tạm"))
    back = sound_of(tmp_path, *_asked("nhạc"))
    assert back.rate_hz == sound.rate_hz
    np.testing.assert_allclose(back.samples, sound.samples, atol=1e-4)
    assert list((tmp_path / "tạm").iterdir()) == []


def test_a_sound_that_brings_the_child_down_is_refused_in_words(
    tmp_path: Path, decoder: Callable[[str], None]
) -> None:
    decoder("os.kill(os.getpid(), 11)")
    with pytest.raises(NotAudio, match=r"“a\.wav” làm chương trình đọc âm thanh dừng đột ngột"):
        sound_of(tmp_path, *_asked("a.wav"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
def test_a_full_disk_is_told_as_that_and_not_put_down_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "nhạc").write_bytes(encode(read_builtin("mo-dau"), ".flac"))
    task = {"asked": asked_out(*_asked("nhạc")), "into": "/dev/full", "channels": 1}
    answer = child._answer(tmp_path, task)
    assert answer["disk"]
    assert "Không ghi được tệp tạm" in str(from_json(answer).why_not[0].what)


@pytest.mark.skipif(os.name != "posix", reason="on Windows the file has a name, and `sweep` removes it later")
def test_whoever_is_killed_while_a_file_is_decoded_leaves_no_samples_behind(
    tmp_path: Path, decoder: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    decoder(
        f"os.write(task['into'], bytes(1 << 20)); open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid())); "
        "time.sleep(60)"
    )
    code = "import sys; sys.path.insert(0, sys.argv[1])\n"
    code += "from pathlib import Path; from broadcast.library.ingest import ingesting as i, report as r, samples\n"
    code += "i._CHILD = 'our_decoder'; samples.sound_of(Path(sys.argv[1]), r.Asked(name='a.wav', use=r.Use.BED))"
    (tmp_path / "tạm").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "tạm")}
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], env=environment) as parent:
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            time.sleep(0.05)
        parent.kill()
    assert _gone(int((tmp_path / "pid").read_text()))
    assert list((tmp_path / "tạm").iterdir()) == []


def test_samples_that_have_a_name_are_removed_once_nobody_can_still_be_writing_them(tmp_path: Path) -> None:
    for name, age_s in (("broadcast-samples-a", 7200), ("broadcast-samples-b", 60), ("khác", 7200)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "samples").write_bytes(b"x")
        os.utime(tmp_path / name, (time.time() - age_s,) * 2)
    (tmp_path / "broadcast-samples-c").mkdir()
    samples.sweep(tmp_path / "broadcast-samples-c")
    assert {path.name for path in tmp_path.iterdir()} == {"broadcast-samples-b", "broadcast-samples-c", "khác"}


def test_samples_that_have_a_name_are_the_same_samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nhạc").write_bytes(encode(read_builtin("mo-dau"), ".flac"))
    nameless = sound_of(tmp_path, *_asked("nhạc"))
    monkeypatch.setattr(samples, "_nameless", samples._named)
    np.testing.assert_array_equal(sound_of(tmp_path, *_asked("nhạc")).samples, nameless.samples)


@pytest.mark.skipif(not Path("/dev/full").exists() or not ffmpeg.found(), reason="no ffmpeg")
def test_no_room_for_temporary_files_keeps_no_file_from_being_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.amr").write_bytes(b"#!AMR\n" + (b"\x3c" + bytes(31)) * 50)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "không có"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "không có"))
    for temporary in ("TemporaryFile", "TemporaryDirectory", "NamedTemporaryFile"):
        monkeypatch.setattr(f"tempfile.{temporary}", no_process_left)
    answer = child._answer(tmp_path, {"asked": asked_out(*_asked("a.amr"))})
    assert from_json(answer).unreadable is None


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
@pytest.mark.parametrize("into", ["/dev/full", "/không/có/samples"])
def test_whoever_reads_the_samples_is_told_his_own_trouble_and_not_the_files(into: str, tmp_path: Path) -> None:
    """The negative control: a file that cannot be read is told by its name."""
    (tmp_path / "nhạc").write_bytes(encode(read_builtin("mo-dau"), ".flac"))
    with pytest.raises(OSError, match="trouble of ours"), opened(tmp_path, "nhạc"):
        raise OSError(28, "trouble of ours")
    with pytest.raises(DiskError, match="Không ghi được tệp tạm"):
        pour(tmp_path, *_asked("nhạc"), into, 1)
    with pytest.raises(NotAudio, match="không mở được tệp tiếng “thiếu”"):
        pour(tmp_path, *_asked("thiếu"), into, 1)


def test_a_disk_that_fails_at_reading_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    (tmp_path / "nhạc").write_bytes(encode(read_builtin("mo-dau"), ".flac"))
    monkeypatch.setattr("broadcast.library.ingest.decoding.container_of", failing)
    with pytest.raises(NotAudio, match=r"“nhạc” không đọc được .ổ đĩa bị lỗi khi đọc, ghi"):
        pour(tmp_path, *_asked("nhạc"), "/dev/null", 1)


def test_a_machine_that_gives_no_temporary_file_is_a_fault_of_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "không có"))
    with pytest.raises(DiskError, match="Không ghi được tệp tạm"):
        sound_of(tmp_path, *_asked("a.wav"))
