import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from stand_ins.machine import no_process_left
from stand_ins.voices.bad_engines import SOUND, Bad, stuck_in_its_child

from broadcast.audio.sound import Sound
from broadcast.base.errors import EngineOffline, SpeechError, tell
from broadcast.production.voices.espeak import Espeak
from broadcast.production.voices.isolate import Isolated

ONLY_POSIX = pytest.mark.skipif(os.name != "posix", reason="the test uses POSIX signals")


@pytest.fixture
def bad() -> Iterator[Isolated]:
    with Isolated(Bad, deadline_s=20) as isolated:
        yield isolated


def _hurried(isolated: Isolated, deadline_s: float) -> Isolated:
    """Started, and from now on with less patience."""
    isolated.speak("speak", speed=1.0)
    isolated._deadline_s = deadline_s
    return isolated


def _pid(isolated: Isolated) -> int:
    assert isolated._child
    return isolated._child.pid


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # one that has ended stays in the list until somebody asks for its code, and its parent is gone
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_it_is_the_engine_it_holds() -> None:
    isolated = Isolated(Espeak, deadline_s=20)

    assert (isolated.name, isolated.identity) == (Espeak().name, Espeak().identity)
    assert isolated._child is None  # to be asked for its name starts nothing


def test_sound_comes_over_unchanged(bad: Isolated) -> None:
    sound = bad.speak("speak", speed=0.5)

    assert isinstance(sound, Sound)
    assert sound.samples.dtype == np.float32
    assert np.array_equal(sound.samples, SOUND.samples * np.float32(0.5))


def test_one_child_serves_utterance_after_utterance(bad: Isolated) -> None:
    assert [bad.speak("speak", speed=1.0).rate_hz for _ in range(5)] == [1, 2, 3, 4, 5]


def test_espeak_speaks_from_its_child() -> None:
    with Isolated(Espeak, deadline_s=20) as isolated:
        assert isolated.speak("Xin chào bà con.", speed=1.0).seconds > 0.8


def test_an_error_comes_over_whole(bad: Isolated) -> None:
    with pytest.raises(EngineOffline) as caught:
        bad.speak("offline kho", speed=1.0)

    assert caught.value.what == tell("mất mạng {where}", where=tell("ở {place}", place="kho"))
    assert caught.value.fix == tell("Cắm dây.")
    assert bad.speak("speak", speed=1.0).rate_hz == 2  # the child lives on


@pytest.mark.parametrize("hang", ["hang 30", pytest.param("hang-in-c", marks=ONLY_POSIX)])
def test_a_child_that_hangs_is_killed_at_the_deadline_and_replaced(bad: Isolated, hang: str) -> None:
    hurried = _hurried(bad, 0.5)
    before, start = _pid(hurried), time.perf_counter()

    with pytest.raises(SpeechError, match="không xong"):
        hurried.speak(hang, speed=1.0)

    assert time.perf_counter() - start < 2
    hurried._deadline_s = 20
    assert hurried.speak("speak", speed=1.0).rate_hz == 1
    assert _pid(hurried) != before


def test_with_more_patience_the_same_engine_is_heard(bad: Isolated) -> None:
    assert _hurried(bad, 10).speak("hang 0.8", speed=1.0)


@pytest.mark.parametrize("death", [pytest.param("crash", marks=ONLY_POSIX), "exit 7", "exit 0"])
def test_a_crash_is_a_speech_error_and_the_child_is_replaced(bad: Isolated, death: str) -> None:
    bad.speak("speak", speed=1.0)

    with pytest.raises(SpeechError, match="dừng đột ngột"):
        bad.speak(death, speed=1.0)

    assert bad.speak("speak", speed=1.0).rate_hz == 1


def test_a_bug_in_an_engine_is_kept_in_its_own_words(bad: Isolated, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), pytest.raises(SpeechError, match="dừng đột ngột"):
        bad.speak("bug", speed=1.0)

    assert "ZeroDivisionError: a bug of ours" in caplog.text


def test_what_a_library_prints_is_no_part_of_the_answer(bad: Isolated) -> None:
    assert bad.speak("chatter 10000", speed=1.0).rate_hz == 1
    assert bad.speak("speak", speed=1.0).rate_hz == 2


def test_complaints_without_end_hold_nothing_up(bad: Isolated) -> None:
    assert bad.speak("complain 100000", speed=1.0).rate_hz == 1


def test_a_voice_that_hangs_is_waited_for_by_the_letter_and_longer_only_while_it_starts() -> None:
    with Isolated(Bad, deadline_s=0.2, a_letter_s=0.05, start_s=20) as isolated:
        isolated.speak("speak", speed=1.0)
        start = time.perf_counter()
        with pytest.raises(SpeechError, match="không xong trong 1 giây"):
            isolated.speak("hang 30".ljust(16), speed=1.0)
        waited_s = time.perf_counter() - start

        assert isolated.speak("hang 1", speed=1.0), "a new child has the seconds for its start"

    assert 0.9 < waited_s < 4


@ONLY_POSIX
def test_a_child_that_does_not_even_take_its_order_is_given_up_at_the_deadline() -> None:
    with Isolated(stuck_in_its_child, deadline_s=0.5) as stuck:
        start = time.perf_counter()
        with pytest.raises(SpeechError, match="không xong"):
            stuck.speak("more than a pipe holds " * 1_000_000, speed=1.0)

    assert time.perf_counter() - start < 2


@ONLY_POSIX
def test_closed_it_leaves_no_process() -> None:
    with Isolated(Bad, deadline_s=20) as isolated:
        isolated.speak("speak", speed=1.0)
        pid = _pid(isolated)
        assert _alive(pid)

    assert not _alive(pid)
    isolated.close()


def test_closed_from_another_thread_the_utterance_ends_at_once_and_no_child_is_started(bad: Isolated) -> None:
    bad.speak("speak", speed=1.0)
    threading.Timer(0.3, bad.close).start()
    start = time.perf_counter()

    with pytest.raises(SpeechError, match="được lệnh nghỉ"):
        bad.speak("hang 30", speed=1.0)
    with pytest.raises(SpeechError, match="được lệnh nghỉ"):
        bad.speak("speak", speed=1.0)

    assert time.perf_counter() - start < 3
    assert bad._child is None


def test_a_machine_that_starts_no_more_processes_leaves_us_without_the_voice_and_no_more(
    bad: Isolated, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", no_process_left)
        with pytest.raises(SpeechError, match="không khởi động được"):
            bad.speak("speak", speed=1.0)
    assert bad.speak("speak", speed=1.0)


def test_a_request_that_comes_when_nobody_carries_it_any_more_is_not_waited_for(bad: Isolated) -> None:
    """Closed between two sentences, after it was found open for the second."""
    bad.speak("speak", speed=1.0)
    child = bad._child
    assert child is not None
    bad.close()
    assert child.reply(("speak", 1.0, 5)) is None


@ONLY_POSIX
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize(
    ("child", "text", "ends"),
    [
        pytest.param("broadcast.production.voices.child", "speak", True, id="at rest"),
        pytest.param("broadcast.production.voices.child", "hang 60", True, id="in the middle of an utterance"),
        pytest.param(
            "stand_ins.voices.hasty_child", "hang-in-c", True, id="while C code keeps the lock of Python"
        ),
        pytest.param("stand_ins.voices.deaf_child", "hang 60", False, id="negative control"),
    ],
)
def test_a_parent_killed_leaves_no_orphan(child: str, text: str, ends: bool) -> None:
    deadline_s = "2" if text == "hang-in-c" else "30"
    parent = subprocess.Popen(
        [sys.executable, "-P", "-m", "stand_ins.voices.parent", child, text, deadline_s],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
    )
    with parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        time.sleep(0.2)  # into the utterance
        parent.send_signal(signal.SIGKILL)

    try:
        patience_s = 8.0 if ends else 1.0
        until = time.monotonic() + patience_s
        while _alive(pid) and time.monotonic() < until:
            time.sleep(0.02)
        assert _alive(pid) is not ends
    finally:
        if _alive(pid):
            os.kill(pid, signal.SIGKILL)
