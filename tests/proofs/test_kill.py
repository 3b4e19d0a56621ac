"""`kill`: SIGKILL at random moments of a running day: nothing airs twice, nothing is lost, the log is whole."""

import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from pulse_rig import Recording, Rig
from stand_ins.carts import lengths
from stand_ins.live import in_seconds, live_ward
from stand_ins.players import ended, log, player, wait_for

from broadcast.programme.model import Outcome
from broadcast.programme.pending import airings_by_cue, is_heard
from broadcast.record.journal import Journal

TONE_S = 3.0
TONES = {f"chung/{letter}": TONE_S for letter in "abcd"}
KILLS_A_DAY = 6
BACK_S = 5.0
LANES = 2
"""Days side by side: one after another, a thousand kills take two hours. Under each other's load the kills fall at
other moments, too.
"""
ALONE = 60
"""So many of the thousand are on a machine that does nothing else, as a station's: they must be back in time."""
FORGETFUL = (
    "import broadcast.playout.owing as p; p.unsettled = p.unheard = lambda session, heard: session.cues;"
    "import broadcast.record.journal as j; j.Journal._has_aired = lambda self, cue: False"
)
"""A player that does not read what it has written down."""


def _marked(home: Path) -> float:
    path = home / "journal" / "as-run.on-air"
    return path.stat().st_mtime if path.exists() else 0.0


def _settled(home: Path) -> bool:
    heard = airings_by_cue(log(home))
    return all(any(cue.endswith(script) and is_heard(heard[cue]) for cue in heard) for script in TONES)


def _a_day(
    home: Path, built: Path, rig: Rig, kills: int, rng: random.Random, tweak: str | None = None
) -> tuple[np.ndarray, list[float]]:
    """A session that is killed so many times and let go on each time; what was heard, and how fast it was back."""
    shutil.copytree(built / "audio_cache", home / "audio_cache")
    live_ward(home, in_seconds(4), TONES)
    times: list[tuple[float, float]] = []
    with rig.recording("loa") as loudspeaker:
        for number in range(kills + 1):
            before, begin = time.time(), time.monotonic()
            program = player(home, "play-today", tweak=tweak, environment=rig.environment)
            wait_for(lambda was=before, one=program: _marked(home) > was or one.poll() is not None)
            if number and program.poll() is None:
                times.append((begin, time.monotonic()))
            if number == kills or program.poll() is not None:
                words = program.communicate(timeout=60)[0]
                assert tweak or program.returncode in (0, 4), words  # 4: the kill before has cut a cue
            if number == kills:
                break
            time.sleep(rng.uniform(0.0, 4.0))
            program.kill()
            ended(program)
        time.sleep(0.3)
    return loudspeaker.steps, [_back(loudspeaker, begin, marked) for begin, marked in times]


def _back(loudspeaker: Recording, begin: float, marked: float) -> float:
    """From the beginning of the new process to the first sample at the sink of what it has marked as on air."""
    onsets = [loudspeaker.there(int(place)) for place in loudspeaker.onsets()]
    return max(moment for moment in onsets if begin < moment < marked) - begin


def _twice(steps: np.ndarray) -> int:
    """Cues heard to their end, but for a fifth of a second, more than once.

    Whoever is killed has sounded up to some 0.6 s more than the mark tells: marks are a quarter of a second apart,
    and the process that holds the card fades out what it has. So a cue cut in its last second is not begun again.
    """
    whole = TONE_S - 0.2
    return sum(
        sum(seconds > whole for seconds in lengths(steps, 500 + 200 * number)) > 1 for number in range(len(TONES))
    )


def _check(home: Path, steps: np.ndarray) -> None:
    """Nothing twice by the recording and by the log, nothing lost, the log whole."""
    airings = log(home)
    aired = [one.cue for one in airings if one.outcome is Outcome.AIRED]
    assert len(aired) == len(set(aired)), home
    assert _twice(steps) == 0, home
    assert _settled(home), (home, airings)
    assert all(one.outcome is not None for one in airings), home
    path = home / "journal" / "as-run.sqlite3"
    with Journal(path) as journal:
        assert journal.first_broken_line() is None, home
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",), home


def _lane(home: Path, built: Path, rig: Rig, kills: int) -> list[float]:
    """Days one after another, on a loudspeaker of their own, until so many kills; how fast it was back each time.

    A day's dice are its own, by its place (`home`): what failed can be thrown again.
    """
    back: list[float] = []
    for number, begun in enumerate(range(0, kills, KILLS_A_DAY)):
        day = home / str(number)
        dice = random.Random(f"{home.name}, day {number}")
        steps, times = _a_day(day, built, rig, min(KILLS_A_DAY, kills - begun), dice)
        _check(day, steps)
        back += times
        shutil.rmtree(day)
    return back


def _side_by_side(home: Path, built: Path, rigs: list[Rig], kills: int) -> list[float]:
    """So many kills, divided among the rigs."""
    shares = [kills // len(rigs) + (number < kills % len(rigs)) for number in range(len(rigs))]
    with ThreadPoolExecutor(len(rigs)) as pool:
        running = [
            pool.submit(_lane, home / f"lane {number}", built, rig, share)
            for number, (rig, share) in enumerate(zip(rigs, shares, strict=True))
        ]
    return [seconds for lane in running for seconds in lane.result()]


@pytest.fixture
def lanes(rig: Rig, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[int], list[Rig]]]:
    """So many rigs, each a loudspeaker of its own."""
    more: list[Rig] = []

    def rigs(number: int) -> list[Rig]:
        for _ in range(number - 1):
            more.append(Rig(tmp_path_factory.mktemp("rig")))
            more[-1].make_good()
        return [rig, *more]

    yield rigs
    for one in more:
        one.stop()


@pytest.mark.slow
def test_kills_at_any_moment_lose_nothing_and_air_nothing_twice(
    tmp_path: Path, built: Path, rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    kills = rounds(3, ALONE)
    back = _lane(tmp_path / "alone", built, rig, kills)
    measured(f"{kills} kills: 0 twice, 0 lost, 0 damage; {_told(back)}")
    assert max(back) < BACK_S


@pytest.mark.full
def test_the_rest_of_a_thousand_kills_side_by_side_do_no_harm_either(
    tmp_path: Path, built: Path, lanes: Callable[[int], list[Rig]], measured: Callable[[str], None]
) -> None:
    kills, begin = 1000 - ALONE, time.monotonic()
    back = _side_by_side(tmp_path, built, lanes(LANES), kills)
    minutes = (time.monotonic() - begin) / 60
    measured(f"{kills} kills in {LANES} lanes and {minutes:.0f} min: 0 twice, 0 lost, 0 damage; {_told(back)}")


def _told(back: list[float]) -> str:
    return f"back on air {len(back)} times, after {np.median(back):.2f} s, {max(back):.2f} s at most"


@pytest.mark.slow
def test_a_player_that_forgets_what_it_aired_would_be_found_out(tmp_path: Path, built: Path, rig: Rig) -> None:
    """The negative control."""
    rng = random.Random(5)
    rng.uniform = lambda _low, _high: 5.0  # type: ignore[method-assign]  # the first cue is over by then
    steps, _ = _a_day(tmp_path / "forgetful", built, rig, 1, rng, FORGETFUL)
    assert _twice(steps) > 0
