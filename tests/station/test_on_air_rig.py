"""A day on the rig's loudspeaker is the rehearsal's WAV sample for sample, and the log tells what was heard."""

import json
import wave
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pulse_rig import Rig
from stand_ins.cli import run, run_here
from stand_ins.live import in_seconds, live_ward
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.programme.ids import is_sting

RATE = 48_000
DAY = ("--date", "2025-10-06")
SCRIPTS = {
    "truoc/01-mot": "Kính thưa bà con. Mời bà con dự họp.",
    "truoc/02-hai": "Mời bà con treo cờ.",
    "chung/treo-co": "Xin cảm ơn bà con.",
    "trong/01-chao": "Xin chào bà con.",
}


def _samples(path: Path) -> NDArray[np.int32]:
    with closing(wave.open(str(path))) as file:
        return np.frombuffer(file.readframes(file.getnframes()), np.int16).astype(np.int32)


def _differences(planned: NDArray[np.int32], heard: NDArray[np.int32]) -> NDArray[np.int32]:
    """Aligned at the first sound, which lies after the wake-up silence: what lies before may be swallowed."""
    first = int(np.flatnonzero(planned)[0])
    begin = int(np.flatnonzero(heard)[0])
    length = len(planned) - first
    there = heard[begin : begin + length]
    assert len(there) == length
    return np.abs(there - planned[first:])


def _place(pattern: NDArray[np.int32], sound: NDArray[np.int32]) -> int:
    """Where the pattern stands in the sound."""
    size = 1 << (len(sound) + len(pattern)).bit_length()
    match = np.fft.irfft(np.fft.rfft(sound, size) * np.conj(np.fft.rfft(pattern, size)), size)
    return int(np.argmax(match[: len(sound)]))


@pytest.mark.alone
@pytest.mark.slow
def test_what_the_sink_played_is_the_rehearsal_and_the_log_tells_the_same(
    tmp_path: Path, rig: Rig, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    evening = next(line for line in PLAYLIST.splitlines() if "id: chieu" in line)
    playlist = PLAYLIST.replace(f"{evening}\n", "" if rounds(1, 2) == 1 else f"{evening}\n")  # sessions
    home, rehearsed = write_ward(tmp_path / "ward", playlist, SCRIPTS), tmp_path / "tong-duyet.wav"
    assert run_here("--home", home, "play-today", *DAY, "--rehearse", "--output", rehearsed).code == 0
    with rig.recording("loa") as loudspeaker, rig.recording("tai_nghe") as headphones:
        answered = ("--override", "thử máy", "--by", "người thử")
        result = run("--home", home, "play-today", *DAY, "--now", *answered, "--device", "loa")
    assert result.code == 0, result.stderr
    planned, heard = _samples(rehearsed), loudspeaker.steps
    differences = _differences(planned, heard)
    measured(f"{len(planned) / RATE:.1f} s, largest difference {differences.max()} step of 16 bit")
    assert differences.max() <= 1
    assert not headphones.steps.any()

    real, rehearsal = (
        json.loads(run_here("--home", home, "log", *more, "--json").stdout)["airings"]
        for more in ((), ("--rehearsal",))
    )
    told = [(one["cue"], one["frames"], one["outcome"]) for one in real]
    assert told == [(one["cue"], one["frames"], one["outcome"]) for one in rehearsal]
    real = [one for one in real if not is_sting(one["cue"])]
    first = datetime.fromisoformat(real[0]["started"])
    begin = 0
    for number, one in enumerate(real):  # each start and length in the log is where the sink had that cart
        cart_file = tmp_path / f"{number}.wav"
        assert run_here("--home", home, "preview", one["script"], "-o", cart_file).code == 0
        cart = _samples(cart_file)
        assert one["frames"] == len(cart)
        if number == 0:
            begin = _place(cart, heard)
        at = begin + round((datetime.fromisoformat(one["started"]) - first).total_seconds() * RATE)
        assert np.abs(heard[at : at + len(cart)] - cart).max() <= 1


def test_a_single_lost_sample_would_be_seen() -> None:
    """The negative control of the comparison."""
    rng = np.random.default_rng(1)
    planned = np.concatenate([np.zeros(1000, np.int32), rng.integers(-9000, 9000, 50_000, np.int32)])
    assert _differences(planned, np.concatenate([np.zeros(77, np.int32), planned])).max() == 0
    assert _differences(planned, np.concatenate([np.delete(planned, 30_000), np.zeros(9, np.int32)])).max() > 1


def test_a_preview_sounds_in_the_headphones_and_never_on_the_loudspeaker(tmp_path: Path, rig: Rig) -> None:
    named = PLAYLIST + "output: {loudspeaker: loa, preview: tai_nghe}\n"
    home = write_ward(tmp_path / "ward", named, SCRIPTS)
    with rig.recording("loa") as loudspeaker, rig.recording("tai_nghe") as headphones:
        assert run_here("--home", home, "preview", "chung/treo-co").code == 0
        # `default` is wherever the system sends sound: here the loudspeaker, and nothing tells
        write_ward(home, named.replace("preview: tai_nghe", "preview: default"), SCRIPTS)
        assert run_here("--home", home, "preview", "chung/treo-co").code == 5
    assert headphones.steps.any()
    assert not loudspeaker.steps.any()


def test_voices_are_compared_in_the_headphones_and_never_on_the_loudspeaker(tmp_path: Path, rig: Rig) -> None:
    named = PLAYLIST + "output: {loudspeaker: loa, preview: tai_nghe}\n"
    home = write_ward(tmp_path / "ward", named, SCRIPTS)
    with rig.recording("loa") as loudspeaker, rig.recording("tai_nghe") as headphones:
        compared = run_here("--home", home, "voices", "compare", "chung/treo-co")
        write_ward(home, named.replace("preview: tai_nghe", "preview: loa"), SCRIPTS)
        assert run_here("--home", home, "voices", "try", "espeak", "Xin chào.").code == 5
    assert compared.code == 0, compared.stderr
    assert "1/1 espeak, nghe ở “tai_nghe”" in compared.stderr
    assert headphones.steps.any()
    assert not loudspeaker.steps.any()


def test_of_a_preview_on_the_loudspeaker_the_log_tells_which_script_and_how_long(tmp_path: Path, rig: Rig) -> None:
    home = live_ward(tmp_path / "ward", in_seconds(600), {"chung/a": 2.0})
    title = run_here("--home", home, "preview", "chung/a", "--text").stdout.split(" · ")[0]
    with rig.recording("loa") as loudspeaker:
        assert run_here("--home", home, "preview", "chung/a", "--to-speaker").code == 0
    assert loudspeaker.steps.any()
    assert f"nghe thử “{title}” ra loa phường, dài 2 giây" in run_here("--home", home, "log").stdout
    told = run_here("--lang", "en", "--home", home, "log").stdout
    assert f"“{title}” previewed on the loudspeaker, 2 s long" in told


def test_a_second_choice_sounds_where_the_first_is_gone_and_the_log_says_so(tmp_path: Path, rig: Rig) -> None:
    home = live_ward(tmp_path / "ward", in_seconds(3), {"chung/a": 2.0}, loudspeaker="[loa, tai_nghe]")
    rig.unplug("loa")
    with rig.recording("tai_nghe") as headphones:
        assert run_here("--home", home, "play-today").code == 0
    assert headphones.steps.any()
    log = json.loads(run_here("--home", home, "log", "--json").stdout)
    assert {one["outcome"] for one in log["airings"]} == {"aired"}
    assert any("phát ra loa “tai_nghe”: không thấy loa “loa”" in str(note) for note in log["notes"])


def test_without_a_second_choice_nothing_else_sounds(tmp_path: Path, rig: Rig) -> None:
    """The control of the test before."""
    home = live_ward(tmp_path / "ward", in_seconds(3), {"chung/a": 2.0})
    rig.unplug("loa")
    with rig.recording("tai_nghe") as headphones:
        assert run_here("--home", home, "play-today").code == 5
    assert not headphones.steps.any()
