"""audio_cache/: sounds by fingerprint, whole or not at all, verified whenever they are read; none is decoded here.

Each sound is a file, an utterance FLAC and a cart WAV, and a slip of JSON beside it that holds the file's sha256
and the fingerprint it was made for. The slip is written last, so an entry without one does not exist. An entry
whose file does not match, or that lies under another one's name, is set aside and made again, never aired.
"""

import hashlib
import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from broadcast.base.digests import sha256_of
from broadcast.base.errors import DiskError, Message, tell
from broadcast.base.files import sweep, write_whole
from broadcast.base.jsonfile import read_object
from broadcast.base.reasons import reason_of
from broadcast.library.slips import cart_of, music_of, slip_of
from broadcast.programme.model import Cart, Fingerprint

_log = logging.getLogger(__name__)

CACHE = "audio_cache"
"""The folder of the shelves, below the ward's own."""
_SPEECH, _CARTS, _SET_ASIDE = "speech", "carts", "set-aside"
_FLAC, _WAV = ".flac", ".wav"


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one shelf of the library holds: `speech`, `carts`, or the damaged files in `set-aside`."""

    shelf: str
    sounds: int
    """How many sounds lie on the shelf."""
    bytes: int
    """Bytes of their files together."""


class Shelves:
    """The made sounds of one ward, as files below `root`, its audio_cache/; all of it may be deleted at any time.

    A file that is damaged, or that the disk does not give, counts as not made, and whoever makes sounds makes it
    again. A damaged one is set aside; what cannot be read or set aside is told in the program's own log, never the
    as-run log.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._found_whole: dict[Path, tuple[int, ...]] = {}

    @property
    def root(self) -> Path:
        """Return the folder of the shelves, the ward's audio_cache/."""
        return self._root

    # --- speech: one utterance ---

    def speech_file(self, fingerprint: Fingerprint) -> Path | None:
        """Find and verify the file of the utterance with that fingerprint; return its path.

        Returns None where it is not kept, is damaged or cannot be read. A file found so counts as used now.
        """
        slip = self._verified(_SPEECH, fingerprint)
        return self._path(_SPEECH, fingerprint) if slip is not None else None

    def has_speech(self, fingerprint: Fingerprint) -> bool:
        """Whether an utterance is kept under that fingerprint; its file is not read, nor counted as used."""
        return self._path(_SPEECH, fingerprint).is_file()

    def keep_speech(self, fingerprint: Fingerprint, flac: bytes) -> None:
        """Keep `flac`, the bytes of an utterance's file, under its fingerprint, whole or not at all.

        Raises DiskError where the disk does not take it.
        """
        self._keep(_SPEECH, fingerprint, flac, {})

    # --- carts: a finished announcement ---

    def cart(self, fingerprint: Fingerprint) -> Cart | None:
        """Find the cart with that fingerprint and verify its file; return the cart.

        Returns None where it is not kept, is damaged or cannot be read. A cart found so counts as used now.
        """
        slip = self._verified(_CARTS, fingerprint)
        if slip is None:
            return None
        path = self._path(_CARTS, fingerprint)
        try:
            return cart_of(slip, path)
        except (OSError, TypeError, ValueError, OverflowError):  # damaged where it says what the cart is
            self._set_aside(_CARTS, path)
            return None

    def told(self, fingerprint: Fingerprint) -> Cart | None:
        """Return the cart as its slip tells of it, its sound not read through: to know of it, never to air it.

        Returns None where no such cart is kept, or the slip is not its. Nothing is set aside, or counts as used.
        """
        path = self._path(_CARTS, fingerprint)
        with suppress(OSError, TypeError, ValueError, OverflowError):
            slip = read_object(path.with_suffix(".json"))
            if slip is not None and slip.get("fingerprint") == fingerprint:
                return cart_of(slip, path)
        return None

    def keep_cart(self, cart: Cart, wav: bytes) -> Cart:
        """Keep a cart and `wav`, the bytes of its file, under the cart's fingerprint, whole or not at all.

        Returns the cart with the sha256 of its file. Raises DiskError where the disk does not take them.
        """
        return replace(cart, sha256=self._keep(_CARTS, cart.fingerprint, wav, slip_of(cart)))

    def told_anew(self, cart: Cart, music: tuple[Message, ...]) -> Cart:
        """Return the kept cart with that told of its music, and note it on its slip where the disk takes it."""
        path = self._path(_CARTS, cart.fingerprint).with_suffix(".json")
        with suppress(OSError, DiskError):  # the cart is as good without
            if (slip := read_object(path)) is not None:
                noted = {**slip, "music": music_of(music)}
                write_whole(path, json.dumps(noted, ensure_ascii=False).encode())
        return replace(cart, music=music)

    def cart_file(self, cart: Cart) -> Path:
        """Return the path at which the cart's sound is kept; whether a file is there is not asked."""
        return self._path(_CARTS, cart.fingerprint)

    def is_as_verified(self, cart: Cart) -> bool:
        """Whether the cart's file is still the one that was verified; where it was written since, verify it again.

        A file that was never verified here is verified now.
        """
        path = self._path(_CARTS, cart.fingerprint)
        try:
            if self._found_whole.get(path) == _looks_of(path):
                return True
        except OSError:
            return False
        found = self.cart(cart.fingerprint)
        return found is not None and found.frames == cart.frames

    # --- the shelves ---

    def files_of(self, wanted: Iterable[Fingerprint]) -> Iterator[Path]:
        """Find the files of those utterances and carts, each with its slip, where both are kept; none is read."""
        for fingerprint in wanted:
            for shelf in (_SPEECH, _CARTS):
                path = self._path(shelf, fingerprint)
                slip = path.with_suffix(".json")
                if path.is_file() and slip.is_file():
                    yield from (path, slip)

    def usage(self) -> tuple[Usage, ...]:
        """Count the sounds and the bytes on each shelf: `speech`, `carts` and `set-aside`, in this order."""
        return tuple(self._usage_of(shelf) for shelf in (_SPEECH, _CARTS, _SET_ASIDE))

    def _usage_of(self, shelf: str) -> Usage:
        sizes = [size for _, size, _ in _looked_at(self._files(shelf))]
        return Usage(shelf=shelf, sounds=len(sizes), bytes=sum(sizes))

    def prune(self, *, keep: Iterable[Fingerprint], most_bytes: int, oldest: datetime) -> int:
        """Delete what was last used before `oldest`, then the least lately used down to `most_bytes` in all.

        What `keep` names stays in any case, with its bytes counted; what was set aside goes like the rest. Returns
        the bytes freed. Raises DiskError at the first file that the disk does not let be deleted; what went before
        it stays deleted.
        """
        kept = {str(fingerprint) for fingerprint in keep}
        files = sorted(_looked_at(self._all_files()), key=lambda one: one[0])
        total = sum(size for _, size, _ in files)
        freed = 0
        for used, size, path in files:
            if path.stem in kept or (used >= oldest.timestamp() and total - freed <= most_bytes):
                continue
            try:
                path.with_suffix(".json").unlink(missing_ok=True)  # first: without its slip it is no entry
                path.unlink(missing_ok=True)
            except OSError as error:
                raise DiskError(tell("Không dọn được audio_cache ({reason}).", reason=reason_of(error))) from error
            freed += size
        return freed

    def sweep(self) -> None:
        """Remove what a killed program left half-written on the shelves.

        A file that a living process may be writing stays, and so does one that the disk does not let be removed.
        """
        sweep(self._root, "*/*/*.part")

    def verify(self) -> tuple[Fingerprint, ...]:
        """Read every sound that is kept; return the fingerprints of those that are damaged or cannot be read.

        Empty where all are whole. The damaged ones are set aside, where the disk lets us.
        """
        broken = []
        for shelf in (_SPEECH, _CARTS):
            # without its slip it is no entry: a program was killed between the two
            names = [Fingerprint(path.stem) for path in self._files(shelf) if path.with_suffix(".json").exists()]
            broken += [name for name in names if self._verified(shelf, name) is None]
        return tuple(broken)

    def _all_files(self) -> Iterator[Path]:
        for shelf in (_SPEECH, _CARTS, _SET_ASIDE):
            yield from self._files(shelf)

    def _files(self, shelf: str) -> Iterator[Path]:
        """Those of earlier versions too, whose carts were FLAC."""
        return (path for path in (self._root / shelf).glob("*/*") if path.suffix in (_FLAC, _WAV))

    def _path(self, shelf: str, fingerprint: Fingerprint) -> Path:
        return self._root / shelf / fingerprint[:2] / f"{fingerprint}{_WAV if shelf == _CARTS else _FLAC}"

    def _keep(self, shelf: str, fingerprint: Fingerprint, held: bytes, slip: Mapping[str, Any]) -> str:
        """Keep the bytes of a file and its slip; the sha256 of the file."""
        path, sha256 = self._path(shelf, fingerprint), hashlib.sha256(held).hexdigest()
        write_whole(path, held)
        described = {**slip, "fingerprint": fingerprint, "sha256": sha256}
        write_whole(path.with_suffix(".json"), json.dumps(described, ensure_ascii=False).encode())
        return sha256

    def _verified(self, shelf: str, fingerprint: Fingerprint) -> Mapping[str, Any] | None:
        path = self._path(shelf, fingerprint)
        try:
            slip = read_object(path.with_suffix(".json"))
            found = sha256_of(path)
        except FileNotFoundError:
            return None
        except IsADirectoryError:  # nothing could be written in its place
            self._set_aside(shelf, path)
            return None
        except NotADirectoryError:  # audio_cache is no folder: `check` and whoever makes carts tell that
            return None
        except OSError as error:  # a failing disk: who made it makes it again, and is told if that fails too
            why = reason_of(error)
            _log.warning("%s", tell("Không đọc được {name} ({why}): coi như chưa làm.", name=path.name, why=why))
            return None
        # a whole file under another one's name, as a wrong restore leaves it, says another one's words
        # (older slips of speech do not tell whose they are)
        if slip is None or slip.get("sha256") != found or slip.get("fingerprint", fingerprint) != fingerprint:
            self._set_aside(shelf, path)
            return None
        with suppress(OSError):  # a read-only disk plays on
            os.utime(path.with_suffix(".json"))  # lately used; by the sound's own times others know it unchanged
        with suppress(OSError):
            self._found_whole[path] = _looks_of(path)
        return slip

    def _set_aside(self, shelf: str, path: Path) -> None:
        """Put it out of the way; where the disk does not let us, it is looked at and refused again."""
        aside = self._root / _SET_ASIDE / shelf / path.name
        try:
            aside.parent.mkdir(parents=True, exist_ok=True)
            slip = path.with_suffix(".json")
            if slip.is_dir():
                slip.replace(aside.with_suffix(".json"))
            slip.unlink(missing_ok=True)
            if path.exists():
                path.replace(aside)
        except OSError as error:
            why = reason_of(error)
            _log.warning(
                "%s",
                tell("{name} hỏng, không dùng; chưa chuyển đi chỗ khác được ({why}).", name=path.name, why=why),
            )


def _looked_at(paths: Iterable[Path]) -> Iterator[tuple[float, int, Path]]:
    """When each was used last (kept, or its slip touched), and its bytes; one may be taken away meanwhile."""
    for path in paths:
        with suppress(FileNotFoundError):
            looked = path.stat()
            used = looked.st_mtime
            with suppress(OSError):  # what was set aside has no slip
                used = max(used, path.with_suffix(".json").stat().st_mtime)
            yield used, looked.st_size, path


def _looks_of(path: Path) -> tuple[int, ...]:
    """What changes when a file is written or replaced; the last cannot be set back where it is no birth time."""
    held = path.stat()
    return held.st_ino, held.st_size, held.st_mtime_ns, held.st_ctime_ns
