"""Sounds of a ward -> a report on each; what was heard once is kept by fingerprint, and not decoded again.

Reports lie in audio_cache/heard/, each under the sha256 of all that decides it: the file's bytes, what was asked,
and the version of our judging. Beside them a list says which file had which bytes when it was last read through,
so that a ward of gigabytes is not read anew each time: a file counts as unchanged while its size, its number on
the disk and both its times are. All of it may be deleted at any time, or lie on a disk that takes nothing.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from threading import Event

from broadcast.base.errors import NotAudio
from broadcast.base.jsonfile import read_object
from broadcast.library.ingest.ingesting import examined
from broadcast.library.ingest.report import Asked, Report, as_json, asked_out, from_json
from broadcast.library.names import BUILTIN, inside, print_of
from broadcast.library.notes import Notes

_VERSION = 6
"""Raised by us when the same bytes would be judged differently."""
_LIST = "files.json"
_BATCH_BYTES = 8_000_000
"""Small sounds share a child, which takes a third of a second to start; a large one has its own."""
_AT_ONCE = 2

Heard = Callable[[int, int], None]
"""Is told how many bytes of files were heard so far, and of how many."""

_Stamp = tuple[int, int, int, int]


def reports(
    home: Path, asked: Iterable[Asked], cache: Path, *, heard: Heard | None = None
) -> Mapping[Asked, Report]:
    """Find the reports on the sounds that are asked for, and have examined what has none; return all of them.

    `home` is the ward's folder, `cache` its audio_cache/. Two children at most decode at a time, on a machine of
    two cores or more. `heard` is told of the progress, on this thread, only where something has to be decoded.
    Batches that were done when it raises, or Ctrl+C does, are kept. Raises MachineError where no process can be
    started.
    """
    wanted = list(dict.fromkeys(asked))
    kept = Kept(home, cache, reads=True)
    # one that could not be decoded is tried again each time: the decoder it wants may be there by now
    known = {one: kept.report(one) for one in wanted}
    found = {one: report for one, report in known.items() if report is not None and report.unreadable is None}
    missing = [one for one in wanted if one not in found]
    try:
        for one, report in _examined(home, missing, kept, heard):
            found[one] = report
    finally:
        kept.close()
    return {one: found[one] for one in wanted}


def refused(home: Path, asked: Iterable[Asked], cache: Path) -> bool:
    """Whether one of the sounds was heard and may not air; what was not heard yet is not counted.

    No file is read, and no process started; `home` and `cache` as of `reports`.
    """
    kept = Kept(home, cache)
    return any(report.why_not for one in asked if (report := kept.report(one)) is not None)


class Kept:
    """The reports of one ward, and which of its files had which bytes.

    Both are read when they are asked for; the list of the files anew only where another process has written it.
    """

    def __init__(self, home: Path, cache: Path, *, reads: bool = False) -> None:
        """Take what is kept in `cache`, the audio_cache/ of the ward's folder `home`.

        `reads`: whether a file that is not as it is listed is read through, to know its bytes; else it counts as
        not heard.
        """
        self._home = home
        self._notes = Notes(cache)
        self._reads = reads
        self._list: tuple[_Stamp | None, dict[str, tuple[_Stamp, str]]] = (None, {})
        self._read: dict[str, tuple[_Stamp, str]] = {}

    def report(self, asked: Asked, sha: str | None = None) -> Report | None:
        """Find the report on what is asked; None where none is kept, it is damaged, or the file is not known.

        `sha`: the sha256 of the file, where the caller has read it.
        """
        print_ = self._print_of(asked, sha)
        if print_ is None:
            return None
        note = self._notes.read(print_)
        with suppress(KeyError, TypeError, ValueError, AttributeError):
            return from_json(note) if note is not None else None
        return None

    def listed(self, name: str) -> str | None:
        """Find the sha256 of the file of that name, where it was read before and has not changed since."""
        stamp, sha = self._listed.get(name, (None, ""))
        return sha if stamp is not None and stamp == self._stamp(name) else None

    def keep(self, asked: Asked, report: Report) -> None:
        """Keep a report, where the file is still the one that was read."""
        before = self._read.get(asked.name)
        if before is None or before[0] != self._stamp(asked.name):
            return
        print_ = self._print_of(asked)
        if print_ is not None:
            self._notes.keep(print_, as_json(report))

    def bytes_of(self, asked: Asked) -> int:
        """How many bytes the file has; 0 where there is none."""
        stamp = self._stamp(asked.name)
        return stamp[0] if stamp is not None else 0

    def close(self) -> None:
        """Write down which files had which bytes, where that is not listed yet; who changed since is left out."""
        listed = self._listed
        if self._read.items() <= listed.items():
            return
        still = {name: known for name, known in listed.items() if known[0] == self._stamp(name)}
        files = {**still, **self._read}
        self._notes.put(self._notes.file(_LIST), {name: [*stamp, sha] for name, (stamp, sha) in files.items()})

    def _print_of(self, asked: Asked, sha: str | None = None) -> str | None:
        sha = sha or self._sha_of(asked.name)
        if sha is None:
            return None
        # its name too, which its words may have
        return hashlib.sha256(json.dumps([_VERSION, sha, asked_out(asked)]).encode()).hexdigest()

    def _sha_of(self, name: str) -> str | None:
        stamp = self._stamp(name)
        if stamp is None:
            return None
        for known in (self._read, self._listed):
            if name in known and known[name][0] == stamp:
                self._read[name] = known[name]
                return known[name][1]
        if not self._reads:
            return None
        try:
            sha = print_of(self._home, name)
        except NotAudio:
            return None
        self._read[name] = (stamp, sha)
        return sha

    def _stamp(self, name: str) -> _Stamp | None:
        """What changes when a file does, also where it was put in another's place with its size and its time."""
        if name.startswith(BUILTIN):
            return None
        try:
            return _stamp_of(inside(self._home, name))
        except (OSError, NotAudio):
            return None

    @property
    def _listed(self) -> dict[str, tuple[_Stamp, str]]:
        try:
            stamp = _stamp_of(self._notes.file(_LIST))
        except OSError:
            return {}
        if self._list[0] != stamp:
            self._list = stamp, self._read_list()
        return self._list[1]

    def _read_list(self) -> dict[str, tuple[_Stamp, str]]:
        try:
            held = read_object(self._notes.file(_LIST)) or {}
        except OSError:
            return {}
        return {
            name: ((size, changed, renamed, number), sha)
            for name, line in held.items()
            for size, changed, renamed, number, sha in [line if _is_line(line) else (0, 0, 0, 0, "")]
            if sha
        }


def _stamp_of(path: Path) -> _Stamp:
    state = path.stat()
    return state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino


def _is_line(line: object) -> bool:
    return isinstance(line, list) and [type(one) for one in line] == [int, int, int, int, str]


def _examined(home: Path, missing: list[Asked], kept: Kept, heard: Heard | None) -> Iterator[tuple[Asked, Report]]:
    """The reports on the missing, as they come; each is kept."""
    of = sum(map(kept.bytes_of, missing))
    done = 0
    if heard is not None and of:
        heard(done, of)
    for batch in _by_children(home, list(_batches(missing, kept))):
        for one, report in batch.items():
            kept.keep(one, report)
            done += kept.bytes_of(one)
            yield one, report
        if heard is not None and of:
            heard(min(done, of), of)


def _by_children(home: Path, batches: list[list[Asked]]) -> Iterator[Mapping[Asked, Report]]:
    """Have the batches examined side by side; ended early, the children end too."""
    unwanted = Event()
    with ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1)) as pool:
        try:
            waiting: set[Future[Mapping[Asked, Report]]] = {
                pool.submit(examined, home, batch, wanted=lambda: not unwanted.is_set()) for batch in batches
            }
            while waiting:
                ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (one.result() for one in ready)
        finally:
            unwanted.set()
            pool.shutdown(wait=False, cancel_futures=True)


def _batches(missing: list[Asked], kept: Kept) -> Iterator[list[Asked]]:
    batch: list[Asked] = []
    size = 0
    for one in sorted(missing, key=kept.bytes_of, reverse=True):  # the largest first: they end together
        if batch and size + kept.bytes_of(one) > _BATCH_BYTES:
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += kept.bytes_of(one)
    if batch:
        yield batch
