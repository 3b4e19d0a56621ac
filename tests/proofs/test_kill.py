"""`kill`: SIGKILL at random moments of a running day: nothing airs twice, nothing is lost, the log is whole."""

import random
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from pulse_rig import RATE_HZ, Rig
from stand_ins.cli import run
from stand_ins.live import in_seconds, live_ward
from stand_ins.players import ended, log, player, wait_for

from broadcast.journal import Journal
from broadcast.model import Outcome
from broadcast.programme.pending import LAST_WORDS_S, is_heard, record

TONE_S = 3.0
TONES = {f"chung/{letter}": TONE_S for letter in "abcd"}
KILLS_A_DAY = 6
BACK_S = 5.0
_MARK_S = 0.25
"""A cue is marked as on air so long after its first sample."""
FORGETFUL = (
    "import broadcast.playout as p; p.unsettled = p.unheard = lambda session, heard: session.cues;"
    "import broadcast.journal as j; j.Journal._has_aired = lambda self, cue: False"
)
"""A player that does not read what it has written down."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = live_ward(tmp_path_factory.mktemp("built"), in_seconds(0), TONES)
    assert run("--home", home, "build", "--days", "1").code == 0
    return home


def _lengths(samples: np.ndarray, hertz: int) -> list[float]:
    """How long the tone of that pitch is heard, each time that it is; seconds."""
    block = RATE_HZ // 20
    blocks = samples[: len(samples) // block * block].reshape(-1, block).astype(float)
    wave = np.exp(-2j * np.pi * hertz * np.arange(block) / RATE_HZ)
    loud = np.abs(blocks @ wave) / block > 200
    edges = np.flatnonzero(np.diff(np.concatenate([[False], loud, [False]]).astype(int)))
    return [float(seconds) for seconds in (edges[1::2] - edges[::2]) / 20]


def _marked(home: Path) -> float:
    path = home / "journal" / "as-run.on-air"
    return path.stat().st_mtime if path.exists() else 0.0


def _settled(home: Path) -> bool:
    heard = record(log(home))
    return all(any(cue.endswith(script) and is_heard(heard[cue]) for cue in heard) for script in TONES)


def _a_day(
    home: Path, built: Path, rig: Rig, kills: int, rng: random.Random, tweak: str | None = None
) -> tuple[np.ndarray, list[float]]:
    """A session that is killed so many times and let go on each time; what was heard, and how fast it was back."""
    shutil.copytree(built / "audio_cache", home / "audio_cache")
    live_ward(home, in_seconds(4), TONES)
    back: list[float] = []
    with rig.recording("loa") as loudspeaker:
        for number in range(kills + 1):
            before, begin = time.time(), time.monotonic()
            program = player(home, "play-today", tweak=tweak)
            wait_for(lambda was=before, one=program: _marked(home) > was or one.poll() is not None)
            if number and program.poll() is None:
                back.append(
                    time.monotonic() - begin - 0.25
                )  # the mark comes a quarter of a second after the sound
            if number == kills:
                ended(program, 60)
                break
            time.sleep(rng.uniform(0.0, 4.0))
            program.kill()
            ended(program)
        time.sleep(0.3)
    return loudspeaker.steps, back


def _twice(steps: np.ndarray) -> int:
    """Cues heard to their end more than once; cut within the last second counts as heard, and the mark may lag."""
    whole = TONE_S - LAST_WORDS_S + 0.5
    return sum(
        sum(seconds > whole for seconds in _lengths(steps, 500 + 200 * number)) > 1 for number in range(len(TONES))
    )


def test_kills_at_any_moment_lose_nothing_and_air_nothing_twice(
    tmp_path: Path, built: Path, rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    rng, wanted, kills, back = random.Random(4), rounds(4, 1000), 0, [0.0]
    while kills < wanted:
        home = tmp_path / str(kills)
        many = min(KILLS_A_DAY, wanted - kills)
        steps, times = _a_day(home, built, rig, many, rng)
        kills, back = kills + many, back + times
        airings = log(home)
        aired = [one.cue for one in airings if one.outcome is Outcome.AIRED]
        assert len(aired) == len(set(aired))
        assert _twice(steps) == 0
        assert _settled(home), airings
        assert all(one.outcome is not None for one in airings)
        path = home / "journal" / "as-run.sqlite3"
        with Journal(path) as journal:
            assert journal.first_broken_line() is None
        with closing(sqlite3.connect(path)) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        shutil.rmtree(home)
    measured(f"{kills} kills: 0 twice, 0 lost, 0 damage; back on air after {np.median(back):.2f} s, "
             f"{max(back):.2f} s at most")  # fmt: skip
    assert max(back) < BACK_S


def test_a_player_that_forgets_what_it_aired_would_be_found_out(tmp_path: Path, built: Path, rig: Rig) -> None:
    """The negative control."""
    rng = random.Random(5)
    rng.uniform = lambda _low, _high: 5.0  # type: ignore[method-assign]  # the first cue is over by then
    steps, _ = _a_day(tmp_path / "forgetful", built, rig, 1, rng, FORGETFUL)
    assert _twice(steps) > 0
