"""A cue that somebody skips while it sounds, and a stop that waits for its end: what sounds, what the log says."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630, session
from stand_ins.days import NEVER, Day, SetConditions, bulletin

from broadcast.playout.follower import Follower
from broadcast.playout.output.nowhere import Nowhere
from broadcast.playout.owing import not_heard, owed
from broadcast.playout.source import Programme
from broadcast.programme import pending
from broadcast.programme.bulletins import Urgency
from broadcast.programme.model import CueId, Outcome, Session

SKIPPED_AT = MONDAY_0630 + timedelta(seconds=11)
"""In b, which begins about eight seconds after the session's second."""
WITHOUT_B = [("a", Outcome.AIRED), ("b", Outcome.CUT), ("c", Outcome.AIRED)]


def _sang(grace: timedelta = timedelta(minutes=30)) -> Session:
    return replace(session(MONDAY_0630, ["a", "b", "c"]), grace=grace)


def _aired(day: Day, one: Session, *, at_once: bool = False, skips: str = "b", **more) -> SetConditions:
    day.rack_tones(one, 6.0)
    conditions = SetConditions(day.clock, skips=skips, skipped_from=SKIPPED_AT, **more)
    if at_once:
        day.clock.wait_until(MONDAY_0630)
    day.air_on(Nowhere(day.clock), one, at_once=at_once, conditions=conditions)
    return conditions


@pytest.mark.parametrize("at_once", [False, True])
def test_a_skipped_cue_fades_at_once_and_the_session_goes_on_without_opening_again(
    tmp_path: Path, at_once: bool
) -> None:
    day = Day(tmp_path)
    _aired(day, _sang(), at_once=at_once)
    assert day.outcomes == WITHOUT_B
    cut = day.log[1]
    assert cut.ended is not None
    assert (cut.ended - SKIPPED_AT).total_seconds() < 1.0
    assert [(one.code, str(one.what)) for one in cut.reasons[-1:]] == [
        ("skipped_on_air", "bỏ qua theo lệnh của Bà Lan")
    ]
    assert day.stings == [("opening/1", Outcome.AIRED), ("closing/1", Outcome.AIRED)]


def test_what_is_left_behind_a_skipped_cue_airs_though_the_grace_of_its_session_is_over(tmp_path: Path) -> None:
    day = Day(tmp_path)
    _aired(day, _sang(grace=timedelta(seconds=5)))
    assert day.outcomes == WITHOUT_B


def test_of_a_long_session_without_that_rule_the_rest_would_be_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr("broadcast.playout.timetable.goes_on", lambda *_: False)
    day = Day(tmp_path)
    _aired(day, _sang(grace=timedelta(seconds=5)))
    assert ("c", Outcome.MISSED) in day.outcomes


@pytest.mark.parametrize("at_once", [False, True])
def test_a_skipped_cue_is_not_begun_anew_after_a_restart_nor_by_hand(tmp_path: Path, at_once: bool) -> None:
    day, one = Day(tmp_path), _sang()
    _aired(day, one)
    day.air_on(Nowhere(day.clock), one, at_once=at_once)
    assert day.outcomes == WITHOUT_B
    with day.playing(Nowhere(day.clock)) as playout:
        assert (owed(playout._parts, one), not_heard(playout._parts, one)) == ((), ())


def test_a_crash_in_the_middle_of_the_fade_begins_it_no_second_time(tmp_path: Path) -> None:
    """The log has it before the sound is led down: whatever dies then has nothing left to say."""
    day, one = Day(tmp_path), _sang()
    _crash_on_the_way(day, one)
    day.air_on(Nowhere(day.clock), one)
    assert [cue for cue, _ in day.outcomes] == ["a", "b", "c"]


def test_written_down_only_behind_the_fade_it_would_be_heard_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(Follower, "cut_first", lambda *_: None)
    day, one = Day(tmp_path), _sang()
    _crash_on_the_way(day, one)
    monkeypatch.undo()
    day.air_on(Nowhere(day.clock), one)
    assert [cue for cue, _ in day.outcomes] == ["a", "b", "b", "c"]


class _Dies(Nowhere):
    """A player that is killed at the very moment at which something is to be faded."""

    def play(self, source, *, at, heard):
        from broadcast.playout.output import Wish

        def killed(frames, started):
            if heard(frames, started) is Wish.FADE:
                raise SystemExit("killed")
            return Wish.GO_ON

        return super().play(source, at=at, heard=killed)


def _crash_on_the_way(day: Day, one: Session) -> None:
    day.rack_tones(one, 6.0)
    conditions = SetConditions(day.clock, skips="b", skipped_from=SKIPPED_AT)
    dies = _Dies(day.clock)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Follower, "cut", lambda *_: None)
        with pytest.raises(SystemExit):
            day.air_on(dies, one, conditions=conditions)


def test_without_its_rule_a_skipped_cue_would_be_heard_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    monkeypatch.setattr(pending, "_is_skipped", lambda _airings: False)
    day = Day(tmp_path)
    conditions = SetConditions(day.clock, skips="b", skipped_from=SKIPPED_AT)
    day.rack_tones(_sang(), 6.0)

    class Once(SetConditions):
        def skipped(self, cue: CueId):
            told = conditions.skipped(cue) if not day.log or len(day.log) < 3 else None
            conditions.poll()
            return told

    day.air_on(Nowhere(day.clock), _sang(), conditions=Once(day.clock))
    assert [cue for cue, _ in day.outcomes].count("b") == 2


def test_the_last_cue_skipped_ends_its_session_and_a_cue_that_is_over_is_not_skipped(tmp_path: Path) -> None:
    day = Day(tmp_path)
    _aired(day, _sang(), skips="a")  # it was over when somebody pressed
    assert [outcome for _, outcome in day.outcomes] == [Outcome.AIRED] * 3
    other = Day(tmp_path / "khac")
    one = session(MONDAY_0630, ["a"])
    other.rack_tones(one, 20.0)
    conditions = SetConditions(other.clock, skips="a", skipped_from=SKIPPED_AT)
    other.air_on(Nowhere(other.clock), one, conditions=conditions)
    assert other.outcomes == [("a", Outcome.CUT)]
    assert other.stings == [("opening/1", Outcome.AIRED)]


def test_what_was_read_ahead_of_a_skip_is_told_why_it_begins_again(tmp_path: Path) -> None:
    day, one = Day(tmp_path), _sang()
    day.rack_tones(one, 6.0)
    conditions = SetConditions(day.clock, skips="a", skipped_from=MONDAY_0630 + timedelta(seconds=5))
    day.air_on(_ReadsAhead(day.clock), one, conditions=conditions)
    assert [(cue, outcome) for cue, outcome in day.outcomes if cue == "b"][-1] == ("b", Outcome.AIRED)
    assert all(
        why.code != "skipped_on_air" for airing in day.log if airing.script != "a" for why in airing.reasons
    )


class _ReadsAhead(Nowhere):
    """An output that reads five seconds ahead of what it confirms."""

    def play(self, source, *, at, heard):
        blocks = [source.read(source.rate_hz) for _ in range(5)]

        class Ahead:
            rate_hz, channels = source.rate_hz, source.channels

            def read(self, frames):
                import numpy as np

                while sum(map(len, blocks)) < frames + 5 * source.rate_hz and len(
                    block := source.read(source.rate_hz)
                ):
                    blocks.append(block)
                whole = np.concatenate(blocks)
                blocks[:] = [whole[frames:]]
                return whole[:frames]

        return super().play(Ahead(), at=at, heard=heard)


# --- a stop that waits ---


@pytest.mark.parametrize("last", ["a", "b", "c"])
def test_a_stop_that_waits_lets_its_cue_sound_whole_and_nothing_after_it(tmp_path: Path, last: str) -> None:
    day, one = Day(tmp_path), _sang()
    conditions = _StopsAfter(day, one, last)
    day.rack_tones(one, 3.0)
    samples = day.air(one, conditions=conditions, wanted=lambda: conditions.hold() is None)
    heard = "abc"[: "abc".index(last) + 1]
    assert day.outcomes == [(cue, Outcome.AIRED) for cue in heard]
    assert day.log[-1].frames == day.log[-1].of_frames
    assert [name for name, _ in day.stings] == ["opening/1"]
    assert len(samples)


def test_where_the_programme_did_not_end_with_it_more_would_be_handed_to_the_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: what is read ahead of the sound is begun in the log by then."""
    monkeypatch.setattr(Programme, "end_with", lambda *_: None)
    day, one = Day(tmp_path), _sang()
    conditions = _StopsAfter(day, one, "b")
    day.rack_tones(one, 3.0)
    day.air_on(_ReadsAhead(day.clock), one, conditions=conditions, wanted=lambda: conditions.hold() is None)
    assert ("c", Outcome.CUT) in day.outcomes


class _StopsAfter(SetConditions):
    """Holds as soon as its cue has sounded, as Duty does."""

    def __init__(self, day: Day, one: Session, script: str) -> None:
        super().__init__(day.clock, since=NEVER, last=next(cue.id for cue in one.cues if cue.script == script))
        self._day = day

    def hold(self):
        if any(airing.cue == self.last and airing.outcome is not None for airing in self._day.log):
            self.until = self.polled + timedelta(days=1)
        return super().hold()


def test_resumed_after_such_a_stop_the_session_goes_on_with_the_next_cue(tmp_path: Path) -> None:
    day, one = Day(tmp_path), _sang()
    conditions = _StopsAfter(day, one, "b")
    day.rack_tones(one, 3.0)
    day.air_on(Nowhere(day.clock), one, conditions=conditions, wanted=lambda: conditions.hold() is None)
    day.air_on(Nowhere(day.clock), one)
    assert day.outcomes == [("a", Outcome.AIRED), ("b", Outcome.AIRED), ("c", Outcome.AIRED)]


def test_an_emergency_that_waits_does_not_save_a_cue_from_being_skipped(tmp_path: Path) -> None:
    """Interrupted by it alone, the cue would be begun again behind it."""
    day, one = Day(tmp_path), _sang()
    day.rack_tones(one, 6.0)
    conditions = SetConditions(
        day.clock, skips="b", skipped_from=SKIPPED_AT,
        bulletins=[(SKIPPED_AT, bulletin(day, Urgency.EMERGENCY))],
    )  # fmt: skip
    day.air_on(Nowhere(day.clock), one, conditions=conditions)
    assert [cue for cue, _ in day.outcomes].count("b") == 1
    assert day.outcomes[-1] == ("c", Outcome.AIRED)
