"""What is heard of a sound at its own rate: what nobody hears through a loudspeaker hides no voice."""

import numpy as np
import pytest
import soxr

from broadcast.audio.hearing import RATE_HZ as EAR_HZ
from broadcast.audio.hearing import Ear, Kind
from broadcast.audio.sound import Samples, resampled
from broadcast.library.ingest.listening import Listening
from broadcast.production.voices.espeak import Espeak

RATE_HZ = 48_000


@pytest.fixture(scope="module")
def voice() -> Samples:
    said = "Kính thưa bà con, sáng thứ Bảy tuần này các tổ dân phố tổng vệ sinh. Mời mỗi nhà cử một người."
    spoken = resampled(Espeak().speak(said, speed=1.0), RATE_HZ).samples
    return np.asarray(0.03 * spoken / np.std(spoken), np.float32)


def _whistled(voice: Samples, hz: float) -> Samples:
    at = np.arange(len(voice)) / RATE_HZ
    return np.asarray(voice + 0.2 * np.sin(2 * np.pi * hz * at), np.float32)


@pytest.mark.parametrize("hz", [9_000, 12_000, 15_625, 19_000, 22_000])
def test_a_voice_is_heard_under_the_whistle_of_a_screen_or_a_charger(hz: float, voice: Samples) -> None:
    listening = Listening(RATE_HZ)
    for start in range(0, len(voice), RATE_HZ):
        listening.add(_whistled(voice, hz)[start : start + RATE_HZ])
    listening.end()
    assert listening.heard().kind is Kind.SPEECH


def test_a_rate_that_is_changed_without_care_folds_the_whistle_over_the_voice(voice: Samples) -> None:
    """The negative control."""
    ear = Ear()
    ear.add(soxr.resample(_whistled(voice, 19_000), RATE_HZ, EAR_HZ, quality="QQ"))
    assert ear.heard().kind is not Kind.SPEECH
