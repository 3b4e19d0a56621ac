"""`broadcast record` on a terminal and a true PulseAudio: what is said at the microphone becomes a take.

A real microphone was not to be had: a monitor of a null sink stands in for one, the embedded voice for a person.
"""

import codecs
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from pulse_rig import Rig, said_at, until
from stand_ins.cli import command, run_here
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.audio.sound import Samples, resampled
from broadcast.library.codec import decode
from broadcast.library.takeshelf import find_take, read_take
from broadcast.production.voices.espeak import Espeak

FIRST, SECOND, THIRD = "Kính thưa bà con.", "Tổ dân phố họp lúc bảy giờ tối.", "Mời bà con đến dự đông đủ."
OUTPUT = "output: {loudspeaker: loa, preview: tai_nghe, microphone: loa.monitor}\n"


@cache
def voice(words: str) -> Samples:
    """That sentence read aloud, the same each time: the engine itself is not, to the sample."""
    return resampled(Espeak().speak(words, speed=1.0), 48_000).samples * np.float32(0.5)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return write_ward(tmp_path / "phuong", PLAYLIST + OUTPUT, {"truoc/01-mot": f"{FIRST} {SECOND} {THIRD}"})


class Terminal:
    """A person's terminal: what the program has shown, and keys."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._all = ""
        self._waited_up_to = 0
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def shown(self) -> str:
        """What has been shown since what was last waited for."""
        return self._all[self._waited_up_to :]

    def wait_for(self, pattern: str, seconds: float = 30) -> None:
        """Wait until that is shown, and forget what was shown up to there. TimeoutError where it is not."""
        until(lambda: re.search(pattern, self.shown) is not None, seconds)
        found = re.search(pattern, self.shown)
        assert found is not None
        self._waited_up_to += found.end()

    def press(self, key: str) -> None:
        os.write(self._number, key.encode())

    def _read(self) -> None:
        letters = codecs.getincrementaldecoder("utf-8")(errors="replace")  # a letter may come in two parts
        while True:
            try:
                self._all += letters.decode(os.read(self._number, 4096))
            except OSError:  # the program has ended
                return


@contextmanager
def reading_aloud(home: Path, *words: str) -> Iterator[tuple[Terminal, "subprocess.Popen[bytes]"]]:
    import pty

    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        command("--home", home, "record", *words), stdin=theirs, stdout=theirs, stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"}, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        yield Terminal(ours), program
    finally:
        program.kill()
        program.wait()
        os.close(ours)


def say(rig: Rig, terminal: Terminal, words: str, wait: str = r"\[Enter\] giữ") -> None:
    """Enter, the sentence, Enter; until the program asks what then."""
    terminal.press("\n")
    terminal.wait_for("dBFS")
    with said_at(rig, "loa", voice(words)):
        terminal.wait_for(f"0:0{round(len(voice(words)) / 48_000 + 1.5)} ")
    terminal.press("\n")
    terminal.wait_for(wait)


def likeness(take: Samples, said: Samples) -> float:
    """How much of the take is what was said: 1 where it is nothing else."""
    both = np.fft.irfft(np.fft.rfft(take, 1 << 19) * np.fft.rfft(said, 1 << 19).conj())
    return float(np.abs(both).max() / np.sqrt(np.sum(take**2) * np.sum(said**2)))


@pytest.mark.alone
@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
def test_what_is_said_is_kept_at_once_heard_in_the_headphones_alone_and_gone_on_with_another_day(
    rig: Rig, home: Path
) -> None:
    with reading_aloud(home, "mot", "--by", "Lan") as (terminal, program):
        terminal.wait_for("Micro: Monitor of loa")
        terminal.wait_for("Câu 1/3")
        say(rig, terminal, FIRST)
        with rig.recording("tai_nghe") as headphones, rig.recording("loa") as loudspeaker:
            terminal.press("n")
            terminal.wait_for(r"\[Enter\] giữ")
        assert np.abs(headphones.steps).max() > 1000
        assert not loudspeaker.steps.any()
        terminal.press("\n")
        terminal.wait_for("Câu 2/3")
        take = find_take(home, FIRST)  # on the disk while the program still runs
        assert take is not None
        assert (take.by, take.script) == ("Lan", "truoc/01-mot")
        kept = decode(read_take(home, take)).samples
        assert likeness(kept, voice(FIRST)) > 0.99
        terminal.press("\n")
        terminal.wait_for("1:0|0:0[12]")  # nobody says anything
        terminal.press("\n")
        terminal.wait_for("không nghe thấy gì")
        terminal.press("b")
        terminal.wait_for("Câu 3/3")
        terminal.press("t")
        terminal.wait_for("Đã giữ 1 câu, còn 2 câu")
        assert program.wait(10) == 0
    shown = run_here("--home", home, "record", "mot", "--list").stdout
    assert "√   1" in shown
    assert "· Lan" in shown
    assert shown.count("chưa đọc") == 2
    with reading_aloud(home, "mot") as (terminal, program):
        terminal.wait_for("Câu 2/3")  # the first is not asked for again
        program.send_signal(signal.SIGINT)  # as Ctrl+C does
        terminal.wait_for("Đã giữ 0 câu")
        assert program.wait(10) == 130


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
def test_a_disk_that_takes_nothing_loses_no_sentence_and_a_second_enter_keeps_none(rig: Rig, home: Path) -> None:
    with reading_aloud(home, "mot") as (terminal, program):
        terminal.wait_for("Câu 1/3")
        say(rig, terminal, FIRST, wait="giây")
        terminal.press("\n")  # it sprang back
        terminal.wait_for(r"\[Enter\] giữ")
        (home / "takes").write_bytes(b"no folder")
        terminal.press("\n")
        terminal.wait_for("Không giữ được câu vừa đọc")
        terminal.wait_for(r"\[Enter\] giữ")
        (home / "takes").unlink()
        terminal.press("\n")
        terminal.wait_for("Đã giữ câu 1")
        terminal.press("t")
        assert program.wait(10) == 0
    assert find_take(home, FIRST) is not None
