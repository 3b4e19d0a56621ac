"""A name -> one of the ward's own text files, as an editor shows it; and an editor's text -> the file's bytes."""

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from broadcast.base.errors import WardError, tell
from broadcast.base.files import is_windows_device
from broadcast.base.onscreen import one_line
from broadcast.ward.filenames import is_script_name
from broadcast.ward.filetext import decoded
from broadcast.ward.survey import LEXICON, PLAYLIST, SCRIPTS, own_bytes

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile(r"\r\n|\r|\n")
_LONGEST_PART, _LONGEST = 255, 800
"""Bytes of a file's or a folder's name, which no disk takes longer; letters of the whole name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A text file of the ward, as it was when somebody opened it."""

    name: str
    """Relative to the ward's folder: `scripts/tet/01-chuc-tet.md`, `playlist.yaml`, `lexicon.yaml`."""
    text: str
    """Its lines end in `\\n`, whatever they end in on the disk; letters are as they were typed."""
    sha256: str
    """Of the file's bytes: whoever saves says which state was before them."""


def text_of(home: Path, name: str) -> Opened:
    """Read the text file `name` of the ward's folder `home`: a script, playlist.yaml or lexicon.yaml.

    Raises WardError for any other file, one that is not there or lies outside the folder, FaultsFound where it is
    no UTF-8 or larger than 2 MB, DiskError.
    """
    raw = bytes_now(home, name)
    if raw is None:
        raise WardError(tell("Không còn tệp {name}.", name=name))
    return opened(name, raw)


def opened(name: str, raw: bytes) -> Opened:
    """Return the bytes of a text file as an editor shows them. Raises FaultsFound where they are no UTF-8."""
    return Opened(
        name=name, text=_LINE_END.sub("\n", decoded(name, raw).as_it_stands), sha256=sha256_of_bytes(raw)
    )


def bytes_now(home: Path, name: str) -> bytes | None:
    """Read the bytes of the ward's text file `name`; None where there is none. Raises as `text_of`."""
    path = path_of(home, name)
    return own_bytes(home, path) if path.is_symlink() or path.exists() else None


def path_of(home: Path, name: str) -> Path:
    """Return where the ward's text file `name` is, or would be. Raises WardError for a name of anything else."""
    parts = name.split("/")
    plain = one_line(name) == name and len(name) <= _LONGEST and all(_is_plain(part) for part in parts)
    is_script = parts[0] == SCRIPTS and len(parts) > 1 and is_script_name(parts[-1])
    if not plain or not (is_script or name in (PLAYLIST, LEXICON)):
        raise WardError(
            tell("“{name}” không phải một bài, lịch phát hay từ điển đọc của phường.", name=one_line(name))
        )
    path = home / name
    if not Path(os.path.realpath(path)).is_relative_to(home.resolve()):
        raise WardError(tell("Tệp {name} nằm ngoài thư mục của phường.", name=name))
    return path


def _is_plain(part: str) -> bool:
    """Whether a part of a name is a file's or a folder's, on every system."""
    if part in ("", ".", "..") or set(part) & set("\\:") or is_windows_device(part):
        return False
    return len(part.encode("utf-8", "surrogatepass")) <= _LONGEST_PART


def in_file(text: str, before: bytes | None) -> bytes:
    """Return an editor's text as bytes: line ends and byte order mark as the file `before` had them.

    Raises WardError where a letter is only half there.
    """
    require_whole_letters(text)
    ends = _LINE_END.findall(before.decode("utf-8", "replace")) if before is not None else []
    newline = max(set(ends), key=ends.count) if ends else "\n"
    raw = _LINE_END.sub(newline, text).encode()
    return _BOM + raw if before is not None and before.startswith(_BOM) else raw


def require_whole_letters(text: str) -> None:
    """Refuse a text in which a letter is only half there: no file holds it. Raises WardError."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise WardError(
            tell("Trong bài có một chữ chỉ còn một nửa, không lưu được."), tell("Xoá chữ ấy rồi gõ lại.")
        ) from error


def sha256_of_bytes(raw: bytes) -> str:
    """Return the sha256 of the bytes, in hex."""
    return hashlib.sha256(raw).hexdigest()
