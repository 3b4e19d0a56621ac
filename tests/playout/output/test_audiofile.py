"""AudioFile: programmes -> one file, whole or not at all; a WAV is exact."""

import tracemalloc
import wave
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
import soundfile
from programmes import Told, go_on, in_memory

from broadcast.audio.sound import Samples
from broadcast.base.clock import OfflineClock
from broadcast.base.errors import DiskError
from broadcast.base.files import sweep
from broadcast.library.tagged import Tags
from broadcast.playout.output import Played, Wish
from broadcast.playout.output.audiofile import AudioFile
from broadcast.playout.output.fade import fade_frames, fall
from broadcast.playout.output.memory import InMemory

NINE = datetime(2025, 10, 6, 9, tzinfo=UTC)
RATE = 24_000


def sixteen_bit(frames: int, seed: int = 1) -> Samples:
    steps = np.random.default_rng(seed).integers(-32768, 32768, frames)
    return (steps / 32768).astype(np.float32)


def tape(samples: Samples, rate_hz: int = RATE) -> InMemory:
    return in_memory(samples, rate_hz)


def fade(frames: int, first: datetime) -> Wish:
    return Wish.FADE


def read(path: Path) -> tuple[int, np.ndarray]:
    with wave.open(str(path), "rb") as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        return file.getframerate(), np.frombuffer(file.readframes(file.getnframes()), "<i2")


def test_two_programmes_stand_in_the_file_one_after_the_other_sample_for_sample(tmp_path: Path) -> None:
    one, two = sixteen_bit(50_001), sixteen_bit(777, seed=2)
    with AudioFile(tmp_path / "day.wav", OfflineClock(NINE)) as file:
        file.play(tape(one), at=None, heard=go_on)
        file.play(tape(two), at=NINE + timedelta(hours=1), heard=go_on)
    rate, pcm = read(tmp_path / "day.wav")
    assert rate == RATE
    assert np.array_equal(pcm, np.rint(np.concatenate([one, two]) * 32768))
    assert list(tmp_path.iterdir()) == [tmp_path / "day.wav"]


def test_a_programme_of_two_channels_makes_a_file_of_two_and_fades_both(tmp_path: Path) -> None:
    both = sixteen_bit(4 * RATE).reshape(-1, 2)
    with AudioFile(tmp_path / "day.wav", OfflineClock(NINE)) as file:
        file.play(tape(both), at=None, heard=go_on)
        file.play(tape(both), at=None, heard=lambda frames, _: Wish.FADE if frames >= RATE else Wish.GO_ON)
        with pytest.raises(ValueError, match=r"\(24000, 2\) .* not \(24000, 1\)"):
            file.play(tape(sixteen_bit(10)), at=None, heard=go_on)
    with closing(wave.open(str(tmp_path / "day.wav"))) as held:
        assert (held.getnchannels(), held.getframerate()) == (2, RATE)
        pcm = np.frombuffer(held.readframes(held.getnframes()), "<i2").reshape(-1, 2)
    steps, fade = np.rint(both * 32768), fade_frames(RATE)
    assert np.array_equal(pcm[: len(both) + RATE], np.concatenate([steps, steps[:RATE]]))
    led_down = steps[RATE : RATE + fade] * fall(fade, fade)[:, None]
    np.testing.assert_allclose(pcm[len(both) + RATE :], led_down, atol=1)


def test_it_starts_at_its_second_and_its_clock_passes_with_the_sound(tmp_path: Path) -> None:
    clock, at = OfflineClock(NINE), NINE + timedelta(minutes=3)
    heard = Told()
    with AudioFile(tmp_path / "day.wav", clock) as file:
        played = file.play(tape(sixteen_bit(RATE * 2)), at=at, heard=heard)
    told = heard.all
    assert played == Played(started=at, frames=RATE * 2, complete=True)
    assert clock.now() == at + timedelta(seconds=2)
    assert told[0] == (0, at)
    assert [frames for frames, _ in told] == sorted({frames for frames, _ in told})
    assert len(told) >= 10


def test_a_moment_that_is_past_starts_at_once(tmp_path: Path) -> None:
    with AudioFile(tmp_path / "day.wav", OfflineClock(NINE)) as file:
        assert file.play(tape(sixteen_bit(10)), at=NINE - timedelta(hours=1), heard=go_on).started == NINE


def test_a_wish_to_fade_ends_the_programme_in_eighty_milliseconds(tmp_path: Path) -> None:
    loud = np.full(RATE * 5, 0.5, np.float32)
    with AudioFile(tmp_path / "day.wav", OfflineClock(NINE)) as file:
        played = file.play(
            tape(loud), at=None, heard=lambda frames, _: Wish.FADE if frames >= RATE else Wish.GO_ON
        )
    _, pcm = read(tmp_path / "day.wav")
    assert not played.complete
    assert played.frames == len(pcm) == RATE + round(0.08 * RATE)
    assert np.all(pcm[:RATE] == 16384)
    assert np.all(np.diff(pcm[RATE:].astype(int)) <= 0)
    assert pcm[-1] == 0


def test_a_wish_to_fade_while_it_waits_plays_nothing(tmp_path: Path) -> None:
    with AudioFile(tmp_path / "day.wav", OfflineClock(NINE)) as file:
        played = file.play(tape(sixteen_bit(RATE)), at=NINE + timedelta(hours=1), heard=fade)
    assert played == Played(started=None, frames=0, complete=False)
    assert list(tmp_path.iterdir()) == []


def test_nothing_appears_and_the_old_file_stays_when_the_day_breaks_off(tmp_path: Path) -> None:
    (tmp_path / "day.wav").write_bytes(b"the old one")

    def broken_off() -> None:
        with AudioFile(tmp_path / "day.wav", OfflineClock(NINE)) as file:
            file.play(tape(sixteen_bit(RATE)), at=None, heard=go_on)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert list(tmp_path.iterdir()) == [tmp_path / "day.wav"]
    assert (tmp_path / "day.wav").read_bytes() == b"the old one"


def test_the_file_is_not_there_before_it_is_whole(tmp_path: Path) -> None:
    with AudioFile(tmp_path / "day.wav", OfflineClock(NINE)) as file:
        file.play(tape(sixteen_bit(RATE)), at=None, heard=go_on)
        assert not (tmp_path / "day.wav").exists()
    assert (tmp_path / "day.wav").exists()


@contextmanager
def full_beyond(most_bytes: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, as on a disk that is full then."""
    resource = pytest.importorskip("resource", reason="no limits here to stand for a full disk")
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_full_disk_is_told_in_plain_words_and_leaves_nothing(tmp_path: Path) -> None:
    def fill() -> None:
        with AudioFile(tmp_path / "day.wav", OfflineClock(NINE)) as file:
            file.play(tape(sixteen_bit(RATE * 10)), at=None, heard=go_on)

    with full_beyond(RATE), pytest.raises(DiskError, match="hết chỗ"):
        fill()
    assert list(tmp_path.iterdir()) == []
    fill()  # the negative control
    assert list(tmp_path.iterdir()) == [tmp_path / "day.wav"]


def test_a_disk_that_fills_up_with_the_last_bytes_is_told_on_close(tmp_path: Path) -> None:
    file = AudioFile(tmp_path / "day.wav", OfflineClock(NINE))
    file.play(tape(sixteen_bit(100)), at=None, heard=go_on)
    with full_beyond(10), pytest.raises(DiskError, match="hết chỗ"):  # the header is written last
        file.close()
    assert list(tmp_path.iterdir()) == []


def test_two_rehearsals_into_one_file_are_each_whole_and_the_last_stays(tmp_path: Path) -> None:
    one, two = sixteen_bit(RATE * 2), sixteen_bit(RATE, seed=2)
    first, second = (AudioFile(tmp_path / "day.wav", OfflineClock(NINE)) for _ in range(2))
    for file, samples in ((first, one), (second, two), (first, one)):
        file.play(tape(samples), at=None, heard=go_on)
    second.close()
    assert np.array_equal(read(tmp_path / "day.wav")[1], np.rint(two * 32768))
    first.close()
    assert np.array_equal(read(tmp_path / "day.wav")[1], np.rint(np.concatenate([one, one]) * 32768))
    assert list(tmp_path.iterdir()) == [tmp_path / "day.wav"]


def test_what_a_killed_rehearsal_has_left_is_swept_by_the_next_and_nothing_else(tmp_path: Path) -> None:
    left, another = tmp_path / "day.wav.99999999.0a1b2c3d.part", tmp_path / "other.wav.99999999.0a1b2c3d.part"
    for path in (left, another):
        path.write_bytes(b"x")
    with AudioFile(tmp_path / "day.wav", OfflineClock(NINE)):
        assert not left.exists()
        assert another.exists()
        sweep(tmp_path)  # this one is no forgotten file
        assert len(list(tmp_path.glob("day.wav.*.part"))) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_and_a_folder_in_its_place_are_told_before_any_sound(tmp_path: Path) -> None:
    with pytest.raises(DiskError, match="chưa có thư mục"):
        AudioFile(tmp_path / "nowhere" / "day.wav", OfflineClock(NINE)).open()
    with pytest.raises(DiskError, match="đó là một thư mục"):
        AudioFile(tmp_path, OfflineClock(NINE)).open()


def test_two_rates_in_one_file_are_refused(tmp_path: Path) -> None:
    with AudioFile(tmp_path / "day.wav", OfflineClock(NINE)) as file:
        file.play(tape(sixteen_bit(10)), at=None, heard=go_on)
        with pytest.raises(ValueError, match=r"\(24000, 1\) .* not \(48000, 1\)"):
            file.play(tape(sixteen_bit(10), rate_hz=48_000), at=None, heard=go_on)


def _most_memory(path: Path, times: int) -> int:
    samples = sixteen_bit(RATE * 10)
    with AudioFile(path, OfflineClock(NINE), Tags(title="Tổng duyệt")) as file:
        tracemalloc.start()
        for _ in range(times):
            file.play(tape(samples), at=None, heard=go_on)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    return most


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".ogg"])
def test_a_long_day_takes_no_more_memory_than_a_short_one(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"day{suffix}"
    short, long = _most_memory(path, 1), _most_memory(path, 12)
    assert soundfile.info(path).duration == pytest.approx(120, abs=0.2)
    assert long < short + 200_000
