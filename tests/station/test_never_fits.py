"""A session that its own music makes too long is told by check, before a single cart is made."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from stand_ins.cli import run_here
from stand_ins.soundfiles import tune
from stand_ins.wards import PLAYLIST, write_ward

pytestmark = pytest.mark.usefixtures("decoded_here")
RATE = 22_050


def _ward(home: Path, opening_s: float, closing_s: float, silence_s: float = 0.0) -> Path:
    sound = "sound: {opening: dau.wav, closing: cuoi.wav, sting: none, bed: none}"
    write_ward(home, f"{PLAYLIST.replace('max_session: 15m', 'max_session: 2m')}\n{sound}\n")
    for name, seconds in (("dau", opening_s), ("cuoi", closing_s)):
        music = tune(RATE, 1, seconds).samples
        soundfile.write(home / f"{name}.wav", np.concatenate([music, np.zeros(round(silence_s * RATE))]), RATE)
    return home


def test_music_that_fills_the_session_is_told_with_the_length_of_the_whole(tmp_path: Path) -> None:
    checked = run_here("--home", _ward(tmp_path, 80, 70), "check")
    told = " ".join(checked.stdout.split())
    assert checked.code == 3, checked
    assert "buổi dài chừng 2 phút" in told
    assert "quá mức tối đa 2 phút" in told


@pytest.mark.parametrize(("seconds", "silence_s"), [(30, 0), (30, 60)])
def test_music_that_leaves_room_is_not_and_silence_that_is_cut_off_counts_for_nothing(
    tmp_path: Path, seconds: float, silence_s: float
) -> None:
    checked = run_here("--home", _ward(tmp_path, seconds, seconds, silence_s), "check")
    assert "quá mức tối đa" not in checked.stdout, checked
