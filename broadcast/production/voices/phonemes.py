"""NAME.onnx.json, the bytes -> what a Piper voice can pronounce, and which sounds of Vietnamese it lacks.

Piper lets espeak turn words into phonemes and looks each one's number up in the voice's own map; one that is not
there it leaves out, with no more than a line in a log. So a voice without our tones would read "má", "mà" and "mạ"
alike, and nobody would be told.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from broadcast.base.errors import SpeechError, tell
from broadcast.base.jsonfile import parsed

_LOWEST_HZ, _HIGHEST_HZ = 8_000, 48_000
_OURS = "espeak"
"""Piper's phoneme_type; the others take a language's letters, or what other programs make of them."""
_CLUSTERS = "vowel_clusters"
"""Phonemes that stand for one in the map where they follow each other."""
_USED = ("audio", "espeak", "num_symbols", "num_speakers", "phoneme_id_map", _CLUSTERS)
_MOST_SYMBOLS, _MOST_SPEAKERS = 4096, 1000
"""Far more than any voice has: Piper's own have 256 and at most 904."""
_FRAME = frozenset("^_$")
"""What piper puts before, between and behind the phonemes of a sentence (piper/const.py)."""
_MARKS = frozenset(" ,.:;?!")
"""What espeak puts between words and clauses; piper hands them to the voice as phonemes."""
_TONES = frozenset("12456ɜ")
"""The six tones as espeak writes them: ngang (written before a final glide alone), huyền, hỏi, ngã, nặng, and sắc,
its digit 3 turned into ɜ."""
_EVERYWHERE = frozenset("-abcefhijklmnopstuwxyŋɔɗəɛɜɣɪɲˈˌː\u032a") | _TONES | _MARKS
PHONEMES: Mapping[str, frozenset[str]] = {
    "vi": _EVERYWHERE | frozenset("vzʃ"),
    "vi-vn-x-central": _EVERYWHERE | frozenset("rvʐʝ"),
    "vi-vn-x-south": _EVERYWHERE | frozenset("ʊʝ"),
}
"""By espeak's voice: the code points, decomposed, in which it writes our syllables: every initial, rime and tone.

Of espeak-ng 1.52, as piper-tts 1.8 brings it; tests/production/voices/test_phonemes.py asks it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceConfig:
    """NAME.onnx.json, as far as it says how the voice is to be spoken with."""

    espeak_voice: str
    """Who turns words into phonemes for it: one of PHONEMES."""
    rate_hz: int
    speakers: int
    """How many it has, from 1; their numbers run from 0."""
    phonemes: frozenset[str]
    """What its map has a number for."""
    fields: Mapping[str, Any]
    """As much of the file as piper needs, as it stands there."""


def read_config(content: bytes) -> VoiceConfig:
    """Read the bytes of NAME.onnx.json, of a voice that is to read Vietnamese.

    Raises SpeechError, which says why, for what is no JSON, lacks a field or says what cannot be, and for a voice
    that takes its phonemes from elsewhere than from one of espeak's Vietnamese voices.
    """
    fields = _object(content)
    match fields:
        case {
            "audio": {"sample_rate": int(rate_hz)}, "espeak": {"voice": str(espeak_voice)},
            "num_symbols": int(symbols), "num_speakers": int(speakers), "phoneme_id_map": dict(ids),
        }:  # fmt: skip
            pass
        case _:
            raise SpeechError(tell("tệp .onnx.json thiếu mục mà giọng Piper nào cũng phải có"), _ELSEWHERE)
    if espeak_voice not in PHONEMES:
        raise SpeechError(
            tell("giọng này đọc tiếng khác (“{language}”), không đọc được tiếng Việt", language=espeak_voice),
            _OTHER,
        )
    if (kind := fields.get("phoneme_type", _OURS)) != _OURS:
        raise SpeechError(
            tell("giọng này dùng bảng âm “{kind}” mà chương trình không dùng được", kind=kind), _OTHER
        )
    if not _LOWEST_HZ <= rate_hz <= _HIGHEST_HZ:
        raise SpeechError(
            tell("tệp .onnx.json ghi tần số mẫu {rate} Hz, không thể đúng", rate=rate_hz), _ELSEWHERE
        )
    if not 0 < speakers <= _MOST_SPEAKERS:
        raise SpeechError(tell("tệp .onnx.json ghi {count} người đọc, không thể đúng", count=speakers), _ELSEWHERE)
    if not 0 < symbols <= _MOST_SYMBOLS or not _is_map(ids, symbols) or not _are_clusters(fields.get(_CLUSTERS)):
        raise SpeechError(tell("bảng âm trong tệp .onnx.json không đúng"), _ELSEWHERE)
    return VoiceConfig(
        espeak_voice=espeak_voice, rate_hz=rate_hz, speakers=speakers, phonemes=frozenset(ids),
        fields={key: fields[key] for key in _USED if key in fields},
    )  # fmt: skip


def missing_phonemes(config: VoiceConfig) -> frozenset[str]:
    """Return the phonemes of Vietnamese that the voice's map has no number for; empty for one that can read it."""
    return PHONEMES[config.espeak_voice] - config.phonemes


def refuse_lacking(config: VoiceConfig) -> None:
    """Raise SpeechError for a voice that lacks a phoneme or a tone of Vietnamese; name those it lacks."""
    lacking = missing_phonemes(config)
    if tones := lacking & _TONES:
        raise SpeechError(
            tell("giọng này không có đủ dấu thanh của tiếng Việt (thiếu {lacking})", lacking=shown(tones)), _OTHER
        )
    if lacking:
        raise SpeechError(tell("giọng này thiếu âm của tiếng Việt: {lacking}", lacking=shown(lacking)), _OTHER)


def shown(phonemes: frozenset[str]) -> str:
    """List phonemes for a person, in a fixed order; a mark that cannot stand alone stands on a circle."""
    return " ".join(re.sub("^(?=[\u0300-\u036f])", "◌", one) for one in sorted(phonemes))


_ELSEWHERE = tell("Tải lại tệp từ nơi phát hành giọng, đủ cả .onnx và .onnx.json.")
_OTHER = tell("Chọn giọng tiếng Việt khác.")


def _object(content: bytes) -> Mapping[str, Any]:
    if content.lstrip().startswith(b"<"):
        raise SpeechError(tell("tệp .onnx.json là một trang web, không phải tệp của giọng"), _ELSEWHERE)
    fields = parsed(content)
    if not isinstance(fields, dict):
        raise SpeechError(tell("tệp .onnx.json không phải JSON của một giọng"), _ELSEWHERE)
    return fields


def _is_map(ids: Mapping[str, Any], symbols: int) -> bool:
    """Whether each phoneme has numbers the network knows, and piper's frame of a sentence is among them."""
    return ids.keys() >= _FRAME and all(
        isinstance(numbers, list) and numbers and all(type(one) is int and 0 <= one < symbols for one in numbers)
        for numbers in ids.values()
    )


def _are_clusters(clusters: object) -> bool:
    return clusters is None or (
        isinstance(clusters, list)
        and all(isinstance(one, list) and all(isinstance(part, str) for part in one) for one in clusters)
    )
