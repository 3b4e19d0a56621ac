"""Files of every format, whole and spoilt in every way -> what the child gives: whole, or refused and why.

`pytest tests/library/ingest/test_files.py -k table -s` prints them all.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import numpy as np
import pytest
from stand_ins.soundfiles import (
    FORMATS,
    HAS_FFMPEG,
    after,
    amr,
    cut,
    encoded,
    free_format,
    made,
    mp3_frames,
    put,
    tune,
)

from broadcast.library.ingest.ingesting import examined
from broadcast.library.ingest.report import Asked, Report, Use

SHARES = (100, 99, 90, 50, 25, 10, 1) if os.environ.get("BROADCAST_FULL") else (100, 90, 25)
SAYS_LONGER = "ghi dài {claimed} giây mà chỉ giải được {decoded} giây"
CUT_OFF = "đứt giữa chừng"
JOINED = "gồm nhiều tệp ghép nối nhau"
NO_INDEX = "bị cắt cụt, không giải mã được"
COUNTED = ("adts", "mp2", "mp3-vbr")
"""Formats that say nothing of their length: a cut is seen by the frame that does not end."""
BY_PAGES = ("vorbis", "opus", "oga-flac", "speex", "m4a-fragments")
"""Formats whose length stands at their end alone, which a cut takes away."""
INDEX_LAST = ("m4a", "3gp")
"""What stands at their end is needed to read anything."""
_NOISE = np.random.default_rng(3).bytes(4_000)

Expected = float | str
"""Seconds that air, or words of the refusal."""
Later = Callable[[], bytes]
Case = tuple[Later, Expected]


def _expected(kind: str, percent: int) -> Expected:
    seconds = percent / 10
    if percent == 100:
        return 10.0
    if percent == 1:
        return "refused"
    if kind in INDEX_LAST:
        return NO_INDEX
    if kind in COUNTED:
        return CUT_OFF
    if kind in BY_PAGES:
        return "refused"  # both lengths where the last page alone is gone, else where it breaks off
    return seconds if percent == 99 else SAYS_LONGER


def _cuts() -> dict[str, Case]:
    return {
        f"{kind}, {percent} % of its bytes": (partial(_cut, kind, percent), _expected(kind, percent))
        for kind in FORMATS
        for percent in SHARES
    }


def _cut(kind: str, percent: int) -> bytes:
    return cut(made(kind), percent)


def _later(*kinds: str) -> Iterator[Later]:
    """Give files of those kinds that are made when they are asked for: whoever collects tests makes none."""
    return (partial(made, kind) for kind in kinds)


def _by_hand() -> dict[str, Case]:
    """Files that need no ffmpeg, neither to be made nor to be read."""
    wav, mp3, flac, vorbis, aiff, au = _later("wav", "mp3", "flac", "vorbis", "aiff", "au")

    def stereo() -> bytes:
        return encoded(tune(44_100, 2), "MP3", "MPEG_LAYER_III")

    def constant() -> bytes:
        return encoded(tune(), "MP3", "MPEG_LAYER_III", bitrate_mode="CONSTANT", compression_level=0.5)

    def count() -> int:
        return after(mp3(), b"Info" if b"Info" in mp3() else b"Xing", 4)

    def data() -> int:
        return after(wav(), b"data")

    id3 = b"ID3\x03\x00\x00\x00\x00\x07\x68" + bytes(1_000)
    return {
        "mp3, its last 50 bytes missing": (lambda: mp3()[:-50], 10.0),
        "flac, its last 500 bytes missing": (lambda: flac()[:-500], 10.0),
        "wav, its last 50 bytes missing": (lambda: wav()[:-50], 10.0),
        "mp3 + mp3": (lambda: mp3() + mp3(), 20.0),
        "mp3 + mp3 of 22,050 Hz": (lambda: mp3() + made("mp3-22k"), 20.0),
        "mp3 of 8,000 Hz + mp3 of 44,100 Hz": (lambda: made("mp3-8k") + mp3(), 20.0),
        "mp3 + mp3 of two channels": (lambda: mp3() + stereo(), 20.0),
        "mp3 + ID3 tag + mp3 + ID3v1 tag": (lambda: mp3() + id3 + mp3() + b"TAG" + bytes(125), 20.0),
        "half an mp3 + mp3": (
            lambda: cut(mp3(), 50) + mp3(), SAYS_LONGER.replace("ghi dài", "gồm 2 đoạn nối nhau dài"),
        ),
        "mp3 + noise + mp3": (lambda: mp3() + _NOISE + mp3(), 20.0),
        "mp3 without a Xing frame": (lambda: mp3_frames(mp3()), 10.0),
        "mp3 without a Xing frame, cut in the middle": (lambda: cut(mp3_frames(mp3()), 50), CUT_OFF),
        "mp3 whose Xing frame counts none": (lambda: put(mp3(), count(), ">I", 0), 10.0),
        "mp3 whose Xing frame counts half": (lambda: put(mp3(), count(), ">I", 192), 10.0),
        "mp3 whose Xing frame counts twice as many": (lambda: put(mp3(), count(), ">I", 768), SAYS_LONGER),
        "mp3 in free format": (lambda: free_format(constant()), 10.0),
        "mp3 behind 3,000 zeros and before 400 bytes of RIFF": (
            lambda: bytes(3_000) + mp3() + b"RIFF" * 100, 10.0,
        ),
        "mp3 whose middle is noise": (lambda: mp3()[:30_000] + _NOISE + mp3()[34_000:], SAYS_LONGER),
        "wav + wav": (lambda: wav() + wav(), "gồm 2 đoạn nối nhau"),
        "flac + flac": (lambda: flac() + flac(), "gồm 2 đoạn nối nhau"),
        "vorbis + vorbis": (lambda: vorbis() + vorbis(), "gồm 2 đoạn nối nhau"),
        "aiff + aiff": (lambda: aiff() + aiff(), "gồm 2 đoạn nối nhau"),
        "au + au": (lambda: au() + au(), "gồm 2 đoạn nối nhau"),
        "wav with noise behind it": (lambda: wav() + _NOISE, 10.0),
        "flac with noise behind it": (lambda: flac() + _NOISE, 10.0),
        "vorbis with noise behind it": (lambda: vorbis() + _NOISE, 10.0),
        "aiff with noise behind it": (lambda: aiff() + _NOISE, 10.0),
        "wav from a pipe: size FFFFFFFF": (
            lambda: put(put(wav(), 4, "<I", 0xFFFF_FFFF), data(), "<I", 0xFFFF_FFFF), 10.0,
        ),
        "wav from a pipe: size 7FFFF000": (lambda: put(wav(), data(), "<I", 0x7FFF_F000), 10.0),
        "wav of a recorder that was switched off: size 0": (
            lambda: put(put(wav(), 4, "<I", 0), data(), "<I", 0), 10.0,
        ),
        "wav whose size is half of what is there": (lambda: put(wav(), data(), "<I", 441_000), "dữ liệu sau"),
        "au from a pipe: size FFFFFFFF": (lambda: put(au(), 8, ">I", 0xFFFF_FFFF), 10.0),
        "wav that says 22,050 Hz of 44,100": (lambda: put(wav(), 24, "<I", 22_050), "giây mà giải được"),
        "wav that says 88,200 Hz of 44,100": (lambda: put(wav(), 24, "<I", 88_200), SAYS_LONGER),
        "wav whose block align lies": (lambda: put(wav(), 32, "<H", 4), 10.0),
        "wav that says two channels of one": (lambda: put(wav(), 22, "<H", 2), "refused"),
        "flac that says 22,050 Hz of 44,100": (lambda: _flac_rate(flac(), 22_050), "giây mà giải được"),
        "flac that says twice its samples": (lambda: _flac_samples(flac(), 882_000), SAYS_LONGER),
        "flac that says half its samples": (lambda: _flac_samples(flac(), 220_500), SAYS_LONGER),
        **_of_kinds_seldom_met(),
        "aiff that says twice its frames": (
            lambda: put(aiff(), after(aiff(), b"COMM", 6), ">I", 441_000), "refused",
        ),
    }  # fmt: skip


def _of_kinds_seldom_met() -> dict[str, Case]:
    sound, phone = partial(tune, 22_050), partial(tune, 8_000)
    caf, rf64, w64 = _later("caf", "rf64", "w64")

    def voc() -> bytes:
        return encoded(sound(), "VOC", "PCM_16")

    def adpcm() -> bytes:
        return encoded(sound(), "W64", "IMA_ADPCM")

    def g721() -> bytes:
        return encoded(phone(), "AU", "G721_32")

    return {
        "voc": (voc, 10.0),
        "voc, 50 % there": (lambda: cut(voc(), 50), SAYS_LONGER),
        "voc + voc": (lambda: voc() + voc(), JOINED),
        "voc of A-law": (lambda: encoded(phone(), "VOC", "ALAW"), 10.0),
        "caf + caf": (lambda: caf() + caf(), JOINED),
        "rf64 + rf64": (lambda: rf64() + rf64(), JOINED),
        "w64 + w64": (lambda: w64() + w64(), JOINED),
        "w64 of ADPCM + w64": (lambda: adpcm() + adpcm(), JOINED),
        "au of G.721": (g721, 10.0),
        "au of G.721, 50 % there": (lambda: cut(g721(), 50), SAYS_LONGER),
        "aiff of ADPCM": (lambda: encoded(sound(), "AIFF", "IMA_ADPCM"), 10.0),
        "aiff of ADPCM, 50 % there": (lambda: cut(encoded(sound(), "AIFF", "IMA_ADPCM"), 50), SAYS_LONGER),
        "mp3 without a Xing frame, 400 zeros behind it": (lambda: mp3_frames(made("mp3")) + bytes(400), 10.0),
    }


def _by_ffmpeg() -> dict[str, Case]:
    m4a, adts, fast = _later("m4a", "adts", "m4a-faststart")

    def moov() -> int:
        return after(fast(), b"mdhd", 16)

    def half() -> int:
        return int.from_bytes(fast()[moov() : moov() + 4]) // 2

    return {
        "m4a + m4a": (lambda: m4a() + m4a(), "refused"),
        "adts + adts": (lambda: adts() + adts(), 20.0),
        "opus + opus": (lambda: made("opus") + made("opus"), "gồm 2 đoạn nối nhau"),
        "adts with noise behind it": (lambda: adts() + _NOISE, 10.0),
        "adts behind an ID3 tag": (lambda: b"ID3\x03\x00\x00\x00\x00\x07\x68" + bytes(1_000) + adts(), 10.0),
        "m4a with noise behind it": (lambda: fast() + _NOISE, 10.0),
        "m4a of which an edit list plays half": (
            lambda: put(put(fast(), moov(), ">I", half()), after(fast(), b"elst", 8), ">I", 5_000), 5.0,
        ),
        "m4a-faststart, its last 300 bytes missing": (lambda: fast()[:-300], 10.0),
        "amr": (amr, 10.0),
        "amr, 50 % of its bytes": (lambda: cut(amr(), 50), CUT_OFF),
        "flac from a pipe: no samples told": (lambda: _flac_samples(made("flac"), 0), 10.0),
        "flac from a pipe, 50 % of its bytes": (lambda: cut(_flac_samples(made("flac"), 0), 50), CUT_OFF),
    }  # fmt: skip


def _flac_samples(flac: bytes, samples: int) -> bytes:
    bits = int.from_bytes(flac[18:26])
    return put(flac, 18, ">Q", bits >> 36 << 36 | samples)


def _flac_rate(flac: bytes, rate_hz: int) -> bytes:
    bits = int.from_bytes(flac[18:26])
    return put(flac, 18, ">Q", rate_hz << 44 | bits & (1 << 44) - 1)


FILES = {**_cuts(), **_by_hand(), **(_by_ffmpeg() if HAS_FFMPEG else {})}


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Report]:
    home = tmp_path_factory.mktemp("tệp")
    asked = {}
    for number, (name, (held, _)) in enumerate(FILES.items()):
        (home / f"{number}.dat").write_bytes(held())
        asked[name] = Asked(name=f"{number}.dat", use=Use.RECORDING, music=True)
    found = examined(home, asked.values())
    return {name: found[one] for name, one in asked.items()}


def _whole(seconds: float) -> Expected:
    return pytest.approx(seconds, abs=0.3)  # type: ignore[no-any-return]


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_file_airs_as_it_was_made_or_is_refused(name: str, reports: Mapping[str, Report]) -> None:
    expected, report = FILES[name][1], reports[name]
    if isinstance(expected, float):
        assert report.unreadable is None
        assert report.seconds == _whole(expected)
        return
    assert report.unreadable is not None
    if expected != "refused":
        assert expected.partition("{")[0] in str(report.unreadable.what)
    if expected == SAYS_LONGER and " % of" in name:
        decoded = float(str(report.unreadable.what).rpartition(" giây")[0].rpartition(" ")[2].replace(",", "."))
        percent = int(name.partition(" % of")[0].rpartition(" ")[2])
        assert decoded == pytest.approx(percent / 10, abs=0.7)


def test_a_table_of_what_each_gives(reports: Mapping[str, Report]) -> None:
    assert len(FILES) >= (60 if not HAS_FFMPEG else 130)
    sys.stdout.write("\n| file | gives |\n|---|---|\n")
    for name, report in reports.items():
        why = report.unreadable
        gives = f"{report.seconds:.2f} s" if why is None else str(why.what).partition("” ")[2]
        remarks = "; ".join(str(one.what).partition("” ")[2] for one in report.remarks)
        sys.stdout.write(f"| {name} | {gives}{remarks and ' · ' + remarks} |\n")
