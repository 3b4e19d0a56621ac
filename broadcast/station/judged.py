"""A change of the ward's text files, not made yet -> what `check` would find wrong after it and not before."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcast.base.errors import Fault, FaultsFound
from broadcast.ward.folder import ward_of
from broadcast.ward.survey import LEXICON, PLAYLIST, own_bytes, script_files, survey
from broadcast.ward.textcheck import text_faults


def new_faults(home: Path, changed: Mapping[str, bytes], today: date) -> tuple[Fault, ...]:
    """List the faults that the folder would have with the files `changed`, by name, and has not now.

    They are told at their places in the new files; one that only moved to another line is none. The folder's text
    files are looked at in a copy of their own; sounds are not heard. Raises WardError where there is no
    playlist.yaml, DiskError where a file cannot be read, OSError where none can be written.
    """
    with TemporaryDirectory(prefix="broadcast-") as folder:
        copy = (
            Path(folder) / "phuong"
        )  # what lies in it is closed to other accounts: passwords stand in playlist.yaml
        for name, raw in _texts(home):
            _put(copy / name, raw)
        known = Counter(_same(one) for one in _faults(copy, today))
        for name, raw in changed.items():
            _put(copy / name, raw)
        return tuple(_not_known(_faults(copy, today), known))


def _texts(home: Path) -> Iterator[tuple[str, bytes]]:
    for path in (home / PLAYLIST, home / LEXICON, *script_files(home)):
        with suppress(
            FaultsFound
        ):  # what leads out of the folder was a fault before, and is none of this change's
            if path.is_file():
                yield path.relative_to(home).as_posix(), own_bytes(home, path)


def _put(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def _faults(home: Path, today: date) -> tuple[Fault, ...]:
    seen = survey(home)
    if seen.playlist is None or seen.lexicon_lost:
        return seen.faults
    return text_faults(ward_of(home, seen), today)


def _not_known(faults: tuple[Fault, ...], known: Counter[tuple[str, str, str]]) -> Iterator[Fault]:
    for one in faults:
        if known[_same(one)] > 0:
            known[_same(one)] -= 1
        else:
            yield one


def _same(fault: Fault) -> tuple[str, str, str]:
    return fault.file, str(fault.what), fault.level
