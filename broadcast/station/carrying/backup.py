"""A ward's folder -> one file from which another PC can go on.

In it is all that nobody can make again, and the sounds of the days ahead. Never in it: private keys, what belongs
to this one PC (locks, the control channel, its sign of life), bulletins that wait (they may have aired by the time
the backup is used), the made sounds of days long past.
"""

import os
from collections.abc import Container, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcast.base.errors import DiskError, Message, NotAudio, tell
from broadcast.base.files import Part
from broadcast.base.reasons import reason_of
from broadcast.library.names import inside
from broadcast.library.shelves import CACHE
from broadcast.library.takeshelf import FOLDER as TAKES
from broadcast.library.voicefiles import voice_files
from broadcast.library.voiceshelf import installed_voices, slips
from broadcast.playout.control.latch import LATCHES
from broadcast.record.copied import beside, copy_log
from broadcast.station.assembly import today
from broadcast.station.carrying.backupfile import opened, pack
from broadcast.station.carrying.backupslip import COSIGNED, COSIGNERS, Backup, is_plain
from broadcast.station.keeping import needed_sounds
from broadcast.station.overview import Overview, journal_folder, journal_path
from broadcast.station.papers.told import station_of
from broadcast.station.readable import read_what_can_be
from broadcast.ward.filenames import as_shown
from broadcast.ward.survey import LEXICON, PLAYLIST
from broadcast.ward.tree import walk

_LISTS = "keys"
"""The folder of the lists of keys that the station believes."""
_KEYS = (b"PRIVATE KEY-----", b"PuTTY-User-Key-File-", b"AGE-SECRET-KEY-")
"""Stand in private keys of OpenSSH and PEM, of PuTTY, of age."""
_LOOKED_AT = 4_000_000
"""Bytes of a file; whoever hides a key behind more of them does it on purpose."""
_READ_BADLY = tell(
    "tệp của phường đang có lỗi (xem broadcast check) nên được cất nguyên như vậy; nhạc, bản thu và tiếng làm sẵn "
    "lấy theo lần đọc tốt gần nhất"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What a backup has become."""

    backup: Backup
    bytes: int
    """Of the file itself."""
    lacking: tuple[Message, ...]
    """What should be in it and is not, with the reason."""


def back_up(home: Path, path: Path, *, with_sounds: bool = True, with_voices: bool = True) -> BackedUp:
    """Write everything that a spare PC needs of the folder `home` into the file `path`, whole or not at all.

    The folder's player may run meanwhile. The file is read again before it gets its name. `with_sounds`: the made
    sounds that the next 14 days need; `with_voices`: the files of installed voices, not their slips alone. Raises
    WardError where there is no playlist.yaml, JournalError where the log cannot be read, DiskError where the disk
    does not take the file.
    """
    seen = read_what_can_be(home)
    if seen.trouble is not None and not (home / PLAYLIST).is_file():
        raise seen.trouble
    lacking = [_READ_BADLY] if seen.trouble is not None else []
    try:
        with TemporaryDirectory(prefix="broadcast-") as folder, Part(path) as file:
            if os.name != "nt":
                with suppress(PermissionError):  # a stick knows no owners
                    os.fchmod(file.fileno(), 0o600)  # passwords stand in playlist.yaml
            lines = copy_log(journal_path(home), Path(folder)) if journal_path(home).exists() else 0
            paths = {**_wards_own(home), **_of_the_record(home, Path(folder))}
            if seen.overview is not None:
                paths |= _named_sounds(seen.overview, lacking)
                paths |= _made_sounds(seen.overview) if with_sounds else {}
            paths |= _voices(home) if with_voices else {}
            backup = pack(file, _that_go(paths, lacking), station_of(seen), seen.clock.now(), lines)
            file.flush()
            with opened(Path(file.name)) as written:
                written.check()
        return BackedUp(backup=backup, bytes=path.stat().st_size, lacking=tuple(lacking))
    except OSError as error:
        raise DiskError(
            tell("Không ghi được bản sao lưu {name} ({reason}).", name=path.name, reason=reason_of(error)),
            tell("Kiểm tra chỗ trống và ổ đĩa, rồi làm lại. Tệp cũ cùng tên, nếu có, vẫn còn nguyên."),
        ) from error


# --- what goes in ---


def _wards_own(home: Path) -> dict[str, Path]:
    paths = [home / PLAYLIST, home / LEXICON, *slips(home), *sorted((home / TAKES).glob("*"))]
    paths += sorted((home / _LISTS).glob("*"))
    for folder, _, names in walk(home):
        paths += [Path(folder) / name for name in names if not name.startswith((".", "~$"))]
    return _named(home, paths)


def _of_the_record(home: Path, copied: Path) -> dict[str, Path]:
    """The log's copy with what lies beside it, who vouches for it, and the stop, which holds there too."""
    log = journal_path(home)
    names = [log.name, *(one.name for one in beside(log))]
    folder = journal_folder(home)
    kept = [folder / name for name in LATCHES]
    kept += [path for pattern in (COSIGNERS, COSIGNED) for path in folder.glob(pattern)]
    return {**{f"{folder.name}/{name}": copied / name for name in names}, **_named(home, kept)}


def _named_sounds(overview: Overview, lacking: list[Message]) -> dict[str, Path]:
    found: list[Path] = []
    for name in overview.ward.sounds:
        try:
            found.append(inside(overview.home, name))
        except NotAudio as error:
            lacking.append(error.what)
    return _named(overview.home.resolve(), found)


def _made_sounds(overview: Overview) -> dict[str, Path]:
    root = overview.library.root
    return {
        f"{CACHE}/{path.relative_to(root).as_posix()}": path
        for path in overview.library.files_of(needed_sounds(overview, today(overview)))
    }


def _voices(home: Path) -> dict[str, Path]:
    return _named(home, [path for voice in installed_voices(home) for path in voice_files(home, voice.name)])


def _named(home: Path, paths: list[Path]) -> dict[str, Path]:
    return {path.relative_to(home).as_posix(): path for path in paths}


def _that_go(paths: dict[str, Path], lacking: list[Message]) -> Iterator[tuple[str, Path]]:
    """The ordinary files of those paths that may be in a backup; of the others it is told why they are not."""
    alike = set[str]()
    for name, path in sorted(paths.items()):
        if name.endswith(".part") or not (path.is_symlink() or path.is_file()):
            continue
        if (why := _why_not(name, path, alike)) is not None:
            lacking.append(why)
            continue
        alike.add(name.casefold())
        yield name, path


def _why_not(name: str, path: Path, alike: Container[str]) -> Message | None:
    if not is_plain(name) or name.casefold() in alike:
        return tell("tên tệp {name} không dùng được trên mọi máy; đổi tên rồi sao lưu lại", name=as_shown(name))
    if path.is_symlink():
        return tell("{name} là đường dẫn tắt; chép tệp thật vào rồi sao lưu lại", name=name)
    with path.open("rb") as file:
        looked = file.read(_LOOKED_AT).replace(b"\0", b"")  # as Windows saves text it called Unicode
        if any(key in looked for key in _KEYS):
            return tell("{name} là khoá riêng, không bao giờ cho vào bản sao lưu", name=name)
    return None
