"""A file -> the sha256 of its bytes, in 64 small hex digits."""

import hashlib
import re
from functools import lru_cache
from pathlib import Path

_SHA256 = re.compile(r"[0-9a-f]{64}")


def sha256_of(path: Path) -> str:
    """Read a file block by block, so that memory does not grow with it; return its sha256. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_once(path: Path) -> str:
    """Return a file's sha256; the file is read once for each time that it was changed. Raises OSError."""
    state = path.stat()
    return _of_state(path, state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino)


def is_sha256(text: str) -> bool:
    """Whether the text can be a sha256 as it is written here."""
    return _SHA256.fullmatch(text) is not None


@lru_cache(maxsize=4096)
def _of_state(path: Path, *_state: int) -> str:
    return sha256_of(path)
