"""Vietnamese words -> speech of the embedded voice, for the benchmarks: espeak-ng straight through ctypes."""

import ctypes
from collections.abc import Sequence
from pathlib import Path

import espeakng_loader
import numpy as np

from broadcast.audio.sound import Sound

_AUDIO_OUTPUT_SYNCHRONOUS = 2
_UTF8 = 1
_RATE_PARAMETER = 1
_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

SENTENCES = (
    "Kính thưa bà con nhân dân trong phường.",
    "Đại hội Thi đua yêu nước thành phố lần thứ nhất là ngày hội lớn của những tấm gương sáng.",
    "Mỗi gia đình hãy treo cờ Tổ quốc trước cửa nhà trong những ngày diễn ra đại hội.",
    "Mỗi việc làm tốt của bà con hôm nay đều góp phần làm cho phường ta sạch đẹp và nghĩa tình hơn.",
    "Thi đua là yêu nước, yêu nước thì phải thi đua.",
    "Xin mời bà con cùng theo dõi những tin tức tiếp theo trên loa truyền thanh của phường.",
    "Những người thi đua là những người yêu nước nhất.",
)


def ward_sentences(count: int) -> list[str]:
    """Choose at most `count` utterances of the sample ward, as they are spoken, spread over its scripts."""
    from broadcast.ward.folder import read_ward
    from broadcast.ward.readings import Prepared

    ward = read_ward(Path(__file__).parent.parent)
    told: dict[str, None] = {}
    for script in ward.scripts:
        if isinstance(prepared := ward.of(script), Prepared):
            told |= dict.fromkeys(utterance.text for utterance in prepared.spoken.utterances)
    fit = [text for text in told if 8 <= len(text.split()) <= 30 and text not in SENTENCES]
    return fit[:: max(1, len(fit) // count)][:count]


def spoken(sentences: Sequence[str], *, words_per_minute: int = 115) -> list[Sound]:
    """Speak each sentence in the embedded voice; one Sound each, at the voice's own rate (22,050 Hz)."""
    library, rate_hz = _library()
    library.espeak_SetParameter(_RATE_PARAMETER, words_per_minute, 0)
    return [_spoken(library, sentence, rate_hz) for sentence in sentences]


def _spoken(library: ctypes.CDLL, sentence: str, rate_hz: int) -> Sound:
    heard: list[np.ndarray] = []

    def take(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int) -> int:
        if samples and count:
            heard.append(np.ctypeslib.as_array(samples, (count,)).copy())
        return 0

    callback = _CALLBACK(take)
    library.espeak_SetSynthCallback(callback)
    written = sentence.encode() + b"\0"
    library.espeak_Synth(written, len(written), 0, 0, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    return Sound(np.concatenate(heard).astype(np.float32) / 32768, rate_hz)


def _library() -> tuple[ctypes.CDLL, int]:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate_hz = library.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    if library.espeak_SetVoiceByName(b"vi") != 0:
        raise RuntimeError("the embedded voice has no Vietnamese")
    return library, rate_hz
