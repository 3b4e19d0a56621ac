"""What playout tells and writes of every piece that sounds: opening, cue, gap, closing, bulletin."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest
from stand_ins.carts import MONDAY_0630, RATE, session
from stand_ins.days import DAY, Day, SetConditions, bulletin

from broadcast.audio.sound import Samples
from broadcast.base.errors import DeviceError, tell
from broadcast.playout.events import AboutToAir, DeviceTrouble, OffAir, OnAir, Settled, Waiting
from broadcast.playout.output import Heard, Played, Source, Wish
from broadcast.playout.output.nowhere import Nowhere
from broadcast.programme.bulletins import Urgency
from broadcast.programme.ids import is_sting
from broadcast.programme.model import Outcome, Part
from broadcast.programme.onair import sounding_fields, sounding_of, sting
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start
from broadcast.station.player import WhatSounds


class Listened:
    """An output in real blocks of 0.1 s that asks after each, and may end, crash or lie meanwhile."""

    name = "loa"

    def __init__(self, day: Day, *, ends_after_s: float = 1e9, raises: BaseException | None = None) -> None:
        self._day, self._most, self._raises = day, ends_after_s, raises

    def play(self, source: Source, *, at, heard: Heard) -> Played:
        while at is not None and self._day.clock.now() < at:
            self._day.clock.passed(0.5)
            heard(0, at)
        started, frames = self._day.clock.now(), 0
        while True:
            block: Samples = source.read(4800)
            frames += len(block)
            self._day.clock.passed(len(block) / RATE)
            if frames > self._most * RATE and self._raises is not None:
                raise self._raises
            if heard(frames, started) is Wish.FADE or len(block) < 4800:
                return Played(started=started, frames=frames, complete=len(block) < 4800)


def _pieces(day: Day) -> list[tuple[str, str | None]]:
    told = [(one.part.value, one.cue and one.cue.script) for one in day.events if isinstance(one, OnAir)]
    return [piece for piece, _ in groupby(told)]


def test_each_piece_is_told_and_then_that_nothing_sounds_any_more(day: Day) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one)
    day.air_on(Listened(day), one)
    assert _pieces(day) == [
        ("opening", None), ("gap", None), ("cue", "a"), ("gap", None), ("cue", "b"), ("gap", None),
        ("closing", None),
    ]  # fmt: skip
    assert isinstance(day.events[-1], OffAir)
    sounded = [one for one in day.events if isinstance(one, OnAir)]
    left = [one.left_frames for one in sounded]
    assert left == sorted(left, reverse=True)
    assert {one.device for one in sounded} == {"loa"}
    assert all(0 <= one.frames < one.of_frames for one in sounded)


def test_the_wait_for_a_session_is_told_each_second(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    day.air_on(Listened(day), one)
    waiting = sum(isinstance(event, Waiting) for event in day.events)
    assert waiting > 5  # the last ten seconds, while the output waits for its moment


def test_opening_and_closing_are_lines_of_the_record_with_their_words(
    day: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[Start] = []
    start = Journal.start
    monkeypatch.setattr(Journal, "start", lambda self, one, now: (starts.append(one), start(self, one, now))[1])
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    words = sting(Part.OPENING, ScriptId("chung/mo-dau"), "Xin chào.")
    with day.playing(Nowhere(day.clock), stings={Part.OPENING: words}) as playout:
        playout.air_now([one], note="phát ngay")
    assert day.stings == [("opening/1", Outcome.AIRED), ("closing/1", Outcome.AIRED)]
    opening, cue, closing = starts
    assert (opening.part, opening.script, opening.text) == (Part.OPENING, "chung/mo-dau", "Xin chào.")
    assert (opening.planned, opening.cue) == (MONDAY_0630, f"{one.id}/~opening/1")
    assert opening.fingerprint is not None
    assert opening.session == one.name
    assert (cue.part, cue.fingerprint is not None, cue.session) == (Part.CUE, True, one.name)
    assert (closing.part, closing.script, closing.title) == (Part.CLOSING, "", "lời chào và nhạc kết thúc")
    assert closing.planned == MONDAY_0630 + timedelta(seconds=0.5 + 1.5 + 2 + 1.5)


def test_a_stop_in_the_opening_leaves_a_line_of_the_opening_and_the_next_one_is_another(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    stopped = SetConditions(
        day.clock, since=MONDAY_0630 + timedelta(seconds=0.2), until=MONDAY_0630 + timedelta(seconds=9)
    )
    day.air_on(Listened(day), one, conditions=stopped)
    assert day.stings == [("opening/1", Outcome.CUT), ("opening/2", Outcome.AIRED), ("closing/1", Outcome.AIRED)]
    assert day.outcomes == [("a", Outcome.AIRED)]
    told = [event for event in day.events if isinstance(event, Settled)]
    assert (told[0].part, told[0].outcome) == (Part.OPENING, Outcome.CUT)
    assert 0 < told[0].seconds < 0.5


def test_ctrl_c_in_the_opening_leaves_a_line_of_it(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    with pytest.raises(KeyboardInterrupt):
        day.air_on(Listened(day, ends_after_s=0.7, raises=KeyboardInterrupt()), one)
    assert day.stings[0] == ("opening/1", Outcome.CUT)
    assert isinstance(day.events[-1], OffAir)


def test_a_crash_in_the_opening_is_told_where_it_was(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)

    class Crash(BaseException):
        """Nothing is settled of it: as a power cut."""

    cut = "broadcast.playout.follower.Follower.cut"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cut, lambda *_: None)
        with pytest.raises(Crash):
            day.air_on(Listened(day, ends_after_s=0.9, raises=Crash()), one)
    assert day.stings[0] == ("opening/1", None)
    with Journal(day.home / "journal" / "as-run.sqlite3") as journal:
        journal.recover(day.clock.now(), "mất điện")
        [opening] = [line for line in journal.airings(DAY, DAY) if line.cue.endswith("~opening/1")]
        assert (opening.outcome, opening.note) == (Outcome.CUT, "mất điện")
        assert 0 < opening.frames < opening.of_frames
        assert [line.cue for line in journal.sounded_on(DAY)] == [opening.cue]


def test_what_the_opening_sounded_counts_as_the_session_s_time(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    day.air_on(Listened(day), one)
    with Journal(day.home / "journal" / "as-run.sqlite3") as journal:
        sounded = journal.sounded_on(DAY)
    assert sum(line.seconds for line in sounded) == pytest.approx(0.5 + 2 + 0.25)
    assert sum(is_sting(line.cue) for line in sounded) == 2


def test_a_bulletin_is_told_as_one_and_the_session_it_interrupts_begins_anew(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    urgent = bulletin(day, Urgency.EMERGENCY)
    conditions = SetConditions(day.clock, bulletins=[(MONDAY_0630 + timedelta(seconds=3), urgent)])
    day.air_on(Listened(day), one, conditions=conditions)
    parts = [part for part, _ in _pieces(day)]
    assert parts == ["opening", "gap", "cue", "bulletin", "opening", "gap", "cue", "gap", "closing"]
    assert [name for name, _ in day.stings] == ["opening/1", "opening/2", "closing/1"]


def test_what_is_aired_at_once_is_told_beforehand(day: Day) -> None:
    one = session(MONDAY_0630 + timedelta(hours=3), ["a", "b"])
    day.rack_tones(one)
    asked = day.clock.now()
    day.air_on(Listened(day), one, at_once=True)
    [told] = [event for event in day.events if isinstance(event, AboutToAir)]
    assert [cue.script for cue in told.cues] == ["a", "b"]
    assert told.seconds == pytest.approx(0.5 + 0.5 + 1.5 + 2 + 1.5 + 2 + 1.5 + 0.25)
    assert day.events.index(told) < next(i for i, event in enumerate(day.events) if isinstance(event, OnAir))
    assert day.log[0].started - asked < timedelta(seconds=5)  # not in four hours


# --- as the player remembers it ---


def test_trouble_with_the_device_is_over_as_soon_as_the_opening_sounds(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    day.air_on(Listened(day), one)
    opening = next(event for event in day.events if isinstance(event, OnAir))
    sounds = WhatSounds(lambda _: None, day.clock.monotonic)
    sounds(DeviceTrouble(session=one, error=DeviceError(tell("không thấy loa"))))
    assert (sounds.now(), str(sounds.trouble)) == (None, "không thấy loa")
    sounds(opening)
    assert sounds.trouble is None
    now = sounds.now()
    assert now is not None
    assert (now.part, now.device, now.session_name) == ("opening", "loa", one.name)
    sounds(OffAir(session=one))
    assert sounds.now() is None


def test_a_device_that_confirms_nothing_new_is_known_to_stand_still(day: Day) -> None:
    one = session(MONDAY_0630, ["a"])
    day.rack_tones(one)
    day.air_on(Listened(day), one)
    opening = next(event for event in day.events if isinstance(event, OnAir))
    sounds = WhatSounds(lambda _: None, day.clock.monotonic)
    sounds(opening)
    for _ in range(8):
        day.clock.passed(0.25)
        sounds(opening)
    now = sounds.now()
    assert now is not None
    assert now.is_stuck
    assert now.still_seconds == pytest.approx(2)
    sent = sounding_of(sounding_fields(now))
    assert sent == replace(now, programme_seconds_left=round(now.programme_seconds_left, 1))


def test_what_is_not_understood_of_another_version_s_answer_is_not_told_as_sound() -> None:
    assert sounding_of({"part": "trailer"}) is None
    assert sounding_of(None) is None
