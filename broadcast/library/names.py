"""A sound's name in playlist.yaml or a script -> the file that holds it; nothing is decoded here."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from importlib import resources
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import TypeVar

from broadcast.base.digests import sha256_of
from broadcast.base.errors import NotAudio, tell
from broadcast.base.files import is_windows_device

NONE = "none"
"""In playlist.yaml: no sound."""
BUILTIN = "builtin:"
"""Before the name of a sound that ships with the program."""
_TRIES = 5
_Read = TypeVar("_Read")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
"""What opens an address (RFC 3986, 3.1), and ffmpeg's `concat:`, `pipe:`; one letter is a drive of Windows."""
_SHOWN = 200
"""A name of more characters is cut where it is told."""
_WARDS_OWN = frozenset({"playlist.yaml", "lexicon.yaml"})
_COPY_IT = (tell("Chép tệp vào thư mục của phường rồi ghi lại đường dẫn."),)
_WRITE_A_FILE = tell("Ghi đường dẫn của một tệp tiếng trong thư mục của phường, ví dụ thu-san/loi-chuc.mp3.")


def is_own(name: str) -> bool:
    """Whether that names a file of the ward's own: it is neither NONE nor a sound that ships with the program."""
    return name != NONE and not name.startswith(BUILTIN)


def print_of(home: Path, name: str) -> str:
    """Compute the sha256, in hex, of a sound's file, named `builtin:NAME` or by its path in the folder `home`.

    It is read block by block: memory does not grow with it. Raises NotAudio where there is no such file, where
    `name` leads out of the folder, or where the file cannot be opened.
    """
    if name.startswith(BUILTIN):
        return hashlib.sha256(builtin(name)).hexdigest()
    path = inside(home, name)
    try:
        return sha256_of(path)
    except OSError as error:
        raise unopened(name) from error


def of_one_piece(home: Path, name: str, read: Callable[[], _Read]) -> tuple[str, _Read]:
    """Read a sound's file by `read`, and again while it is being replaced; return its sha256 and what was read.

    So what was read is of that very print, however often somebody saves the file meanwhile. Raises NotAudio as
    `print_of` does, where the file never stands still, and what `read` raises.
    """
    for _ in range(_TRIES):
        before = print_of(home, name)
        found = read()
        if print_of(home, name) == before:
            return before, found
    raise NotAudio(
        tell("tệp tiếng “{name}” đang được ghi, chưa xong", name=name), tell("Chờ ghi xong rồi thử lại.")
    )


def builtin(name: str) -> bytes:
    """Read the bytes of a sound's file that ships with the program, named `builtin:mo-dau` or `mo-dau`.

    Raises NotAudio, which lists the names there are, where none has that name.
    """
    wanted = name.removeprefix(BUILTIN)
    if wanted not in builtin_names():
        raise NotAudio(
            tell("không có nhạc hiệu kèm sẵn tên {name}", name=wanted),
            tell("Các tên có sẵn: {names}.", names=", ".join(builtin_names())),
        )
    return (resources.files("broadcast.library") / "builtin" / f"{wanted}.flac").read_bytes()


def builtin_names() -> tuple[str, ...]:
    """List the names of the sounds that ship with the program, without `builtin:`, in alphabetical order."""
    names = (file.name for file in (resources.files("broadcast.library") / "builtin").iterdir())
    return tuple(sorted(name.removesuffix(".flac") for name in names if name.endswith(".flac")))


def inside(home: Path, name: str) -> Path:
    """Find the file that `name`, a path in the ward's folder `home`, means; return its absolute path.

    A name that stands there in another spelling (NFD for NFC, other letter case, `\\` for `/`, spaces at its ends)
    is found where one file alone has it; `respelled` tells which. Raises NotAudio, with what the name is, where it
    is no path in the folder (`misnamed`), where it leads out of the folder, also through a link, or where there is
    no such file, more than one, or one that is no ordinary file.
    """
    if (wrong := misnamed(name, home)) is not None:
        raise wrong
    try:
        found = _found(home, name)
        path = found.resolve(strict=True)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise unopened(name, home) from error
    except (OSError, RuntimeError, ValueError) as error:  # a link to itself, a name too long, half a letter
        raise unopened(name) from error
    if not path.is_relative_to(home.resolve()):
        raise NotAudio(
            tell("“{name}” là đường dẫn tắt tới một tệp nằm ngoài thư mục của phường", name=name), *_COPY_IT
        )
    if path.is_dir():
        raise NotAudio(tell("“{name}” là một thư mục, không phải tệp tiếng", name=name), _WRITE_A_FILE)
    if not path.is_file():  # a pipe: whoever opens it waits for ever
        raise NotAudio(tell("“{name}” là tệp đặc biệt của hệ thống, không phải tệp tiếng", name=name), *_COPY_IT)
    return path


def misnamed(name: str, home: Path | None = None) -> NotAudio | None:
    """Make the error that says why `name` is no path in a ward's folder; None where it may be one.

    The name alone is looked at, on every system alike, because a ward's folder moves between Windows and Linux.
    `home`, where it is known, lets a full path into that folder be told with the name to write instead.
    """
    if not name.strip():
        return NotAudio(tell("chưa ghi tên tệp tiếng"), _WRITE_A_FILE)
    if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in name):
        return NotAudio(tell("tên tệp tiếng “{name}” có ký tự không dùng được trong tên tệp", name=shown(name)),
                        tell("Đổi tên tệp, chỉ dùng chữ, số và dấu gạch."))  # fmt: skip
    if _SCHEME.match(name):
        return NotAudio(tell("“{name}” là một địa chỉ, không phải tệp trong thư mục của phường", name=name),
                        tell("Tải tệp về, chép vào thư mục của phường rồi ghi tên tệp."))  # fmt: skip
    parts = name.replace("\\", "/").split("/")
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor or parts[0].startswith("~"):
        return _full_path(name, home)
    if _leaves(parts):
        return NotAudio(tell("tệp “{name}” nằm ngoài thư mục của phường", name=name), *_COPY_IT)
    if any(is_windows_device(part) for part in parts):
        return NotAudio(tell("Windows không cho tệp mang tên “{name}”", name=name), tell("Đổi tên tệp."))
    return None


def respelled(home: Path, name: str) -> str | None:
    """Return how the file that `name` means is really spelled, where that shows; None where it is spelled so.

    None too where there is no such file. NFD and NFC look the same and are not told apart.
    """
    try:
        inside(home, name)
        real = _found(home, name).relative_to(home).as_posix()
    except (NotAudio, ValueError):
        return None
    return None if _nfc(real) == PurePosixPath(_nfc(name)).as_posix() else real


def unopened(name: str, home: Path | None = None) -> NotAudio:
    """Word the error for a sound's file, named `name` by the ward, that is missing or cannot be opened.

    With the ward's folder `home` the file there whose name is nearest is offered. The error is returned; the
    caller raises it.
    """
    near = _near(home, name) if home is not None else None
    return NotAudio(
        tell("không mở được tệp tiếng “{name}”", name=shown(name)),
        tell("Ý bạn là “{near}”?", near=near)
        if near
        else tell("Xem lại tên tệp, rồi chép tệp vào thư mục của phường."),
    )


def shown(name: str) -> str:
    """Return a name as a screen can show it: control characters as `\\x00`, at most 200 letters."""
    bare = "".join(ascii(c)[1:-1] if unicodedata.category(c) in ("Cc", "Cs") else c for c in name)
    return bare if len(bare) <= _SHOWN else f"{bare[:_SHOWN]}…"


def _full_path(name: str, home: Path | None) -> NotAudio:
    """The error for a full path: it holds on this one computer only, also where it leads into the folder."""
    if home is None and PurePosixPath(name).is_absolute():  # it may well lead into the folder
        return NotAudio(tell("“{name}” là đường dẫn đầy đủ, chỉ đúng trên máy này", name=name), *_COPY_IT)
    if home is not None and PurePosixPath(name).is_absolute():
        with suppress(ValueError, OSError, RuntimeError):
            relative = Path(name).resolve().relative_to(home.resolve()).as_posix()
            return NotAudio(tell("“{name}” là đường dẫn đầy đủ, chỉ đúng trên máy này", name=name),
                            tell("Ghi đường dẫn trong thư mục của phường: {name}", name=relative))  # fmt: skip
    return NotAudio(tell("tệp “{name}” nằm ngoài thư mục của phường", name=name), *_COPY_IT)


def _leaves(parts: list[str]) -> bool:
    depth = 0
    for part in parts:
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        if depth < 0:
            return True
    return False


def _found(home: Path, name: str) -> Path:
    """The path as it is spelled, or of the one entry that it can mean. Raises FileNotFoundError, NotAudio."""
    if os.path.lexists(home / name):
        return home / name
    at = home
    for part in name.strip().replace("\\", "/").split("/"):
        at = at / (part if part in ("", ".", "..") or os.path.lexists(at / part) else _entry(at, part, name))
    return at


def _entry(folder: Path, part: str, name: str) -> str:
    """The one entry of a folder whose name is this one but for its letters' form, their case, or spaces around."""
    entries = sorted(entry.name for entry in folder.iterdir())
    for alike in (_nfc, _folded):
        same = [entry for entry in entries if alike(entry) == alike(part)]
        if len(same) > 1:
            raise NotAudio(
                tell(
                    "có {count} tệp cùng là “{name}”: {names}", count=len(same), name=name, names=", ".join(same)
                ),
                tell("Viết đúng từng chữ tên của tệp cần dùng, hoặc đổi tên tệp kia."),
            )
        if same:
            return same[0]
    raise FileNotFoundError(part)


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _folded(name: str) -> str:
    return _nfc(_nfc(name).strip().casefold())


def _near(home: Path, name: str) -> str | None:
    """The file most like this name, in the folder that the name gives and in the ward's own."""
    import difflib  # here, because most names are right

    parts = [_nfc(part) for part in name.strip().replace("\\", "/").split("/")]
    folders = dict.fromkeys(("/".join(parts[:-1]), ""))
    known: list[str] = []
    for folder in folders:
        with suppress(OSError, ValueError):
            entries = (home / folder).iterdir()
            known += [one.relative_to(home).as_posix() for one in entries if one.is_file()]
    near = difflib.get_close_matches("/".join(parts), [one for one in known if one not in _WARDS_OWN], 1, 0.75)
    return near[0] if near else None
