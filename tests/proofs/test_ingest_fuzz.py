"""Sound files that were bent at random -> the deciding child refuses them, or they are as long as they claim.

Short: 80 files; `--full`: 20,000. Counted: ends of the child by a fault of ours (a Python exception) or of a
decoder, files it takes too long over, and accepted files on whose length nobody else agrees: ffmpeg, or for MP3
and ADPCM the frames and blocks themselves; for what ffmpeg decoded, the claim in the file's header.
"""

import io
import logging
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import soundfile
from stand_ins.soundfiles import FORMATS, HAS_FFMPEG, amr, cut, ffmpeg_seconds, made

from broadcast.library.ingest import lengths
from broadcast.library.ingest.claim import UNKNOWN
from broadcast.library.ingest.formats import Container
from broadcast.library.ingest.ingesting import examined
from broadcast.library.ingest.mp3frames import walked
from broadcast.library.ingest.report import Asked, Report, Use

SEED = int(os.environ.get("BROADCAST_FUZZ_SEED", "14"))
AT_ONCE = 1_000
SECONDS = 2.0
AGREES_S, AGREES_SHARE = 0.5, 0.03
"""Two decoders may differ by so many seconds, and such a share: each has its own way with a damaged frame."""
_BY_SOUNDFILE = {
    Container.WAV, Container.RF64, Container.W64, Container.AIFF, Container.AU, Container.CAF, Container.FLAC,
    Container.OGG, Container.MP3,
}  # fmt: skip
_SIZES = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF)


def _sound() -> list[bytes]:
    return [*(made(kind, SECONDS) for kind in FORMATS), amr()]


def _flip(held: bytes, other: bytes, dice: random.Random) -> bytes:
    bent = bytearray(held)
    for _ in range(dice.choice((1, 3, 20))):
        bent[dice.randrange(len(bent))] ^= 1 << dice.randrange(8)
    return bytes(bent)


def _bend_head(held: bytes, other: bytes, dice: random.Random) -> bytes:
    bent = bytearray(held)
    for _ in range(dice.choice((1, 2, 4))):
        bent[dice.randrange(min(len(bent), 256))] = dice.randrange(256)
    return bytes(bent)


def _size(held: bytes, other: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(0, min(len(held) - 4, 512))
    value = dice.choice((*_SIZES, dice.getrandbits(32), len(held), len(held) // 2))
    return held[:at] + value.to_bytes(4, dice.choice(("little", "big"))) + held[at + 4 :]


def _cut(held: bytes, other: bytes, dice: random.Random) -> bytes:
    return held[: dice.randrange(1, len(held))]


def _splice(held: bytes, other: bytes, dice: random.Random) -> bytes:
    return held[: dice.randrange(len(held))] + other[dice.randrange(len(other)) :]


def _join(held: bytes, other: bytes, dice: random.Random) -> bytes:
    return held + other


def _again(held: bytes, other: bytes, dice: random.Random) -> bytes:
    begin = dice.randrange(len(held))
    end = min(len(held), begin + dice.choice((64, 4_096, 60_000)))
    return held[:end] + held[begin:]


def _without(held: bytes, other: bytes, dice: random.Random) -> bytes:
    begin = dice.randrange(len(held))
    return held[:begin] + held[begin + dice.choice((1, 64, 4_096, 60_000)) :] or b"\0"


def _noise(held: bytes, other: bytes, dice: random.Random) -> bytes:
    begin, size = dice.randrange(len(held)), dice.choice((64, 4_096, 20_000))
    return held[:begin] + dice.choice((dice.randbytes(size), bytes(size))) + held[begin + dice.choice((0, size)) :]


BENDS: tuple[Callable[[bytes, bytes, random.Random], bytes], ...] = (
    _flip, _bend_head, _bend_head, _size, _cut, _splice, _join, _again, _without, _noise,
)  # fmt: skip


def _bent(files: int, seed: int) -> Iterator[tuple[str, bytes]]:
    dice, sound = random.Random(seed), _sound()
    for number in range(files):
        held, bends = dice.choice(sound), []
        for _ in range(dice.choice((1, 1, 1, 2, 3))):
            bend = dice.choice(BENDS)
            bends.append(bend.__name__)
            held = bend(held, dice.choice(sound), dice) if len(held) > 8 else held
        yield f"{number}: {' '.join(bends)}", held


def _examined(home: Path, files: list[tuple[str, bytes]]) -> list[tuple[str, bytes, Report]]:
    asked = []
    for number, (_, held) in enumerate(files):
        (home / f"{number}.dat").write_bytes(held)
        asked.append(Asked(name=f"{number}.dat", use=Use.RECORDING, music=True))
    found = examined(home, asked)
    return [(name, held, found[one]) for (name, held), one in zip(files, asked, strict=True)]


def _lies(held: bytes, report: Report) -> str:
    """What is wrong with the length of a file that was accepted; empty where nothing is."""
    assert report.seconds is not None
    assert report.container is not None
    claim = lengths.claimed(held, report.container)
    other = ffmpeg_seconds(held) if report.container in _BY_SOUNDFILE and HAS_FFMPEG else 0.0
    if not other and claim.cut and not claim.seconds:
        return "cut off"
    other = other or claim.seconds or report.seconds  # ffmpeg makes nothing of it, or made it
    if abs(other - report.seconds) <= AGREES_S + AGREES_SHARE * other:
        return ""
    if report.container is Container.MP3 and _counts_frames(held, report.seconds):
        return ""
    if _counts_blocks(held, report.seconds):
        return ""
    return f"{report.container}: {report.seconds:.2f} s here, {other:.2f} s there"


def _counts_frames(held: bytes, seconds: float) -> bool:
    """Whether an MP3 has the frames for so many seconds: of those ffmpeg drops any that is damaged."""
    counted = sum(run.seconds for run in walked(held).runs)
    return abs(counted - seconds) <= AGREES_S + AGREES_SHARE * counted


def _counts_blocks(held: bytes, seconds: float) -> bool:
    """Whether a WAV of ADPCM blocks has the bytes for so many seconds: ffmpeg drops those that are damaged."""
    form, data = held.find(b"fmt "), held.find(b"data")
    if form < 0 or data < 0 or int.from_bytes(held[form + 8 : form + 10], "little") != 0x11:
        return False
    size = min(int.from_bytes(held[data + 4 : data + 8], "little"), len(held) - data - 8)
    return abs(size / int.from_bytes(held[form + 16 : form + 20], "little") - seconds) <= AGREES_S


def _run(home: Path, files: int, seed: int, caplog: pytest.LogCaptureFixture) -> tuple[Counter[str], list[str]]:
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    bent = list(_bent(files, seed)) if files <= AT_ONCE else None
    every = iter(bent) if bent is not None else _bent(files, seed)
    while batch := [one for one, _ in zip(every, range(AT_ONCE), strict=False)]:
        for name, held, report in _examined(home, batch):
            gives = _gives(home, name, held, report, caplog)
            counts[gives.partition(":")[0]] += 1
            if gives.partition(":")[0] not in ("refused", "accepted"):
                wrong.append(f"{name}: {gives}")
                if keep := os.environ.get("BROADCAST_FUZZ_KEEP"):
                    (Path(keep) / f"{seed}-{name.partition(':')[0]}.dat").write_bytes(held)
    return counts, wrong


def _gives(home: Path, name: str, held: bytes, report: Report, caplog: pytest.LogCaptureFixture) -> str:
    if report.unreadable is None:
        lie = _lies(held, report) if report.seconds else ""
        return f"lie: {lie}" if lie else "accepted"
    what = str(report.unreadable.what)
    if "đọc mãi không xong" in what:
        return "hang"
    if "dừng đột ngột" not in what:
        return "refused"
    caplog.clear()
    with caplog.at_level(logging.INFO):  # alone, so that what it says is about this file
        _examined(home, [(name, held)])
    return f"crash: {caplog.text[-400:]}" if "Traceback" in caplog.text else "decoder"


def test_without_the_comparison_files_that_lie_are_accepted() -> None:
    """The negative control: what `fault` refuses has sound that is decoded without a word."""
    half = cut(made("wav", SECONDS), 50)
    with soundfile.SoundFile(io.BytesIO(half)) as sound:
        decoded_s = len(sound.read()) / sound.samplerate
    claim = lengths.claimed(half, Container.WAV)
    assert decoded_s == pytest.approx(SECONDS / 2, abs=0.01)
    assert lengths.fault(claim, decoded_s, ends_in_sound=True) is not None
    assert lengths.fault(UNKNOWN, decoded_s, ends_in_sound=True) is None


@pytest.mark.slow
def test_no_bent_file_ends_the_child_by_our_fault_hangs_or_airs_another_length_than_it_claims(
    tmp_path: Path,
    rounds: Callable[[int, int], int],
    caplog: pytest.LogCaptureFixture,
    measured: Callable[[str], None],
) -> None:
    files = int(os.environ.get("BROADCAST_FUZZ_FILES", rounds(32, 20_000)))
    counts, wrong = _run(tmp_path, files, SEED, caplog)
    measured(", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
    assert "\n".join(one for one in wrong if ": decoder" not in one) == ""
    assert counts["accepted"] > 0.05 * counts.total()
    assert counts["refused"] > 0.2 * counts.total()
