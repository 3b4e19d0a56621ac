"""A script's own recording -> its cart: as it was made, and what a person should know of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soundfile
from stand_ins.wards import PLAYLIST, script_text, write_ward

from broadcast.audio.loudness import measure
from broadcast.audio.sound import Floats, Sound
from broadcast.base.clock import SystemClock
from broadcast.base.errors import BadSound, EngineOffline, tell
from broadcast.library import codec
from broadcast.library.codec import read_builtin
from broadcast.library.ingest.examining import examine
from broadcast.library.ingest.report import Asked, Use
from broadcast.library.ingest.samples import sound_of
from broadcast.library.sounds import Library
from broadcast.production.making import Production
from broadcast.production.orders import Order
from broadcast.production.recordings import recording_of
from broadcast.production.voices.espeak import Espeak
from broadcast.programme.model import Cart, CueId, Reason, Unready
from broadcast.programme.settings import ScriptId
from broadcast.ward.folder import read_ward
from broadcast.ward.readings import Prepared
from broadcast.ward.versions import version_of

pytestmark = pytest.mark.usefixtures("decoded_here")

RATE = 24_000
ORDER = Order(cue=CueId("2025-10-06/sang/truoc/01-mot"), script=ScriptId("truoc/01-mot"))
RNG = np.random.default_rng(5)


@cache
def voice() -> Floats:
    """About 7 s of words at -20 dBFS, in the embedded voice."""
    spoken = Espeak().speak("kính thưa bà con, mời bà con treo cờ chào mừng đại hội. " * 2, speed=1.0)
    soxed = np.interp(
        np.arange(0, len(spoken.samples), spoken.rate_hz / RATE), np.arange(len(spoken.samples)), spoken.samples
    )
    return soxed / np.sqrt(np.mean(soxed**2)) * 0.1


def hiss(seconds: float, level_db: float = -60) -> Floats:
    return RNG.standard_normal(round(seconds * RATE)) * 10 ** (level_db / 20)


def silence(seconds: float) -> Floats:
    return np.zeros(round(seconds * RATE))


@contextmanager
def production(home: Path, recording: Floats, **header: str) -> Iterator[Production]:
    script = script_text("Lời chủ tịch", "", recording="thu-san/loi.wav", **header)
    write_ward(home, f"{PLAYLIST}\nsound: {{sting: none, bed: none}}\n", {})
    path = home / "scripts" / "truoc" / "01-mot.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(script, "utf-8")
    (home / "thu-san").mkdir(exist_ok=True)
    soundfile.write(home / "thu-san" / "loi.wav", recording, RATE, subtype="PCM_24")
    yield Production(
        ward=read_ward(home), library=Library(home / "audio_cache"), engines={"espeak": Espeak()},
        clock=SystemClock(UTC), watch=lambda _: None,
    )  # fmt: skip


def made(home: Path, recording: Floats, **header: str) -> Cart:
    with production(home, recording, **header) as making:
        cart = making.make(ORDER)
        assert isinstance(cart, Cart), cart
        assert making.make(ORDER) == cart, "kept with all that is to be known of it"
        return cart


def why_not(home: Path, recording: Floats, **header: str) -> str:
    with production(home, recording, **header) as making:
        unready = making.make(ORDER)
        assert isinstance(unready, Unready), unready
        assert unready.reason is Reason.BAD_SOUND
        return str(unready.why)


def length(*parts: Floats) -> float:
    return sum(map(len, parts)) / RATE


def test_a_minute_of_silence_airs_a_minute_and_is_told(tmp_path: Path) -> None:
    parts = (voice(), silence(60), voice())
    cart = made(tmp_path, np.concatenate(parts))
    assert cart.seconds == pytest.approx(length(*parts), abs=0.3)
    assert [str(one) for one in cart.remarks] == [
        f"tệp thu sẵn có quãng lặng 1 phút, từ 0:{int(length(voice())):02}"
    ]
    kept = made(tmp_path, np.concatenate(parts), keep_silence="true")
    assert kept.seconds == pytest.approx(length(*parts), abs=0.01)
    assert kept.remarks == ()
    assert kept.fingerprint != cart.fingerprint


def test_what_is_trimmed_of_both_ends_is_told(tmp_path: Path) -> None:
    parts = (hiss(3.7), voice(), hiss(4.3))
    cart = made(tmp_path, np.concatenate(parts))
    assert cart.seconds == pytest.approx(length(voice()) + 0.5, abs=0.4)
    [told] = cart.remarks
    assert str(told).startswith("đã bỏ 3,")
    assert "giây tiếng nền ở đầu và 4," in str(told)


def test_a_clipped_recording_airs_and_is_told(tmp_path: Path) -> None:
    told = made(tmp_path, np.clip(voice() * 20, -0.9, 0.9)).remarks
    assert any("tệp thu sẵn bị vỡ tiếng ở" in str(one) for one in told)


@pytest.mark.parametrize(("over_db", "is_told"), [(0, False), (1, False), (2, True), (6, True)])
def test_a_few_flat_tops_are_not_told_and_those_one_hears_are(
    tmp_path: Path, over_db: float, is_told: bool
) -> None:
    words = voice() / np.abs(voice()).max()
    told = made(tmp_path, np.clip(words * 10 ** (over_db / 20), -1, 1) * 0.99).remarks
    assert any("vỡ tiếng" in str(one) for one in told) is is_told


def test_one_too_soft_to_be_raised_airs_softly_and_is_told(tmp_path: Path) -> None:
    cart = made(tmp_path, voice() * 10 ** (-36 / 20))
    assert -32 < cart.loudness < -18
    [told] = cart.remarks
    assert "đã tăng hết mức mà vẫn nhỏ hơn các bài khác" in str(told)


@pytest.mark.parametrize("level_db", [-36, -32])
def test_how_soft_its_words_stay_is_measured_without_the_jingle_before_them(tmp_path: Path, level_db: int) -> None:
    """A jingle of twenty seconds is as loud as ever, and would make the mean of the cart look well."""
    recording = voice() * 10 ** (level_db / 20)
    with production(tmp_path, recording) as making:
        del making
    home = tmp_path
    sting = np.resize(read_builtin("mo-dau").samples, 20 * read_builtin("mo-dau").rate_hz)
    soundfile.write(home / "nhac.wav", sting, read_builtin("mo-dau").rate_hz)
    listed = (home / "playlist.yaml").read_text("utf-8").replace("sting: none", "sting: nhac.wav")
    (home / "playlist.yaml").write_text(listed, "utf-8")
    library = Library(home / "audio_cache")
    cart = Production(
        ward=read_ward(home), library=library, engines={}, clock=SystemClock(UTC), watch=lambda _: None
    ).make(ORDER)
    assert isinstance(cart, Cart), cart
    sound = library.sound_of(cart)
    words = measure(Sound(sound.samples[cart.speech[0][0] : cart.speech[-1][1]], sound.rate_hz)).integrated_lufs
    assert cart.loudness > words + 2, "the jingle hides it"
    [told] = cart.remarks
    assert told.values["lu"] == pytest.approx(-16 - words, abs=0.4)


@pytest.mark.parametrize(
    "recording", [silence(5), hiss(5, -90), silence(5) + 0.2], ids=["zeros", "noise", "offset"]
)
@pytest.mark.parametrize("header", [{}, {"keep_silence": "true"}, {"music": "true"}], ids=str)
def test_a_silent_recording_is_refused_however_it_is_to_air(
    tmp_path: Path, recording: Floats, header: dict[str, str]
) -> None:
    assert "không nghe thấy gì" in why_not(tmp_path, recording, **header)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute of silence is too long; the three minutes are held by tests/ward/test_check_recordings.py."""
    monkeypatch.setattr("broadcast.audio.asmade.BROKEN_S", 30.0)


def test_silent_for_too_long_it_is_refused_unless_that_is_meant(tmp_path: Path, hurried: None) -> None:
    recording = np.concatenate([voice(), silence(32), voice()])
    assert "im lặng 32 giây liền" in why_not(tmp_path, recording)
    assert made(tmp_path, recording, keep_silence="true").seconds == pytest.approx(len(recording) / RATE, abs=0.01)


def test_a_drum_airs_where_the_head_says_that_it_is_music(tmp_path: Path) -> None:
    t = np.arange(8 * RATE) / RATE
    drum = 0.2 * sum(np.sin(2 * np.pi * hz * t) for hz in (90, 140, 210)) * np.exp(-3 * (t % 1))
    [told] = made(tmp_path, drum).remarks
    assert "nghe như nhạc" in str(told)
    assert made(tmp_path, drum, music="true").remarks == ()


def test_how_it_airs_is_part_of_its_version(tmp_path: Path) -> None:
    versions = set()
    for header in ({}, {"keep_silence": "true"}, {"music": "true"}, {"keep_silence": "false"}):
        with production(tmp_path, voice(), **header):
            versions.add(version_of(tmp_path, read_ward(tmp_path).of(ScriptId("truoc/01-mot"))))
    assert len(versions) == 3


class _Offline:
    identity = "offline"

    def speak(self, text: str, *, speed: float) -> object:
        raise EngineOffline(tell("không kết nối được giọng Google"))


class _Silent:
    identity = "silent"

    def speak(self, text: str, *, speed: float) -> object:
        raise EngineOffline(tell("máy không có giọng nào khác"))


def test_where_no_voice_speaks_each_one_s_reason_is_told(tmp_path: Path) -> None:
    write_ward(tmp_path, PLAYLIST.replace("[espeak]", "[gtts, espeak]"))
    making = Production(
        ward=read_ward(tmp_path), library=Library(tmp_path / "audio_cache"), clock=SystemClock(UTC),
        engines={"gtts": _Offline(), "espeak": _Silent()}, watch=lambda _: None,  # type: ignore[dict-item]
    )  # fmt: skip
    unready = making.make(Order(cue=CueId("2025-10-06/sang/chung/treo-co"), script=ScriptId("chung/treo-co")))
    assert isinstance(unready, Unready)
    assert unready.reason is Reason.NO_SPEECH
    assert str(unready.why) == "không kết nối được giọng Google; giọng espeak: máy không có giọng nào khác"


def test_a_fault_of_the_finished_sound_is_not_hidden_behind_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The network is down, and the embedded voice's cart does not pass: that is what keeps it off the air."""
    write_ward(tmp_path, PLAYLIST.replace("[espeak]", "[gtts, espeak]"))
    monkeypatch.setattr("broadcast.production.mixing.faults_of", lambda *_, **__: (tell("âm thanh bị vỡ"),))
    making = Production(
        ward=read_ward(tmp_path), library=Library(tmp_path / "audio_cache"), clock=SystemClock(UTC),
        engines={"gtts": _Offline(), "espeak": Espeak()}, watch=lambda _: None,  # type: ignore[dict-item]
    )  # fmt: skip
    unready = making.make(Order(cue=CueId("2025-10-06/sang/chung/treo-co"), script=ScriptId("chung/treo-co")))
    assert unready == Unready(reason=Reason.BAD_SOUND, why=tell("âm thanh bị vỡ"))


def test_a_cart_whose_file_breaks_off_as_it_is_written_is_not_kept_and_is_made_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with production(tmp_path, voice()) as making:
        with monkeypatch.context() as broken:
            broken.setattr(codec, "_is_whole", lambda *_: False)
            unready = making.make(ORDER)
        assert isinstance(unready, Unready)
        assert "không ghi được trọn tệp" in str(unready.why)
        assert not [path for kind in ("*.flac", "*.wav") for path in (tmp_path / "audio_cache").rglob(kind)]
        assert isinstance(making.make(ORDER), Cart)


def _beside() -> Iterator[tuple[str, Floats]]:
    """A voice beside what is louder, or of another pitch: somebody speaks in each."""
    seven = np.arange(len(voice())) / RATE
    claps = RNG.standard_normal(8 * RATE) * (RNG.random(8 * RATE) > 0.97)
    yield "applause behind a soft voice", np.concatenate([voice() * 0.1, 0.2 * claps / np.std(claps)])
    yield "a whistle of 10 kHz over a voice", voice() * 0.3 + 0.2 * np.sin(2 * np.pi * 10_000 * seven)
    yield "a voice without consonants", np.convolve(voice(), np.hanning(90) / 45, mode="same")
    yield "direct current under half of a voice", np.concatenate([voice() + 0.3, voice()])


@pytest.mark.parametrize("recording", [pytest.param(recording, id=name) for name, recording in _beside()])
def test_no_voice_is_refused_for_what_sounds_beside_it(tmp_path: Path, recording: Floats) -> None:
    """`check` passes it with a remark, so the build must make it."""
    cart = made(tmp_path, np.clip(recording, -1, 1))
    report = examine(tmp_path, Asked(name="thu-san/loi.wav", use=Use.RECORDING))
    assert report.why_not == ()
    assert {str(one) for one in cart.remarks} >= {
        str(one.what) for one in report.remarks if "LUFS" not in str(one)
    }


def test_what_the_build_refused_is_seen_by_whoever_only_looks_until_it_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with production(tmp_path, voice()) as making:
        shelves = Library(tmp_path / "audio_cache")
        assert making._prints.look_up(ORDER, shelves) is None
        with monkeypatch.context() as strict:
            strict.setattr(
                "broadcast.production.mixing.faults_of", lambda *_, **__: (tell("đỉnh âm {db:.1f} dBTP", db=0.5),)
            )
            refused = making.make(ORDER)
        assert refused == making._prints.look_up(ORDER, shelves)
        assert isinstance(refused, Unready)
        assert str(refused.why) == "đỉnh âm 0,5 dBTP"
        assert isinstance(making.make(ORDER), Cart)
        assert isinstance(making._prints.look_up(ORDER, shelves), Cart)
    with production(tmp_path, voice() * 0.9) as making:  # another recording: nothing is known against it
        assert making._prints.look_up(ORDER, shelves) is None


def test_a_recording_that_the_build_cannot_read_is_seen_so_before_any_check(tmp_path: Path) -> None:
    with production(tmp_path, voice()) as making:
        (tmp_path / "thu-san" / "loi.wav").write_bytes(b"RIFF\x04\0\0\0WAVE")
        refused = making.make(ORDER)
        assert isinstance(refused, Unready)
        assert making._prints.look_up(ORDER, Library(tmp_path / "audio_cache")) == refused


def _synthetic() -> Iterator[tuple[str, Floats, dict[str, str]]]:
    """Thirty recordings of every kind: fit, unfit, and close to the bounds of each."""
    t = np.arange(6 * RATE) / RATE
    tone, bell = 0.1 * np.sin(2 * np.pi * 425 * t), 0.3 * np.sin(2 * np.pi * 330 * t) * np.exp(-2 * (t % 2))
    brown = np.cumsum(RNG.standard_normal(6 * RATE)) * 1e-4
    for gain_db in (0, -20, -30, -35, -40, -50):
        yield f"a voice at {gain_db} dB", voice() * 10 ** (gain_db / 20), {}
    for snr_db in (25, 15, 10, 5, 0, -5, -10):
        noise = RNG.standard_normal(len(voice())) * 0.1 * 10 ** (-snr_db / 20)
        yield f"a voice {snr_db} dB over hiss", voice() + noise, {}
    for level_db in (-20, -60, -66, -70, -75):
        yield f"hiss of {level_db} dB", hiss(6, level_db), {}
        yield f"hiss of {level_db} dB as music", hiss(6, level_db), {"music": "true"}
    for name, sound in (("a tone", tone), ("a bell", bell), ("brown noise", brown - brown.mean())):
        yield name, sound, {}
        yield f"{name} as music", sound, {"music": "true"}
    yield from ((name, sound, {}) for name, sound in _beside())
    yield "a long silence", np.concatenate([voice(), silence(32), voice()]), {}


@pytest.mark.parametrize(("recording", "header"), [pytest.param(w, h, id=n) for n, w, h in _synthetic()])
def test_the_check_says_of_a_recording_what_the_build_does(
    tmp_path: Path, recording: Floats, header: dict[str, str], hurried: None
) -> None:
    with production(tmp_path, recording, **header):
        prepared = read_ward(tmp_path).prepared[ORDER.script]
        assert isinstance(prepared, Prepared)
        report = examine(tmp_path, Asked(name="thu-san/loi.wav", use=Use.RECORDING, music=prepared.script.music))
        told = [str(one.what) for one in report.why_not]
        built = []
        try:
            recording_of(prepared, sound_of(tmp_path, Asked(name="thu-san/loi.wav", use=Use.RECORDING)))
        except BadSound as error:
            built = [str(error.what)]
        assert built == told[:1]
