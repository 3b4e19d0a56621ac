"""`truth`, in real time: an hour of a station that is disturbed; what was heard of it beside what its log says.

A cue is aired where it was heard whole, once, from the moment and for the length in the log; cut where it was
heard for as long as the log says; missed or refused where it was not heard; nothing else is heard.
"""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from listener import BLOCK_S, Listener, Tone
from pulse_rig import Rig
from stand_ins.cli import run_here
from stand_ins.live import write_tones, zone_where_it_is_noon
from stand_ins.players import ended, log, player, wait_for
from stand_ins.wards import script_text

from broadcast.programme.model import Airing, Outcome
from broadcast.record.journal import Journal
from broadcast.station.commanding import resume, stop
from broadcast.station.readable import read_what_can_be

pytestmark = [
    pytest.mark.slow,
    pytest.mark.alone,
]  # and `_TOGETHER` in conftest.py: all of them ask about one hour, heard once

START_S = 0.1
"""How far a beginning may lie from the log's."""
WHOLE_S = 2 * BLOCK_S
"""How far the length of what aired whole may: a hundredth at each end is what can be heard."""
CUT_S = 0.4
"""How far the length of what was cut may: what a device has said last is old when it goes."""
HOLE_S = 1.0
"""How much later a cue may begin than the log says, where the log tells that the sound server ran dry before."""
LEVEL_DB = 0.5
"""How far the level in the log may lie from what was heard at the sink."""
LOUD_ENOUGH_S = 1.0
"""Of what was cut sooner, the fade is a part of what was heard, and not of what was handed over."""
GAP_S = 1.5
UNREADY = "chung/thieu"
PITCHES = range(500, 1900, 100)
TOLD_OF_A_HOLE = "loa hụt tiếng"


@dataclass(frozen=True)
class Timetable:
    """Sessions, one every so often; each airs all the tones, and is disturbed twice. One more is too many."""

    sessions: int
    tones: int
    every_s: int
    seed: int
    """Of what is played in which order, and disturbed when."""

    @property
    def scripts(self) -> dict[str, tuple[int, float]]:
        """Script -> its pitch, its seconds; no two are of the same length."""
        return {f"chung/{hertz}": (hertz, 2 + n / 2) for n, hertz in enumerate(PITCHES[: self.tones])}

    def begins_s(self, number: int) -> float:
        """When that session begins; the one too many while the last that may be sounds, so that nobody waits."""
        return number * self.every_s if number < self.sessions else (number - 1) * self.every_s + 5

    @property
    def sounds_s(self) -> float:
        return sum(seconds + GAP_S for _, seconds in self.scripts.values())


SHORT = Timetable(sessions=2, tones=3, every_s=18, seed=131)  # each of the four disturbances meets a tone
HOUR = Timetable(
    sessions=24, tones=12, every_s=144, seed=8
)  # the most sessions that airtime rules may allow a day


def _ward(home: Path, begin: datetime, timetable: Timetable, dice: random.Random) -> Path:
    (home / "scripts" / "chung").mkdir(parents=True, exist_ok=True)
    write_tones(home, timetable.scripts)
    (home / "scripts" / f"{UNREADY}.md").write_text(
        script_text("Thiếu", "Có {{ so_dai_bieu }}."), encoding="utf-8"
    )
    sessions = []
    for number in range(timetable.sessions + 1):
        at = begin + timedelta(seconds=timetable.begins_s(number))
        play = dice.sample([*timetable.scripts, UNREADY], timetable.tones + 1)
        sessions.append(f"  - {{id: b{number}, name: Buổi {number}, at: '{at:%H:%M:%S}', on: [{at:%Y-%m-%d}],"
                        f" grace: 1m, play: [{', '.join(play)}]}}\n")  # fmt: skip
    (home / "playlist.yaml").write_text(
        f"station: {{name: Đài thử, timezone: {begin.tzinfo}}}\n"
        f"phases: {{nay: {{name: Nay, from: {begin:%Y-%m-%d}, until: {begin:%Y-%m-%d}}}}}\n"
        "facts: {so_dai_bieu: }\n"
        f"sessions:\n{''.join(sessions)}"
        "airtime: {allowed: ['00:00-23:59'], days: t2-cn, max_session: 15m,"
        f" max_sessions: {timetable.sessions}}}\n"
        "sound: {opening: none, sting: none, closing: none}\n"
        "voice: {engines: [espeak]}\noutput: {loudspeaker: loa, preview: tai_nghe}\n",
        encoding="utf-8",
    )
    return home


class Attended:
    """A running station, and what may happen to it."""

    def __init__(self, home: Path, rig: Rig, dice: random.Random) -> None:
        self._home, self._rig, self._dice = home, rig, dice
        self._screen = home / "screen.txt"
        self._begin()

    def _begin(self) -> None:
        self._program = player(self._home, "run", environment=self._rig.environment, screen=self._screen)

    def leave(self) -> None:
        assert self._program.poll() is None, self._screen.read_text(encoding="utf-8")
        self._program.send_signal(signal.SIGTERM)
        assert ended(self._program) == 0

    def restart(self) -> None:
        self.leave()
        self._begin()

    def stop(self) -> None:
        stop(self._home, "thử")
        time.sleep(self._dice.uniform(0.2, 4))
        resume(read_what_can_be(self._home))

    def suspend(self) -> None:
        self._silenced("suspend-sink")

    def mute(self) -> None:
        self._silenced("set-sink-mute")

    def _silenced(self, order: str) -> None:
        """For longer than the second after which a device that is silent counts as lost."""
        self._rig.pactl(order, "loa", "1")
        time.sleep(self._dice.uniform(1.8, 4))
        self._rig.pactl(order, "loa", "0")


DISTURBANCES = (Attended.stop, Attended.restart, Attended.suspend, Attended.mute)


def _disturbed(
    begin: datetime, timetable: Timetable, dice: random.Random
) -> list[tuple[datetime, Callable[[Attended], None]]]:
    """Each kind as often as the others, at any moment of the first and of the second half of each session."""
    halves, half_s = 2 * timetable.sessions, timetable.sounds_s / 2
    kinds = dice.sample(DISTURBANCES * (halves // len(DISTURBANCES)), halves)
    seconds = [
        number // 2 * timetable.every_s + number % 2 * half_s + dice.uniform(0, half_s - 2)
        for number in range(halves)
    ]
    return [(begin + timedelta(seconds=later), kind) for later, kind in zip(seconds, kinds, strict=True)]


@dataclass(frozen=True)
class Hour:
    """What was heard, and what was written."""

    tones: list[Tone]
    log: list[Airing]
    notes: tuple[tuple[str, str], ...]


@pytest.fixture(scope="module")
def hour(rig_server: Rig, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Hour:
    timetable = HOUR if request.config.getoption("--full") else SHORT
    rig_server.make_good()
    return _hour(tmp_path_factory.mktemp("ward"), rig_server, timetable)


def _hour(home: Path, rig: Rig, timetable: Timetable) -> Hour:
    zone, dice = ZoneInfo(zone_where_it_is_noon()), random.Random(timetable.seed)
    plan = dice.getrandbits(64)
    _ward(home, datetime.now(zone), timetable, random.Random(plan))
    assert run_here("--home", home, "build", "--days", "1").code == 4  # one is not ready
    begin = datetime.now(zone).replace(microsecond=0) + timedelta(seconds=7)
    _ward(home, begin, timetable, random.Random(plan))
    with Listener(rig, "loa", PITCHES) as loudspeaker:
        station = Attended(home, rig, dice)
        for moment, disturb in _disturbed(begin, timetable, dice):
            _sleep_until(moment)
            disturb(station)
        _sleep_until(begin + timedelta(seconds=timetable.sessions * timetable.every_s))
        wait_for(lambda: any(one.outcome is Outcome.REFUSED for one in log(home)))  # the session too many
        station.leave()
    with Journal(home / "journal" / "as-run.sqlite3") as journal:
        return Hour(loudspeaker.tones(), log(home), journal.notes())


def _sleep_until(moment: datetime) -> None:
    time.sleep(max(0.0, moment.timestamp() - time.time()))


# --- the comparison ---


@dataclass
class Comparison:
    differences: list[str]
    pairs: list[tuple[Airing, Tone]]


def _compared(hour: Hour) -> Comparison:
    left, found = list(hour.tones), Comparison([], [])
    for one in sorted(hour.log, key=lambda one: one.started or one.planned):
        if one.started is None and one.outcome in (Outcome.MISSED, Outcome.REFUSED):
            continue  # if it was heard all the same, its tone is left over
        tone = _tone_of(one, left, hour)
        if tone is not None:
            left.remove(tone)
            found.pairs.append((one, tone))
        if (wrong := _wrong(one, tone, hour)) is not None:
            found.differences.append(f"{one.cue} ({one.outcome}: {one.note}): {wrong}; heard: {tone}")
    found.differences += [f"heard, and no line tells of it: {tone}" for tone in left]
    return found


def _tone_of(one: Airing, tones: Sequence[Tone], hour: Hour) -> Tone | None:
    """What was heard at the line's moment; for a line without one, something short within its grace."""
    own = [tone for tone in tones if one.script == f"chung/{tone.hertz}"]
    if one.started is None:
        planned = one.planned.timestamp()
        return next((tone for tone in own if planned < tone.began < planned + 60 and tone.seconds < CUT_S), None)
    began = one.started.timestamp()
    late_s = HOLE_S if _told_of_a_hole(began, hour) else START_S
    return next((tone for tone in own if -START_S < tone.began - began < late_s), None)


def _wrong(one: Airing, tone: Tone | None, hour: Hour) -> str | None:
    heard_s = tone.seconds if tone is not None else 0.0
    if tone is not None and heard_s > LOUD_ENOUGH_S and (wrong := _wrongly_sent(one, tone)) is not None:
        return wrong
    if one.outcome is Outcome.CUT:
        return None if abs(heard_s - one.seconds) < CUT_S else f"told to be {one.seconds:.2f} s long"
    if one.outcome is not Outcome.AIRED or one.frames != one.of_frames:
        return "neither aired whole nor cut"
    if tone is None:
        return "not heard at its moment"
    if tone.holes:
        return None if _told_of_a_hole(tone.began, hour) else "a hole of which no line tells"
    return None if abs(heard_s - one.seconds) <= WHOLE_S + 1e-6 else f"told to be {one.seconds:.2f} s long"


def _wrongly_sent(one: Airing, tone: Tone) -> str | None:
    """What the line tells of what left the station, where that is not what the sink got."""
    if one.output is None or one.output.rms_db is None:
        return "no level"
    if not one.output.device.endswith(" loa"):  # the sound server's own name stands before it
        return f"told to be on {one.output.device!r}"
    if abs(one.output.rms_db - tone.rms_db) > LEVEL_DB:
        return f"told to be at {one.output.rms_db:.1f} dB"
    return None


def _told_of_a_hole(began: float, hour: Hour) -> bool:
    """It is told when the programme is over."""
    told = [datetime.fromisoformat(at).timestamp() for at, what in hour.notes if TOLD_OF_A_HOLE in what]
    return any(0 < moment - began < HOUR.every_s for moment in told)


def _figures(found: Comparison) -> str:
    starts = [1000 * (tone.began - one.started.timestamp()) for one, tone in found.pairs if one.started]
    cuts = [tone.seconds - one.seconds for one, tone in found.pairs if one.outcome is Outcome.CUT]
    wholes = [tone.seconds - one.seconds for one, tone in found.pairs if one.outcome is Outcome.AIRED]
    holes = sum(tone.holes for _, tone in found.pairs)
    levels = [one.output.rms_db - tone.rms_db for one, tone in found.pairs
              if one.output and one.output.rms_db is not None and tone.seconds > LOUD_ENOUGH_S]  # fmt: skip
    told = sum(one.output.holes for one, _ in found.pairs if one.output)
    return (f"heard {min(starts):+.0f} to {max(starts):+.0f} ms from the log's moment, whole ones "
            f"{min(wholes, default=0):+.3f} to {max(wholes, default=0):+.3f} s from its length, cut ones "
            f"{min(cuts, default=0):+.2f} to {max(cuts, default=0):+.2f} s, {holes} holes ({told} in lines), "
            f"levels {min(levels, default=0):+.2f} to {max(levels, default=0):+.2f} dB from it")  # fmt: skip


def test_what_a_disturbed_station_was_heard_to_air_is_what_its_log_says(
    rig: Rig, hour: Hour, measured: Callable[[str], None]
) -> None:
    found = _compared(hour)
    outcomes = Counter(str(one.outcome) for one in hour.log)
    figures = f"{len(found.differences)} differences; {_figures(found)}"
    measured(f"{dict(outcomes)}, {len(hour.tones)} tones: {figures}")
    assert not found.differences, "\n".join([*found.differences, *map(str, hour.notes)])
    assert outcomes.keys() == {"aired", "cut", "missed", "refused"}


LIES: dict[str, Callable[[Airing], dict[str, Any]]] = {
    "copies the plan": lambda one: {
        "outcome": Outcome.AIRED, "frames": one.of_frames, "started": one.started or one.planned,
    },
    "half a second off": lambda one: {"started": one.started and one.started + timedelta(seconds=0.5)},
    "tells of no cut": lambda one: {"outcome": Outcome.MISSED, "started": None} if one.outcome == "cut" else {},
    "a level one decibel off": lambda one: {
        "output": one.output and replace(one.output, rms_db=one.output.rms_db and one.output.rms_db + 1),
    },
    "another loudspeaker": lambda one: {"output": one.output and replace(one.output, device="tai_nghe")},
    "no level": lambda one: {"output": None},
    "tells of nothing that aired": lambda one: {"outcome": Outcome.MISSED, "started": None},
}  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_a_log_that_does_not_tell_the_truth_would_be_found_out(rig: Rig, hour: Hour, lie: str) -> None:
    """The negative controls."""
    told = [replace(one, **LIES[lie](one)) for one in hour.log]
    assert _compared(replace(hour, log=told)).differences
