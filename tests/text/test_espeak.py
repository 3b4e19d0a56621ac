"""A voice that gets our words has nothing left to interpret: espeak says no digit and no sign of its own."""

import ctypes
import re
from functools import cache

import espeakng_loader
import pytest

from broadcast.text.letters import sayable
from broadcast.text.speakable import plain

HARD = [
    "Quyết định số 3630/QĐ-UBND ngày 05/9/2025",
    "Kế hoạch số 223/KH-SVHTTDL ngày 22/9/2025",
    "Nghị định số 49/2024/NĐ-CP của Chính phủ",
    "Nghị quyết số 05-NQ/TU",
    "Chỉ thị số 12-CT/TW",
    "Đại hội lần thứ XIV (2025 - 2030)",
    "lúc 21h05' ngày 30-4",
    "từ 8h-10h, 07:30, 5 giờ 30",
    "1.250.000 người, đạt 98,5%",
    "500.000đ/hộ, 20 USD",
    "nhiệt độ 38°C, tốc độ 60 km/h",
    "rộng 120 m2, mưa 50-70 mm",
    "điện thoại: 0225.3842.456",
    "gọi 113, 114 hoặc 115",
    "xe BKS 15A-123.45 trên QL5",
    "số 5/12 Lê Lợi, ngõ 123/45 Tô Hiệu",
    "thư điện tử: hongbang@haiphong.gov.vn",
    "3/4 số hộ, 250/250 đại biểu, trực 24/7",
    "TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, Lưu: VT, VH XH./.",
    "Sở VH TT & DL; công tác PCCC&CNCH; COVID-19; mã QR",
]


@cache
def _espeak() -> ctypes.CDLL:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    assert library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0) > 0  # 2: no audio device
    assert library.espeak_SetVoiceByName(b"vi") == 0
    return library


def phonemes(text: str) -> str:
    """The sounds espeak makes of the text, without stress, pauses and the borders of words."""
    kept = ctypes.create_string_buffer(text.encode() + b"\0")
    pointer = ctypes.c_void_p(ctypes.addressof(kept))
    clauses = []
    while pointer.value:
        clauses.append(_espeak().espeak_TextToPhonemes(ctypes.byref(pointer), 1, 0).decode())
    return re.sub(r"[\s_|',%=.:;!-]+", "", "".join(clauses))


def word_by_word(text: str) -> str:
    return "".join(phonemes(word) for word in re.findall(r"[^\W\d_]+", text))


@pytest.mark.parametrize("sentence", HARD)
def test_espeak_utters_our_words_and_nothing_of_its_own(sentence: str) -> None:
    """A digit, sign or letter name that espeak put in would be a sound that none of our words has."""
    spoken = plain(sentence)
    assert re.fullmatch(r"[^\W\d_]+(?:[ ,.?!]+[^\W\d_]+)*[ ,.?!]*", spoken)
    assert [
        word for word in re.findall(r"[^\W\d_]+", spoken) if not sayable(word)
    ] == []  # syllables, not letters to spell
    assert phonemes(spoken) == word_by_word(spoken)


@pytest.mark.parametrize("sentence", HARD)
def test_espeak_given_the_written_text_puts_in_sounds_of_its_own(sentence: str) -> None:
    """The negative control: what is written cannot pass the same test."""
    assert phonemes(sentence) != word_by_word(sentence)
