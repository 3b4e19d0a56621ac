"""A Piper voice of the shelf reads in its child, the same words always alike; what it cannot read is told."""

import hashlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.piper_voice import put_voice, voice_config, voice_model
from stand_ins.voices.careless_piper import CarelessPiper
from stand_ins.wards import PLAYLIST, write_ward

from broadcast.audio.loudness import measure
from broadcast.audio.sound import Sound
from broadcast.base.clock import OfflineClock
from broadcast.base.errors import BadSpeech, SpeechError
from broadcast.library.sounds import Library
from broadcast.library.voiceshelf import InstalledVoice
from broadcast.production.alongside import alongside
from broadcast.production.making import Production
from broadcast.production.orders import Order
from broadcast.production.voices.isolate import Isolated
from broadcast.production.voices.lanes import Lanes
from broadcast.production.voices.piper import Piper
from broadcast.production.voices.roster import voices
from broadcast.programme.model import Cart, CueId
from broadcast.programme.settings import ScriptId
from broadcast.ward.folder import read_ward

SENTENCE = "Kính thưa bà con nhân dân phường Hồng Bàng, xin mời bà con đón nghe chương trình phát thanh."


def _in_a_child(voice: InstalledVoice, engine: type[Piper] = Piper, speaker: int = 0) -> Isolated:
    return Isolated(partial(engine, voice, speaker), deadline_s=60)


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> InstalledVoice:
    return put_voice(tmp_path_factory.mktemp("phuong"))


@pytest.fixture(scope="module")
def child(voice: InstalledVoice) -> Iterator[Isolated]:
    with _in_a_child(voice) as isolated:
        yield isolated


def test_it_speaks_at_the_voices_own_rate(child: Isolated) -> None:
    sound = child.speak(SENTENCE, speed=1.0)
    assert sound.rate_hz == 22_050
    assert sound.samples.dtype == np.float32
    assert 4.0 < sound.seconds < 8.0
    assert 0.1 < np.abs(sound.samples).max() < 0.99


def test_two_children_at_a_time_say_bit_for_bit_what_one_says(voice: InstalledVoice, child: Isolated) -> None:
    texts = [SENTENCE, "Xin cảm ơn bà con.", "Mời bà con treo cờ.", "Chúc bà con khỏe."]
    with _in_a_child(voice) as other:
        lanes = Lanes([child, other], beside_sound=1)
        calls = ((text, partial(lanes.speak, text, speed=1.0)) for text in texts)
        in_two = {text: outcome() for text, outcome in alongside(calls, lambda: 2, 2)}
        assert other._child is not None  # it had its share
    for text in texts:
        assert np.array_equal(in_two[text].samples, child.speak(text, speed=1.0).samples)


def test_a_short_sentence_is_as_loud_as_a_long_one(child: Isolated) -> None:
    """Piper by itself brings each to full scale: a lone `Được.` is then 4 LU louder than this sentence."""
    said = [child.speak(text, speed=1.0) for text in (SENTENCE, "Trân trọng thông báo.", "Được.")]
    long, *short = [measure(sound).integrated_lufs for sound in said]
    assert all(abs(long - one) < 2.0 for one in short)
    full_scale = [Sound(sound.samples / np.abs(sound.samples).max(), sound.rate_hz) for sound in said]
    assert measure(full_scale[-1]).integrated_lufs > measure(full_scale[0]).integrated_lufs + 3.0


def test_a_faster_reading_is_shorter(child: Isolated) -> None:
    """Not in proportion: a phoneme lasts whole frames of the network, of 12 ms. Seen: 0.91 at 0.8, 1.39 at 1.5."""
    lengths = [child.speak(SENTENCE, speed=speed).seconds for speed in (0.67, 0.8, 1.0, 1.2, 1.5)]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] / lengths[2] > 1.25
    assert lengths[2] / lengths[4] > 1.35


def test_the_same_words_are_the_same_samples_in_two_children(voice: InstalledVoice, child: Isolated) -> None:
    first = child.speak(SENTENCE, speed=1.0)
    child.speak("Xin chào.", speed=1.2)
    assert np.array_equal(child.speak(SENTENCE, speed=1.0).samples, first.samples)
    with _in_a_child(voice) as another:
        assert np.array_equal(another.speak(SENTENCE, speed=1.0).samples, first.samples)


@pytest.mark.parametrize("words", ["ma má mà mả mã mạ", "hoa hoá hoà hoả hoã hoạ"])
def test_each_tone_is_another_sound(child: Isolated, words: str) -> None:
    said = [child.speak(f"Bà con nói {word}.", speed=1.0).samples.tobytes() for word in words.split()]
    assert len(set(said)) == 6


@pytest.mark.parametrize("text", ["", "...", "?!"])
def test_where_there_is_no_word_it_says_nothing(child: Isolated, text: str) -> None:
    with pytest.raises(SpeechError, match="không có chữ"):
        child.speak(text, speed=1.0)


# --- what the voice cannot say ---

_NO_ENGLISH = {
    phoneme: numbers for phoneme, numbers in voice_config()["phoneme_id_map"].items() if phoneme not in "ɹʊ"
}


def test_a_word_the_voice_has_no_sound_for_is_told_and_not_left_out(tmp_path: Path) -> None:
    with _in_a_child(put_voice(tmp_path, phoneme_id_map=_NO_ENGLISH)) as child:
        assert child.speak("Mời bà con đến hát.", speed=1.0).seconds > 0.5
        with pytest.raises(BadSpeech) as refusal:
            child.speak("Mời bà con đến hát karaoke.", speed=1.0)
    assert str(refusal.value) == "giọng vi_VN-joe-medium không phát âm được “karaoke.” (thiếu âm ɹ ʊ)"


def test_without_our_safeguards_other_files_are_spoken_with_words_left_out_and_no_two_readings_alike(
    tmp_path: Path,
) -> None:
    """The negative control of the tests around it."""
    voice = put_voice(tmp_path, phoneme_id_map=_NO_ENGLISH)
    _change(voice)
    with _in_a_child(voice, CarelessPiper) as child:
        said = [child.speak("Mời bà con đến hát karaoke.", speed=1.0) for _ in range(2)]
    assert said[0].rate_hz == 22_051
    assert not np.array_equal(said[0].samples, said[1].samples)


def _change(voice: InstalledVoice) -> None:
    """Its .onnx.json, after it was installed."""
    voice.config.write_text(voice.config.read_text(encoding="utf-8").replace("22050", "22051"), encoding="utf-8")


# --- what is wrong with its files ---


def _refusal(voice: InstalledVoice, speaker: int = 0) -> str:
    """Why it does not speak; told before anything of onnxruntime is loaded, so that no child is needed."""
    with pytest.raises(SpeechError) as refusal:
        Piper(voice, speaker).speak(SENTENCE, speed=1.0)
    return str(refusal.value)


def test_files_that_are_not_those_that_were_installed_are_not_spoken_with(tmp_path: Path) -> None:
    voice = put_voice(tmp_path)
    assert _refusal(replace(voice, model_sha256="0" * 64)) == (
        "tệp vi_VN-joe-medium.onnx không còn như lúc cài giọng, nên không dùng"
    )
    _change(voice)
    assert _refusal(voice) == "tệp vi_VN-joe-medium.onnx.json không còn như lúc cài giọng, nên không dùng"
    voice.config.unlink()
    assert _refusal(voice).startswith("không đọc được tệp vi_VN-joe-medium.onnx.json của giọng: ")


def test_no_more_is_read_of_a_file_than_was_installed(tmp_path: Path) -> None:
    """However much lies there by now: the whole of it has the right sha256 here, and is still refused."""
    shorter = replace(put_voice(tmp_path), model_bytes=1_000)
    assert _refusal(shorter) == "tệp vi_VN-joe-medium.onnx không còn như lúc cài giọng, nên không dùng"


def test_a_network_that_is_gone_is_told(tmp_path: Path) -> None:
    voice = put_voice(tmp_path)
    voice.model.unlink()
    assert _refusal(voice).startswith("không đọc được tệp vi_VN-joe-medium.onnx của giọng: ")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"espeak": {"voice": "en-us"}}, "giọng này đọc tiếng khác (“en-us”), không đọc được tiếng Việt"),
        (
            {"phoneme_id_map": {one: ids for one, ids in _NO_ENGLISH.items() if not one.isdigit()}},
            "giọng này không có đủ dấu thanh của tiếng Việt (thiếu 1 2 4 5 6)",
        ),
    ],
)
def test_a_voice_that_cannot_read_vietnamese_does_not_speak(
    tmp_path: Path, more: Mapping[str, object], told: str
) -> None:
    assert _refusal(put_voice(tmp_path, **more)) == told


def test_a_speaker_the_voice_does_not_have_is_told(tmp_path: Path) -> None:
    assert _refusal(put_voice(tmp_path), 1) == "giọng vi_VN-joe-medium không có người đọc số 1"


@pytest.mark.parametrize("content", [voice_model().read_bytes()[:1_000_000], b"", b"<html>404</html>"])
def test_a_network_that_was_installed_broken_is_told(tmp_path: Path, content: bytes) -> None:
    voice = put_voice(tmp_path)
    voice.model.unlink()  # a link to the package's own
    voice.model.write_bytes(content)
    broken = replace(voice, model_sha256=hashlib.sha256(content).hexdigest())
    with _in_a_child(broken) as child, pytest.raises(SpeechError) as refusal:
        child.speak(SENTENCE, speed=1.0)
    assert str(refusal.value) == "tệp vi_VN-joe-medium.onnx hỏng hoặc bị cụt, hoặc máy không chạy được giọng này"


# --- the whole way, and what it costs ---


def test_its_speech_becomes_a_cart_in_the_voice_that_the_ward_installed(tmp_path: Path) -> None:
    home = write_ward(tmp_path, PLAYLIST.replace("engines: [espeak]", "engines: [piper, espeak]"))
    installed, ward = put_voice(home), read_ward(home)
    made: list[Cart] = []
    for library in ("một", "hai"):
        with ExitStack() as stack:
            engines = voices(ward.playlist.voice, home, gtts_url=None, gtts_ca=None)
            production = Production(
                ward=ward,
                library=Library(home / library),
                engines={name: stack.enter_context(engine) for name, engine in engines.items()},
                clock=OfflineClock(MONDAY_0630),
                watch=lambda _: None,
            )
            cart = production.make(Order(cue=CueId("2025-10-06/sang/x"), script=ScriptId("truoc/01-mot")))
        assert isinstance(cart, Cart)
        assert (cart.engine, cart.fallback) == ("piper", None)
        assert cart.loudness == pytest.approx(-16.0, abs=0.5)
        made.append(cart)
    assert made[0] == made[1]
    assert _sounds_of(home / "một") == _sounds_of(home / "hai") != {}
    assert installed.model.stat().st_size == voice_model().stat().st_size


def _sounds_of(library: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in library.rglob("*.flac")}


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_its_child_alone_bears_what_it_costs_and_takes_it_along(voice: InstalledVoice) -> None:
    """Seen: 0.08 s of processor a second of speech, 306 MB at the most, 1 MB more in our own process."""
    before_mb = _memory_mb(os.getpid(), "VmRSS")
    with _in_a_child(voice) as child:
        child.speak("Xin chào.", speed=1.0)
        assert child._child is not None
        pid = child._child.pid
        begin_s = _processor_s(pid)
        spoken_s = child.speak(" ".join([SENTENCE] * 3), speed=1.0).seconds
        a_second = (_processor_s(pid) - begin_s) / spoken_s
        most_mb = _memory_mb(pid, "VmHWM")
    assert a_second < 0.4
    assert most_mb < 600
    assert not Path(f"/proc/{pid}").exists()
    assert _memory_mb(os.getpid(), "VmRSS") - before_mb < 60


def _memory_mb(pid: int, field: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def _processor_s(pid: int) -> float:
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
