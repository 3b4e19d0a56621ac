"""Processes of ours: nothing of the ward's folder is run by them, and none outlives its deadline."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from stand_ins.wards import write_ward

from broadcast.base import children
from broadcast.base.children import LeftAlone
from broadcast.base.errors import UsageRefused
from broadcast.library import codec
from broadcast.library.ingest.ffmpeg import found
from broadcast.library.ingest.ingesting import examined
from broadcast.library.ingest.report import Asked, Use
from broadcast.playout.output.deck import Deck
from broadcast.production.voices.espeak import Espeak
from broadcast.production.voices.isolate import Isolated
from broadcast.station.autostart import _command
from broadcast.station.notify import send

TRAPS = (
    "json", "pickle", "subprocess", "random", "ssl", "broadcast", "numpy", "soundfile", "sitecustomize",
    "usercustomize",
)  # fmt: skip
ONLY_POSIX = pytest.mark.skipif(os.name != "posix", reason="process groups")


@pytest.fixture
def ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder one stands in, first on our own path as `python -m broadcast` would have it; full of traps."""
    home = write_ward(tmp_path / "phường")
    for name in TRAPS:
        (home / f"{name}.py").write_text(f"open({str(tmp_path / 'sprung')!r}, 'a').write(__file__)", "utf-8")
    monkeypatch.chdir(home)
    monkeypatch.syspath_prepend(home)
    return home


def _sprung(ward: Path) -> bool:
    return (ward.parent / "sprung").exists()


def _speak(_: Path) -> None:
    with Isolated(Espeak, deadline_s=30) as voice:
        assert voice.speak("xin chào bà con", speed=1.0).seconds > 0.5


def _check_a_sound(ward: Path) -> None:
    (ward / "a.wav").write_bytes(codec.encode(codec.read_builtin("mo-dau"), ".wav"))
    [report] = examined(ward, [Asked(name="a.wav", use=Use.JINGLE)]).values()
    assert report.seconds


def _check_what_ffmpeg_reads(ward: Path) -> None:
    ffmpeg = found()
    if ffmpeg is None:
        pytest.skip("no ffmpeg")
    words = ["-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-c:a", "aac", str(ward / "a.m4a")]
    subprocess.run([str(ffmpeg), "-nostdin", "-loglevel", "error", *words], check=True)
    [report] = examined(ward, [Asked(name="a.m4a", use=Use.JINGLE)]).values()
    assert report.seconds


def _notify(_: Path) -> None:
    [why] = send(["no-such-service://x"], title="t", body="b")
    assert "nơi nhận" in str(why)  # said by the child, so it ran to its end


def _ask_the_sound_system(_: Path) -> None:
    deck = Deck.listing()
    assert deck.report(10) is not None
    deck.kill()


def _as_our_unit_does(ward: Path) -> None:
    *start, _ = _command(ward, None)
    done = subprocess.run([*start, "today", "--date", "06/10/2025", "--json"], capture_output=True, check=False)
    assert b"broadcast.today" in done.stdout, done.stderr


def _rehearse(ward: Path) -> None:
    done = children.run("broadcast", "--home", str(ward), "today", "--json", deadline_s=60)
    assert b"broadcast.today" in done.out, done.complaints


@pytest.mark.parametrize(
    "begin",
    [
        _speak, _check_a_sound, _check_what_ffmpeg_reads, _notify, _ask_the_sound_system, _as_our_unit_does,
        _rehearse,
    ],
)  # fmt: skip
def test_a_module_in_the_wards_folder_is_run_by_no_process_of_ours(
    begin: Callable[[Path], None], ward: Path
) -> None:
    begin(ward)
    assert not _sprung(ward)


def test_without_the_safeguard_the_same_traps_are_sprung(ward: Path) -> None:
    """The negative control of the test above: the same interpreter, the same folder, no -P."""
    subprocess.run([sys.executable, "-m", "broadcast", "--help"], capture_output=True, check=False)
    assert _sprung(ward)


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Code -> the name of a module that a child finds."""

    def write(code: str) -> str:
        (tmp_path / "one_child.py").write_text(code, encoding="utf-8")
        return "one_child"

    monkeypatch.syspath_prepend(tmp_path)
    return write


def test_what_a_child_says_comes_back_with_its_code_and_its_complaints(child: Callable[[str], str]) -> None:
    code = "import sys; print(sys.stdin.read().upper(), sys.argv[1:]); print('ôi', file=sys.stderr); sys.exit(7)"
    done = children.run(child(code), "a", "b", given=b"xin", deadline_s=30)
    assert (done.code, done.out.strip(), done.complaints) == (7, b"XIN ['a', 'b']", "ôi")


_BEGINS_ANOTHER = """
import subprocess, sys, time
other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(str(other.pid))
time.sleep(60)
"""


@ONLY_POSIX
def test_a_child_that_hangs_is_killed_at_its_deadline_with_all_it_began(
    child: Callable[[str], str], tmp_path: Path
) -> None:
    begin = time.monotonic()
    with pytest.raises(children.OutOfTime):
        children.run(child(_BEGINS_ANOTHER), str(tmp_path / "pid"), deadline_s=2)
    assert time.monotonic() - begin < 5
    assert _gone(int((tmp_path / "pid").read_text()))


@ONLY_POSIX
def test_killed_alone_a_child_would_leave_what_it_began(child: Callable[[str], str], tmp_path: Path) -> None:
    """The negative control of the test above."""
    process = subprocess.Popen(children.ours(child(_BEGINS_ANOTHER), str(tmp_path / "pid")),
                               env={**os.environ, "PYTHONPATH": str(tmp_path)})  # fmt: skip
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.02)
    process.kill()
    process.wait()
    other = int((tmp_path / "pid").read_text())
    assert not _gone(other, within_s=0.5)
    os.kill(other, 9)


def test_a_child_that_nobody_wants_any_more_is_killed(child: Callable[[str], str]) -> None:
    begin = time.monotonic()
    with pytest.raises(children.NotWanted):
        children.run(
            child("import time; time.sleep(60)"), deadline_s=50, wanted=lambda: time.monotonic() - begin < 1
        )
    assert time.monotonic() - begin < 5


def test_a_child_that_is_asked_whether_it_is_wanted_still_gets_all_that_was_given(
    child: Callable[[str], str],
) -> None:
    slow = "import sys, time; time.sleep(1); print(len(sys.stdin.buffer.read()))"
    done = children.run(child(slow), given=bytes(1_000_000), deadline_s=30, wanted=lambda: True)
    assert done.out.strip() == b"1000000"


@ONLY_POSIX
def test_a_held_child_ends_with_all_it_began_and_a_second_end_does_nothing(
    child: Callable[[str], str], tmp_path: Path
) -> None:
    held = children.Child(child(_BEGINS_ANOTHER), str(tmp_path / "pid"))
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.02)
    assert held.end().code == -9
    assert held.end().code == -9
    held.stdin.close()
    held.stdout.close()
    assert _gone(int((tmp_path / "pid").read_text()))


@ONLY_POSIX
@pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg here")
def test_an_ffmpeg_that_hangs_is_killed_at_its_deadline_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ffmpeg").write_text("#!/bin/sh\nexec sleep 60\n")
    (tmp_path / "ffmpeg").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(children.Bounded, "deadline_s", 0.5)
    begin = time.monotonic()
    with pytest.raises(UsageRefused, match="m4a"):
        codec.encode(codec.read_builtin("mo-dau"), ".m4a")
    assert time.monotonic() - begin < 5


def _gone(process: int, within_s: float = 5.0) -> bool:
    """Whether it has ended, or does so soon; one that nobody has asked for its code counts as ended."""
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.02)
    return False


def test_a_process_that_is_left_alone_leads_a_session_of_its_own_and_its_end_is_seen() -> None:
    alone = LeftAlone("http.server", "--no-such-word")
    deadline_s = time.monotonic() + 20
    while not alone.has_ended and time.monotonic() < deadline_s:
        if os.name == "posix":
            with suppress(ProcessLookupError):
                assert os.getsid(alone.pid) == alone.pid
        time.sleep(0.02)
    assert alone.has_ended
    assert "--no-such-word" in alone.let_go()
    assert alone.let_go() == ""
