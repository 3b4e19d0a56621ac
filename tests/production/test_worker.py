"""The production thread: it fills the rack beside playout, and leaves off within its bound."""

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from stand_ins.voices.bad_engines import Slow
from stand_ins.wards import PLAYLIST, script_text, write_ward

from broadcast.audio.sound import Sound
from broadcast.base.clock import SystemClock
from broadcast.base.errors import SpeechError, tell
from broadcast.library.ingest import ingesting
from broadcast.library.rack import Rack
from broadcast.library.sounds import Library
from broadcast.production import worker as worker_module
from broadcast.production.making import Production
from broadcast.production.orders import Order
from broadcast.production.speaking import Speaking
from broadcast.production.voices import Engine
from broadcast.production.voices.isolate import Isolated
from broadcast.production.worker import Worker
from broadcast.programme.model import CueId, Fingerprint, Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.folder import read_ward

BODY = " ".join(
    f"Kính thưa bà con, đây là câu thứ {number}." for number in ["một", "hai", "ba", "bốn", "năm", "sáu", "bảy"]
)
SCRIPTS = {"truoc/01-mot": BODY, "truoc/02-hai": BODY.replace("đây là", "đó là")}
FIRST = Order(cue=CueId("2025-10-06/sang/truoc/01-mot"), script=ScriptId("truoc/01-mot"))
SECOND = Order(cue=CueId("2025-10-06/sang/truoc/02-hai"), script=ScriptId("truoc/02-hai"))
UTC_CLOCK = SystemClock(ZoneInfo("UTC"))


def _production(home: Path, engines: Mapping[str, Engine], library: Library | None = None) -> Production:
    write_ward(home, PLAYLIST.replace("engines: [espeak]", "engines: [gtts, espeak]"), SCRIPTS)
    return _production_of(home, engines, library)


def _production_of(home: Path, engines: Mapping[str, Engine], library: Library | None = None) -> Production:
    return Production(
        ward=read_ward(home),
        library=library or Library(home / "audio_cache"),
        engines=engines,
        clock=UTC_CLOCK,
        watch=lambda _: None,
    )


class Endless:
    """A voice that speaks until it is closed."""

    name, identity = "espeak", "endless"

    def __init__(self) -> None:
        self.speaking, self._closed = threading.Event(), threading.Event()

    def speak(self, text: str, *, speed: float) -> Sound:
        self.speaking.set()
        assert self._closed.wait(30)
        raise SpeechError(tell("bị ngắt"))

    def close(self) -> None:
        self._closed.set()


def test_a_voice_that_takes_its_time_does_not_keep_the_program_from_ending(tmp_path: Path) -> None:
    endless = Endless()
    production = _production(tmp_path, {"espeak": endless})
    worker = Worker(production, Rack(), [FIRST, SECOND])
    assert endless.speaking.wait(10)
    begin = time.monotonic()
    worker.close()
    assert time.monotonic() - begin < 2


class Keeping(Library):
    """Takes its time over keeping an utterance, as a slow disk does."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.keeping, self.go_on = threading.Event(), threading.Event()

    def keep_speech(self, fingerprint: Fingerprint, flac: bytes) -> None:
        self.keeping.set()
        assert self.go_on.wait(30)
        super().keep_speech(fingerprint, flac)


class Closing(NamedTuple):
    """What came of a worker that was closed while an utterance was being kept."""

    seconds: float
    utterances: int
    production: Production
    voice: Isolated


def _closed_while_an_utterance_is_kept(home: Path) -> Closing:
    library, voice = Keeping(home / "audio_cache"), Isolated(Slow, deadline_s=30)
    production = _production(home, {"espeak": voice}, library)
    worker = Worker(production, Rack(), [FIRST, SECOND])
    assert library.keeping.wait(20)
    threading.Timer(0.8, library.go_on.set).start()  # when the half second for the utterance is over
    begin = time.monotonic()
    worker.close()
    closing = Closing(time.monotonic() - begin, production.utterances_made, production, voice)
    assert not worker._thread.is_alive() or closing.seconds > 3
    return closing


def test_left_off_while_a_sentence_is_kept_no_other_is_spoken_and_no_child_started(tmp_path: Path) -> None:
    closing = _closed_while_an_utterance_is_kept(tmp_path)
    assert closing.seconds < 2
    assert closing.utterances == 1
    assert closing.voice._child is None
    with pytest.raises(SpeechError, match="được lệnh nghỉ"):
        closing.voice.speak("xin chào", speed=1.0)
    assert isinstance(closing.production.make(SECOND), Unready)
    assert closing.production.utterances_made == 1


def test_without_asking_between_sentences_the_next_are_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above: nobody asks, and an ended voice starts a new child."""

    def end_the_child_alone(voice: Isolated) -> None:
        if voice._child is not None:
            voice._end(voice._child)

    monkeypatch.setattr(Speaking, "refuse_if_left_off", lambda *_: None)
    monkeypatch.setattr(Isolated, "close", end_the_child_alone)
    closing = _closed_while_an_utterance_is_kept(tmp_path)
    assert closing.seconds > 3
    until = time.monotonic() + 20
    while closing.production.utterances_made < 3 and time.monotonic() < until:
        time.sleep(0.1)
    assert closing.production.utterances_made >= 3
    monkeypatch.undo()
    closing.production.leave_off()


def test_no_other_voice_is_asked_when_one_fails_because_it_was_ended(tmp_path: Path) -> None:
    first, spare = Endless(), Endless()
    rack = Rack()
    production = _production(tmp_path, {"gtts": first, "espeak": spare})
    worker = Worker(production, rack, [FIRST, SECOND])
    assert first.speaking.wait(10)
    worker.close()
    assert not spare.speaking.is_set()
    assert rack.contents() == {}


def test_work_that_waits_for_its_turn_is_not_begun_once_the_worker_is_closed(tmp_path: Path) -> None:
    endless, done = Endless(), threading.Event()
    production = _production(tmp_path, {"espeak": endless})
    worker = Worker(production, Rack(), [FIRST])
    assert endless.speaking.wait(10)
    worker.ask(done.set)
    worker.close()
    assert not done.is_set()


def test_voices_rest_on_the_production_thread_when_it_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    production, threads, rested = _production(tmp_path, {}), list[str](), threading.Event()

    def rest() -> None:
        threads.append(threading.current_thread().name)
        rested.set()

    monkeypatch.setattr(production, "rest", rest)
    worker = Worker(production, Rack(), [])
    worker.rest()
    assert rested.wait(10)
    worker.close()
    assert threads == ["production"]


def test_a_thread_that_does_not_end_is_left_behind_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker_module, "_MIX_S", 0.2)
    hangs = threading.Event()
    production = _production(tmp_path, {})
    worker = Worker(production, Rack(), [])
    worker.ask(lambda: hangs.wait(20))
    time.sleep(0.2)
    begin = time.monotonic()
    worker.close()
    assert time.monotonic() - begin < 2
    assert "không chờ nữa" in caplog.text
    hangs.set()


def test_a_recording_that_is_being_decoded_is_left_off_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child hangs for a minute; whoever waited for it would wait as long."""
    begun = tmp_path / "begun"
    (tmp_path / "our_decoder.py").write_text(
        f"import pathlib, time; pathlib.Path({str(begun)!r}).touch(); time.sleep(60)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(ingesting, "_CHILD", "our_decoder")
    home = write_ward(tmp_path / "ward")
    (home / "loi.wav").write_bytes(b"RIFF")
    (home / "scripts" / f"{FIRST.script}.md").write_text(
        script_text("Lời chủ tịch", "", recording="loi.wav"), "utf-8"
    )
    worker = Worker(_production_of(home, {}), Rack(), [FIRST])
    until = time.monotonic() + 30
    while not begun.exists():
        assert time.monotonic() < until, "nobody began to decode"
        time.sleep(0.05)
    begin = time.monotonic()
    worker.close()
    assert time.monotonic() - begin < 3
    assert not worker._thread.is_alive()
