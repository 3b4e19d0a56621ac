"""The console beside a player: STOP is heard within a second; looking, or its death, changes nothing."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from pulse_rig import RATE_HZ, Rig
from stand_ins.consoles import Asked, ConsoleProcess, looked_at
from stand_ins.live import in_seconds, live_ward
from stand_ins.players import ended, log, player, wait_for

from broadcast.station.commanding import resume
from broadcast.station.readable import read_what_can_be
from broadcast.station.remote import what_sounds

TONES = {"chung/a": 40.0, "chung/b": 1.0}
SHORT = {"chung/a": 1.0, "chung/b": 1.0}
BROWSERS = 50


@contextmanager
def _on_air(home: Path, built: Path, tweak: str | None = None) -> Iterator[Asked]:
    """A player in the middle of a long tone, and a console beside it."""
    shutil.copytree(built / "audio_cache", home / "audio_cache")
    live_ward(home, in_seconds(4), TONES)
    program = player(home, "run", tweak=tweak)
    try:
        with ConsoleProcess(home) as browser:
            wait_for(lambda: what_sounds(home) is not None)
            time.sleep(0.5)
            yield browser
    finally:
        program.terminate()
        ended(program)


def _silent_after_s(browser: Asked, rig: Rig) -> float:
    """Seconds from the press to the last sample at the sink; infinite where it sounds on."""
    with rig.recording("loa") as loudspeaker:
        time.sleep(0.3)
        begin = time.monotonic()
        status, _ = browser.ask("POST", "/dung")
        time.sleep(max(0.0, begin + 1.6 - time.monotonic()))
    assert status == 303
    sounds = np.flatnonzero(loudspeaker.steps)
    if len(loudspeaker.steps) - sounds[-1] < RATE_HZ // 5:
        return float("inf")
    return loudspeaker.moment(int(sounds[-1])).there - begin


def _stops(home: Path, browser: Asked, rig: Rig, many: int) -> list[float]:
    found = []
    for _ in range(many):
        found.append(_silent_after_s(browser, rig))
        resume(read_what_can_be(home))
        wait_for(lambda: what_sounds(home) is not None)
        time.sleep(0.5)  # what the player has handed on is at the sink by then
    return found


@pytest.fixture
def told(measured: Callable[[str], None]) -> Callable[[str, list[float]], None]:
    def telling(what: str, silences: list[float]) -> None:
        median, most = np.median(silences), max(silences)
        measured(f"{what}: {len(silences)} stops, silent after {median:.2f} s, {most:.2f} s at most")

    return telling


@pytest.mark.slow
def test_stop_from_the_page_is_heard_within_a_second(
    tmp_path: Path,
    built: Path,
    rig: Rig,
    rounds: Callable[[int, int], int],
    told: Callable[[str, list[float]], None],
) -> None:
    home = tmp_path / "ward"
    with _on_air(home, built) as browser:
        usual = _stops(home, browser, rig, rounds(1, 100))
        with looked_at(browser, looking := rounds(10, 40), "/hom-nay", every_s=0.2):
            loaded = _stops(home, browser, rig, rounds(1, 20))
        playlist = (home / "playlist.yaml").read_text(encoding="utf-8")
        (home / "playlist.yaml").write_text(playlist + "  oops: [\n", encoding="utf-8")
        broken = [_silent_after_s(browser, rig)]
    told("usual", usual)
    told(f"{looking} browsers that load a page five times a second", loaded)
    told("playlist.yaml broken", broken)
    assert max(usual + broken) <= 1
    assert max(loaded) <= 2  # on a machine whose every core is asked for pages


def test_a_player_that_does_not_look_at_the_latch_sounds_on_after_the_press(
    tmp_path: Path, built: Path, rig: Rig
) -> None:
    """The negative control."""
    deaf = "import broadcast.playout.control.duty as d; d.Duty.stop = property(lambda self: None)"
    with _on_air(tmp_path / "deaf", built, deaf) as browser:
        assert _silent_after_s(browser, rig) == float("inf")


# --- many who look ---


def _session(home: Path, built: Path, rig: Rig, *, browsers: int) -> tuple[float, tuple[int, ...]]:
    """Play a session of a real player, looked at by so many browsers.

    Returns how many seconds after its own second its first sample was due at the sink, and the frames from each
    onset to the next.
    """
    shutil.copytree(built / "audio_cache", home / "audio_cache")
    begin = in_seconds(9)
    live_ward(home, begin, SHORT)
    program = player(home, "run")
    second_s = time.monotonic() + begin.timestamp() - time.time()
    with (
        ConsoleProcess(home) as browser,
        looked_at(browser, browsers) as answered,
        rig.recording("loa") as loudspeaker,
    ):
        wait_for(lambda: [one.outcome for one in log(home)] == ["aired", "aired"])
    program.terminate()
    ended(program)
    assert not browsers or (len(answered) > browsers and set(answered) <= {200, 204})
    onsets = loudspeaker.onsets()
    return loudspeaker.moment(int(onsets[0])).due - second_s, tuple(int(one) for one in np.diff(onsets))


@pytest.mark.alone
@pytest.mark.full
def test_fifty_who_look_change_neither_the_start_nor_the_gap(
    tmp_path: Path, built: Path, rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    alone, looked = [], []
    for number in range(rounds(1, 20)):
        alone.append(_session(tmp_path / f"alone{number}", built, rig, browsers=0))
        looked.append(_session(tmp_path / f"looked{number}", built, rig, browsers=BROWSERS))
    for what, sessions in (("nobody", alone), (f"{BROWSERS} browsers", looked)):
        late_ms = [1000 * late for late, _ in sessions]
        measured(f"{what}: start off by {np.median(late_ms):.1f} ms, {max(map(abs, late_ms)):.1f} at most")
    assert len({gaps for _, gaps in alone + looked}) == 1  # to the sample
    assert max(abs(late) for late, _ in looked) < 0.2


# --- its death ---


@pytest.mark.alone
@pytest.mark.slow
def test_a_console_that_is_killed_again_and_again_costs_the_programme_no_sample(
    tmp_path: Path, built: Path, rig: Rig, rounds: Callable[[int, int], int]
) -> None:
    home = tmp_path / "ward"
    shutil.copytree(built / "audio_cache", home / "audio_cache")
    live_ward(home, in_seconds(4), {"chung/a": 12.0 if rounds(1, 20) == 1 else 90.0})
    program = player(home, "run")
    with rig.recording("loa") as loudspeaker:
        wait_for(lambda: what_sounds(home) is not None)
        for _ in range(rounds(1, 20)):
            with ConsoleProcess(home) as browser:
                assert browser.ask("GET", "/hom-nay")[0] == 200  # it ends by SIGKILL
        assert what_sounds(home) is not None
        wait_for(lambda: [one.outcome for one in log(home)] == ["aired"], 120)
    program.terminate()
    ended(program)
    silent = np.diff(np.flatnonzero(loudspeaker.steps)).max()  # frames between two that are not zero
    assert silent < RATE_HZ // 1000
