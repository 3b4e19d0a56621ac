"""A title and words -> a new script file in its folder; no file that is there is ever written over."""

import json
import os
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from broadcast.base.errors import DiskError, WardError, tell
from broadcast.base.files import is_windows_device
from broadcast.base.reasons import reason_of
from broadcast.text.letters import bare
from broadcast.ward.survey import SCRIPTS

FIRST_LINE = "Kính thưa bà con! Viết lời của bài vào đây."
"""What stands in a new script where its words are to be."""
_NUMBER = re.compile(r"(\d{1,4})-")
_LONGEST_NAME = 48
_PLAIN = re.compile(r"[^\W_][^:#\[\]{},&*!|>%@`\"'\\\n]*")
"""What YAML reads as it stands, in a line of its own and between braces."""
_NO_TEXT = {"null", "true", "false", "yes", "no", "on", "off"}


def name_of(title: str) -> str:
    """Return the title as a file's name: lower case, without marks, words joined by hyphens, 48 letters at most.

    `bai` where the title has neither letter nor digit.
    """
    words = re.findall(r"[a-z0-9]+", bare(title))
    name = ""
    for word in words:
        if name and len(name) + 1 + len(word) > _LONGEST_NAME:
            break
        name = f"{name}-{word}" if name else word[:_LONGEST_NAME]
    return name or "bai"


def yaml_text(text: str) -> str:
    """Return `text` as a YAML value on one line, in quotes where YAML would read it as something else."""
    one_line = " ".join(unicodedata.normalize("NFC", text).split())
    plain = _PLAIN.fullmatch(one_line) and one_line.lower() not in _NO_TEXT
    return one_line if plain else json.dumps(one_line, ensure_ascii=False)


def script_content(title: str, body: str, header: Mapping[str, str] | None = None) -> str:
    """Return the text of a script file: its header with `title` and the keys of `header`, then the body."""
    lines = [f"title: {yaml_text(title)}", *(f"{key}: {value}" for key, value in (header or {}).items())]
    return "\n".join(["---", *lines, "---", unicodedata.normalize("NFC", body).strip(), ""])


def write_script(home: Path, folder: str, title: str, content: str) -> Path:
    """Write `content` as the next numbered script of scripts/`folder`; return its path relative to `home`.

    Its number is one above the highest in the folder. The folder is made where it is not there; no file is
    written over, whoever else writes at the same time. Raises DiskError where the disk does not take it.
    """
    here = home / SCRIPTS / folder
    try:
        here.mkdir(parents=True, exist_ok=True)
        number = _next_number(here)
        while True:
            path = here / _file_name(number, title)
            if not path.exists() and _written(path, content):
                return path.relative_to(home)
            number += 1
    except OSError as error:
        raise DiskError(
            tell("Không ghi được bài vào {folder} ({reason}).", folder=here, reason=reason_of(error)),
            tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục."),
        ) from error


def next_name(home: Path, folder: str, title: str) -> str:
    """Return what the next script of scripts/`folder` will be called: `scripts/tet/04-chuc-tet.md`."""
    here = home / SCRIPTS / folder
    number = _next_number(here) if here.is_dir() else 1
    return f"{SCRIPTS}/{folder}/{_file_name(number, title)}"


def _file_name(number: int, title: str) -> str:
    return f"{number:02}-{name_of(title)}.md"


def _next_number(folder: Path) -> int:
    numbers = [int(match[1]) for path in folder.iterdir() if (match := _NUMBER.match(path.name))]
    return max(numbers, default=0) + 1


def _written(path: Path, content: str) -> bool:
    """Whether the file was made, whole; not where it is there already."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            file.write(content.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)
        except FileExistsError:
            return False
        except OSError:  # a disk without hard links (FAT): the last moment it can be asked
            if path.exists():
                return False
            part.replace(path)
        return True
    finally:
        part.unlink(missing_ok=True)


def checked_folder(name: str) -> str:
    """Return `name` as a folder below scripts/ (`scripts/` before it may be there). Raises WardError otherwise."""
    folder = name.replace("\\", "/").strip("/").removeprefix(f"{SCRIPTS}/")
    parts = folder.split("/")
    if not folder or any(part in ("", ".", "..") or ":" in part for part in parts):
        raise WardError(
            tell("“{name}” không phải một thư mục trong scripts.", name=name),
            tell("Viết tên thư mục, như: --in thuong-xuyen"),
        )
    if any(is_windows_device(part) for part in parts):
        raise WardError(
            tell("“{name}” không làm tên thư mục được: Windows giữ tên ấy.", name=name), tell("Đặt một tên khác.")
        )
    return folder
