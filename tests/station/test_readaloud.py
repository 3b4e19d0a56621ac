"""A sentence at the microphone -> a take of the ward's; a microphone that is forgotten is left after a minute."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import numpy as np
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.audio.sound import Samples, Sound
from broadcast.playout.output.microphone import RATE_HZ, Microphone
from broadcast.production.studio import finished
from broadcast.production.voices.espeak import Espeak
from broadcast.programme.settings import ScriptId
from broadcast.station import service
from broadcast.station.readaloud import MeterReading, keep, listen, longest_s, sound_of
from broadcast.station.sentences import sentences
from broadcast.station.station import open_station

ID = ScriptId("truoc/01-mot")
FIRST, SECOND = "Kính thưa bà con.", "Tổ dân phố họp lúc bảy giờ tối."


class Tone:
    """A microphone that hears a second of a tone at a time."""

    @contextmanager
    def listening(self) -> Iterator[None]:
        yield

    def heard(self) -> Samples:
        return (0.5 * np.sin(2 * np.pi * 440 * np.arange(RATE_HZ) / RATE_HZ)).astype(np.float32)


def microphone() -> Microphone:
    return cast(Microphone, Tone())


def spoken(words: str) -> Sound:
    said = Espeak().speak(words, speed=1.0)
    quiet = np.zeros(said.rate_hz // 2, np.float32)
    return Sound(np.concatenate([quiet, said.samples * np.float32(0.5), quiet]), said.rate_hz)


def test_what_is_heard_is_told_with_its_level_and_ends_where_it_is_told_to() -> None:
    told: list[MeterReading] = []
    sound = listen(microphone(), lambda heard: not told.append(heard) and len(told) < 3)
    assert [round(one.seconds) for one in told] == [1, 2, 3]
    assert (round(told[0].level), round(told[0].peak)) == (-9, -6)
    assert round(sound.seconds) == 4  # and what was said as the key was pressed


def test_a_microphone_that_somebody_forgot_is_left_after_a_minute() -> None:
    assert listen(microphone(), lambda _: True).seconds <= longest_s("một câu") + 1


def test_a_sentence_that_is_kept_is_asked_for_no_more_and_a_running_service_sees_it(tmp_path: Path) -> None:
    station = open_station(write_ward(tmp_path, PLAYLIST, {ID: f"{FIRST} {SECOND}"}))
    assert service._stamp(station) == station.stamp
    first, second = sentences(station, ID)
    assert (first.words, first.take, second.number) == (FIRST, None, 2)
    kept = keep(station, ID, first, finished(spoken(FIRST), FIRST), "Lan")
    assert [one.take for one in sentences(station, ID)] == [kept, None]
    assert abs(sound_of(station, kept).seconds - kept.seconds) < 0.01
    assert service._stamp(station) != station.stamp
    assert service._stamp(open_station(tmp_path)) == open_station(tmp_path).stamp
