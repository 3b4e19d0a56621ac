"""takes/ in the ward's folder: sentences as somebody of the ward has read them, by the words that are read.

Each is a FLAC file, and a slip of JSON that says whose it is and holds the file's sha256. The slip is replaced
last: until then the earlier take stands. Nobody can make them again, so nothing but a newer take of the same words
removes one. None is decoded here.
"""

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from broadcast.base.digests import is_sha256, sha256_once
from broadcast.base.errors import DiskError, NotAudio, tell
from broadcast.base.files import put_whole, sweep
from broadcast.base.jsonfile import moment_of, read_object
from broadcast.base.reasons import reason_of
from broadcast.programme.model import Fingerprint
from broadcast.programme.settings import ScriptId

FOLDER = "takes"
"""Of the shelf, in the ward's folder."""
_MOST = 10_000
"""No figure of a slip reaches so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTake:
    """One sentence as somebody of the ward has read it."""

    words: str
    """As an utterance of a prepared script has them."""
    script: ScriptId
    """The script for which it was read; others with the same sentence air it too."""
    by: str
    """Who read it; empty where nobody was named."""
    read: datetime
    """When, an aware moment."""
    sha256: str
    """Of its file, 64 hex digits."""
    seconds: float
    loudness: float
    """In LUFS, as it is kept."""
    peak: float
    """The highest sample as it was recorded, in dB to full scale."""


def words_print(words: str) -> Fingerprint:
    """Compute the fingerprint of a sentence's words, whoever reads them."""
    return Fingerprint(hashlib.sha256(unicodedata.normalize("NFC", words).encode()).hexdigest())


def find_take(home: Path, words: str) -> OwnTake | None:
    """Find the take of those words in the ward's folder `home`, and verify its file.

    Returns None where there is none, or it is damaged (`is_damaged`). A file is read once for each time that it
    was changed.
    """
    with suppress(OSError):
        take = _take_of(read_object(_slip(home, words_print(words))))
        if take is not None and words_print(take.words) == words_print(words):
            return take if sha256_once(_file(home, take)) == take.sha256 else None
    return None


def is_damaged(home: Path, words: str) -> bool:
    """Whether those words have a take in the ward's folder `home` that cannot be believed any more."""
    with suppress(OSError):  # a shelf that nobody may look into: `shut_out`
        return _slip(home, words_print(words)).exists() and find_take(home, words) is None
    return False


def shut_out(home: Path) -> OSError | None:
    """Return why the shelf of the ward's folder `home` cannot be looked into.

    None where it can, or is not there.
    """
    try:
        with os.scandir(home / FOLDER):
            return None
    except FileNotFoundError:
        return None
    except OSError as error:
        return error


def read_take(home: Path, take: OwnTake) -> bytes:
    """Read the file of a take; return its bytes, verified. Raises NotAudio where they are not that take's."""
    with suppress(OSError):
        flac = _file(home, take).read_bytes()
        if hashlib.sha256(flac).hexdigest() == take.sha256:
            return flac
    raise NotAudio(tell("câu tự đọc “{words}” bị hỏng hoặc vừa được đọc lại", words=take.words))


def keep_take(home: Path, take: OwnTake, flac: bytes) -> None:
    """Keep a take and `flac`, the bytes of its file, in place of an earlier one of the same words.

    Raises DiskError where the disk does not take it; the earlier one stands then.
    """
    slip = _slip(home, words_print(take.words))
    sweep(slip.parent)
    earlier = {*slip.parent.glob(f"{slip.stem}.*.flac")} - {_file(home, take)}
    told = {**asdict(take), "read": take.read.isoformat()}
    try:
        put_whole(_file(home, take), flac)
        put_whole(slip, json.dumps(told, ensure_ascii=False).encode())
    except OSError as error:
        raise DiskError(
            tell("Không giữ được câu vừa đọc ({reason}).", reason=reason_of(error)),
            tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục takes."),
        ) from error
    for file in earlier:
        with suppress(OSError):  # it is in nobody's way
            file.unlink()


def takes_in(home: Path) -> Iterator[OwnTake]:
    """List the takes of the ward's folder `home` by their slips, in no order; their files are not looked at."""
    for slip in take_slips(home):
        with suppress(OSError):
            if (take := _take_of(read_object(slip))) is not None:
                yield take


def take_slips(home: Path) -> tuple[Path, ...]:
    """List the paths of the slips of all takes in the ward's folder `home`; empty where there is no shelf."""
    return tuple(sorted((home / FOLDER).glob("*.json")))


def _slip(home: Path, print_: Fingerprint) -> Path:
    return home / FOLDER / f"{print_}.json"


def _file(home: Path, take: OwnTake) -> Path:
    # another take of the same words is another file: until its slip is written, the earlier one is whole
    return home / FOLDER / f"{words_print(take.words)}.{take.sha256[:12]}.flac"


def _take_of(slip: Mapping[str, Any] | None) -> OwnTake | None:
    match slip:
        case {
            "words": str(words), "script": str(script), "by": str(by), "read": read, "sha256": str(sha256),
            "seconds": int() | float() as seconds, "loudness": int() | float() as loudness,
            "peak": int() | float() as peak,
        } if (
            is_sha256(sha256) and (moment := moment_of(read)) is not None
            and 0 < seconds < _MOST and abs(loudness) < _MOST and abs(peak) < _MOST
        ):  # fmt: skip
            return OwnTake(
                words=words, script=ScriptId(script), by=by, read=moment, sha256=sha256, seconds=seconds,
                loudness=loudness, peak=peak,
            )  # fmt: skip
    return None
