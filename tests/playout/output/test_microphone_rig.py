"""Microphone on a true PulseAudio: what a sink's monitor hands over is heard to the sample; troubles are told.

A real microphone was not to be had: a monitor of a null sink stands in for one.
"""

from pathlib import Path

import numpy as np
import pytest
from programmes import noise
from pulse_rig import Rig, said_at, until

from broadcast.audio.sound import Samples
from broadcast.base.errors import DeviceError, DeviceLost
from broadcast.playout.output.listing import microphones
from broadcast.playout.output.microphone import Microphone

RATE = 48_000


def heard_until(microphone: Microphone, frames: int) -> Samples:
    """What is heard, until so many frames that are not silent have come."""
    blocks: list[Samples] = []
    until(lambda: blocks.append(microphone.heard()) or sum(map(np.count_nonzero, blocks)) >= frames, 10)
    return np.concatenate(blocks)


def test_what_is_said_into_the_microphone_is_heard_to_the_sample(rig: Rig) -> None:
    said = noise(RATE)
    with Microphone("loa.monitor", "tai_nghe") as microphone:
        assert microphone.name == "Monitor of loa"
        with microphone.listening(), said_at(rig, "loa", said):
            heard = heard_until(microphone, len(said))
    first = int(np.flatnonzero(heard)[0])
    assert np.array_equal(heard[first : first + len(said)], said)


def test_a_microphone_that_is_unplugged_is_told_and_no_other_is_heard_in_its_place(rig: Rig) -> None:
    rig.plug("micro")
    with Microphone("micro.monitor", "tai_nghe") as microphone:
        rig.unplug("micro")
        with microphone.listening(), pytest.raises(DeviceLost, match="mất micro “Monitor of micro”"):
            until(lambda: microphone.heard() is None, 10)


def test_one_that_is_plugged_in_again_is_heard_again_and_not_before(rig: Rig) -> None:
    rig.plug("micro")
    with Microphone("micro.monitor", "tai_nghe") as microphone:
        rig.unplug("micro")
        with microphone.listening(), pytest.raises(DeviceLost):
            until(lambda: microphone.heard() is None, 10)
        with pytest.raises(DeviceError, match="không thấy micro “Monitor of micro”"), microphone.listening():
            pass
        rig.plug("micro")
        with microphone.listening():
            assert len(microphone.heard())
    rig.unplug("micro")


def test_a_sink_that_only_repeats_what_it_plays_is_no_microphone_unless_it_is_named(rig: Rig) -> None:
    assert microphones() == ()
    with pytest.raises(DeviceError, match="không thấy micro nào trên máy này"), Microphone(None, "tai_nghe"):
        pass


def test_the_only_microphone_is_taken_where_none_is_named(rig: Rig) -> None:
    rig.pactl("load-module", "module-virtual-source", "source_name=micro", "master=loa.monitor")
    try:
        with Microphone(None, "tai_nghe") as microphone:
            assert [microphone.name] == [one.name for one in microphones()]
        rig.pactl("set-source-mute", "micro", "1")
        with pytest.raises(DeviceError, match="đang bị tắt tiếng"), Microphone(None, "tai_nghe"):
            pass
    finally:
        rig.pactl("unload-module", "module-virtual-source")


def test_a_name_that_no_microphone_has_is_told_with_those_there_are(rig: Rig) -> None:
    told = r"không thấy micro “xyz”; máy đang có .*“Monitor of loa”"
    with pytest.raises(DeviceError, match=told), Microphone("xyz", "tai_nghe"):
        pass


def test_where_no_sound_server_answers_the_microphone_is_heard_through_portaudio(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "stand_ins" / "careless")
    monkeypatch.setenv("BROADCAST_CARELESS", "no server")
    monkeypatch.setenv("PULSE_SOURCE", "loa.monitor")
    said = noise(RATE // 2)
    with Microphone("pulse", "tai_nghe") as microphone, microphone.listening(), said_at(rig, "loa", said):
        heard = heard_until(microphone, len(said) - 1)
    first = int(np.flatnonzero(heard)[0])
    assert np.array_equal(heard[first : first + len(said)], said)
