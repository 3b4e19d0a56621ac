"""What a Piper voice can pronounce of Vietnamese is told from its .onnx.json, before it is ever loaded."""

import importlib.util
import json
import unicodedata
from collections.abc import Iterator, Mapping
from importlib.machinery import PathFinder
from pathlib import Path
from types import ModuleType

import pytest
from stand_ins.piper_voice import voice_config

from broadcast.base.errors import SpeechError
from broadcast.production.voices.phonemes import PHONEMES, missing_phonemes, read_config, refuse_lacking, shown

_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_SUNG = """
a ai am an ang anh ao au ay ăm ăn ăng âm ân âng âu ây e em en eng eo ê êm ên ênh êu i ia iêm iên iêng iêu im
in inh iu oa oai oam oan oang oanh oao oay oăm oăn oăng oe oen oeo oi om on ong oong ô ôi ôm ôn ông ơ ơi ơm ơn
u ua uân uâng uây uê uênh ui um un ung uôi uôm uôn uông uy uya uyên uynh uyu uơ ư ưa ưi ưm ưn ưng ươi ươm ươn
ương ươu ưu
"""
_STOPPED = """
ac ach ap at ăc ăp ăt âc âp ât ec ep et êch êp êt ich iêc iêp iêt ip it oac oach oat oăc oăt oc oet op ot ôc
ôp ôt ơp ơt uât uc uêch uôc uôt up ut uych uyêt uyt ưc ươc ươp ươt ưt
"""
"""These take the tones sắc and nặng alone."""
_INITIALS = """
ba ca cha da đa ga ghe gia ha ke kha la ma na nga nghe nha pa pha qua ra sa ta tha tra va xa a yêu yên yêm
"""


@pytest.fixture(scope="module")
def espeak() -> ModuleType:
    """Piper's own espeak, and nothing else of piper: that would load onnxruntime into this process."""
    package = importlib.util.find_spec("piper")
    assert package is not None
    assert package.submodule_search_locations is not None
    spec = PathFinder.find_spec("espeakbridge", package.submodule_search_locations)
    assert spec is not None
    assert spec.loader is not None
    bridge = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(bridge)
    bridge.initialize(str(Path(package.submodule_search_locations[0], "espeak-ng-data")))
    return bridge


def _syllables() -> Iterator[str]:
    for syllable in _INITIALS.split():
        yield from (_toned(syllable, tone) for tone in _TONES)
    for rime in _SUNG.split():
        yield from (_toned(f"h{rime}", tone) for tone in _TONES)
    for rime in _STOPPED.split():
        yield from (_toned(f"h{rime}", tone) for tone in ("\u0301", "\u0323"))


def _toned(syllable: str, tone: str) -> str:
    """The tone on the syllable's main vowel, as it is written."""
    vowels = [at for at, letter in enumerate(syllable) if unicodedata.normalize("NFD", letter)[0] in "aeiouy"]
    if syllable.startswith(("qu", "gi")) and len(vowels) > 1:
        vowels = vowels[1:]
    marked = [at for at in vowels if syllable[at] in "ăâêôơư"]
    closed = vowels[-1] < len(syllable) - 1
    main = marked[-1] if marked else vowels[(len(vowels) - 1 + closed) // 2]
    return unicodedata.normalize("NFC", syllable[: main + 1] + tone + syllable[main + 1 :])


@pytest.mark.parametrize("voice", PHONEMES)
def test_the_phonemes_of_vietnamese_are_those_that_espeak_writes_our_syllables_in(
    espeak: ModuleType, voice: str
) -> None:
    espeak.set_voice(voice)
    written = {
        code_point
        for text in (*_syllables(), "A, a: a; a? A! A. A.", "bị bọn được của")
        for phonemes, end, _ in espeak.get_phonemes(text)
        if "(" not in phonemes  # one syllable that it reads as if it were English: in the south, huyu
        for code_point in unicodedata.normalize("NFD", f"{phonemes}{end}") + " "
    }
    assert shown(frozenset(written)) == shown(PHONEMES[voice])


def test_a_voice_with_pipers_usual_map_lacks_nothing_of_ours() -> None:
    config = read_config(json.dumps(voice_config()).encode())
    assert (config.espeak_voice, config.rate_hz, config.speakers) == ("vi", 22_050, 1)
    assert missing_phonemes(config) == frozenset()
    refuse_lacking(config)


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        ("0123456789", "giọng này không có đủ dấu thanh của tiếng Việt (thiếu 1 2 4 5 6)"),
        ("ɗŋ\u032a", "giọng này thiếu âm của tiếng Việt: ŋ ɗ ◌̪"),
        (",", "giọng này thiếu âm của tiếng Việt: ,"),
    ],
)
def test_a_voice_that_lacks_a_tone_or_a_sound_is_refused_with_what_it_lacks(lost: str, told: str) -> None:
    ids = {
        phoneme: numbers for phoneme, numbers in voice_config()["phoneme_id_map"].items() if phoneme not in lost
    }
    config = read_config(json.dumps(voice_config(phoneme_id_map=ids)).encode())
    assert missing_phonemes(config) == set(lost) & PHONEMES["vi"]
    with pytest.raises(SpeechError) as refusal:
        refuse_lacking(config)
    assert str(refusal.value) == told


_MAP: Mapping[str, object] = voice_config()["phoneme_id_map"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\r\n<!DOCTYPE html><html>404</html>", "tệp .onnx.json là một trang web, không phải tệp của giọng"),
        (b"", "tệp .onnx.json không phải JSON của một giọng"),
        (b"{", "tệp .onnx.json không phải JSON của một giọng"),
        (b"[" * 100_000, "tệp .onnx.json không phải JSON của một giọng"),
        (b"\xff\xfe\x00", "tệp .onnx.json không phải JSON của một giọng"),
        (b"[]", "tệp .onnx.json không phải JSON của một giọng"),
        ({"audio": {}}, "tệp .onnx.json thiếu mục mà giọng Piper nào cũng phải có"),
        ({"num_speakers": "1"}, "tệp .onnx.json thiếu mục mà giọng Piper nào cũng phải có"),
        ({"espeak": {"voice": "en-us"}}, "giọng này đọc tiếng khác (“en-us”), không đọc được tiếng Việt"),
        ({"phoneme_type": "text"}, "giọng này dùng bảng âm “text” mà chương trình không dùng được"),
        ({"audio": {"sample_rate": 7_999}}, "tệp .onnx.json ghi tần số mẫu 7999 Hz, không thể đúng"),
        ({"audio": {"sample_rate": 48_001}}, "tệp .onnx.json ghi tần số mẫu 48001 Hz, không thể đúng"),
        ({"num_speakers": 0}, "tệp .onnx.json ghi 0 người đọc, không thể đúng"),
        ({"vowel_clusters": ["aɪ", 3]}, "bảng âm trong tệp .onnx.json không đúng"),
        ({"num_symbols": 100}, "bảng âm trong tệp .onnx.json không đúng"),
        ({"phoneme_id_map": {}}, "bảng âm trong tệp .onnx.json không đúng"),
        ({"phoneme_id_map": {**_MAP, "a": []}}, "bảng âm trong tệp .onnx.json không đúng"),
        ({"phoneme_id_map": {**_MAP, "a": [-1]}}, "bảng âm trong tệp .onnx.json không đúng"),
        ({"phoneme_id_map": {**_MAP, "a": 14}}, "bảng âm trong tệp .onnx.json không đúng"),
    ],
)
def test_what_is_no_vietnamese_voices_json_is_refused_with_its_reason(
    content: bytes | Mapping[str, object], told: str
) -> None:
    whole = content if isinstance(content, bytes) else json.dumps(voice_config(**content)).encode()
    with pytest.raises(SpeechError) as refusal:
        read_config(whole)
    assert str(refusal.value) == told


@pytest.mark.parametrize("voice", ["vi-vn-x-central", "vi-vn-x-south"])
def test_a_voice_of_the_middle_or_the_south_is_held_against_its_own_sounds(voice: str) -> None:
    config = read_config(json.dumps(voice_config(espeak={"voice": voice})).encode())
    assert missing_phonemes(config) == frozenset()
