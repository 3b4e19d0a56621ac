"""audio_cache/heard/: what was found out of sounds, small JSON objects by fingerprint; all may be deleted.

In a ward that is another account's (`sudo broadcast check`) nothing is kept: it would be ours, and in that one's
way.
"""

import json
import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from broadcast.base.files import is_anothers, put_whole
from broadcast.base.jsonfile import read_object

_log = logging.getLogger(__name__)

_SHELF = "heard"


class Notes:
    """The notes of one ward, below `cache`, its audio_cache/."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._shelf = cache / _SHELF

    def read(self, fingerprint: str) -> Mapping[str, Any] | None:
        """Return the note of that fingerprint, which counts as used now; None where there is none to read."""
        path = self._path(fingerprint)
        try:
            note = read_object(path)
            with suppress(OSError):  # a read-only disk
                os.utime(path)  # lately used: it is forgotten last
        except OSError:
            return None
        return note

    def keep(self, fingerprint: str, note: Mapping[str, Any]) -> None:
        """Keep a note under its fingerprint, where the disk takes it and the ward is this account's."""
        self.put(self._path(fingerprint), note)

    def file(self, name: str) -> Path:
        """Return the path of a file of that name beside the notes; it need not be there."""
        return self._shelf / name

    def put(self, path: Path, content: Mapping[str, Any]) -> None:
        """Write `content` to `path`, one of the files here, by the rule for notes."""
        try:
            if not self._is_ours():
                return
            put_whole(path, json.dumps(content, ensure_ascii=False).encode(), durable=False)
        except OSError as error:  # a disk that takes nothing: it is found out again next time
            _log.info("%s is not kept: %s", path.name, error)

    def _is_ours(self) -> bool:
        """Another account's folder is used where it lets us write; what root makes lets nobody else."""
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        return not is_anothers(self._cache) or (self._cache.exists() and not root)

    def _path(self, fingerprint: str) -> Path:
        return self._shelf / fingerprint[:2] / f"{fingerprint}.json"


def forget_unused(cache: Path, oldest: float) -> int:
    """Delete the notes that were last used before `oldest` (seconds since 1970); return the bytes freed."""
    freed = 0
    for path in (cache / _SHELF).glob("*/*.json"):
        with suppress(OSError):
            state = path.stat()
            if state.st_mtime < oldest:
                path.unlink()
                freed += state.st_size
    return freed
