"""A microphone by the loudspeaker, on a true PulseAudio: whatever goes wrong behind the machine, the log says so.

The monitor of the loudspeaker's null sink stands in for the microphone. A second player lays noise into that sink,
as loud as the words.
"""

import ctypes
import os
import resource
import signal
import struct
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO

import numpy as np
import pytest
from pulse_rig import RATE_HZ, Rig, until
from stand_ins.carts import ZONE, session
from stand_ins.street import noise, noise_gain

from broadcast.audio.dither import to_pcm16
from broadcast.audio.sound import Samples, Sound, resampled
from broadcast.audio.trim import words_only
from broadcast.base.clock import SystemClock
from broadcast.library.codec import encode_wav
from broadcast.library.sounds import Library
from broadcast.playout.events import OffAir, OnAir, Settled
from broadcast.production.voices.espeak import Espeak
from broadcast.programme.airheard import AirHeard, HowHeard
from broadcast.programme.model import Cart, Fingerprint, Outcome
from broadcast.programme.onair import OnAirPart
from broadcast.record.journal import Journal, Start
from broadcast.station.aircheck import Ear

SENTENCES = (
    "Kính thưa bà con nhân dân trong phường.",
    "Sáng mai tổ dân phố số bảy họp tại nhà văn hoá.",
    "Mỗi gia đình hãy treo cờ Tổ quốc trước cửa nhà.",
    "Mời bà con đến dự đông đủ, đúng giờ.",
)
EDITED = (*SENTENCES[:1], "Sáng mai tổ dân phố số mười bốn họp tại nhà văn hoá.", *SENTENCES[2:])
OTHERS = (
    "Thông báo về việc thu gom rác thải sinh hoạt.",
    "Xe gom rác đi qua các ngõ từ năm giờ chiều.",
    "Bà con để rác trước cổng, buộc kín miệng túi.",
    "Xin trân trọng cảm ơn và chào bà con.",
)
OPENING_S = 2.2
"""As on a station. With 0.5 s before the cart a missing beginning was taken for heard in two of four runs."""
PAUSE = np.zeros(RATE_HZ // 2, np.float32)


@cache
def read(sentences: tuple[str, ...]) -> tuple[Samples, tuple[tuple[int, int], ...]]:
    """The sentences read aloud with a pause behind each, and where the words are."""
    parts: list[Samples] = []
    spans, at = [], 0
    for sentence in sentences:
        spoken = resampled(Espeak().speak(sentence, speed=1.0), RATE_HZ).samples * np.float32(0.35)
        words = words_only(spoken, RATE_HZ, longest_pause_s=0.3, edge_s=0.005)  # as in every cart
        parts += [words, PAUSE]
        spans.append((at, at + len(words)))
        at += len(words) + len(PAUSE)
    return np.concatenate(parts), tuple(spans)


@cache
def street(frames: int) -> Samples:
    """A street's noise, as loud as the words, which goes on behind what sounds for so many frames."""
    return noise(frames + 4 * RATE_HZ, 3) * np.float32(gain())


@cache
def gain() -> float:
    return noise_gain(read(SENTENCES)[0], 0.0)


@pytest.fixture(scope="module")
def cart(tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Cart]:
    library = Library(tmp_path_factory.mktemp("kho"))
    samples, spans = read(SENTENCES)
    made = Cart(
        fingerprint=Fingerprint("a" * 64), engine="espeak", frames=len(samples), rate_hz=RATE_HZ, loudness=-16.0,
        true_peak=-1.0, speech=spans,
    )  # fmt: skip
    library.keep_cart(made, encode_wav(to_pcm16(Sound(samples, RATE_HZ)), RATE_HZ))
    return library, made


@contextmanager
def an_ear(library: Library, cart: Cart, folder: Path, microphone: str = "loa.monitor") -> Iterator["Station"]:
    with Journal(folder / "as-run.sqlite3") as journal:
        ear = Ear(microphone, library._root, journal, SystemClock(ZONE))
        try:
            yield Station(ear, journal, cart, microphone)
        finally:
            ear.close()


class Station:
    """What playout does of a programme of one cue, and what the log says then."""

    def __init__(self, ear: Ear, journal: Journal, cart: Cart, microphone: str) -> None:
        self.ear, self._journal, self._cart, self._microphone = ear, journal, cart, microphone
        self._session = session(SystemClock(ZONE).now(), ["truoc/01"])
        self._cue = self._session.cues[0]

    def airs(self, rig: Rig, sounded: Samples, *, sink: str = "loa", hears: bool = True) -> None:
        """Tell that the cart begins and is over, while `sounded` comes out of the loudspeaker."""
        now = SystemClock(ZONE).now()
        self._journal.start(
            Start(
                cue=self._cue.id, script=self._cue.script, attempt=1, planned=now, of_frames=self._cart.frames,
                rate_hz=RATE_HZ, engine="espeak", fingerprint=self._cart.fingerprint,
            ),
            now,
        )  # fmt: skip
        self._opens(rig, hears)
        with said(rig, sink, street(len(sounded))), said(rig, sink, sounded):
            self.ear.follow(self._on_air(OnAirPart.CUE))
            time.sleep(len(sounded) / RATE_HZ + 0.5)
            self.ear.follow(
                Settled(
                    session=self._session, cue=self._cue, outcome=Outcome.AIRED, seconds=self._cart.seconds,
                    note=None,
                )
            )  # fmt: skip
            self.ear.follow(OffAir(session=self._session))
            time.sleep(1.2)

    def log(self, patience_s: float = 20) -> AirHeard:
        """What the log says, as soon as it does."""

        def lines() -> list[AirHeard]:
            self.ear.settle()
            day = self._session.at.date()
            return list(self._journal.heard(day, day).values())

        until(lambda: bool(lines()), patience_s, every_s=0.1)
        return lines()[0]

    def _opens(self, rig: Rig, hears: bool) -> None:
        """Tell that the opening sounds, and let it, until the microphone hears."""
        before = rig.listeners(self._microphone)
        self.ear.follow(self._on_air(OnAirPart.OPENING))
        until(lambda: not hears or rig.listeners(self._microphone) > before, 20, every_s=0.2)
        time.sleep(OPENING_S if hears else 0.5)

    def _on_air(self, part: OnAirPart) -> OnAir:
        cue = self._cue if part is OnAirPart.CUE else None
        return OnAir(session=self._session, part=part, cue=cue, frames=1, of_frames=self._cart.frames,
                     left_frames=self._cart.frames, rate_hz=RATE_HZ, device="loa")  # fmt: skip


@contextmanager
def said(rig: Rig, sink: str, samples: Samples) -> Iterator[None]:
    """These samples sound at that sink from now on, beside whatever sounds there."""
    words = ["pacat", "--playback", "--raw", "--format=s16le", f"--rate={RATE_HZ}", "--channels=1", "-d", sink]
    speaker = subprocess.Popen(words, stdin=subprocess.PIPE, env=rig.whole_environment)
    threading.Thread(target=_hand_over, args=(speaker.stdin, samples), daemon=True).start()
    try:
        yield
    finally:
        speaker.kill()
        speaker.wait()


def _hand_over(pipe: IO[bytes], samples: Samples) -> None:
    with suppress(OSError), pipe:  # the speaker has been ended
        pipe.write(np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


# --- what is told ---


def _only(samples: Samples, begin: int, end: int) -> Samples:
    places = np.arange(len(samples))
    return np.where((places >= begin) & (places < end), samples, 0).astype(np.float32)


def _sounded() -> dict[str, Samples]:
    """What comes out of the loudspeaker, by what is wrong with it."""
    sent = read(SENTENCES)[0]
    return {
        "nothing": sent,
        "muted": sent,
        "other": read(OTHERS)[0],
        "half": _only(sent, 0, len(sent) // 2),
        "edited": read(EDITED)[0],
        "twice": np.concatenate([sent, sent]),
        "late": _only(sent, RATE_HZ // 2, len(sent)),
    }


@pytest.fixture(scope="module")
def told(
    rig_server: Rig, cart: tuple[Library, Cart], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, AirHeard]]:
    """What the log says of each, all at the same time, each at a loudspeaker with an ear of its own."""
    sounded = _sounded()
    for samples in sounded.values():
        street(len(samples))  # once: all that sound at the same time would each make it
    rig_server.make_good()
    for what in sounded:
        rig_server.plug(what)
    rig_server.pactl("set-sink-mute", "muted", "1")

    def airs(what: str) -> AirHeard:
        with an_ear(*cart, tmp_path_factory.mktemp(what), f"{what}.monitor") as station:
            station.airs(rig_server, sounded[what], sink=what)
            return station.log()

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(len(sounded)) as threads:
        for name, value in rig_server.environment.items():
            patch.setenv(name, value)
        yield dict(zip(sounded, threads.map(airs, sounded), strict=True))
    for what in sounded:
        rig_server.unplug(what)


@pytest.mark.slow
def test_a_cart_that_sounds_as_it_was_sent_is_heard_clearly(
    told: dict[str, AirHeard], measured: Callable[[str], None]
) -> None:
    heard = told["nothing"]
    measured(f"score {heard.score:.2f}, {heard.offset_s} s behind, {heard.drift_ppm:.0f} ppm")
    assert (heard.how, heard.missing, heard.shifts, heard.again_s) == (HowHeard.CLEAR, (), (), ())
    assert heard.offset_s is not None
    assert -0.5 < heard.offset_s < 1.5


@pytest.mark.slow
@pytest.mark.parametrize("what", ["muted", "other"])
def test_a_muted_loudspeaker_and_another_cart_are_told_as_not_heard(what: str, told: dict[str, AirHeard]) -> None:
    assert told[what].how is HowHeard.NOT_HEARD


@pytest.mark.slow
def test_half_a_cart_is_heard_in_part(told: dict[str, AirHeard]) -> None:
    assert told["half"].how is HowHeard.PARTLY
    assert told["half"].heard_s == pytest.approx(told["half"].of_s / 2, rel=0.25)


@pytest.mark.slow
def test_an_older_version_with_another_word_is_told_with_its_place(told: dict[str, AirHeard]) -> None:
    heard = told["edited"]
    assert heard.how is HowHeard.PARTLY
    assert heard.missing or heard.shifts
    begin, end = (frame / RATE_HZ for frame in read(SENTENCES)[1][1])
    assert all(begin - 0.5 <= start and stop <= end + 1.0 for start, stop in heard.missing)


@pytest.mark.slow
def test_what_sounds_twice_is_told(told: dict[str, AirHeard]) -> None:
    length_s = len(read(SENTENCES)[0]) / RATE_HZ
    assert told["twice"].again_s == (pytest.approx(length_s, abs=0.2),)


@pytest.mark.slow
def test_half_a_second_lost_at_the_beginning_is_told(told: dict[str, AirHeard]) -> None:
    assert told["late"].how is HowHeard.PARTLY
    assert told["late"].missing == ((0.0, 0.5),)


# --- a microphone that is not there, goes away, or hangs ---


@pytest.mark.slow
def test_a_microphone_that_is_not_there_is_told_and_not_waited_for(
    rig: Rig, cart: tuple[Library, Cart], tmp_path: Path
) -> None:
    with an_ear(*cart, tmp_path, microphone="Micro cũ") as station:
        station.airs(rig, read(SENTENCES)[0][: 2 * RATE_HZ], hears=False)
        heard = station.log()
    assert heard.how is HowHeard.NO_MICROPHONE
    assert "Micro cũ" in str(heard.told[0])


@pytest.mark.slow
def test_a_process_that_stands_still_holds_nobody_up(
    rig: Rig, cart: tuple[Library, Cart], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadcast.station.aircheck._PATIENCE_S", 1.0)
    with an_ear(*cart, tmp_path) as station:
        stopped = station.ear._child.pid
        os.kill(stopped, signal.SIGSTOP)
        began = time.monotonic()
        for _ in range(5_000):  # far more than a pipe holds
            station.ear._orders.put({"do": "begun", "cue": "x" * 200})
        assert time.monotonic() - began < 0.5
        station.airs(rig, read(SENTENCES)[0][:RATE_HZ], hears=False)
        assert "không trả lời" in str(station.log().told[0])
        station.ear.follow(station._on_air(OnAirPart.OPENING))
        assert station.ear._child.pid != stopped, "the next programme has a process of its own"


# --- nothing of it on the disk ---

_WRITTEN = 0x2


@pytest.mark.slow
def test_nothing_of_what_is_heard_reaches_a_disk(
    rig: Rig, cart: tuple[Library, Cart], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file of the process may grow past 64 bytes: a thousandth of a second of sound.

    Python writes four bytes to try the folder, and the sound system complains of the bound.
    """
    library, _ = cart
    spare = tmp_path / "tam"
    spare.mkdir()
    monkeypatch.setenv("TMPDIR", str(spare))
    monkeypatch.setattr(tempfile, "tempdir", str(spare))
    with an_ear(*cart, tmp_path / "nhat-ky") as station, _written_in(spare, library._root) as seen:
        resource.prlimit(station.ear._child.pid, resource.RLIMIT_FSIZE, (64, 64))
        station.airs(rig, read(SENTENCES)[0])
        assert station.log().how is HowHeard.CLEAR
        assert len(seen()) <= 2
        (spare / "thu").write_bytes(b"1")  # the negative control
        assert seen() == ["thu"]


@contextmanager
def _written_in(*folders: Path) -> Iterator[Callable[[], list[str]]]:
    """Watch the folders; what is given tells the files that were written into since it was asked last."""
    libc = ctypes.CDLL(None, use_errno=True)
    number = libc.inotify_init1(os.O_NONBLOCK)
    for folder in [one for top in folders for one in (top, *top.rglob("*")) if one.is_dir()]:
        assert libc.inotify_add_watch(number, os.fsencode(folder), _WRITTEN) > 0
    try:
        yield lambda: _names(number)
    finally:
        os.close(number)


def _names(number: int) -> list[str]:
    told, at, names = b"", 0, []
    with suppress(BlockingIOError):
        told = os.read(number, 1 << 20)
    while at < len(told):
        _, _, _, length = struct.unpack_from("iIII", told, at)
        names.append(os.fsdecode(told[at + 16 : at + 16 + length].rstrip(b"\0")))
        at += 16 + length
    return names
