"""Waves as screens draw them: each cart is read once, few are kept, and nothing of sound is loaded before."""

import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pytest
from stand_ins.cli import run_here
from stand_ins.live import in_seconds, live_ward

from broadcast.programme.model import Cart
from broadcast.station import waveforms
from broadcast.station.overview import fingerprints_of, look_at, orders, rundown
from broadcast.station.waveforms import BARS, Waveforms


@pytest.fixture
def cart(tmp_path: Path) -> Cart:
    """The made cart of a tone, in the shelves of `tmp_path`/phuong."""
    begin = in_seconds(3600)
    home = live_ward(tmp_path / "phuong", begin, {"chung/a": 2.0})
    assert run_here("--home", home, "build").code == 0
    overview = look_at(home)
    order = orders(overview, rundown(overview, begin.date()).sessions)[0]
    made = fingerprints_of(overview).look_up(order, overview.library)
    assert isinstance(made, Cart)
    return made


def test_a_wave_has_its_loudest_stretch_at_a_hundred_and_is_read_once(tmp_path: Path, cart: Cart) -> None:
    known = Waveforms(tmp_path / "phuong/audio_cache")
    wave = known.of(cart)
    assert len(wave) == BARS
    assert max(wave) == 100
    assert np.median(wave) > 50  # a tone is as loud all the while
    with patch.object(waveforms, "_read", side_effect=AssertionError("read again")):
        assert known.of(cart) == wave


def test_a_cart_that_is_gone_has_no_wave_until_it_is_there_again(tmp_path: Path, cart: Cart) -> None:
    folder, apart = tmp_path / "phuong/audio_cache", tmp_path / "apart"
    known = Waveforms(folder)
    folder.rename(apart)
    assert known.of(cart) == ()
    apart.rename(folder)
    assert len(known.of(cart)) == BARS


def test_no_more_waves_are_kept_than_fit(tmp_path: Path, cart: Cart) -> None:
    known = Waveforms(tmp_path / "phuong/audio_cache")
    with patch.object(waveforms, "_MOST", 0):
        assert len(known.of(cart)) == BARS
    with patch.object(waveforms, "_read", return_value=(1,)):
        assert known.of(cart) == (1,)  # it was forgotten


def test_nothing_of_sound_is_loaded_before_a_wave_is_asked_for() -> None:
    told = "import sys, broadcast.station.live as _; print('numpy' in sys.modules, 'soundfile' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
