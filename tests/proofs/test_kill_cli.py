"""kill -9 in the middle of `build` and of `play-today`: nothing half-made is served, nothing airs twice."""

import json
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import soundfile
from pulse_rig import Rig
from stand_ins.carts import RATE, lengths, tone
from stand_ins.cli import command, run, run_here
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.library.codec import decode
from broadcast.library.sounds import Library
from broadcast.programme.pending import LAST_WORDS_S

TONES = {"chung/mot": 500, "chung/hai": 700, "chung/ba": 900}
TONE_S = 3.0
KILLS = 50


def _kill_after(seconds: float, *arguments: object, into: Path | None = None) -> None:
    """Start the program and kill it and its children so many seconds later, if it is still there.

    `into`: the seconds count from the first sound that comes into that cache.
    """
    before = _sounds(into) if into is not None else set()
    with subprocess.Popen(
        command(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as program:
        while into is not None and _sounds(into) == before and program.poll() is None:
            time.sleep(0.01)
        try:
            program.wait(seconds)
        except subprocess.TimeoutExpired:
            program.send_signal(signal.SIGKILL)


def _sounds(cache: Path) -> set[Path]:
    return {path for kind in ("*.flac", "*.wav") for path in cache.rglob(kind)}


def test_a_kill_in_the_middle_of_build_leaves_no_corrupt_entry(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    home = write_ward(tmp_path)
    rng, library, found = random.Random(1), Library(home / "audio_cache"), Counter[str]()
    for number in range(rounds(2, KILLS)):
        body = f"Kính thưa bà con. Đây là lần thứ {number}. " + "Mời bà con treo cờ. " * 8
        write_ward(home, scripts={"truoc/01-mot": body, "truoc/02-hai": body + "Xin cảm ơn."})
        build = ("--home", home, "build", "--date", "06/10/2025")
        _kill_after(rng.uniform(0.0, 1.5), *build, into=home / "audio_cache")
        assert library.verify() == ()
        for path in _sounds(home / "audio_cache"):
            found["whole"] += 1
            assert len(decode(path.read_bytes()))
        found["half-written, never an entry"] += len(list((home / "audio_cache").rglob("*.part")))
    assert found["whole"]
    assert run_here("--home", home, "build", "--date", "06/10/2025").code == 0
    assert list((home / "audio_cache").rglob("*.part")) == []  # swept
    measured(str(dict(found)))


def test_half_a_file_under_a_name_of_its_own_would_be_found(tmp_path: Path) -> None:
    """The negative control: what a plain write, cut by a kill, would leave."""
    home = write_ward(tmp_path)
    assert run_here("--home", home, "build", "--date", "06/10/2025").code == 0
    victim = next((home / "audio_cache" / "carts").rglob("*.wav"))
    victim.write_bytes(victim.read_bytes()[: victim.stat().st_size // 2])
    assert len(Library(home / "audio_cache").verify()) == 1


def _tone_ward(home: Path) -> Path:
    """A ward whose announcements are recorded tones, one pitch each, so that the sink tells who was heard."""
    playlist = PLAYLIST.replace("play: {rotate: phase, count: 2}", f"play: [{', '.join(TONES)}]").replace(
        "days: t2-t6, grace: 15m, play: [chung/treo-co]", "days: t7, grace: 15m, play: [chung/mot]"
    )
    sounds = "sound: {opening: none, sting: none, closing: none}\n"
    write_ward(home, playlist + sounds, scripts={"trong/01-chao": "Xin chào bà con."})
    for script, hertz in TONES.items():
        path = home / "scripts" / f"{script}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        chord = tone(hertz, TONE_S) // 2 + tone(2000, TONE_S) // 2  # something where a voice has its consonants
        soundfile.write(home / f"{hertz}.wav", chord, RATE)
        path.write_text(f"---\ntitle: {script}\nrecording: {hertz}.wav\nmusic: true\n---\n", encoding="utf-8")
    return home


@pytest.mark.full  # CI has test_kill.py, which kills on the timetable
def test_a_kill_in_the_middle_of_play_today_airs_nothing_twice(
    tmp_path: Path, rig: Rig, measured: Callable[[str], None]
) -> None:
    rng, kills, aired = random.Random(2), 0, Counter[str]()
    while kills < KILLS:
        home = _tone_ward(tmp_path / f"day-{kills}")
        assert run_here("--home", home, "build", "--date", "06/10/2025").code == 0
        answered = ("--override", "thử máy", "--by", "người thử")
        play = ("--home", home, "play-today", "--date", "06/10/2025", "--now", *answered, "--device", "loa")
        with rig.recording("loa") as recording:
            for _ in range(min(3, KILLS - kills)):
                _kill_after(rng.uniform(2.0, 9.0), *play)
                kills += 1
            assert run(*play).code == 0
            time.sleep(0.5)
        log = json.loads(run_here("--home", home, "log", "--json").stdout)["airings"]
        for script, hertz in TONES.items():
            outcomes = Counter(one["outcome"] for one in log if one["script"] == script)
            heard = lengths(recording.steps, hertz)
            assert outcomes["aired"] <= 1
            assert sum(seconds > TONE_S - 0.2 for seconds in heard) <= 1, (script, heard)
            # cut within its last second counts as heard (pending.LAST_WORDS_S)
            assert max(heard) > TONE_S - LAST_WORDS_S - 0.1, (script, heard)
            aired.update(outcomes)
    measured(f"{kills} kills: {dict(aired)}")


def test_a_tone_heard_twice_would_be_counted(tmp_path: Path) -> None:
    """The negative control of the measuring."""
    silence = np.zeros(RATE, np.int16)
    twice = np.concatenate(
        [silence, tone(500, TONE_S), silence, tone(500, 1.0), silence, tone(500, TONE_S), silence]
    )
    assert [round(seconds, 1) for seconds in lengths(twice, 500)] == [3.0, 1.0, 3.0]
    assert lengths(twice, 700) == []
