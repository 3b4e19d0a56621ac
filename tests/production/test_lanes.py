"""A voice's lanes: several utterances at a time, the same sounds; fewer beside a programme; memory given back."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.clocks import SteppedClock
from stand_ins.voices.bad_engines import Slow
from stand_ins.voices.lanes import PATIENCE_S, Lane, Watched, failing, sound_of
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.audio.takes import Phrase
from broadcast.base import cores
from broadcast.base.errors import SpeechError
from broadcast.library.sounds import Library
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.speaking import RESTS_AFTER_S, LeftOff, Speaking
from broadcast.production.voices import Engine, roster
from broadcast.production.voices.espeak import Espeak
from broadcast.production.voices.isolate import Isolated
from broadcast.production.voices.lanes import Lanes
from broadcast.production.voices.roster import voices
from broadcast.programme.settings import ScriptId
from broadcast.programme.voice import Voice
from broadcast.ward.folder import read_ward
from broadcast.ward.readings import Prepared

SENTENCES = [f"Kính thưa bà con, đây là câu thứ {one} của bài." for one in ("một", "hai mươi", "ba", "bốn", "năm")]
SCRIPT = ScriptId("truoc/01-mot")
NEAR = MONDAY_0630 + timedelta(seconds=30)


class Desk:
    """A ward of one script, and what speaks it at half past six on a Monday."""

    def __init__(
        self, home: Path, engines: Mapping[str, Engine], *, body: str = " ".join(SENTENCES),
        names: str = "espeak", quiet: Callable[[], bool] = lambda: True,
    ) -> None:  # fmt: skip
        ward = read_ward(
            write_ward(home, PLAYLIST.replace("engines: [espeak]", f"engines: [{names}]"), {SCRIPT: body})
        )
        prepared = ward.of(SCRIPT)
        assert isinstance(prepared, Prepared)
        self.prepared, self.library = prepared, Library(home / "audio_cache")
        self.prints = Fingerprints(ward, {name: engine.identity for name, engine in engines.items()})
        self.clock = SteppedClock(MONDAY_0630)
        self.speaking = Speaking(
            home=home, library=self.library, engines=engines, prints=self.prints, clock=self.clock, quiet=quiet
        )
        self.before: list[int] = []
        self.at_each: Callable[[], object] = lambda: None

    def speak(
        self, voice: str = "espeak", *, wanted: Callable[[], bool] = lambda: True, near: bool = False
    ) -> list[Phrase]:
        return self.speaking.phrases(
            self.prepared, voice, by=NEAR if near else None, wanted=wanted, before=self._before
        )

    def _before(self, number: int) -> None:
        self.before.append(number)
        self.at_each()

    @property
    def texts(self) -> list[str]:
        return [one.text for one in self.prepared.spoken.utterances]

    def kept(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted((self.library.root / "speech").glob("*/*.flac"))]


def _lanes(
    watched: Watched, *meanwhile: Callable[[str], object], beside_sound: int = 1, name: str = "espeak"
) -> Lanes:
    return Lanes([Lane(watched, one, name=name) for one in meanwhile], beside_sound=beside_sound)


def _nothing(_: str) -> None: ...


def _meeting(patience_s: float) -> Callable[[str], object]:
    """Speaks only while somebody else does, too."""
    barrier = threading.Barrier(2)
    return lambda _: barrier.wait(patience_s)


# --- several at a time ---


def test_two_lanes_speak_two_utterances_at_a_time_and_all_come_in_order(tmp_path: Path) -> None:
    watched, meet = Watched(), _meeting(PATIENCE_S)
    four = " ".join(SENTENCES[:4])
    desk = Desk(tmp_path, {"espeak": _lanes(watched, meet, meet)}, body=four)
    phrases = desk.speak()
    assert (watched.most, len(watched.begun), desk.speaking.utterances_made) == (2, 4, 4)
    assert desk.before == [1, 2, 3, 4]
    assert [len(one.sound) for one in phrases] == [len(sound_of(text)) for text in desk.texts]


def test_in_one_lane_nobody_has_company(tmp_path: Path) -> None:
    """The negative control of the test above: what speaks alone is not met by another."""
    watched = Watched()
    desk = Desk(tmp_path, {"espeak": _lanes(watched, _meeting(0.2))})
    with pytest.raises(threading.BrokenBarrierError):
        desk.speak()
    assert watched.most == 1


def test_a_voice_of_the_network_is_asked_one_thing_at_a_time(tmp_path: Path) -> None:
    watched = Watched()
    desk = Desk(tmp_path, {"gtts": Lane(watched, lambda _: time.sleep(0.02), name="gtts")}, names="gtts")
    desk.speak("gtts")
    assert (watched.most, len(watched.begun)) == (1, len(desk.texts))
    online = voices(Voice(engines=("gtts",)), tmp_path, gtts_url=None, gtts_ca=None, cores=8)["gtts"]
    assert online.count == 1


def test_what_was_spoken_already_starts_nothing_and_a_sentence_said_twice_is_spoken_once(tmp_path: Path) -> None:
    watched = Watched()
    engines = {"espeak": _lanes(watched, _nothing, _nothing)}
    body = " ".join([SENTENCES[0], SENTENCES[1], SENTENCES[0]])
    first = Desk(tmp_path, engines, body=body)
    assert len(first.speak()) == len(first.texts) == 3
    assert len(watched.begun) == 2
    assert first.before == [1, 2]
    again = Desk(tmp_path, engines, body=body)
    assert len(again.speak()) == 3
    assert (len(watched.begun), again.before) == (2, [])


def _said(home: Path, voice: Lanes) -> tuple[list[Phrase], list[bytes]]:
    desk = Desk(home, {"espeak": voice})
    return desk.speak(), desk.kept()


def test_what_has_no_chance_in_it_is_bit_for_bit_the_same_in_one_lane_and_in_two(tmp_path: Path) -> None:
    phrases, kept = _said(tmp_path / "one", _lanes(Watched(), _nothing))
    in_two, kept_in_two = _said(tmp_path / "two", _lanes(Watched(), _nothing, lambda _: time.sleep(0.03)))
    assert (len(kept), kept) == (len(SENTENCES), kept_in_two)
    for one, two in zip(phrases, in_two, strict=True):
        assert np.array_equal(one.sound.samples, two.sound.samples)


def test_espeak_says_the_same_in_two_children_as_in_one_as_far_as_it_ever_does(tmp_path: Path) -> None:
    """A few samples more or less, as in one child from time to time (decision 004)."""
    lengths = []
    for there in (1, 2):
        known = voices(Voice(engines=("espeak",)), tmp_path, gtts_url=None, gtts_ca=None, cores=there)
        with known["espeak"] as espeak:
            assert espeak.count == there
            phrases, _ = _said(tmp_path / str(there), espeak)
        lengths.append([len(one.sound) for one in phrases])
    assert lengths[0] == pytest.approx(lengths[1], rel=0.001)
    assert len(lengths[0]) == len(SENTENCES)


# --- failing, leaving off ---


def test_one_utterance_that_fails_fails_the_voice_and_the_other_lane_is_not_waited_for(tmp_path: Path) -> None:
    watched, go_on = Watched(), threading.Event()
    meanwhile = [failing, lambda _: go_on.wait(PATIENCE_S)]
    desk = Desk(tmp_path, {"espeak": _lanes(watched, *meanwhile)})
    begin = time.monotonic()
    with pytest.raises(SpeechError, match="hỏng"):
        desk.speak()
    assert time.monotonic() - begin < PATIENCE_S / 2
    go_on.set()
    assert desk.speaking.utterances_made == 0
    assert desk.kept() == []


def test_after_a_failure_the_lane_that_still_spoke_speaks_again_and_nothing_is_mixed_up(tmp_path: Path) -> None:
    watched, fails = Watched(), [True]

    def once(text: str) -> None:
        if fails and fails.pop():
            failing(text)

    desk = Desk(tmp_path, {"espeak": _lanes(watched, once, lambda _: time.sleep(0.1))})
    with pytest.raises(SpeechError):
        desk.speak()
    phrases = desk.speak()
    assert [len(one.sound) for one in phrases] == [len(sound_of(text)) for text in desk.texts]


def test_leaving_off_ends_both_children_and_starts_no_other(tmp_path: Path) -> None:
    slow = [Isolated(Slow, deadline_s=20) for _ in range(2)]
    desk = Desk(tmp_path, {"espeak": Lanes(slow, beside_sound=1)})
    until = time.monotonic() + 20

    def end_when_both_speak() -> None:
        while not all(one._child for one in slow) and time.monotonic() < until:
            time.sleep(0.02)
        desk.speaking.leave_off()

    ending = threading.Thread(target=end_when_both_speak)
    ending.start()
    with pytest.raises((SpeechError, LeftOff)):
        desk.speak()
    ending.join()
    assert [one._child for one in slow] == [None, None]
    with pytest.raises(LeftOff):
        desk.speak()


def test_nothing_is_begun_once_nobody_wants_it(tmp_path: Path) -> None:
    watched, wanted = Watched(), [True, True, False]
    desk = Desk(tmp_path, {"espeak": _lanes(watched, _nothing, _nothing)})
    with pytest.raises(LeftOff):
        desk.speak(wanted=lambda: wanted.pop(0))
    assert desk.before == [1, 2]


# --- beside a programme that sounds ---


class Street:
    """Whether it is quiet; a programme begins after so many looks, or is over after so many."""

    def __init__(self, *looks: bool, then: bool) -> None:
        self._looks, self._then = list(looks), then
        self.asked = 0

    def quiet(self) -> bool:
        self.asked += 1
        return self._looks.pop(0) if self._looks else self._then


def test_on_two_cores_one_lane_speaks_beside_a_programme(tmp_path: Path) -> None:
    watched = Watched()
    lanes = _lanes(watched, *[lambda _: time.sleep(0.02)] * 2)
    Desk(tmp_path, {"espeak": lanes}, quiet=lambda: False).speak()
    assert (watched.most, len(watched.begun)) == (1, len(SENTENCES))


def test_on_one_core_a_heavy_voice_begins_nothing_before_the_programme_is_over(tmp_path: Path) -> None:
    watched, street = Watched(), Street(False, False, then=True)
    desk = Desk(tmp_path, {"espeak": _lanes(watched, _nothing, beside_sound=0)}, quiet=street.quiet)
    begun_at: list[int] = []
    desk.at_each = lambda: begun_at.append(street.asked)
    desk.speak()
    assert begun_at[0] >= 3  # asked twice in vain


def test_without_that_guard_it_begins_at_once(tmp_path: Path) -> None:
    """The negative control of the test above."""
    watched = Watched()
    desk = Desk(tmp_path, {"espeak": _lanes(watched, _nothing, beside_sound=1)}, quiet=lambda: False)
    desk.speak()
    assert len(watched.begun) == len(SENTENCES)


def test_what_waits_for_the_end_of_a_programme_can_be_left_off(tmp_path: Path) -> None:
    watched = Watched()
    desk = Desk(tmp_path, {"espeak": _lanes(watched, _nothing, beside_sound=0)}, quiet=lambda: False)
    threading.Timer(0.1, desk.speaking.leave_off).start()
    begin = time.monotonic()
    with pytest.raises(LeftOff):
        desk.speak()
    assert time.monotonic() - begin < 2
    assert watched.begun == []


def test_just_before_a_session_a_lighter_voice_speaks_for_one_that_must_wait(tmp_path: Path) -> None:
    watched = Watched()
    engines = {
        "piper": _lanes(watched, _nothing, beside_sound=0, name="piper"),
        "espeak": _lanes(watched, _nothing),
    }
    desk = Desk(tmp_path, engines, names="piper, espeak", quiet=lambda: False)
    with pytest.raises(SpeechError, match="không kịp chờ giọng piper"):
        desk.speak("piper", near=True)
    assert desk.speak("espeak", near=True)


def test_where_there_is_no_lighter_one_it_waits_for_the_pause_and_the_session_has_its_words(
    tmp_path: Path,
) -> None:
    watched, street = Watched(), Street(False, False, then=True)
    engines = {"piper": _lanes(watched, _nothing, beside_sound=0, name="piper")}
    desk = Desk(tmp_path, engines, names="piper", quiet=street.quiet)
    assert len(desk.speak("piper", near=True)) == len(SENTENCES)


@pytest.mark.parametrize(
    ("there", "waits", "lanes", "beside"), [(1, True, 1, 0), (1, False, 1, 1), (2, True, 2, 1), (8, False, 2, 1)]
)
def test_how_many_lanes_a_heavy_voice_has_is_told_by_the_cores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: int, waits: bool, lanes: int, beside: int
) -> None:
    monkeypatch.setattr(roster, "piper_voice", lambda *_: object())
    known = voices(Voice(engines=("espeak",)), tmp_path, gtts_url=None, gtts_ca=None, cores=there, waits=waits)
    assert (known["piper"].count, known["piper"].beside_sound) == (lanes, beside)
    assert known["espeak"].beside_sound == 1  # light enough for any machine


def test_a_machine_with_little_memory_has_one_lane_of_a_big_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(roster, "piper_voice", lambda *_: object())
    for there, count in ((1_000_000_000, 1), (4_000_000_000, 2), (None, 2)):
        monkeypatch.setattr(roster, "memory_bytes", lambda there=there: there)
        known = voices(Voice(engines=("espeak",)), tmp_path, gtts_url=None, gtts_ca=None, cores=2, waits=True)
        assert (known["piper"].count, known["piper"].beside_sound, known["espeak"].count) == (count, 1, 2)


def test_the_cores_are_those_that_this_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cores.usable_cores() >= 1
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert cores.usable_cores() == 1


def test_where_the_system_does_not_tell_its_memory_nobody_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (cores.memory_bytes() or 1) > 0
    monkeypatch.delattr("os.sysconf", raising=False)
    assert cores.memory_bytes() is None


# --- memory back ---


def test_a_voice_that_says_nothing_for_a_minute_gives_its_memory_back_and_speaks_again_when_asked(
    tmp_path: Path,
) -> None:
    lanes = [Isolated(Espeak, deadline_s=20) for _ in range(2)]
    with Lanes(lanes, beside_sound=1) as espeak:
        desk = Desk(tmp_path, {"espeak": espeak}, body=" ".join(SENTENCES[:2]))
        desk.speak()
        children = [one._child for one in lanes]
        assert all(children)
        desk.clock.passed(RESTS_AFTER_S - 1)
        desk.speaking.rest()
        assert [one._child for one in lanes] == children
        desk.clock.passed(1)
        desk.speaking.rest()
        assert [one._child for one in lanes] == [None, None]
        assert espeak.speak("xin chào bà con", speed=1.0).seconds > 0.5


def test_a_lane_that_still_speaks_is_not_ended_by_a_rest() -> None:
    watched, go_on, speaks = Watched(), threading.Event(), threading.Event()

    def meanwhile(_: str) -> None:
        speaks.set()
        go_on.wait(PATIENCE_S)

    busy, idle = Lane(watched, meanwhile), Lane(watched)
    both: Sequence[Lane] = (busy, idle)
    lanes = Lanes(both, beside_sound=1)
    speaking = threading.Thread(target=lanes.speak, args=("xin chào",), kwargs={"speed": 1.0})
    speaking.start()
    assert speaks.wait(PATIENCE_S)
    lanes.rest()
    go_on.set()
    speaking.join()
    assert (busy.rested, idle.rested) == (0, 1)
